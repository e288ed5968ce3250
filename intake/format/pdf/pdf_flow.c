/*
 * pdf_flow.c -- move what follows a paragraph that is set anew.
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

#define FLOW_GAP 2.5		/* lines: what is further below does not flow */
#define OVERHANG 100		/* units that letters may reach out */
#define RIM 200			/* units of blank paper at the sides */
#define SEAM 24			/* units: half a pixel above and below */
#define FOOT 3600		/* units: the page's lower margin */

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

/* Would it tear a column that stands beside the paragraph, or show once more what
 * has been painted over? */
static bool
tears(const struct pdf_redaction *r, uint32_t number,
    const struct pdf_box *own, const struct pdf_box *flow)
{
	uint32_t k;

	for (k = 0; k < r->nrows; k++) {
		const struct pdf_row *row = &r->rows[k];
		const struct pdf_row *below = row->below == 0 ? NULL :
		    &r->rows[row->below - 1];

		if (row->segment == number)
			continue;
		if (row->segment != 0 && pdf_boxes_meet(&row->box, flow) &&
		    r->segments[row->segment - 1].painted)
			return true;
		if (row->box.y0 < own->y1 && row->box.y1 > own->y0 &&
		    below != NULL && below->segment != number &&
		    !pdf_box_holds(flow, &row->box) &&
		    pdf_boxes_meet(&below->box, flow))
			return true;
	}
	return false;
}

/* What moved last into where this is; NULL: nothing did. */
static const struct pdf_moved *
last_moved(const struct pdf_redaction *r, const struct pdf_box *flow)
{
	size_t i;

	for (i = r->nmoved; i > 0; i--)
		if (pdf_boxes_meet(&r->moved[i - 1].to, flow))
			return &r->moved[i - 1];
	return NULL;
}

/* Is there nothing but what flows, and blank paper around it? */
static bool
is_free(const struct pdf_redaction *r, const struct pdf_box *own,
    const struct pdf_box *flow, double way)
{
	struct pdf_box all = *flow, left, right, above, below;
	const struct pdf_moved *moved;
	size_t i;

	all.y0 = own->y0;
	all.x0 -= OVERHANG;
	all.x1 += OVERHANG;
	for (i = 0; i < r->words->n; i++)
		if (pdf_boxes_meet(&r->words->at[i].box, &all) &&
		    !pdf_box_holds(&all, &r->words->at[i].box))
			return false;
	if ((moved = last_moved(r, flow)) != NULL &&
	    !pdf_box_holds(&moved->to, flow))
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

		if (pdf_box_holds(box, &own))
			pdf_line_move(&r->segments[s - 1], way);
	}
	for (i = 0; i < r->words->n; i++)
		if (pdf_box_holds(box, &r->words->at[i].box)) {
			r->words->at[i].box.y0 += by;
			r->words->at[i].box.y1 += by;
		}
	for (k = 0; k < r->nrows; k++) {
		struct pdf_row *row = &r->rows[k];

		if (row->turn != 0 || !pdf_box_holds(box, &row->box))
			continue;
		row->box.y0 += by;
		row->box.y1 += by;
	}
}

static int
move(struct pdf_redaction *r, const struct pdf_box *flow, double way,
    uint32_t ground)
{
	const struct pdf_moved *before = last_moved(r, flow);
	double whole = way + (before != NULL ? before->way : 0);
	struct pdf_box now = *flow;

	now.y0 += (int32_t)lround(way);
	now.y1 += (int32_t)lround(way);
	if (!pdf_wipe(r, flow, ground)) {
		pdf_picture_clear(r->picture, flow, &now, ground);
		pdf_picture_again(r->picture, r->page, &now, whole);
	}
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
	if (tears(r, number, &own, flow) || !is_free(r, &own, flow, way)) {
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
			pdf_cover(r, &r->rows[k]);
			ground = r->rows[k].ground;
		}
	return way != 0 ? move(r, &flow, way, ground) : 0;
}

/* The highest segment below those that are done. */
static uint32_t
next(const struct pdf_redaction *r)
{
	int32_t top = INT32_MAX;
	uint32_t s, best = 0;

	for (s = 1; s <= r->nsegments; s++) {
		struct pdf_box box;

		if (r->segments[s - 1].painted)
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
	uint32_t s;
	int e = 0;

	for (s = 1; s <= r->nsegments && e == 0; s++)
		e = pdf_line(r, s);
	while (e == 0 && (s = next(r)) != 0) {
		r->segments[s - 1].painted = true;
		e = flow_on(r, s);
	}
	return e;
}
