/*
 * board_equal.c -- every finding that says the same, in all items at once.
 *
 * Values are folded once (fold.h) and put in order, so that equal ones stand
 * side by side; what is asked of a value is asked once, however often it
 * stands there.  The order is made anew when findings came or went.
 */
#include <stdlib.h>
#include <string.h>

#include "redact/find/known/known.h"
#include "redact/find/view/fold.h"
#include "redact/review/board_parts.h"
#include "vault/base/err.h"

#define FOLDED_MAX ((size_t)1 << 30)	/* bytes of all folded values */
#define WHOLES_MAX 200u		/* values asked whether this one is their form */
#define HEADS_MAX 8u		/* words that are looked at */
#define HEAD_BYTES 4u		/* a changed ending leaves these */
#define HEAD_LEAST 3u

/* A finding by its name; `at`, `len`: its folded value in `folded`. */
struct twin {
	size_t at, len, item;
	uint64_t start, end;
	char kind[PLAN_WORD_SIZE];
};

struct twins {
	struct bytes folded;
	struct twin *list;
	size_t n;
};

/* Which of the twins belong together. */
struct pick {
	const struct board *b;
	const struct twins *t;
	bool *in;
};

void
board_forget_twins(struct board *b)
{
	if (b->twins == NULL)
		return;
	bytes_free(&b->twins->folded);
	free(b->twins->list);
	free(b->twins);
	b->twins = NULL;
}

static int
order(const void *p, const void *q, void *arg)
{
	const struct twin *a = p, *b = q;
	const struct bytes *folded = arg;
	size_t n = a->len < b->len ? a->len : b->len;
	int c = n > 0 ? memcmp(folded->data + a->at, folded->data + b->at, n) :
	    0;

	if (c != 0 || a->len != b->len)
		return c != 0 ? c : a->len < b->len ? -1 : 1;
	/* The same bytes stand side by side, too. */
	return a->item != b->item ? (a->item < b->item ? -1 : 1) :
	    a->start < b->start ? -1 : a->start > b->start;
}

static int
fold_item(struct twins *t, const struct board *b, size_t item)
{
	const struct plan *p = b->plans[item];
	struct twin *one;
	size_t i;
	int r;

	for (i = 0; i < p->n; i++) {
		one = &t->list[t->n++];
		*one = (struct twin){ .at = t->folded.len, .item = item,
		    .start = p->list[i].start, .end = p->list[i].end };
		memcpy(one->kind, p->list[i].kind, sizeof(one->kind));
		if ((r = fold_value(&t->folded, b->texts[item].data +
		    one->start, (size_t)(one->end - one->start))) < 0)
			return r;
		one->len = t->folded.len - one->at;
	}
	return 0;
}

static int
make_twins(struct board *b)
{
	struct twins *t;
	size_t n = 0, i;
	int r = 0;

	if (b->twins != NULL)
		return 0;
	for (i = 0; i < b->n; i++)
		n += b->plans[i]->n;
	if ((t = calloc(1, sizeof(*t))) == NULL ||
	    (t->list = calloc(n + 1, sizeof(*t->list))) == NULL) {
		free(t);
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	}
	t->folded = BYTES_INIT(FOLDED_MAX);
	b->twins = t;
	for (i = 0; r == 0 && i < b->n; i++)
		r = fold_item(t, b, i);
	if (r < 0) {
		board_forget_twins(b);
		return r;
	}
	qsort_r(t->list, t->n, sizeof(*t->list), order, &t->folded);
	return 0;
}

static const uint8_t *
value(const struct pick *p, const struct twin *one)
{
	return p->b->texts[one->item].data + one->start;
}

static bool
folds_alike(const struct twins *t, const struct twin *a, const struct twin *b)
{
	return a->len == b->len && (a->len == 0 ||
	    memcmp(t->folded.data + a->at, t->folded.data + b->at,
	    a->len) == 0);
}

static int
known_of(struct known **out, const struct pick *p, const struct twin *one)
{
	const struct known_value v = { .kind = one->kind,
	    .value = value(p, one), .len = (size_t)(one->end - one->start),
	    .origin = KNOWN_DECIDED };
	int r;

	if ((r = known_new(out)) < 0 || (r = known_add(*out, &v)) < 0)
		return r;
	return known_ready(*out);
}

/* Is all of it a form of what is known? */
static int
covers(bool *whole, const struct known *known, const struct pick *p,
    const struct twin *one)
{
	struct findings found = { .list = NULL };
	size_t len = (size_t)(one->end - one->start), i;
	int r;

	*whole = false;
	if ((r = known_run(known, value(p, one), len, &found)) == 0)
		for (i = 0; i < found.n; i++)
			*whole = *whole || (found.list[i].start == 0 &&
			    found.list[i].end == len);
	findings_free(&found);
	return r;
}

/* The forms of `one`. */
static int
take_forms(struct pick *p, const struct twin *one)
{
	const struct twins *t = p->t;
	struct known *known = NULL;
	bool whole = false;
	size_t i;
	int r;

	if ((r = known_of(&known, p, one)) < 0 || known_empty(known))
		goto done;
	for (i = 0; r == 0 && i < t->n; i++) {
		/* Of equal ones the first is asked. */
		if ((i == 0 || !folds_alike(t, &t->list[i - 1],
		    &t->list[i])) &&
		    (r = covers(&whole, known, p, &t->list[i])) < 0)
			break;
		p->in[i] = p->in[i] || whole;
	}
done:
	known_free(known);
	return r;
}

static int
is_form_of(bool *yes, const struct pick *p, const struct twin *form,
    const struct twin *of)
{
	struct known *known = NULL;
	int r;

	*yes = false;
	if ((r = known_of(&known, p, of)) == 0)
		r = covers(yes, known, p, form);
	known_free(known);
	return r;
}

/* How the words of a value begin, folded, one behind the other. */
struct heads {
	struct bytes b;
	size_t n, of[HEADS_MAX + 1];
};

static int
heads_of(struct heads *h, const uint8_t *v, size_t len)
{
	struct bytes word = BYTES_INIT(FOLDED_MAX);
	size_t i, from = 0, n;
	int r = 0;

	for (i = 0; r == 0 && i <= len && h->n < HEADS_MAX; i++) {
		if (i < len && v[i] > ' ')
			continue;
		bytes_reset(&word);
		r = fold_value(&word, v + from, i - from);
		from = i + 1;
		/* An initial begins too much. */
		n = word.len < HEAD_BYTES ? word.len : HEAD_BYTES;
		if (r < 0 || n < HEAD_LEAST)
			continue;
		r = bytes_add(&h->b, word.data, n);
		h->of[++h->n] = h->b.len;
	}
	bytes_free(&word);
	return r;
}

/* A value that has all of them may be what the other is a form of. */
static bool
has_heads(const struct pick *p, const struct twin *one, const struct heads *h)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (one->len == 0 || memmem(p->t->folded.data + one->at,
		    one->len, h->b.data + h->of[i],
		    h->of[i + 1] - h->of[i]) == NULL)
			return false;
	return h->n > 0;
}

/* One of them is the other's form: the longer one, NULL when neither is. */
static int
better(const struct twin **best, const struct pick *p,
    const struct twin *other)
{
	bool yes;
	int r;

	if (*best == NULL) {
		*best = other;
		return 0;
	}
	if ((r = is_form_of(&yes, p, other, *best)) < 0)
		return r;
	if (yes && other->len <= (*best)->len)
		return 0;
	if ((r = is_form_of(&yes, p, *best, other)) < 0)
		return r;
	*best = yes ? other : NULL;
	return 0;
}

/*
 * What `one` is itself a form of: "Kowalskiego" of "Jan Kowalski".  The longest
 * such value, if all others are its forms; NULL when there is none, or when
 * they are two people's, or too many to tell.
 */
static int
whole_of(const struct twin **out, struct pick *p, const struct twin *one)
{
	const struct twins *t = p->t;
	const struct twin *best = NULL, *other;
	struct heads h = { .b = BYTES_INIT(FOLDED_MAX) };
	size_t i, tried = 0;
	bool yes, two = false;
	int r;

	*out = NULL;
	r = heads_of(&h, value(p, one), (size_t)(one->end - one->start));
	for (i = 0; r == 0 && i < t->n && !two; i++) {
		other = &t->list[i];
		if (p->in[i] || strcmp(other->kind, one->kind) != 0 ||
		    (i > 0 && folds_alike(t, other, &t->list[i - 1])) ||
		    !has_heads(p, other, &h))
			continue;
		two = ++tried > WHOLES_MAX;
		if ((r = is_form_of(&yes, p, one, other)) < 0 || !yes)
			continue;
		if ((r = better(&best, p, other)) == 0 && best == NULL)
			two = true;
	}
	if (r == 0 && !two)
		*out = best;
	bytes_free(&h.b);
	return r;
}

/* Equal values, forms of the value, and, if it is a form of one other, the
 * forms of that. */
static int
take_all(struct pick *p, const struct twin *one)
{
	const struct twins *t = p->t;
	const struct twin *whole = NULL;
	size_t i;
	int r;

	for (i = 0; i < t->n; i++)
		p->in[i] = folds_alike(t, &t->list[i], one);
	if ((r = take_forms(p, one)) == 0 &&
	    (r = whole_of(&whole, p, one)) == 0 && whole != NULL)
		r = take_forms(p, whole);
	return r;
}

static int
count_picked(const struct pick *p, struct board_count *count)
{
	bool *item = calloc(p->b->n + 1, sizeof(*item));
	size_t i;

	if (item == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; i < p->t->n; i++) {
		if (!p->in[i])
			continue;
		count->findings++;
		count->items += !item[p->t->list[i].item];
		item[p->t->list[i].item] = true;
	}
	free(item);
	return 0;
}

static int
decide_picked(struct board *b, const struct pick *p,
    const struct board_choice *c)
{
	const struct planned *f;
	const struct twin *one;
	struct planned like;
	size_t i;
	int r = 0;

	board_begin(b);
	for (i = 0; r == 0 && i < p->t->n; i++) {
		if (!p->in[i])
			continue;
		one = &p->t->list[i];
		like = (struct planned){ .start = one->start,
		    .end = one->end };
		memcpy(like.kind, one->kind, sizeof(like.kind));
		if ((f = plan_find(b->plans[one->item], &like)) != NULL)
			r = board_put_choice(b, one->item, f, c);
	}
	return board_end(b, r);
}

static const struct twin *
find(const struct twins *t, size_t item, const struct planned *like)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].item == item &&
		    t->list[i].start == like->start &&
		    t->list[i].end == like->end &&
		    strcmp(t->list[i].kind, like->kind) == 0)
			return &t->list[i];
	return NULL;
}

int
board_equal(struct board *b, size_t item, const struct planned *like,
    const struct board_choice *c, struct board_count *count)
{
	struct pick p = { .b = b };
	const struct twin *one;
	int r;

	*count = (struct board_count){ 0 };
	if ((r = board_check(b, item)) < 0 || (c != NULL &&
	    (r = board_check_reason(b, c->reason)) < 0) ||
	    (r = make_twins(b)) < 0)
		return r;
	p.t = b->twins;
	if ((one = find(p.t, item, like)) == NULL)
		return err_set(ERR_NOT_FOUND, "that finding is not there any "
		    "more; load the page anew and decide again");
	if ((p.in = calloc(p.t->n + 1, sizeof(*p.in))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	if ((r = take_all(&p, one)) == 0 &&
	    (r = count_picked(&p, count)) == 0 && c != NULL)
		r = decide_picked(b, &p, c);
	free(p.in);
	return r;
}
