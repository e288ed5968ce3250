/*
 * pages_image.h -- the picture of a page as a PDF stores it.
 *
 * Flat pages (text on paper) are kept without loss: grey ones with 16 greys,
 * coloured ones as RGB, both deflated with PNG's filters, which PDF reads as
 * /Predictor 15.  All others become JPEG.  The same pixels give the same bytes.
 */
#ifndef INTAKE_FORMAT_PAGE_PAGES_IMAGE_H
#define INTAKE_FORMAT_PAGE_PAGES_IMAGE_H

#include <cairo.h>
#include <stdbool.h>

#include "intake/examine/limits.h"
#include "vault/base/bytes.h"

struct pages_image {
	unsigned width, height;	/* pixels */
	unsigned colours;	/* 1 grey, 3 RGB */
	unsigned bits;		/* of a colour */
	bool jpeg;		/* DCTDecode; else FlateDecode, Predictor 15 */
	struct bytes data;
};

#define PAGES_IMAGE_INIT ((struct pages_image){ .width = 0, \
	.data = BYTES_INIT(CLEAN_MAX) })

/*
 * pages_image_encode(im, s):
 * Encode the image surface `s` (RGB24, or ARGB32 without transparency).
 * Old data of `im` is forgotten.  0; ERR_FORMAT for another kind of surface;
 * ERR_NO_MEMORY; ERR_TOO_BIG.
 */
int pages_image_encode(struct pages_image *im, cairo_surface_t *s);
/* The same pixels, as a PNG or JPEG file of their own. */
int pages_image_file(struct pages_image *im, cairo_surface_t *s);
void pages_image_free(struct pages_image *im);

#endif
