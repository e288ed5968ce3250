/*
 * draw.h -- a page of a PDF as a grey picture for reading.
 */
#ifndef INTAKE_FORMAT_OCR_DRAW_H
#define INTAKE_FORMAT_OCR_DRAW_H

#include <leptonica/allheaders.h>

#include "intake/format/pdf/pdf.h"

struct drawing {
	PIX *grey;
	double scale;	/* pixels to a unit of layout.h */
	int dpi;
};

/*
 * draw_page(out, page, dpi, a): 0; or -1 after a refusal.  Pages of more than
 * OCR_PIXELS_MAX pixels get fewer dots.
 */
int draw_page(struct drawing *out, const struct pdf_page *page, double dpi,
    struct answer *a);
void draw_free(struct drawing *d);

#endif
