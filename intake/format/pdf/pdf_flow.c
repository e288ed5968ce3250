/*
 * pdf_flow.c -- paint over what is set anew, and move what follows.
 *
 * A paragraph that is broken anew has as many lines as the words that stay
 * need.  What flows on below it stands where it would stand had the paragraph
 * always been so: else its place would tell how many lines there were.  It is
 * drawn once more, lower or higher, so that every letter falls on the same
 * pixels as in any other document with these words.
 *
 * Where other things stand in the way nothing moves, and the paragraph is made
 * to fit the lines that it had.
 */
#include "intake/format/pdf/pdf_redact.h"

#include <math.h>
#include <stdlib.h>

#include "vault/base/err.h"

#define REACH_PART 3		/* ink is followed for a third of the height */
#define FLOW_GAP 2.5		/* lines: what is further below does not flow */
#define OVERHANG 100		/* units that letters may reach out */
#define RIM 200			/* units of blank paper at the sides */
#define SEAM 24			/* units: half a pixel above and below */
#define FOOT 3600		/* units: the page's lower margin */

/*
 * What a row stands on.  A field behind the words that go, as wide as they are,
 * shall not count: so the words that stay say it, or what is around the row.
 */
static uint32_t
ground_of(const struct pdf_redaction *r, const struct pdf_row *row)
{
	struct pdf_box box = row->box;
	int32_t high = box.y1 - box.y0;
	uint32_t k = (uint32_t)(row - r->rows) + 1;
	size_t i;

	for (i = 0; i < r->words->n; i++)
		if (r->row[i] == k && r->fate[i] == FATE_KEPT)
			return pdf_picture_ground(r->picture,
			    &r->words->at[i].box);
	box.x0 -= high / REACH_PART;
	box.x1 += high / REACH_PART;
	box.y0 -= high / REACH_PART;
	box.y1 += high / REACH_PART;
	box = pdf_turn_out(&box, row->turn);
	return pdf_picture_around(r->picture, &box);
}

/* A row with its overhang; what is below the paint is gone. */
static void
cover(struct pdf_redaction *r, struct pdf_row *row)
{
	struct pdf_box box = row->box;
	int32_t high = box.y1 - box.y0;
	size_t i;

	row->ground = ground_of(r, row);
	box.x0 -= high / 10;
	box.x1 += high / 10;
	box.y0 -= high / 20;
	box.y1 += high / 20;
	box = pdf_turn_out(&box, row->turn);
	pdf_picture_cover(r->picture, &box, high / REACH_PART, row->ground);
	for (i = 0; i < r->words->n; i++)
		if (pdf_segment_of(r, i) == 0 &&
		    pdf_box_under(&r->words->at[i].box, &box))
			r->fate[i] = FATE_GONE;
}

static bool
holds(const struct pdf_box *box, const struct pdf_box *b)
{
	return b->x0 >= box->x0 && b->x1 <= box->x1 && b->y0 >= box->y0 &&
	    b->y1 <= box->y1;
}

static bool
meets(const struct pdf_box *a, const struct pdf_box *b)
{
	return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 &&
	    b->y0 < a->y1;
}

/* The paragraph's rows, as one box. */
static struct pdf_box
box_of(const struct pdf_redaction *r, uint32_t number)
{
	struct pdf_box box = { INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN };
	uint32_t k;

	for (k = 0; k < r->nrows; k++)
		if (r->rows[k].segment == number)
			pdf_box_widen(&box, &r->rows[k].box);
	return box;
}

/*
 * What flows on below `own`: words that follow each other closely, as far as
 * they stand in its width; *foot is where the next thing below begins.
 */
static bool
find_flow(const struct pdf_redaction *r, const struct pdf_segment *s,
    const struct pdf_box *own, struct pdf_box *flow, int32_t *foot)
{
	const struct pdf_word *at = r->words->at;
	bool grown = true, any = false;
	size_t i;

	int32_t first = INT32_MAX;

	*flow = (struct pdf_box){ own->x0 < s->start ? own->x0 : s->start,
	    own->y1, own->x1 > s->end ? own->x1 : s->end, own->y1 };
	while (grown) {
		grown = false;
		for (i = 0; i < r->words->n; i++) {
			const struct pdf_box *b = &at[i].box;

			if (b->y0 < own->y1 || b->y1 <= flow->y1 ||
			    b->x1 <= flow->x0 || b->x0 >= flow->x1 ||
			    b->y0 > flow->y1 + FLOW_GAP * s->pitch)
				continue;
			pdf_box_widen(flow, b);
			first = b->y0 < first ? b->y0 : first;
			grown = any = true;
		}
	}
	if (any)		/* half way to what flows */
		flow->y0 += (first - flow->y0) / 2;
	flow->x0 -= OVERHANG;
	flow->x1 += OVERHANG;
	flow->y1 += OVERHANG;
	*foot = r->page->h - FOOT;
	for (i = 0; i < r->words->n; i++)
		if (at[i].box.y0 >= flow->y1 && at[i].box.y0 < *foot &&
		    at[i].box.x0 < flow->x1 && at[i].box.x1 > flow->x0)
			*foot = at[i].box.y0;
	return any;
}

/* Is there nothing but what flows, and blank paper around it? */
static bool
is_free(const struct pdf_redaction *r, const struct pdf_box *own,
    const struct pdf_box *flow, double way)
{
	struct pdf_box all = *flow, left, right, above, below;
	size_t i;

	all.y0 = own->y0;
	all.x0 -= OVERHANG;
	all.x1 += OVERHANG;
	for (i = 0; i < r->words->n; i++)
		if (meets(&r->words->at[i].box, &all) &&
		    !holds(&all, &r->words->at[i].box))
			return false;
	for (i = 0; i < r->nmoved; i++)
		if (meets(&r->moved[i].to, flow) &&
		    !holds(&r->moved[i].to, flow))
			return false;
	left = right = above = below = *flow;
	/* Nothing of the paragraph may reach into what is drawn again. */
	above.y1 = above.y0 + SEAM, above.y0 -= SEAM;
	left.x1 = left.x0, left.x0 -= RIM;
	right.x0 = right.x1, right.x1 += RIM;
	below.y0 = below.y1;
	below.y1 += RIM + (int32_t)fmax(0, way);
	return pdf_picture_blank(r->picture, &left) &&
	    pdf_picture_blank(r->picture, &above) &&
	    pdf_picture_blank(r->picture, &right) &&
	    pdf_picture_blank(r->picture, &below);
}

static int
remember(struct pdf_redaction *r, const struct pdf_box *from,
    const struct pdf_box *now, double way)
{
	struct pdf_moved *moved = realloc(r->moved, (r->nmoved + 1) *
	    sizeof *moved);

	if (moved == NULL)
		return err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
	r->moved = moved;
	r->moved[r->nmoved++] = (struct pdf_moved){ *from, *now,
	    way };
	return 0;
}

/* Words, rows and lines of the box. */
static void
move_words(struct pdf_redaction *r, const struct pdf_box *box, double way)
{
	int32_t by = (int32_t)lround(way);
	uint32_t k, s;
	size_t i;

	for (s = 1; s <= r->nsegments; s++) {
		struct pdf_box own = box_of(r, s);

		if (holds(box, &own))
			pdf_line_move(&r->segments[s - 1], way);
	}
	for (i = 0; i < r->words->n; i++)
		if (holds(box, &r->words->at[i].box)) {
			r->words->at[i].box.y0 += by;
			r->words->at[i].box.y1 += by;
		}
	for (k = 0; k < r->nrows; k++) {
		struct pdf_row *row = &r->rows[k];

		if (row->turn != 0 || !holds(box, &row->box))
			continue;
		row->box.y0 += by;
		row->box.y1 += by;
	}
}

static int
move(struct pdf_redaction *r, const struct pdf_box *flow, double way, uint32_t ground)
{
	struct pdf_box now = *flow;
	double whole = way;
	size_t i;

	for (i = r->nmoved; i > 0; i--)
		if (holds(&r->moved[i - 1].to, flow)) {
			whole += r->moved[i - 1].way;
			break;
		}
	now.y0 += (int32_t)lround(way);
	now.y1 += (int32_t)lround(way);
	pdf_picture_clear(r->picture, flow, &now, ground);
	pdf_picture_again(r->picture, r->page, &now, whole);
	move_words(r, flow, way);
	return remember(r, flow, &now, whole);
}

/* As many lines as the words need, and how far the rest is to be moved (0: not
 * at all); or as many as it had. */
static double
find_way(struct pdf_redaction *r, uint32_t number, struct pdf_box *flow)
{
	struct pdf_segment *s = &r->segments[number - 1];
	struct pdf_box own = box_of(r, number);
	int32_t foot;
	uint32_t room;
	double way;
	bool any;

	if (s->pitch <= 0)
		return 0;
	if (pdf_line_turn(s) != 0) {
		pdf_line_fit(s, s->rows);
		return 0;
	}
	any = find_flow(r, s, &own, flow, &foot);
	room = s->rows + (foot - flow->y1 > s->pitch ?
	    (uint32_t)((foot - flow->y1) / s->pitch) : 0);
	pdf_line_fit(s, room);
	way = ((double)pdf_line_count(s) - s->rows) * s->pitch;
	if (!any || way == 0)
		return 0;
	if (!is_free(r, &own, flow, way)) {
		pdf_line_fit(s, s->rows);
		return 0;
	}
	return way;
}

static int
flow_on(struct pdf_redaction *r, uint32_t number)
{
	struct pdf_box flow;
	double way = find_way(r, number, &flow);
	uint32_t k, ground = 0xffffff;

	for (k = 0; k < r->nrows; k++)
		if (r->rows[k].segment == number) {
			cover(r, &r->rows[k]);
			ground = r->rows[k].ground;
		}
	return way != 0 ? move(r, &flow, way, ground) : 0;
}

/* The highest segment below those that are done. */
static uint32_t
next(const struct pdf_redaction *r, const bool *done)
{
	int32_t top = INT32_MAX;
	uint32_t s, best = 0;

	for (s = 1; s <= r->nsegments; s++) {
		struct pdf_box box;

		if (done[s - 1])
			continue;
		box = box_of(r, s);
		if (best == 0 || box.y0 < top) {
			top = box.y0;
			best = s;
		}
	}
	return best;
}

int
pdf_flow(struct pdf_redaction *r)
{
	bool *done = calloc(r->nsegments + 1, sizeof *done);
	uint32_t s;
	int e = 0;

	if (done == NULL)
		return err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
	for (s = 1; s <= r->nsegments && e == 0; s++)
		e = pdf_line(r, s);
	while (e == 0 && (s = next(r, done)) != 0) {
		done[s - 1] = true;
		e = flow_on(r, s);
	}
	free(done);
	return e;
}
