/*
 * pdf_paint.c -- paint over what is set anew.
 */
#include "intake/format/pdf/pdf_redact.h"

#include <stdlib.h>

#define REACH_PART 3		/* ink is followed for a third of the height */

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

/* A row with its overhang. */
static struct pdf_box
paint_of(const struct pdf_row *row)
{
	struct pdf_box box = row->box;
	int32_t high = box.y1 - box.y0;

	box.x0 -= high / 10;
	box.x1 += high / 10;
	box.y0 -= high / 20;
	box.y1 += high / 20;
	return pdf_turn_out(&box, row->turn);
}

/* What is below the paint is gone. */
void
pdf_cover(struct pdf_redaction *r, struct pdf_row *row)
{
	struct pdf_box box = paint_of(row);
	int32_t high = row->box.y1 - row->box.y0;
	size_t i;

	if (!row->wiped) {
		row->ground = ground_of(r, row);
		pdf_picture_cover(r->picture, &box, high / REACH_PART,
		    row->ground);
	}
	for (i = 0; i < r->words->n; i++)
		if (pdf_segment_of(r, i) == 0 &&
		    pdf_box_under(&r->words->at[i].box, &box))
			r->fate[i] = FATE_GONE;
}

/* --- what flows on --- */

/* Is each word in the flow of a row that has not been set anew yet? */
static bool
all_anew(const struct pdf_redaction *r, const struct pdf_box *flow)
{
	size_t i;

	for (i = 0; i < r->words->n; i++)
		if (pdf_boxes_meet(&r->words->at[i].box, flow) &&
		    (pdf_segment_of(r, i) == 0 ||
		    !pdf_box_holds(flow, &r->words->at[i].box)))
			return false;
	return true;
}

/* Rows of the flow that still show, on this ground; false: one does on another. */
static bool
rows_in(struct pdf_redaction *r, const struct pdf_box *flow, uint32_t ground,
    struct pdf_box *paint, size_t *n)
{
	uint32_t k;

	for (*n = 0, k = 0; k < r->nrows; k++) {
		struct pdf_row *row = &r->rows[k];

		if (row->segment == 0 || row->wiped || row->turn != 0 ||
		    !pdf_box_holds(flow, &row->box))
			continue;
		if ((row->ground = ground_of(r, row)) != ground)
			return false;
		paint[(*n)++] = paint_of(row);
	}
	return true;
}

static void
set_wiped(struct pdf_redaction *r, const struct pdf_box *flow, bool wiped)
{
	uint32_t k;

	for (k = 0; k < r->nrows; k++)
		if (r->rows[k].segment != 0 && r->rows[k].turn == 0 &&
		    pdf_box_holds(flow, &r->rows[k].box))
			r->rows[k].wiped = wiped;
}

bool
pdf_wipe(struct pdf_redaction *r, const struct pdf_box *flow, uint32_t ground)
{
	struct pdf_box *paint = calloc(r->nrows + 1, sizeof *paint);
	size_t n = 0, i;
	bool wiped;

	wiped = paint != NULL && all_anew(r, flow) &&
	    rows_in(r, flow, ground, paint, &n) &&
	    pdf_picture_bare(r->picture, flow, paint, n, ground);
	for (i = 0; i < n && wiped; i++)
		pdf_picture_clear(r->picture, &paint[i], NULL, ground);
	set_wiped(r, flow, wiped);
	free(paint);
	return wiped;
}
