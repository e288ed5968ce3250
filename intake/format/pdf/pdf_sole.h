/*
 * pdf_sole.h -- a page of which nothing is seen but its picture, and that
 * without drawing it: what pages.h writes, or what is written like it.
 *
 * Such a page is letters without shape, then a picture over the whole page,
 * then pictures of what has a colour in it, and then nothing.  Nearly all the
 * time of drawing one goes into unpacking its picture and painting it, dot by
 * dot, on dots of the same size.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_SOLE_H
#define INTAKE_FORMAT_PDF_PDF_SOLE_H

#include <qpdf/qpdf-c.h>

#include "intake/format/page/jbig2_read.h"
#include "intake/format/pdf/pdf_picture.h"

/* Shapes that pages share are read once.  Zeroed before use. */
struct pdf_soles {
	int object;		/* they came from this one; 0: there are none */
	struct jbig2_shapes shapes;
	/* Of the page asked for last: no picture of it lies on anything that
	 * it might hide, though the page may have to be drawn. */
	bool bare;
	struct sole_page *next;	/* begun; NULL */
};

/*
 * pdf_sole(p, s, q, i):
 * Page `i` as the picture that it is; one in black and white half as fine, and
 * whatever is black in it dark.  False when it may be anything else, or the
 * picture is of a kind that only drawing shows: then `p` is as before.
 *
 * It is nothing else where each of these is known: every key of the page, of
 * its parent, its resources and its picture; every operator of its content;
 * every glyph of its fonts, which draw nothing; that no picture has a mask,
 * that the first reaches from edge to edge, and that it is white below each of
 * the others, none of which lies on another.
 */
bool pdf_sole(struct pdf_picture *p, struct pdf_soles *s, qpdf_data q, size_t i);
/* Begin it for the page that will be asked for next: it is unpacked beside
 * (beside.h) meanwhile. */
void pdf_sole_begin(struct pdf_soles *s, qpdf_data q, size_t i);
void pdf_soles_free(struct pdf_soles *s);

#endif
