/* values.c -- see values.h.  Bytes are looked through in raw.c. */
#include "redact/release/values.h"

#include <stdlib.h>
#include <string.h>

#include "redact/doc/general.h"
#include "redact/find/known/known.h"
#include "redact/release/folded.h"
#include "redact/release/raw.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define LETTERS_LEAST 3u		/* letters and digits */
#define DIGITS_LEAST 5u			/* where there is nothing else */
/* In bytes that are no text; digits alone; and digits in groups. */
#define HIDDEN_LETTERS 4u
#define HIDDEN_DIGITS 6u
#define HIDDEN_GROUPED 8u

struct values {
	struct value *list;	/* of each redaction, by its place in the plan */
	size_t nlist;
	struct known *must;	/* be gone */
	struct known *hidden;	/* the same, in bytes that are no text */
	struct known *may;	/* stand as often as outside what was redacted */
	struct raw *raw;
	struct folded allowed;	/* of `may`, with how often */
	size_t n;
};

/* People share them: see values.h. */
static bool
is_shared(const char *kind)
{
	static const char *const kinds[] = { "DATE", "AMOUNT", "AGE",
	    "LOCATION", "ORG", "NATIONALITY", "PROFESSION", "MISC" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return false;
}

/* Where only the words count, not whose name or number they are. */
static bool
is_words(const char *kind)
{
	static const char *const kinds[] = { "PERSON", "EMAIL", "USER_NAME",
	    "SIGNAL_USERNAME", "MESSENGER_HANDLE", "HOSTNAME" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return true;
	return is_shared(kind);
}

/* Two letters, or four digits, stand in every text. */
static bool
is_too_short(const struct planned *f, const struct folded_value *folded,
    const uint8_t *bytes)
{
	size_t digits = 0;

	if (strcmp(f->kind, "WATCHLIST") == 0)
		return false;
	for (size_t i = 0; i < folded->len; i++)
		digits += bytes[folded->at + i] >= '0' &&
		    bytes[folded->at + i] <= '9';
	return folded->len < LETTERS_LEAST ||
	    (digits == folded->len && digits < DIGITS_LEAST);
}

static bool
has_capital(const uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			return true;
	return false;
}

/* Long enough that no bytes that say something else look like it. */
static bool
is_rare(const struct folded_value *folded, const uint8_t *bytes)
{
	size_t digits = 0;

	for (size_t i = 0; i < folded->len; i++)
		digits += bytes[folded->at + i] >= '0' &&
		    bytes[folded->at + i] <= '9';
	return folded->len >= (digits == folded->len ? HIDDEN_DIGITS :
	    HIDDEN_LETTERS);
}

/* A value on its way into the sets. */
struct adding {
	const struct value *as;
	const uint8_t *p;
	size_t len;
	bool stays, rare, grouped;
};

static int
add_value(struct values *v, const struct adding *a)
{
	/* A short word, and one without a capital, is taken as it is. */
	struct known *known = a->stays ? v->may : v->must;
	struct known_value value = { .kind = a->as->kind,
	    .as = "WATCHLIST", .value = a->p, .len = a->len,
	    .origin = a->len > 2 && has_capital(a->p, a->len) ?
	    KNOWN_DECIDED : KNOWN_LISTED };
	int r;

	if ((r = known_add(known, &value)) < 0 || (!a->stays && a->rare &&
	    (r = known_add(v->hidden, &value)) < 0))
		return r;
	value.as = a->as->kind;
	if (!is_words(a->as->kind) && (r = known_add(known, &value)) < 0)
		return r;
	if (a->stays)
		return 0;
	if (a->grouped && !is_words(a->as->kind) &&
	    (r = known_add(v->hidden, &value)) < 0)
		return r;
	return raw_add(v->raw, a->p, a->len, (uint32_t)(a->as - v->list));
}

/* Is a part of [start, end) redacted?  *at goes along, for rising starts. */
static bool
is_redacted(const struct plan *p, size_t *at, uint64_t start, uint64_t end)
{
	size_t i;

	while (*at < p->n && p->list[*at].end <= start)
		++*at;
	for (i = *at; i < p->n && p->list[i].start < end; i++)
		if (p->list[i].decision == DECISION_REDACT &&
		    p->list[i].end > start)
			return true;
	return false;
}

/* How often each of those that may stand does. */
static int
allow(struct values *v, const struct plan *plan, const struct bytes *text)
{
	struct findings found = { 0 };
	size_t at = 0, i;
	int r;

	r = known_run(v->may, text->data, text->len, &found);
	for (i = 0; r == 0 && i < found.n; i++)
		if (!is_redacted(plan, &at, found.list[i].start,
		    found.list[i].end))
			r = folded_add(&v->allowed, text->data +
			    found.list[i].start, (size_t)(found.list[i].end -
			    found.list[i].start));
	findings_free(&found);
	folded_sort(&v->allowed);
	return r;
}

/* What was decided to be kept somewhere, folded. */
static int
kept_of(struct folded *kept, const struct plan *plan, const uint8_t *text)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < plan->n; i++)
		if (plan->list[i].decision == DECISION_KEEP)
			r = folded_add(kept, text + plan->list[i].start,
			    (size_t)(plan->list[i].end - plan->list[i].start));
	folded_sort(kept);
	return r;
}

/* By their kinds and bytes: what is redacted a thousand times is one value. */
static _Thread_local const uint8_t *ordering;

static int
by_value(const void *a, const void *b)
{
	const struct planned *x = *(const struct planned *const *)a;
	const struct planned *y = *(const struct planned *const *)b;
	size_t m = (size_t)(x->end - x->start), n = (size_t)(y->end - y->start);
	int c = memcmp(ordering + x->start, ordering + y->start,
	    m < n ? m : n);

	if (c != 0)
		return c;
	if (m != n)
		return m < n ? -1 : 1;
	if ((c = strcmp(x->kind, y->kind)) != 0)
		return c;
	return (x > y) - (x < y);
}

static bool
is_same(const struct planned *x, const struct planned *y)
{
	return x->end - x->start == y->end - y->start &&
	    strcmp(x->kind, y->kind) == 0 &&
	    memcmp(ordering + x->start, ordering + y->start,
	    (size_t)(x->end - x->start)) == 0;
}

/* One finding of each redacted value; the caller frees *list. */
static int
different(const struct planned ***list, size_t *n, const struct plan *plan,
    const uint8_t *text)
{
	const struct planned **all;
	size_t i, kept = 0;

	*n = 0;
	if ((all = calloc(plan->n + 1, sizeof(*all))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < plan->n; i++)
		if (plan->list[i].decision == DECISION_REDACT)
			all[(*n)++] = &plan->list[i];
	ordering = text;
	qsort(all, *n, sizeof(*all), by_value);
	for (i = 0; i < *n; i++)
		if (kept == 0 || !is_same(all[kept - 1], all[i]))
			all[kept++] = all[i];
	*n = kept;
	*list = all;
	return 0;
}

static int
add_one(struct values *v, const struct planned *f, const uint8_t *text,
    const struct folded *kept, struct folded *one)
{
	struct value *as = &v->list[v->nlist];
	struct adding a = { .as = as, .p = text + f->start,
	    .len = (size_t)(f->end - f->start) };
	const struct folded_value *folded;
	int r;

	one->n = 0;
	bytes_reset(&one->bytes);
	if ((r = folded_add(one, a.p, a.len)) < 0)
		return r;
	v->n++;
	folded = &one->list[0];
	if (is_too_short(f, folded, one->bytes.data))
		return 0;
	memcpy(as->kind, f->kind, sizeof(as->kind));
	memcpy(as->label, f->label, sizeof(as->label));
	v->nlist++;
	a.rare = is_rare(folded, one->bytes.data);
	a.grouped = folded->len >= HIDDEN_GROUPED;
	a.stays = is_shared(f->kind) ||
	    folded_count(kept, one->bytes.data, folded) > 0;
	return add_value(v, &a);
}

static int
add_all(struct values *v, const struct plan *plan, const uint8_t *text)
{
	struct folded kept = { .bytes = BYTES_INIT(FOLDED_MAX) };
	struct folded one = { .bytes = BYTES_INIT(FOLDED_MAX) };
	const struct planned **list = NULL;
	size_t i, n = 0;
	int r;

	if ((r = kept_of(&kept, plan, text)) < 0 ||
	    (r = different(&list, &n, plan, text)) < 0)
		goto done;
	for (i = 0; r == 0 && i < n; i++)
		r = add_one(v, list[i], text, &kept, &one);
done:
	free(list);
	folded_free(&kept);
	folded_free(&one);
	return r;
}

/* Room for all of them at once: their kinds are borrowed. */
static int
make_room(struct values *v, const struct plan plans[], size_t n)
{
	size_t all = 1;

	for (size_t i = 0; i < n; i++)
		all += plans[i].n;
	if ((v->list = calloc(all, sizeof(*v->list))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

static int
fill(struct values *v, const struct plan plans[], const struct bytes texts[],
    size_t n)
{
	size_t i;
	int r;

	if ((r = known_new(&v->must)) < 0 || (r = known_new(&v->may)) < 0 ||
	    (r = known_new(&v->hidden)) < 0 || (r = raw_new(&v->raw)) < 0 ||
	    (r = make_room(v, plans, n)) < 0)
		return r;
	for (i = 0; r == 0 && i < n; i++)
		r = add_all(v, &plans[i], texts[i].data);
	if (r < 0 || (r = known_ready(v->must)) < 0 ||
	    (r = known_ready(v->may)) < 0 ||
	    (r = known_ready(v->hidden)) < 0 || (r = raw_ready(v->raw)) < 0)
		return r;
	for (i = 0; r == 0 && i < n; i++)
		r = allow(v, &plans[i], &texts[i]);
	return r;
}

int
values_of_all(struct values **out, const struct plan plans[],
    const struct bytes texts[], size_t n)
{
	struct values *v;
	int r;

	*out = NULL;
	if ((v = calloc(1, sizeof(*v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	v->allowed.bytes = BYTES_INIT(FOLDED_MAX);
	if ((r = fill(v, plans, texts, n)) < 0)
		values_free(v);
	else
		*out = v;
	return r;
}

int
values_of(struct values **out, const struct plan *plan,
    const struct bytes *text)
{
	return values_of_all(out, plan, text, 1);
}

void
values_free(struct values *v)
{
	if (v == NULL)
		return;
	free(v->list);
	known_free(v->must);
	known_free(v->hidden);
	known_free(v->may);
	raw_free(v->raw);
	folded_free(&v->allowed);
	free(v);
}

bool
values_empty(const struct values *v)
{
	return v->n == 0;
}

static bool
is_label_sign(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
	    c == '-';
}

const struct value *
values_at(const struct values *v, uint32_t whose)
{
	return &v->list[whose];
}

/* The kind that was given is the value's own, but for a name in an address. */
const struct value *
values_of_finding(const struct values *v, const struct finding *f)
{
	size_t i;

	for (i = 0; i < v->nlist; i++)
		if (f->kind == v->list[i].kind)
			return &v->list[i];
	return NULL;
}

const struct known *
values_in_clear(const struct values *v)
{
	return v->must;
}

const struct known *
values_hidden(const struct values *v)
{
	return v->hidden;
}

const struct raw *
values_raw(const struct values *v)
{
	return v->raw;
}

/* Does it lie in what says less than a value, "[over 10,000 EUR]"? */
static bool
is_general(const uint8_t *text, size_t len, const struct finding *f)
{
	size_t from = (size_t)f->start, to = (size_t)f->end;

	while (from > 0 && f->start - from < LABEL_MAX && text[from] != '[')
		from--;
	while (to < len && to - f->end < LABEL_MAX && text[to - 1] != ']')
		to++;
	return general_is(text + from, to - from);
}

bool
values_is_label(const void *in, size_t len, const struct finding *f)
{
	const uint8_t *text = in;
	size_t from = (size_t)f->start, to = (size_t)f->end, i;

	if (is_general(text, len, f))
		return true;

	for (; from > 0 && f->start - from < LABEL_MAX &&
	    is_label_sign(text[from - 1]); from--)
		;
	for (; to < len && to - f->end < LABEL_MAX && is_label_sign(text[to]);
	    to++)
		;
	if (from == 0 || to == len || text[from - 1] != '[' || text[to] != ']')
		return false;
	for (i = (size_t)f->start; i < f->end; i++)
		if (!is_label_sign(text[i]))
			return false;
	return true;
}

/* Places in `text` where values of the set stand, but for those in labels. */
static int
look(const struct known *k, const void *text, size_t len, bool deep,
    struct findings *out)
{
	size_t n = 0;
	int r;

	if ((r = deep ? known_run(k, text, len, out) :
	    known_walk(k, text, len, out)) < 0)
		return r;
	for (size_t i = 0; i < out->n; i++)
		if (!values_is_label(text, len, &out->list[i]))
			out->list[n++] = out->list[i];
	out->n = n;
	return 0;
}

/* Of what may stand, what stands more often than it did. */
static int
look_for_more(const struct values *v, const uint8_t *text, size_t len,
    struct findings *out)
{
	struct folded seen = { .bytes = BYTES_INIT(FOLDED_MAX) };
	struct folded one = { .bytes = BYTES_INIT(FOLDED_MAX) };
	struct findings f = { 0 };
	const struct finding *x;
	size_t i;
	int r;

	r = look(v->may, text, len, true, &f);
	for (i = 0; r == 0 && i < f.n; i++)
		r = folded_add(&seen, text + f.list[i].start,
		    (size_t)(f.list[i].end - f.list[i].start));
	folded_sort(&seen);
	for (i = 0; r == 0 && i < f.n; i++) {
		x = &f.list[i];
		one.n = 0;
		bytes_reset(&one.bytes);
		if ((r = folded_add(&one, text + x->start,
		    (size_t)(x->end - x->start))) == 0 &&
		    folded_count(&seen, one.bytes.data, &one.list[0]) >
		    folded_count(&v->allowed, one.bytes.data, &one.list[0]))
			r = findings_add(out, x);
	}
	findings_free(&f);
	folded_free(&seen);
	folded_free(&one);
	return r;
}

int
values_in_text(const struct values *v, const void *text, size_t len,
    struct findings *out)
{
	int r = look(v->must, text, len, false, out);

	return r < 0 ? r : look_for_more(v, text, len, out);
}

int
values_elsewhere(const struct values *v, const struct plan *plan,
    const struct bytes *text, struct findings *out)
{
	struct findings all = { 0 };
	size_t at = 0, i;
	int r;

	r = known_run(v->must, text->data, text->len, &all);
	for (i = 0; r == 0 && i < all.n; i++)
		if (!is_redacted(plan, &at, all.list[i].start,
		    all.list[i].end))
			r = findings_add(out, &all.list[i]);
	findings_free(&all);
	return r;
}
