/*
 * pdf_paragraph.c -- which rows are a paragraph, and so are set anew together.
 *
 * Rows go on where one stands closely below the other, in the same column and
 * size, and where the first word of the lower one had no room at the end of the
 * upper: a line that could have held it ends where it was meant to.
 */
#include "intake/format/pdf/pdf_redact.h"

#include <math.h>
#include <stdlib.h>

#include "vault/base/err.h"

#define PITCH_MAX 2.2		/* heights from row to row */
#define PITCH_MORE 1.25		/* of the column's closest rows */
#define SIZE_OFF 0.15		/* of a height: rows of one size */
#define INDENT_MAX 4.0		/* heights that a first line may stand in */
#define WIDE_MIN 12.0		/* heights: narrower is a cell, not a column */
#define GRID 3600		/* units: where a column all alone may start */

struct column {
	int32_t x0, x1;		/* of the rows that keep their words */
	double wide;		/* the widest of them */
	double pitch;		/* of the closest */
	unsigned rows;
};

static double
height(const struct pdf_row *a)
{
	return a->box.y1 - a->box.y0;
}

static bool
alike(const struct pdf_row *a, const struct pdf_row *b)
{
	return a->turn == b->turn &&
	    fabs(height(a) - height(b)) <= SIZE_OFF * height(a);
}

/* A first line may stand in, where a paragraph is not centred or so. */
static bool
in_one_column(const struct pdf_row *upper, const struct pdf_row *lower)
{
	int32_t in = upper->box.x0 - lower->box.x0;

	return pdf_aligned(&upper->box, &lower->box) ||
	    (in > 0 && in < INDENT_MAX * height(upper));
}

/* The row that stands next below in the column, 1 and more; 0: none. */
static uint32_t
next_below(const struct pdf_redaction *r, const struct pdf_row *a)
{
	double way, closest = PITCH_MAX * height(a);
	uint32_t k, best = 0;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *b = &r->rows[k];

		if (b == a || b->turn != a->turn || b->box.x1 <= a->box.x0 ||
		    b->box.x0 >= a->box.x1)
			continue;
		way = b->box.y0 - a->box.y0;
		if (way > height(a) / 2 && way < closest) {
			closest = way;
			best = k + 1;
		}
	}
	return best;
}

static struct pdf_row *
next_row(const struct pdf_redaction *r, const struct pdf_row *a, bool below)
{
	uint32_t k = below ? a->below : a->above;

	return k == 0 ? NULL : &r->rows[k - 1];
}

/* Of the rows that lose nothing and are aligned with `a`, those that `segment`
 * (0: none) does not hold. */
static struct column
column_of(const struct pdf_redaction *r, const struct pdf_row *a,
    uint32_t segment)
{
	struct column c = { INT32_MAX, INT32_MIN, 0, INFINITY, 0 };
	const struct pdf_row *below;
	uint32_t k;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *b = &r->rows[k];

		if (b == a || b->cut || !alike(a, b) ||
		    (segment != 0 && b->segment == segment) ||
		    !pdf_aligned(&a->box, &b->box))
			continue;
		c.rows++;
		c.x0 = b->box.x0 < c.x0 ? b->box.x0 : c.x0;
		c.x1 = b->box.x1 > c.x1 ? b->box.x1 : c.x1;
		c.wide = fmax(c.wide, b->box.x1 - b->box.x0);
		if ((below = next_row(r, b, true)) != NULL && alike(b, below))
			c.pitch = fmin(c.pitch, below->box.y0 - b->box.y0);
	}
	return c;
}

static double
first_word(const struct pdf_redaction *r, const struct pdf_row *a)
{
	struct pdf_box box = pdf_turn_in(&r->words->at[a->first].box, a->turn);

	return box.x1 - box.x0;
}

/* Does the text of `upper` go on in `lower`? */
static bool
goes_on(const struct pdf_redaction *r, const struct pdf_row *upper,
    const struct pdf_row *lower)
{
	struct column c = column_of(r, upper->cut && !lower->cut ? lower :
	    upper, 0);
	double way = lower->box.y0 - upper->box.y0;

	if (!alike(upper, lower) || !in_one_column(upper, lower) ||
	    c.rows == 0 || c.wide < WIDE_MIN * height(upper) ||
	    way > PITCH_MORE * c.pitch)
		return false;
	return upper->box.x1 - upper->box.x0 + first_word(r, lower) +
	    height(upper) / 4 > c.wide;
}

/* From a row that loses a word up and down; the row at the top. */
static const struct pdf_row *
gather(struct pdf_redaction *r, struct pdf_row *seed, uint32_t number)
{
	struct pdf_segment *s = &r->segments[number - 1];
	struct pdf_row *at = seed, *to, *top = seed, *bottom = seed;
	bool below;

	seed->segment = number;
	s->rows = 1;
	for (below = false;; at = seed, below = true) {
		while ((to = next_row(r, at, below)) != NULL &&
		    to->segment == 0 &&
		    goes_on(r, below ? at : to, below ? to : at)) {
			to->segment = number;
			s->rows++;
			at = to;
		}
		if (below)
			bottom = at;
		else
			top = at;
		if (below)
			break;
	}
	if (s->rows > 1)
		s->pitch = (bottom->box.y0 - top->box.y0) /
		    (double)(s->rows - 1);
	return top;
}

/*
 * The column's edges are those of other rows in it.  Where there are none the
 * paragraph's own would tell how its lines were broken: then a coarse grid, and
 * the page's margin.
 */
static void
find_edges(struct pdf_redaction *r, uint32_t number,
    const struct pdf_row *top)
{
	struct pdf_segment *s = &r->segments[number - 1];
	struct pdf_box page = { 0, 0, r->page->w, r->page->h };
	struct pdf_box frame = pdf_turn_in(&page, top->turn);
	struct column c = { INT32_MAX, INT32_MIN, 0, 0, 0 }, own;
	double widest = WIDE_MIN * height(top);
	uint32_t k;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *b = &r->rows[k];

		if (b->segment != number)
			continue;
		widest = fmax(widest, b->box.x1 - b->box.x0);
		own = column_of(r, b, number);
		c.rows += own.rows;
		c.x0 = own.x0 < c.x0 ? own.x0 : c.x0;
		c.x1 = own.x1 > c.x1 ? own.x1 : c.x1;
	}
	/* A page's number below the middle of it is no column. */
	if (c.rows == 0 || c.x1 - c.x0 < widest / 2) {
		c.x0 = top->box.x0 - ((top->box.x0 % GRID) + GRID) % GRID;
		c.x1 = frame.x1 - (c.x0 - frame.x0);
	}
	s->start = c.x0;
	s->end = c.x1 > c.x0 ? c.x1 : frame.x1;
}

int
pdf_paragraphs(struct pdf_redaction *r)
{
	const struct pdf_row *top;
	uint32_t k, below;

	if (r->row == NULL)
		return 0;
	r->segments = calloc(r->nrows, sizeof *r->segments);
	if (r->segments == NULL)
		return err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
	for (k = 0; k < r->nrows; k++) {
		below = r->rows[k].below = next_below(r, &r->rows[k]);
		if (below != 0 && r->rows[below - 1].above == 0)
			r->rows[below - 1].above = k + 1;
	}
	for (k = 0; k < r->nrows; k++) {
		if (!r->rows[k].cut || r->rows[k].segment != 0)
			continue;
		top = gather(r, &r->rows[k], ++r->nsegments);
		if (r->segments[r->nsegments - 1].rows > 1)
			find_edges(r, r->nsegments, top);
	}
	return 0;
}
