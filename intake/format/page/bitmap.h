/*
 * bitmap.h -- a picture in black and white: a bit for each pixel, 1 is black,
 * the leftmost the highest of its byte; rows are whole bytes, what lies
 * behind their end is 0.
 */
#ifndef INTAKE_FORMAT_PAGE_BITMAP_H
#define INTAKE_FORMAT_PAGE_BITMAP_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bitmap {
	unsigned width, height;
	size_t stride;		/* bytes of a row */
	uint8_t *data;
};

/* All white.  0; ERR_NO_MEMORY. */
int bitmap_new(struct bitmap *b, unsigned width, unsigned height);
void bitmap_free(struct bitmap *b);

#define BITMAP_CELL 16u		/* pixels of a side */

#define BITMAP_EIGHT 8u		/* pixels of a row */

/*
 * bitmap_of(b, cells, ink, s):
 * The image surface `s` (RGB24, or ARGB32 without transparency) in black and
 * white.  `cells` has a pixel for each BITMAP_CELL a side of it, which is
 * black where black and white are not enough: there is a colour, or a grey
 * that is no rim of something black.  `ink` has a pixel for each BITMAP_EIGHT in
 * a row, which is black where they are not all white.  0; ERR_NO_MEMORY, and
 * there is none of them.
 */
int bitmap_of(struct bitmap *b, struct bitmap *cells, struct bitmap *ink,
    cairo_surface_t *s);

/* All of the surface becomes white, whose ink this is. */
void bitmap_whiten(const struct bitmap *ink, cairo_surface_t *s);

/* The bitmap on a surface of its size. */
void bitmap_put(const struct bitmap *b, cairo_surface_t *s);

#endif
