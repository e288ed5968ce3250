/*
 * pdf_vector.h -- a document of lines and letters drawn anew, page by page.
 *
 * Poppler draws into cairo's PDF surface, so nothing of the old structure comes
 * along: operators, objects and their order are cairo's, and its fonts hold
 * the letters that are drawn and no others.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_VECTOR_H
#define INTAKE_FORMAT_PDF_PDF_VECTOR_H

#include <cairo.h>

#include "intake/format/pdf/pdf_redact.h"

struct pdf_vector {
	cairo_surface_t *surface;
	cairo_t *cr;		/* of the page at hand, in points */
	struct bytes file;
};

/* 0, or -1 after a refusal, as all of these. */
int pdf_vector_begin(struct pdf_vector *v, struct answer *a);
/* The next page; v->cr is its pen. */
void pdf_vector_page(struct pdf_vector *v, double width, double height);
/* Draw `page`, each part where `r` says that it moves to. */
void pdf_vector_draw(struct pdf_vector *v, const struct pdf_page *page,
    const struct pdf_redaction *r);
int pdf_vector_end(struct pdf_vector *v, struct answer *a);
void pdf_vector_free(struct pdf_vector *v);

#endif
