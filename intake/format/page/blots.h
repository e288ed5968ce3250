/*
 * blots.h -- a picture in black and white taken apart: letters, as far as
 * pixels tell them, and the rest.
 *
 * A blot is black pixels that touch.  Small ones that stand above one another
 * in a line (the dot of an i) become one.  Those of a line are made to end at
 * one row, by white rows below: their places then differ in x alone, and equal
 * letters are equal blots.
 *
 * What is nearly a black box, as a redaction with its label is, is taken for
 * one without the label; what is white in it is blots of its own: `holes`, which
 * are turned white again when all the others are drawn.
 */
#ifndef INTAKE_FORMAT_PAGE_BLOTS_H
#define INTAKE_FORMAT_PAGE_BLOTS_H

#include "intake/format/page/bitmap.h"

#define BLOTS_MAX 30000u	/* of a page; with more it is no text */
#define BLOT_WIDE 1024u		/* pixels; what is larger is part of the rest */
#define BLOT_HIGH 256u

struct blot {
	unsigned x, bottom;	/* where its lower left pixel is */
	struct bitmap bitmap;	/* its data: borrowed from the blots */
};

struct blots {
	struct blot *at;	/* by bottom, then x */
	uint32_t n;
	struct bitmap rest;	/* as large as what it holds; no data: none */
	unsigned x, y;		/* where its upper left pixel is */
	uint8_t *pixels;
};

/* 0, also when there are too many, and all is rest; ERR_NO_MEMORY. */
int blots_of(struct blots *b, struct blots *holes, const struct bitmap *page);
void blots_free(struct blots *b);

#endif
