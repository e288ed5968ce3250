/* pdf_segment.c -- which words go, and which others must move with them. */
#include "intake/format/pdf/pdf_redact.h"

#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define ROW_PART 40		/* percent of the lower height that two words of
				 * one row share */
#define GAP_EMS 3		/* the widest gap that is not a tab or a cell */
#define COLUMN_LINES 2u		/* other lines that make a column */

static bool
range_meets(const struct pdf_range *r, const struct pdf_word *w)
{
	return r->start < w->end && w->start < r->end;
}

/* The first range that ends behind `start`. */
static size_t
range_from(const struct pdf_redaction *r, uint32_t start)
{
	size_t low = 0, high = r->nranges;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (r->ranges[mid].end <= start)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Words of dots and dashes show little in their middle. */
static bool
has_letter(const char *p, size_t len)
{
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next((const uint8_t *)p, len, &cp)) == 0)
			return true;
		if (cp > 0x7f || (cp >= '0' && cp <= '9') ||
		    ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z'))
			return true;
	}
	return false;
}

static bool
shows(const struct pdf_redaction *r, const struct pdf_word *w)
{
	return pdf_picture_shows(r->picture, &w->box,
	    !has_letter(r->words->text + w->start, w->end - w->start));
}

static void
first_fates(struct pdf_redaction *r)
{
	size_t i, k;

	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];

		k = range_from(r, w->start);
		if (k < r->nranges && range_meets(&r->ranges[k], w)) {
			r->fate[i] = FATE_CUT;
			continue;
		}
		if (!shows(r, w))
			r->fate[i] = FATE_GONE;
		for (k = 0; k < r->nboxes; k++)
			if (pdf_box_under(&w->box, &r->boxes[k]))
				r->fate[i] = FATE_GONE;
	}
}

/* The same word drawn twice: what lies over a cut word goes with it. */
static void
over_cut_words(struct pdf_redaction *r)
{
	const struct pdf_word *at = r->words->at;
	size_t i, k;

	for (i = 0; i < r->words->n; i++) {
		if (r->fate[i] != FATE_CUT)
			continue;
		for (k = 0; k < r->words->n; k++)
			if (r->fate[k] == FATE_KEPT &&
			    pdf_box_under(&at[k].box, &at[i].box))
				r->fate[k] = FATE_GONE;
	}
}

static bool
same_row(const struct pdf_box *a, const struct pdf_box *b)
{
	int32_t ha = a->y1 - a->y0, hb = b->y1 - b->y0;
	int64_t both = (int64_t)(a->y1 < b->y1 ? a->y1 : b->y1) -
	    (a->y0 > b->y0 ? a->y0 : b->y0);

	return both * 100 >= (int64_t)(ha < hb ? ha : hb) * ROW_PART;
}

bool
pdf_starts(const struct pdf_redaction *r, size_t i)
{
	const struct pdf_word *w = &r->words->at[i];
	struct pdf_box a, b;

	if (i == 0 || w[-1].line != w->line || w[-1].turn != w->turn)
		return true;
	a = pdf_turn_in(&w[-1].box, w->turn);
	b = pdf_turn_in(&w->box, w->turn);
	return b.x0 - a.x1 > a.y1 - a.y0;
}

/*
 * Do other lines start where word i does?  Then it stands in a column, and its
 * place has nothing to do with what is before it on its row.
 */
static bool
in_column(const struct pdf_redaction *r, size_t i)
{
	const struct pdf_word *w = &r->words->at[i];
	struct pdf_box box = pdf_turn_in(&w->box, w->turn);
	unsigned others = 0;
	size_t k;

	for (k = 0; k < r->words->n && others < COLUMN_LINES; k++) {
		const struct pdf_word *o = &r->words->at[k];
		struct pdf_box other = pdf_turn_in(&o->box, w->turn);

		others += k != i && o->turn == w->turn &&
		    abs(other.x0 - box.x0) <= PDF_ALIGNED &&
		    !same_row(&other, &box) && pdf_starts(r, k);
	}
	return others >= COLUMN_LINES;
}

/* Is word k, in its own frame, the neighbour of word m? */
static bool
neighbours(const struct pdf_redaction *r, size_t k, size_t m,
    const struct pdf_box *seed)
{
	const struct pdf_word *wk = &r->words->at[k], *wm = &r->words->at[m];
	struct pdf_box a = pdf_turn_in(&wk->box, wk->turn);
	struct pdf_box b = pdf_turn_in(&wm->box, wm->turn);
	int64_t em = ((int64_t)seed->y1 - seed->y0) * 5 / 4;
	int64_t gap = a.x0 > b.x1 ? (int64_t)a.x0 - b.x1 :
	    (int64_t)b.x0 - a.x1;

	if (gap <= em)
		return true;
	return gap <= em * GAP_EMS && !in_column(r, a.x0 > b.x0 ? k : m);
}

/*
 * Grow the segment from its seed: words of the seed's row, neighbour by
 * neighbour.  `queue` holds the members found so far.
 */
static void
grow(struct pdf_redaction *r, size_t seed, size_t *queue)
{
	const struct pdf_word *at = r->words->at;
	struct pdf_box row = pdf_turn_in(&at[seed].box, at[seed].turn);
	size_t head = 0, tail = 0, k;

	r->segment[seed] = ++r->nsegments;
	queue[tail++] = seed;
	while (head < tail) {
		size_t m = queue[head++];

		for (k = 0; k < r->words->n; k++) {
			struct pdf_box box;

			if (r->segment[k] != 0 || at[k].turn != at[seed].turn)
				continue;
			box = pdf_turn_in(&at[k].box, at[k].turn);
			if (!same_row(&box, &row) || !neighbours(r, k, m, &row))
				continue;
			r->segment[k] = r->nsegments;
			queue[tail++] = k;
		}
	}
}

int
pdf_segment(struct pdf_redaction *r)
{
	size_t n = r->words->n, i;
	size_t *queue;

	r->fate = calloc(n + 1, sizeof *r->fate);
	r->segment = calloc(n + 1, sizeof *r->segment);
	queue = calloc(n + 1, sizeof *queue);
	if (r->fate == NULL || r->segment == NULL || queue == NULL) {
		free(queue);
		return err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
	}
	first_fates(r);
	over_cut_words(r);
	for (i = 0; i < n; i++)
		if (r->fate[i] == FATE_CUT && r->segment[i] == 0)
			grow(r, i, queue);
	free(queue);
	r->covers = calloc(r->nsegments + 1, sizeof *r->covers);
	return r->covers != NULL ? 0 : err_set(ERR_NO_MEMORY,
	    "no memory to redact a page; close other programs and try again");
}
