/*
 * pdf_paragraph.c -- which rows are a paragraph, and so are set anew together.
 *
 * Rows go on where one stands closely below the other, in the same column and
 * size, and where the first word of the lower one had no room at the end of the
 * upper: a line that could have held it ends where it was meant to.
 */
#include "intake/format/pdf/pdf_column.h"

#include <stdlib.h>

#include "vault/base/err.h"

#define PITCH_MORE 1.25		/* of the column's closest rows */

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
	struct pdf_column c = pdf_column_of(r, upper->cut && !lower->cut ?
	    lower : upper, false);
	double way = lower->box.y0 - upper->box.y0;

	if (!pdf_rows_follow(upper, lower) || c.rows == 0 ||
	    c.wide < PDF_COLUMN_MIN * pdf_row_height(upper) ||
	    way > PITCH_MORE * c.pitch)
		return false;
	return upper->box.x1 - upper->box.x0 + first_word(r, lower) +
	    pdf_row_height(upper) / 4 > c.wide;
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
		while ((to = pdf_row_next(r, at, below)) != NULL &&
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

int
pdf_paragraphs(struct pdf_redaction *r)
{
	const struct pdf_row **top;
	uint32_t k, s;

	if (r->row == NULL)
		return 0;
	r->segments = calloc(r->nrows, sizeof *r->segments);
	top = calloc(r->nrows, sizeof *top);
	if (r->segments == NULL || top == NULL) {
		free(top);
		return err_set(ERR_NO_MEMORY, "no memory to redact a page; "
		    "close other programs and try again");
	}
	pdf_columns(r);
	for (k = 0; k < r->nrows; k++)
		if (r->rows[k].cut && r->rows[k].segment == 0) {
			s = r->nsegments++;
			top[s] = gather(r, &r->rows[k], s + 1);
		}
	for (s = 0; s < r->nsegments; s++)
		if (r->segments[s].rows > 1)
			pdf_column_edges(r, s + 1, top[s]);
	free(top);
	return 0;
}
