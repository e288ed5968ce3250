/*
 * coarse.h -- a finely drawn page, or part of one, as fine as a picture of
 * greys and colours need be: PAGES_FINE_DPI (pages.h) becomes 150.
 *
 * Eight pixels of a row, or a column, become five: each new one is the mean of
 * what it lies over, by area.
 */
#ifndef INTAKE_FORMAT_PAGE_COARSE_H
#define INTAKE_FORMAT_PAGE_COARSE_H

#include <cairo.h>

#define COARSE_OF 8u
#define COARSE_TO 5u

/* The length of a side of so many pixels; the last may be a part of one. */
static inline unsigned
coarse_side(unsigned n)
{
	return (n * COARSE_TO + COARSE_OF - 1) / COARSE_OF;
}

/* The new pixel that has the most of the old one at `n`; in both directions. */
static inline unsigned
coarse_at(unsigned n)
{
	return (2 * n + 1) * COARSE_TO / (2 * COARSE_OF);
}

/* Of an image surface (RGB24, or ARGB32 without transparency), a new one
 * (RGB24); NULL without memory. */
cairo_surface_t *coarse_of(cairo_surface_t *s);

#endif
