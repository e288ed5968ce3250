/*
 * pdf_column.h -- the rows of a page (pdf_redact.h) as columns: which stands
 * below which, and how wide a paragraph may become.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_COLUMN_H
#define INTAKE_FORMAT_PDF_PDF_COLUMN_H

#include "intake/format/pdf/pdf_redact.h"

#define PDF_COLUMN_MIN 12.0	/* heights: narrower is a cell, not a column */

struct pdf_column {
	int32_t x0, x1;		/* of the rows that keep their words */
	double wide;		/* the widest of them */
	double pitch;		/* of the closest */
	unsigned rows;
};

double pdf_row_height(const struct pdf_row *a);
/* The row next below, or above; NULL: none is near. */
struct pdf_row *pdf_row_next(const struct pdf_redaction *r,
    const struct pdf_row *a, bool below);
/* Of one size, and set below each other. */
bool pdf_rows_follow(const struct pdf_row *upper, const struct pdf_row *lower);

/* Fill `above`, `below` and `limit` of all rows.  Rows below each other have one
 * limit: where what stands beside one of them on its right begins.  What reaches
 * over it is of another column. */
void pdf_columns(struct pdf_redaction *r);

/* The rows that lose nothing and are in the column of `a`; of them, with
 * `staying`, those that are not set anew. */
struct pdf_column pdf_column_of(const struct pdf_redaction *r,
    const struct pdf_row *a, bool staying);

/*
 * Where a paragraph, of which `top` is the first row, may stand: its `start` and
 * `end`.  They are the edges of other rows that stay in its column.  Where there
 * are few, its own would tell how its lines were broken: then it starts where it
 * did, if others do as well and it is not just centred, or on a coarse grid; and
 * ends at the page's margin.  But nothing reaches into what stands beside it.
 */
void pdf_column_edges(struct pdf_redaction *r, uint32_t number,
    const struct pdf_row *top);

#endif
