/*
 * pdf_picture.h -- a page as pixels, and what may be done to them.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_PICTURE_H
#define INTAKE_FORMAT_PDF_PDF_PICTURE_H

#include <cairo.h>

#include "intake/format/pdf/pdf.h"

#define PICTURE_DPI 150.0
#define PDF_PICTURE_PIXELS_MAX 40000000.0	/* larger pages: fewer dots */

struct pdf_picture {
	cairo_surface_t *surface;	/* RGB24; NULL: none yet */
	bool white;			/* nothing has been drawn on it */
	uint8_t *data;			/* its pixels: asked for once, they */
	ptrdiff_t stride;		/* are looked at one by one */
	int width, height;		/* pixels */
	double scale;			/* pixels to a unit of layout.h */
	int grain;			/* difference of a channel that is ink;
					 * 0: not known yet */
};

/* The pixels that the page is drawn in, at `dpi` or fewer; dots to a point. */
double pdf_picture_size(const struct pdf_page *page, double dpi, int *width,
    int *height);

/* Draw the page on white, at `dpi`; what `p` had been is gone.  0, or -1 after
 * a refusal. */
int pdf_picture_draw(struct pdf_picture *p, const struct pdf_page *page,
    double dpi, struct answer *a);

/*
 * Is there anything to see in the middle of the box?  A word that is covered,
 * invisible, or of its ground's colour shows nothing.  With `whole` the edges
 * count too, for words of dots and dashes.
 */
bool pdf_picture_shows(const struct pdf_picture *p, const struct pdf_box *box,
    bool whole);

/* The commonest colour (0xRRGGBB) in the box and along its outline: letters
 * cover less than what they stand on. */
uint32_t pdf_picture_ground(const struct pdf_picture *p,
    const struct pdf_box *box);

/* The commonest colour on the outline of the box alone. */
uint32_t pdf_picture_around(const struct pdf_picture *p,
    const struct pdf_box *box);

/*
 * Paint the box, and what ink reaches out of it by at most `reach` units, in
 * the colour `ground`.
 */
void pdf_picture_cover(struct pdf_picture *p, const struct pdf_box *box,
    int32_t reach, uint32_t ground);

/* Is the box all of one colour? */
bool pdf_picture_blank(const struct pdf_picture *p, const struct pdf_box *box);

/* Is the box all of this very colour, but in the `n` boxes `but`? */
bool pdf_picture_bare(const struct pdf_picture *p, const struct pdf_box *box,
    const struct pdf_box *but, size_t n, uint32_t colour);

/* Paint the box and no more; of `but`, which is drawn again, nothing need be
 * painted, and it may be NULL. */
void pdf_picture_clear(struct pdf_picture *p, const struct pdf_box *box,
    const struct pdf_box *but, uint32_t ground);

/* Draw the page once more into the box, lower by `way` units. */
void pdf_picture_again(struct pdf_picture *p, const struct pdf_page *page,
    const struct pdf_box *box, double way);

/* From points to its pixels. */
void pdf_picture_matrix(const struct pdf_picture *p, cairo_matrix_t *m);

/* A cairo context whose user space is points; the caller destroys it. */
cairo_t *pdf_picture_pen(const struct pdf_picture *p);

void pdf_picture_free(struct pdf_picture *p);

#endif
