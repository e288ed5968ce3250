/* compare.c -- see compare.h: from words that are the same to what differs. */
#include "redact/compare/compare.h"

#include <stdlib.h>
#include <string.h>

#include "intake/marks/marks.h"
#include "redact/compare/align.h"
#include "redact/compare/words.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

const char *
change_name(enum change_kind k)
{
	static const char *const names[] = {
		"wording", "punctuation", "spacing", "hidden-marks"
	};

	return names[k];
}

bool
compare_near(const struct comparison *c)
{
	return c->alike >= COMPARE_NEAR;
}

static int
tell(struct comparison *c, size_t *room, struct change change)
{
	struct change *grown;

	c->count[change.kind]++;
	if (c->nchanges == COMPARE_CHANGES_MAX)
		return 0;
	if (c->nchanges == *room) {
		*room = *room > 0 ? 2 * *room : 64;
		if ((grown = reallocarray(c->changes, *room,
		    sizeof(*grown))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory; compare "
			    "parts of the documents");
		c->changes = grown;
	}
	c->changes[c->nchanges++] = change;
	return 0;
}

static bool
same_bytes(const struct words *a, uint32_t a0, uint32_t a1,
    const struct words *b, uint32_t b0, uint32_t b1)
{
	return a1 - a0 == b1 - b0 &&
	    memcmp(a->text + a0, b->text + b0, a1 - a0) == 0;
}

static bool
has_hidden(const uint8_t *p, size_t len)
{
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0)
			return false;
		if (mark_is_invisible(cp))
			return true;
	}
	return false;
}

/* Bytes between words that differ: which of the kinds is it? */
static enum change_kind
kind_of_gap(const struct words *a, const struct change *c,
    const struct words *b)
{
	const uint8_t *p = a->text + c->a_start, *q = b->text + c->b_start;
	size_t n = c->a_end - c->a_start, m = c->b_end - c->b_start;

	if (words_sum(p, n, 0) != words_sum(q, m, 0))
		return CHANGE_PUNCTUATION;
	return has_hidden(p, n) != has_hidden(q, m) ? CHANGE_MARKS :
	    CHANGE_SPACING;
}

/* What comes after word i: it ends where the next one begins. */
static uint32_t
gap_end(const struct words *w, size_t i)
{
	return i + 1 < w->n ? w->v[i + 1].start : (uint32_t)w->len;
}

/* Two words that are the same to a reader, and what follows each. */
static int
look_at_pair(struct comparison *c, size_t *room, const struct words *a,
    size_t i, const struct words *b, size_t k, bool gaps)
{
	struct change change = { CHANGE_MARKS, a->v[i].start, a->v[i].end,
	    b->v[k].start, b->v[k].end };
	int r = 0;

	if (!same_bytes(a, a->v[i].start, a->v[i].end, b, b->v[k].start,
	    b->v[k].end))
		r = tell(c, room, change);
	if (r < 0 || !gaps || same_bytes(a, a->v[i].end, gap_end(a, i), b,
	    b->v[k].end, gap_end(b, k)))
		return r;
	change = (struct change){ CHANGE_SPACING, a->v[i].end, gap_end(a, i),
	    b->v[k].end, gap_end(b, k) };
	change.kind = kind_of_gap(a, &change, b);
	return tell(c, room, change);
}

/* Words [i, i1) of one text stand where [k, k1) of the other do. */
static int
look_at_stretch(struct comparison *c, size_t *room, const struct words *a,
    size_t i, size_t i1, const struct words *b, size_t k, size_t k1)
{
	struct change change = { .kind = CHANGE_WORDING };

	change.a_start = i < a->n ? a->v[i].start : a->len;
	change.a_end = i1 > i ? a->v[i1 - 1].end : change.a_start;
	change.b_start = k < b->n ? b->v[k].start : b->len;
	change.b_end = k1 > k ? b->v[k1 - 1].end : change.b_start;
	return tell(c, room, change);
}

static int
collect(struct comparison *c, const struct words *a, const struct words *b,
    const uint32_t *to)
{
	size_t i = 0, k = 0, i1, k1, room = 0;
	int r = 0;

	while (r == 0 && (i < a->n || k < b->n)) {
		if (i < a->n && to[i] == k) {
			/* Words between make the gap another one. */
			r = look_at_pair(c, &room, a, i, b, k,
			    i + 1 == a->n ? k + 1 == b->n :
			    to[i + 1] == k + 1);
			i++;
			k++;
			continue;
		}
		for (i1 = i; i1 < a->n && to[i1] == ALIGN_NONE; i1++)
			;
		k1 = i1 < a->n ? to[i1] : b->n;
		r = look_at_stretch(c, &room, a, i, i1, b, k, k1);
		i = i1;
		k = k1;
	}
	return r;
}

/* Without the empty word that may stand before all others. */
static size_t
count_words(const struct words *w)
{
	return w->n - (w->n > 0 && w->v[0].start == w->v[0].end);
}

static void
measure(struct comparison *c, const struct words *a, const struct words *b,
    const uint32_t *to)
{
	size_t i;

	c->words_a = count_words(a);
	c->words_b = count_words(b);
	for (i = 0; i < a->n; i++)
		c->same += to[i] != ALIGN_NONE &&
		    a->v[i].end > a->v[i].start;
	c->alike = c->words_a + c->words_b == 0 ? 0 :
	    (unsigned)(2000 * c->same / (c->words_a + c->words_b));
}

int
compare_texts(struct comparison *c, const void *ap, size_t alen,
    const void *bp, size_t blen)
{
	struct words a = { .v = NULL }, b = { .v = NULL };
	uint32_t *to = NULL;
	int r;

	*c = (struct comparison){ .changes = NULL };
	if (alen > COMPARE_TEXT_MAX || blen > COMPARE_TEXT_MAX)
		return err_set(ERR_TOO_BIG, "texts of more than %zu bytes are "
		    "not compared; compare parts of the documents",
		    COMPARE_TEXT_MAX);
	if ((r = words_read(&a, ap, alen)) < 0 ||
	    (r = words_read(&b, bp, blen)) < 0)
		goto done;
	if ((to = calloc(a.n + 1, sizeof(*to))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory; compare parts of "
		    "the documents");
		goto done;
	}
	if ((r = align(to, &a, &b)) == 0) {
		measure(c, &a, &b, to);
		if (compare_near(c))
			r = collect(c, &a, &b, to);
	}
done:
	words_free(&a);
	words_free(&b);
	free(to);
	if (r < 0)
		comparison_free(c);
	return r;
}

void
comparison_free(struct comparison *c)
{
	free(c->changes);
	c->changes = NULL;
	c->nchanges = 0;
}
