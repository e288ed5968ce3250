/*
 * pdf_flatten.h -- what the two halves of flattening share: annotations with an
 * appearance (pdf_flatten.c) and those without (pdf_value.c).
 */
#ifndef INTAKE_FORMAT_PDF_PDF_FLATTEN_H
#define INTAKE_FORMAT_PDF_PDF_FLATTEN_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>

#include "vault/base/bytes.h"

struct rect {		/* points, in the page's own space */
	double x0, y0, x1, y1;
};

/* The first n numbers of an array; false when they are not there. */
bool pdf_numbers(qpdf_data q, qpdf_oh array, double *v, int n);
bool pdf_rect(qpdf_data q, qpdf_oh array, struct rect *r);

/*
 * The appearance of every shown annotation drawn into its page, and none left.
 * Dark markings without an appearance become dark boxes, for somebody meant to
 * cover with them.  With `frames` links get theirs, as on screens; on paper
 * they have none, and a frame would tell how long redacted words were.  0; ERR_FORMAT; ERR_TOO_BIG.
 */
int pdf_flatten_pages(qpdf_data q, bool frames);

/* Append the document as it is now, not encrypted. */
int pdf_flatten_write(struct bytes *out, qpdf_data q);

/* The dictionary under `key`, made when there is none. */
qpdf_oh pdf_dictionary(qpdf_data q, qpdf_oh in, const char *key);

/* Draw the value of a field or a free text, for which nothing is drawn yet. */
void pdf_draw_value(qpdf_data q, struct bytes *ops, qpdf_oh resources,
    qpdf_oh annot, const char *kind, const struct rect *rect);

/* Draw a marking: when it is dark, it was meant to cover. */
void pdf_draw_marking(qpdf_data q, struct bytes *ops, qpdf_oh annot,
    const char *kind, const struct rect *rect);

#endif
