/* settle.c -- see settle.h. */
#include "redact/find/engine/settle.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

static bool
is_listed(const struct finding *f)
{
	return strcmp(f->kind, "WATCHLIST") == 0;
}

static bool
is_guess(const struct finding *f)
{
	return strcmp(f->finder, "tagger") == 0;
}

/* A guess gives way to what has a form and is of another kind, when that is the
 * most of it, or stands at one of its ends and is rather sure; sorted lists
 * only.  It keeps the rest. */
static bool
gives_way(const struct finding *guess, const struct finding *end)
{
	uint64_t formed = 0;

	if (!is_guess(guess))
		return false;
	for (const struct finding *at = guess + 1; at < end &&
	    at->start < guess->end; at++)
		if (!is_guess(at) && !is_listed(at) &&
		    at->end <= guess->end &&
		    strcmp(at->kind, guess->kind) != 0) {
			formed += at->end - at->start;
			if (at->confidence >= FIND_LEAST_PRECISE &&
			    (at->start == guess->start ||
			    at->end == guess->end))
				return true;
		}
	return formed * 2 >= guess->end - guess->start;
}

/* By start, then longer first; of equal ranges the surest first. */
static int
by_place(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	if (x->confidence != y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	return strcmp(x->kind, y->kind);
}

/* Guesses last; surest first, then longer, then earlier. */
static int
by_worth(const void *a, const void *b)
{
	const struct finding *x = *(const struct finding *const *)a;
	const struct finding *y = *(const struct finding *const *)b;

	if (is_guess(x) != is_guess(y))
		return is_guess(x) ? 1 : -1;
	if (x->confidence != y->confidence)
		return x->confidence > y->confidence ? -1 : 1;
	if (x->end - x->start != y->end - y->start)
		return x->end - x->start > y->end - y->start ? -1 : 1;
	return x->start < y->start ? -1 : x->start > y->start;
}

static void
sort(struct findings *f)
{
	if (f->n > 1)
		qsort(f->list, f->n, sizeof(*f->list), by_place);
}

/* An empty range marks what goes; sorted lists only. */
static void
sweep_out(struct findings *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		if (f->list[i].start < f->list[i].end)
			f->list[n++] = f->list[i];
	f->n = n;
}

/* Matches of the watchlist that overlap become one; the rest inside goes. */
static void
settle_listed(struct findings *f)
{
	struct finding *last = NULL, *at;

	for (size_t i = 0; i < f->n; i++) {
		at = &f->list[i];
		if (!is_listed(at))
			continue;
		if (last != NULL && at->start < last->end) {
			if (at->end > last->end)
				last->end = at->end;
			at->end = at->start;
		} else {
			last = at;
		}
	}
}

static void
drop_inside_listed(struct findings *f)
{
	uint64_t end = 0;

	/* Equal starts: the longer first, so look at each start twice. */
	for (size_t i = 0, j; i < f->n; i = j) {
		for (j = i; j < f->n && f->list[j].start == f->list[i].start;
		    j++)
			if (is_listed(&f->list[j]) && f->list[j].end > end)
				end = f->list[j].end;
		for (size_t k = i; k < j; k++)
			if (!is_listed(&f->list[k]) && f->list[k].end <= end)
				f->list[k].end = f->list[k].start;
	}
}

/* What lies inside an earlier (so longer, or equal and surer) finding goes. */
static void
drop_inside(struct findings *f)
{
	struct finding *at;
	uint64_t end = 0;

	for (size_t i = 0; i < f->n; i++) {
		at = &f->list[i];
		if (is_listed(at) || at->start == at->end)
			continue;
		if (at->end <= end)
			at->end = at->start;
		else if (at->confidence >= SETTLE_DOUBTFUL &&
		    !gives_way(at, f->list + f->n))
			end = at->end;
	}
}

/* One bit for each byte of the text that a finding has claimed. */
static bool
claimed(const uint8_t *bits, uint64_t i)
{
	return (bits[i / 8] >> (i % 8) & 1) != 0;
}

/* Claim what is free of this finding; false when nothing worth it is. */
static bool
claim(uint8_t *bits, struct finding *f)
{
	uint64_t start = f->start, end = f->end, i;

	while (start < end && claimed(bits, start))
		start++;
	while (end > start && claimed(bits, end - 1))
		end--;
	if (start == end || ((start != f->start || end != f->end) &&
	    end - start < SETTLE_REST_MIN))
		return false;
	for (i = start; i < end; i++)
		if (claimed(bits, i))
			return false;
	for (i = start; i < end; i++)
		bits[i / 8] = (uint8_t)(bits[i / 8] | 1u << (i % 8));
	f->start = start;
	f->end = end;
	return true;
}

/* Is the most of it free? */
static bool
mostly_free(const uint8_t *bits, const struct finding *f)
{
	uint64_t n = 0;

	for (uint64_t i = f->start; i < f->end; i++)
		n += !claimed(bits, i);
	return n * 2 > f->end - f->start;
}

/* A guess keeps all stretches that are free and worth it: the first becomes
 * `f`, the others go to `more`.  *any is false when there is none. */
static int
claim_parts(uint8_t *bits, struct finding *f, struct findings *more,
    bool *any)
{
	struct finding part = *f;
	uint64_t at = f->start, from, end = f->end, whole = end - at;
	int r = 0;

	*any = false;
	while (r == 0 && at < end) {
		while (at < end && claimed(bits, at))
			at++;
		for (from = at; at < end && !claimed(bits, at); at++)
			bits[at / 8] = (uint8_t)(bits[at / 8] |
			    1u << (at % 8));
		if (at == from || (at - from < SETTLE_REST_MIN &&
		    at - from < whole))
			continue;
		part.start = from;
		part.end = at;
		if (*any)
			r = findings_add(more, &part);
		else
			*f = part;
		*any = true;
	}
	return r;
}

static int
settle_rest(struct findings *f, size_t text_len)
{
	struct findings more = { 0 };
	struct finding **order = NULL;
	uint8_t *bits = NULL;
	bool any;
	size_t n = 0, i;
	int r;

	if ((order = calloc(f->n, sizeof(struct finding *))) == NULL ||
	    (bits = calloc(text_len / 8 + 1, 1)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (i = 0; i < f->n; i++)
		if (!is_listed(&f->list[i]))
			order[n++] = &f->list[i];
	if (n > 1)
		qsort(order, n, sizeof(struct finding *), by_worth);
	for (i = 0, r = 0; r == 0 && i < n; i++) {
		if (is_guess(order[i]) && mostly_free(bits, order[i]))
			r = claim_parts(bits, order[i], &more, &any);
		else
			any = claim(bits, order[i]);
		if (!any)
			order[i]->end = order[i]->start;
	}
	for (i = 0; r == 0 && i < more.n; i++)
		r = findings_add(f, &more.list[i]);
done:
	findings_free(&more);
	free(bits);
	free(order);
	return r;
}

/* Blanks from `at` on towards `end`, with a line end or a tab among them. */
static uint64_t
edges(const uint8_t *s, uint64_t at, uint64_t end)
{
	const bool back = at > end;
	uint64_t n = 0, edge = 0;

	for (; at != end; at = back ? at - 1 : at + 1) {
		uint8_t c = s[back ? at - 1 : at];

		if (c != ' ' && !(c >= '\t' && c <= '\r'))
			break;
		n++;
		if (c != ' ')
			edge = n;
	}
	return edge > 0 ? n : 0;
}

void
settle_edges(struct findings *f, const void *text)
{
	struct finding *a, *b;

	for (size_t i = 1; i < f->n; i++) {
		a = &f->list[i - 1];
		b = &f->list[i];
		if (a->end != b->start)
			continue;
		a->end -= edges(text, a->end, a->start);
		b->start += edges(text, b->start, b->end);
	}
	sweep_out(f);
}

int
settle(struct findings *f, size_t text_len)
{
	int r;

	if (f->n == 0)
		return 0;
	sort(f);
	settle_listed(f);
	sweep_out(f);
	sort(f);
	drop_inside_listed(f);
	drop_inside(f);
	sweep_out(f);
	if ((r = settle_rest(f, text_len)) < 0)
		return r;
	sweep_out(f);
	sort(f);
	return 0;
}
