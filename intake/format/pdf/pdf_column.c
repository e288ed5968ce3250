/* pdf_column.c -- see pdf_column.h. */
#include "intake/format/pdf/pdf_column.h"

#include <math.h>
#include <stdlib.h>

#define PITCH_MAX 2.2		/* heights from row to row */
#define SIZE_OFF 0.15		/* of a height: rows of one size */
#define INDENT_MAX 4.0		/* heights that a first line may stand in */
#define GRID 3600		/* units: where a column all alone may start */
#define EDGE_ROWS 3u		/* that start at one place: it is the column's */
#define MARGIN_MIN 1800		/* units, of the page */

double
pdf_row_height(const struct pdf_row *a)
{
	return a->box.y1 - a->box.y0;
}

static bool
alike(const struct pdf_row *a, const struct pdf_row *b)
{
	return a->turn == b->turn &&
	    fabs(pdf_row_height(a) - pdf_row_height(b)) <= SIZE_OFF * pdf_row_height(a);
}

/* A first line may stand in, where a paragraph is not centred or so. */
static bool
in_one_column(const struct pdf_row *upper, const struct pdf_row *lower)
{
	int32_t in = upper->box.x0 - lower->box.x0;

	return pdf_aligned(&upper->box, &lower->box) ||
	    (in > 0 && in < INDENT_MAX * pdf_row_height(upper));
}

bool
pdf_rows_follow(const struct pdf_row *upper, const struct pdf_row *lower)
{
	return alike(upper, lower) && in_one_column(upper, lower);
}

struct pdf_row *
pdf_row_next(const struct pdf_redaction *r, const struct pdf_row *a, bool below)
{
	uint32_t k = below ? a->below : a->above;

	return k == 0 ? NULL : &r->rows[k - 1];
}

/* The row that stands next below in the column, 1 and more; 0: none. */
static uint32_t
next_below(const struct pdf_redaction *r, const struct pdf_row *a)
{
	double way, closest = PITCH_MAX * pdf_row_height(a);
	uint32_t k, best = 0;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *b = &r->rows[k];

		if (b == a || b->turn != a->turn || b->box.x1 <= a->box.x0 ||
		    b->box.x0 >= a->box.x1)
			continue;
		way = b->box.y0 - a->box.y0;
		if (way > pdf_row_height(a) / 2 && way < closest) {
			closest = way;
			best = k + 1;
		}
	}
	return best;
}

/* Where something stands on its right, on the same row. */
static int32_t
right_of(const struct pdf_redaction *r, const struct pdf_row *a)
{
	int32_t right = INT32_MAX;
	uint32_t k;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *b = &r->rows[k];

		if (b != a && b->turn == a->turn && b->box.x0 >= a->box.x1 &&
		    b->box.x0 < right && pdf_same_row(&a->box, &b->box))
			right = b->box.x0;
	}
	return right;
}

/* From the row down, all that stand in one column have one limit. */
static void
limit_column(struct pdf_redaction *r, struct pdf_row *first)
{
	int32_t limit = right_of(r, first), widest = first->box.x1, right;
	struct pdf_row *at = first, *below, *last = first;

	while ((below = pdf_row_next(r, at, true)) != NULL &&
	    !below->limited && pdf_rows_follow(at, below)) {
		right = right_of(r, below);
		if (widest > right || below->box.x1 > limit)
			break;
		limit = right < limit ? right : limit;
		widest = below->box.x1 > widest ? below->box.x1 : widest;
		below->limited = true;
		last = at = below;
	}
	first->limited = true;
	for (at = first; at != last; at = pdf_row_next(r, at, true))
		at->limit = limit;
	last->limit = limit;
}

/* The row that is highest of those without a limit. */
static struct pdf_row *
next_unlimited(const struct pdf_redaction *r)
{
	struct pdf_row *best = NULL;
	uint32_t k;

	for (k = 0; k < r->nrows; k++)
		if (!r->rows[k].limited && (best == NULL ||
		    r->rows[k].box.y0 < best->box.y0))
			best = &r->rows[k];
	return best;
}

void
pdf_columns(struct pdf_redaction *r)
{
	struct pdf_row *first;
	uint32_t k, below;

	for (k = 0; k < r->nrows; k++) {
		below = r->rows[k].below = next_below(r, &r->rows[k]);
		if (below != 0 && r->rows[below - 1].above == 0)
			r->rows[below - 1].above = k + 1;
	}
	while ((first = next_unlimited(r)) != NULL)
		limit_column(r, first);
}

/* May both be of one column? */
static bool
are_near(const struct pdf_row *a, const struct pdf_row *b)
{
	return alike(a, b) && b->box.x1 <= a->limit &&
	    a->box.x1 <= b->limit && pdf_aligned(&a->box, &b->box);
}

static bool
start_alike(const struct pdf_row *a, const struct pdf_row *b)
{
	return abs(a->box.x0 - b->box.x0) <= PDF_ALIGNED;
}

/* Do other rows start where it does?  Then it is no matter where they end. */
static bool
is_at_edge(const struct pdf_redaction *r, const struct pdf_row *a)
{
	unsigned n = 0;
	uint32_t k;

	for (k = 0; k < r->nrows && n < EDGE_ROWS; k++)
		n += are_near(a, &r->rows[k]) && start_alike(a, &r->rows[k]);
	return n == EDGE_ROWS;	/* with itself */
}

struct pdf_column
pdf_column_of(const struct pdf_redaction *r, const struct pdf_row *a,
    bool staying)
{
	struct pdf_column c = { INT32_MAX, INT32_MIN, 0, INFINITY, 0 };
	bool edge = is_at_edge(r, a);
	const struct pdf_row *below;
	uint32_t k;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *b = &r->rows[k];

		if (b == a || b->cut || (staying && b->segment != 0) ||
		    !are_near(a, b) || (edge && !start_alike(a, b)))
			continue;
		c.rows++;
		c.x0 = b->box.x0 < c.x0 ? b->box.x0 : c.x0;
		c.x1 = b->box.x1 > c.x1 ? b->box.x1 : c.x1;
		c.wide = fmax(c.wide, b->box.x1 - b->box.x0);
		below = pdf_row_next(r, b, true);
		if (below != NULL && alike(b, below))
			c.pitch = fmin(c.pitch, below->box.y0 - b->box.y0);
	}
	return c;
}

/* What a paragraph stands between, and whether it starts at an edge. */
struct standing {
	struct pdf_box own;	/* its rows */
	unsigned starts;	/* other rows that start where it does */
	bool left;		/* something stands beside it on the left; */
	int32_t right;		/* and where it begins on the right */
	int32_t margin;		/* the page's leftmost row */
};

static bool
beside(const struct pdf_box *own, const struct pdf_box *b)
{
	return b->y0 < own->y1 && own->y0 < b->y1 &&
	    (b->x0 >= own->x1 || b->x1 <= own->x0);
}

static struct standing
standing_of(const struct pdf_redaction *r, uint32_t number, unsigned turn)
{
	struct standing p = { { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN }, 0,
		false, INT32_MAX, INT32_MAX };
	uint32_t k;

	for (k = 0; k < r->nrows; k++)
		if (r->rows[k].segment == number)
			pdf_box_widen(&p.own, &r->rows[k].box);
	for (k = 0; k < r->nrows; k++) {
		const struct pdf_box *b = &r->rows[k].box;

		if (r->rows[k].turn != turn)
			continue;
		p.margin = b->x0 < p.margin ? b->x0 : p.margin;
		if (r->rows[k].segment == number)
			continue;
		p.starts += abs(b->x0 - p.own.x0) <= PDF_ALIGNED;
		if (beside(&p.own, b) && b->x0 < p.own.x0)
			p.left = true;
		else if (beside(&p.own, b) && b->x0 < p.right)
			p.right = b->x0;
	}
	return p;
}

static int32_t
down(int32_t x)
{
	return x - ((x % GRID) + GRID) % GRID;
}

/* Where there are few other rows in the column (pdf_column.h). */
static struct pdf_column
lone_column(const struct standing *p, const struct pdf_box *frame)
{
	struct pdf_column c = { .x0 = p->own.x0 };
	int32_t margin = down(p->margin - frame->x0);

	if (p->starts == 0)
		c.x0 = p->left ? down(p->own.x0 + GRID - 1) : down(p->own.x0);
	c.x1 = frame->x1 - (margin > MARGIN_MIN ? margin : MARGIN_MIN);
	return c;
}

void
pdf_column_edges(struct pdf_redaction *r, uint32_t number,
    const struct pdf_row *top)
{
	struct pdf_segment *s = &r->segments[number - 1];
	struct pdf_box page = { 0, 0, r->page->w, r->page->h };
	struct pdf_box frame = pdf_turn_in(&page, top->turn);
	struct standing at = standing_of(r, number, top->turn);
	struct pdf_column c = { INT32_MAX, INT32_MIN, 0, 0, 0 }, own;
	double widest = PDF_COLUMN_MIN * pdf_row_height(top);
	int32_t gap;
	uint32_t k;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *b = &r->rows[k];

		if (b->segment != number)
			continue;
		widest = fmax(widest, b->box.x1 - b->box.x0);
		own = pdf_column_of(r, b, true);
		c.rows = own.rows > c.rows ? own.rows : c.rows;
		c.x0 = own.x0 < c.x0 ? own.x0 : c.x0;
		c.x1 = own.x1 > c.x1 ? own.x1 : c.x1;
	}
	/* A page's number below the middle of it is no column. */
	if (c.rows < EDGE_ROWS || c.x1 - c.x0 < widest / 2)
		c = lone_column(&at, &frame);
	s->start = c.x0;
	s->end = c.x1 > c.x0 ? c.x1 : frame.x1;
	gap = (int32_t)lround(pdf_row_height(top));
	if (at.right < INT32_MAX && s->end > at.right - gap)
		s->end = at.right - gap;
}

