/* pdf_segment.c -- which words go, and which others must move with them. */
#include "intake/format/pdf/pdf_redact.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define ROW_PART 40		/* percent of the lower height that two words of
				 * one row share */
#define GAP_EMS 8		/* the widest gap in a row that is no cell's */
#define COLUMN_LINES 2u		/* other lines that make a column */
#define SPREAD_GAPS 3u		/* gaps of one width that are no cells' */
#define SPREAD_MAX 64u		/* words of such a row */
#define MARKER_MAX 6u		/* bytes of an item's number */

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

bool
pdf_same_row(const struct pdf_box *a, const struct pdf_box *b)
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

/* Cells and lines of a page: words from a start to before the next. */
struct cells {
	size_t *start;		/* by word; */
	struct pdf_box *box;	/* in its frame */
	size_t n;
	uint8_t *column;	/* of each word, once asked: 1 no, 2 yes */
};

/* The cell, or line, that starts with word i. */
static struct pdf_box
cell_of(const struct pdf_redaction *r, size_t i)
{
	unsigned turn = r->words->at[i].turn;
	struct pdf_box all = pdf_turn_in(&r->words->at[i].box, turn), box;

	for (i++; i < r->words->n && !pdf_starts(r, i); i++) {
		box = pdf_turn_in(&r->words->at[i].box, turn);
		pdf_box_widen(&all, &box);
	}
	return all;
}

bool
pdf_aligned(const struct pdf_box *a, const struct pdf_box *b)
{
	return abs(a->x0 - b->x0) <= PDF_ALIGNED ||
	    abs(a->x1 - b->x1) <= PDF_ALIGNED ||
	    abs(a->x0 - b->x0 + a->x1 - b->x1) <= 2 * PDF_ALIGNED;
}

static int
by_place(const void *a, const void *b)
{
	const struct pdf_box *x = a, *y = b;

	return x->x0 < y->x0 ? -1 : x->x0 > y->x0;
}

static bool
are_even(int32_t a, int32_t b)
{
	return abs(a - b) <= (a < b ? a : b) / 8;
}

/* Words of the row, from left to right; 0: too many. */
static size_t
row_of(const struct pdf_redaction *r, const struct pdf_box *box,
    unsigned turn, struct pdf_box row[SPREAD_MAX])
{
	size_t n = 0, i;

	for (i = 0; i < r->words->n && n < SPREAD_MAX; i++) {
		row[n] = pdf_turn_in(&r->words->at[i].box, turn);
		n += r->words->at[i].turn == turn && pdf_same_row(&row[n], box);
	}
	if (n == SPREAD_MAX)
		return 0;
	qsort(row, n, sizeof row[0], by_place);
	return n;
}

/*
 * Words as far apart as others next to them in their row were spread to fill a
 * line: so they are no cells, however wide the gaps, though the last ends where
 * other lines do.
 */
static bool
is_spread(const struct pdf_redaction *r, const struct pdf_box *box,
    unsigned turn)
{
	struct pdf_box row[SPREAD_MAX];
	size_t n = row_of(r, box, turn, row), at = 0, i, even = 1;
	int32_t gap;

	while (at < n && row[at].x0 < box->x0)
		at++;
	if (at == 0 || at == n)
		return false;
	gap = row[at].x0 - row[at - 1].x1;
	for (i = at - 1; i > 0 && are_even(gap, row[i].x0 - row[i - 1].x1); i--)
		even++;
	for (i = at + 1; i < n && are_even(gap, row[i].x0 - row[i - 1].x1); i++)
		even++;
	return gap > 0 && even >= SPREAD_GAPS;
}

/*
 * Do other lines start where the cell of word i does, or end there, or have
 * their middle there?  Then it stands in a column, and its place has nothing to
 * do with what is before it on its row.
 */
static bool
in_column(const struct pdf_redaction *r, const struct cells *c, size_t i)
{
	unsigned turn = r->words->at[i].turn, others = 0, starts = 0;
	struct pdf_box box;
	size_t k;

	while (!pdf_starts(r, i))
		i--;
	if (c->column[i] != 0)
		return c->column[i] == 2;
	box = cell_of(r, i);
	for (k = 0; k < c->n && starts < COLUMN_LINES; k++) {
		if (c->start[k] == i ||
		    r->words->at[c->start[k]].turn != turn ||
		    pdf_same_row(&c->box[k], &box))
			continue;
		others += pdf_aligned(&c->box[k], &box);
		starts += abs(c->box[k].x0 - box.x0) <= PDF_ALIGNED;
	}
	c->column[i] = starts >= COLUMN_LINES ||
	    (others >= COLUMN_LINES && !is_spread(r, &box, turn)) ? 2 : 1;
	return c->column[i] == 2;
}

static void
cells_free(struct cells *c)
{
	free(c->start);
	free(c->box);
	free(c->column);
}

static int
cells_find(struct cells *c, const struct pdf_redaction *r)
{
	size_t n = r->words->n, i;

	c->start = calloc(n, sizeof *c->start);
	c->box = calloc(n, sizeof *c->box);
	c->column = calloc(n, sizeof *c->column);
	if (c->start == NULL || c->box == NULL || c->column == NULL)
		return -1;
	for (i = 0; i < n; i++) {
		if (!pdf_starts(r, i))
			continue;
		c->start[c->n] = i;
		c->box[c->n++] = cell_of(r, i);
	}
	return 0;
}

/* The number or the sign of an item in a list: "2.", "(a)", "iv)", a bullet. */
static bool
is_marker(const char *p, size_t len)
{
	static const char *const bullets[] = { "-", "*", "o", "\xe2\x80\xa2",
		"\xe2\x80\x93", "\xe2\x80\x94", "\xc2\xb7", "\xe2\x96\xaa",
		"\xe2\x97\xa6", "\xef\x82\xb7", "\xe2\x97\x8f",
		"\xe2\x97\x8b", "\xe2\x96\xa0" };
	size_t i;

	for (i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
		if (strlen(bullets[i]) == len && memcmp(bullets[i], p, len) == 0)
			return true;
	if (len < 2 || len > MARKER_MAX ||
	    (p[len - 1] != '.' && p[len - 1] != ')'))
		return false;
	for (i = p[0] == '('; i < len - 1; i++)
		if (!isalnum((unsigned char)p[i]) && p[i] != '.')
			return false;
	return true;
}

/* Is word i the marker of an item, whose text begins behind it where other lines
 * start too? */
static bool
marks_item(const struct pdf_redaction *r, const struct cells *c, size_t i)
{
	const struct pdf_word *m = &r->words->at[i], *w = m + 1;
	struct pdf_box box;
	size_t k;

	if (i + 1 >= r->words->n || w->line != m->line || w->turn != m->turn ||
	    !pdf_starts(r, i) ||
	    !is_marker(r->words->text + m->start, m->end - m->start))
		return false;
	box = pdf_turn_in(&w->box, w->turn);
	for (k = 0; k < c->n; k++)
		if (c->start[k] != i + 1 && r->words->at[c->start[k]].turn ==
		    w->turn && !pdf_same_row(&c->box[k], &box) &&
		    abs(c->box[k].x0 - box.x0) <= PDF_ALIGNED)
			return true;
	return false;
}

/* Does another word of their row stand between two? */
static bool
is_between(const struct pdf_redaction *r, const struct pdf_box *left,
    const struct pdf_box *right, unsigned turn)
{
	struct pdf_box box;
	size_t i;

	for (i = 0; i < r->words->n; i++) {
		if (r->words->at[i].turn != turn)
			continue;
		box = pdf_turn_in(&r->words->at[i].box, turn);
		if (box.x0 >= left->x1 && box.x1 <= right->x0 &&
		    pdf_same_row(&box, left))
			return true;
	}
	return false;
}

/* Is word k, in its own frame, the neighbour of word m? */
static bool
neighbours(const struct pdf_redaction *r, const struct cells *c, size_t k,
    size_t m, const struct pdf_box *seed)
{
	const struct pdf_word *wk = &r->words->at[k], *wm = &r->words->at[m];
	struct pdf_box a = pdf_turn_in(&wk->box, wk->turn);
	struct pdf_box b = pdf_turn_in(&wm->box, wm->turn);
	int64_t em = ((int64_t)seed->y1 - seed->y0) * 5 / 4;
	int64_t gap = a.x0 > b.x1 ? (int64_t)a.x0 - b.x1 :
	    (int64_t)b.x0 - a.x1;

	if (marks_item(r, c, a.x0 > b.x0 ? m : k))
		return false;
	if (gap <= em)
		return true;
	return gap <= em * GAP_EMS && !in_column(r, c, a.x0 > b.x0 ? k : m) &&
	    !is_between(r, a.x0 > b.x0 ? &b : &a, a.x0 > b.x0 ? &a : &b,
	    wk->turn);
}

/* Grow the row from its seed, neighbour by neighbour.  `queue` holds the
 * members found so far. */
static void
grow(struct pdf_redaction *r, const struct cells *c, size_t seed,
    size_t *queue)
{
	const struct pdf_word *at = r->words->at;
	struct pdf_box row = pdf_turn_in(&at[seed].box, at[seed].turn);
	size_t head = 0, tail = 0, k;

	r->row[seed] = ++r->nrows;
	queue[tail++] = seed;
	while (head < tail) {
		size_t m = queue[head++];

		for (k = 0; k < r->words->n; k++) {
			struct pdf_box box;

			if (r->row[k] != 0 || at[k].turn != at[seed].turn)
				continue;
			box = pdf_turn_in(&at[k].box, at[k].turn);
			if (!pdf_same_row(&box, &row) ||
			    !neighbours(r, c, k, m, &row))
				continue;
			r->row[k] = r->nrows;
			queue[tail++] = k;
		}
	}
}

static void
measure_rows(struct pdf_redaction *r)
{
	size_t i;

	for (i = 0; i < r->words->n; i++) {
		const struct pdf_word *w = &r->words->at[i];
		struct pdf_row *row = &r->rows[r->row[i] - 1];
		struct pdf_box box = pdf_turn_in(&w->box, w->turn);

		if (row->box.x0 == row->box.x1) {
			*row = (struct pdf_row){ .box = box, .turn = w->turn,
			    .first = i, .last = i };
		} else {
			struct pdf_box first = pdf_turn_in(
			    &r->words->at[row->first].box, w->turn);
			struct pdf_box last = pdf_turn_in(
			    &r->words->at[row->last].box, w->turn);

			pdf_box_widen(&row->box, &box);
			if (box.x0 < first.x0)
				row->first = i;
			if (box.x1 > last.x1)
				row->last = i;
		}
		row->cut |= r->fate[i] == FATE_CUT;
	}
	for (i = 0; i < r->nrows; i++)
		r->rows[i].was = r->rows[i].box;
}

/* Rows of those that lose a word first: they are seeds that a range names. */
static int
make_rows(struct pdf_redaction *r)
{
	size_t n = r->words->n, i;
	size_t *queue = calloc(n, sizeof *queue);
	struct cells c = { .start = NULL };

	r->row = calloc(n, sizeof *r->row);
	r->rows = calloc(n, sizeof *r->rows);
	if (queue == NULL || r->row == NULL || r->rows == NULL ||
	    cells_find(&c, r) < 0) {
		cells_free(&c);
		free(queue);
		return err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
	}
	for (i = 0; i < n; i++)
		if (r->fate[i] == FATE_CUT && r->row[i] == 0)
			grow(r, &c, i, queue);
	for (i = 0; i < n; i++)
		if (r->row[i] == 0)
			grow(r, &c, i, queue);
	cells_free(&c);
	free(queue);
	measure_rows(r);
	return 0;
}

int
pdf_segment(struct pdf_redaction *r)
{
	size_t i;

	r->fate = calloc(r->words->n + 1, sizeof *r->fate);
	if (r->fate == NULL)
		return err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
	first_fates(r);
	over_cut_words(r);
	for (i = 0; i < r->words->n; i++)
		if (r->fate[i] == FATE_CUT)
			return make_rows(r);
	return 0;
}
