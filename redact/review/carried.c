/*
 * carried.c -- see carried.h.  Decided values are folded and put in order, so
 * that equal ones stand side by side; a fresh one is looked up among them.
 */
#include "redact/review/carried.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/known/known.h"
#include "redact/find/view/fold.h"
#include "vault/base/err.h"

#define FOLDED_MAX ((size_t)1 << 30)	/* bytes of all folded values */

/* A decided finding; its kind and folded value in `keys`. */
struct past {
	size_t at, len;
	const uint8_t *value;
	size_t value_len;
	struct planned decided;
	bool mixed;		/* others were decided otherwise */
};

struct pasts {
	struct bytes keys;
	struct past *list;
	size_t n;
	struct known *known;	/* what was redacted */
};

static int
put_key(struct bytes *b, const char *kind, const uint8_t *value, size_t len)
{
	int r = bytes_add(b, kind, strlen(kind) + 1);

	return r < 0 ? r : fold_value(b, value, len);
}

static int
compare(const uint8_t *a, size_t alen, const uint8_t *b, size_t blen)
{
	int c = memcmp(a, b, alen < blen ? alen : blen);

	return c != 0 ? c : alen < blen ? -1 : alen > blen;
}

static int
order(const void *p, const void *q, void *arg)
{
	const struct past *a = p, *b = q;
	const struct bytes *keys = arg;

	return compare(keys->data + a->at, a->len, keys->data + b->at,
	    b->len);
}

static int
take_plan(struct pasts *t, const struct plan *p, const struct bytes *text)
{
	const struct planned *f;
	struct past *one;
	int r;

	for (size_t i = 0; i < p->n; i++) {
		f = &p->list[i];
		if (f->decision == DECISION_NONE)
			continue;
		one = &t->list[t->n];
		*one = (struct past){ .at = t->keys.len, .decided = *f,
		    .value = text->data + f->start,
		    .value_len = (size_t)(f->end - f->start) };
		if ((r = put_key(&t->keys, f->kind, one->value,
		    one->value_len)) < 0)
			return r;
		one->len = t->keys.len - one->at;
		t->n++;
	}
	return 0;
}

/* Of equal ones the first stays, and whether they agree. */
static void
join_equal(struct pasts *t)
{
	struct past *last;
	size_t i, kept = 0;

	for (i = 0; i < t->n; i++) {
		last = kept > 0 ? &t->list[kept - 1] : NULL;
		if (last == NULL || order(last, &t->list[i], &t->keys) != 0)
			t->list[kept++] = t->list[i];
		else if (last->decided.decision !=
		    t->list[i].decided.decision)
			last->mixed = true;
	}
	t->n = kept;
}

/* A finding's kind is borrowed: it leads back to what was decided. */
static int
make_known(struct pasts *t)
{
	struct known_value v = { .origin = KNOWN_DECIDED };
	size_t i;
	int r;

	if ((r = known_new(&t->known)) < 0)
		return r;
	for (i = 0; r == 0 && i < t->n; i++) {
		if (t->list[i].mixed ||
		    t->list[i].decided.decision != DECISION_REDACT)
			continue;
		v.kind = t->list[i].decided.kind;
		v.value = t->list[i].value;
		v.len = t->list[i].value_len;
		r = known_add(t->known, &v);
	}
	return r < 0 ? r : known_ready(t->known);
}

static int
make(struct pasts *t, struct plan *const plans[], const struct bytes texts[],
    size_t n)
{
	size_t i, decided = 0;
	int r = 0;

	*t = (struct pasts){ .keys = BYTES_INIT(FOLDED_MAX) };
	for (i = 0; i < n; i++)
		decided += plans[i]->n - plan_undecided(plans[i]);
	if ((t->list = calloc(decided + 1, sizeof(*t->list))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; r == 0 && i < n; i++)
		r = take_plan(t, plans[i], &texts[i]);
	if (r < 0)
		return r;
	qsort_r(t->list, t->n, sizeof(*t->list), order, &t->keys);
	join_equal(t);
	return make_known(t);
}

static const struct past *
find_equal(const struct pasts *t, const struct bytes *key)
{
	size_t low = 0, high = t->n, mid;
	int c;

	while (low < high) {
		mid = low + (high - low) / 2;
		c = compare(t->keys.data + t->list[mid].at, t->list[mid].len,
		    key->data, key->len);
		if (c == 0)
			return &t->list[mid];
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* A known value's kind is that of one of the list. */
static const struct past *
past_of(const struct pasts *t, const char *kind)
{
	uintptr_t first = (uintptr_t)t->list, at = (uintptr_t)kind;

	if (at < first || at >= first + t->n * sizeof(*t->list))
		return NULL;
	return &t->list[(at - first) / sizeof(*t->list)];
}

/* What it is a form of, all of it; NULL: of nothing. */
static int
find_form(const struct past **out, const struct pasts *t,
    const struct planned *f, const uint8_t *value, size_t len)
{
	struct findings found = { .list = NULL };
	size_t i;
	int r;

	*out = NULL;
	if ((r = known_run(t->known, value, len, &found)) < 0)
		goto done;
	for (i = 0; i < found.n && *out == NULL; i++)
		if (found.list[i].start == 0 && found.list[i].end == len &&
		    strcmp(found.list[i].kind, f->kind) == 0)
			*out = past_of(t, found.list[i].kind);
done:
	findings_free(&found);
	return r;
}

static int
decide(struct planned *f, const struct pasts *t, const struct bytes *text,
    size_t *count)
{
	const uint8_t *value = text->data + f->start;
	size_t len = (size_t)(f->end - f->start);
	struct bytes key = BYTES_INIT(FOLDED_MAX);
	const struct past *past;
	int r;

	if ((r = put_key(&key, f->kind, value, len)) < 0)
		goto done;
	past = find_equal(t, &key);
	if (past == NULL && (r = find_form(&past, t, f, value, len)) < 0)
		goto done;
	if (past == NULL || past->mixed)
		goto done;
	f->decision = past->decided.decision;
	f->by = past->decided.by;
	f->show = past->decided.show;
	memcpy(f->reason, past->decided.reason, sizeof(f->reason));
	++*count;
done:
	bytes_free(&key);
	return r;
}

int
carried_decide(struct plan *const plans[], const struct plan was[],
    const struct bytes texts[], size_t n, size_t *count)
{
	struct planned *f;
	struct pasts t;
	size_t i, k;
	int r;

	*count = 0;
	r = make(&t, plans, texts, n);
	for (i = 0; r == 0 && t.n > 0 && i < n; i++)
		for (k = 0; r == 0 && k < plans[i]->n; k++) {
			f = &plans[i]->list[k];
			if (f->decision == DECISION_NONE &&
			    plan_find(&was[i], f) == NULL)
				r = decide(f, &t, &texts[i], count);
		}
	known_free(t.known);
	bytes_free(&t.keys);
	free(t.list);
	return r;
}
