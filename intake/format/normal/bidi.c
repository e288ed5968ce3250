/*
 * bidi.c -- marks of direction (line.h).  Overrides and embeddings are gone
 * by now; LRM, RLM and ALM stay where the line, without them, would show its
 * characters in another order, as text in Hebrew and Arabic with Latin words
 * and figures needs it.
 */
#include <stdlib.h>
#include <string.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include "intake/marks/marks.h"
#include "intake/format/normal/line.h"
#include "vault/base/err.h"

#define MARKS_MAX 32u		/* of a line that is looked at closely */
#define ITEMS_MAX 4096u		/* of such a line */
#define TURNED 0x80000000u	/* shown as its mirror image */

/* The line as it is shown: visible characters in their order. */
struct shown {
	uint32_t cp[ITEMS_MAX + 1];
	size_t n;
};

static bool
is_strong_rtl(uint32_t cp)
{
	return (cp >= 0x590 && cp <= 0x8ff && cp != 0x61c) ||
	    (cp >= 0xfb1d && cp <= 0xfdff) || (cp >= 0xfe70 && cp <= 0xfefe) ||
	    (cp >= 0x10800 && cp <= 0x10fff) ||
	    (cp >= 0x1e800 && cp <= 0x1efff);
}

/* What the order of a line is found with. */
struct orderer {
	UBiDi *bidi;
	UChar units[2 * ITEMS_MAX];
	int32_t map[2 * ITEMS_MAX];	/* by places shown: places stored */
	uint32_t cp[2 * ITEMS_MAX];	/* 0 for the second half of a pair */
};

/* Order the line without the marks whose bit in `gone` is set. */
static bool
show(const struct line *l, uint32_t gone, struct orderer *o,
    struct shown *out)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0, at;
	unsigned mark = 0;
	uint32_t cp;

	for (size_t i = 0; i < l->n; i++) {
		if (mark_is_bidi(l->v[i].cp) && (gone >> mark++ & 1) != 0)
			continue;
		at = n;
		U16_APPEND_UNSAFE(o->units, n, l->v[i].cp);
		o->cp[n - 1] = 0;
		o->cp[at] = mark_is_bidi(l->v[i].cp) ? 0 : l->v[i].cp;
	}
	out->n = 0;
	ubidi_setPara(o->bidi, o->units, n, UBIDI_DEFAULT_LTR, NULL, &status);
	ubidi_getVisualMap(o->bidi, o->map, &status);
	if (U_FAILURE(status))
		return false;
	for (int32_t k = 0; k < n; k++) {
		cp = o->cp[o->map[k]];
		/* Brackets turn round. */
		if (cp != 0 && u_isMirrored((UChar32)cp) &&
		    (ubidi_getLevelAt(o->bidi, o->map[k]) & 1) != 0)
			cp |= TURNED;
		if (cp != 0)
			out->cp[out->n++] = cp;
	}
	/* Which edge of the page it hangs on is seen, too. */
	out->cp[out->n++] = ubidi_getParaLevel(o->bidi);
	return true;
}

static bool
same(const struct shown *a, const struct shown *b)
{
	return a->n == b->n && memcmp(a->cp, b->cp, a->n * sizeof(a->cp[0])) == 0;
}

/* The marks that may go, as bits: one after the other, from the last. */
static int
choose(const struct line *l, unsigned marks, uint32_t *gone)
{
	struct shown *as_is = malloc(sizeof(*as_is));
	struct shown *without = malloc(sizeof(*without));
	struct orderer *o = calloc(1, sizeof(*o));
	uint32_t all = marks == MARKS_MAX ? UINT32_MAX : (1u << marks) - 1;
	int r = 0;

	*gone = all;
	if (as_is == NULL || without == NULL || o == NULL ||
	    (o->bidi = ubidi_open()) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory; split the document");
		goto done;
	}
	if (!show(l, 0, o, as_is) ||
	    (show(l, all, o, without) && same(as_is, without)))
		goto done;
	*gone = 0;
	for (unsigned m = marks; m-- > 0;)
		if (show(l, *gone | 1u << m, o, without) &&
		    same(as_is, without))
			*gone |= 1u << m;
done:
	if (o != NULL && o->bidi != NULL)
		ubidi_close(o->bidi);
	free(o);
	free(without);
	free(as_is);
	return r;
}

/* Between two letters it parts a word, which no writing needs. */
static void
drop_inside_words(struct line *l)
{
	size_t i, to;

	for (i = to = 0; i < l->n; i++) {
		if (mark_is_bidi(l->v[i].cp) && to > 0 && i + 1 < l->n &&
		    u_isalpha((UChar32)l->v[to - 1].cp) &&
		    u_isalpha((UChar32)l->v[i + 1].cp))
			line_saw(l, MARK_BIDI, i);
		else
			l->v[to++] = l->v[i];
	}
	l->n = to;
}

int
line_drop_bidi(struct line *l)
{
	uint32_t gone = UINT32_MAX;
	size_t i, to, marks = 0;
	unsigned mark = 0;
	bool rtl = false;
	int r;

	drop_inside_words(l);
	for (i = 0; i < l->n; i++) {
		marks += mark_is_bidi(l->v[i].cp);
		rtl = rtl || is_strong_rtl(l->v[i].cp);
	}
	if (marks == 0)
		return 0;
	/* So many are no writing: all of them go. */
	if (rtl && marks <= MARKS_MAX && l->n < ITEMS_MAX &&
	    (r = choose(l, (unsigned)marks, &gone)) < 0)
		return r;
	for (i = to = 0; i < l->n; i++) {
		if (mark_is_bidi(l->v[i].cp) &&
		    (mark >= MARKS_MAX || (gone >> mark++ & 1) != 0)) {
			line_saw(l, MARK_BIDI, i);
			continue;
		}
		l->v[to++] = l->v[i];
	}
	l->n = to;
	return 0;
}
