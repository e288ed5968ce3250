/*
 * surface.h -- room for the pixels of a page.
 *
 * A page at 240 dots an inch is 22 MB, and each of its rows is on pages of memory
 * of its own: with small ones a letter costs as many look-ups of addresses as it
 * has rows.  So the kernel is asked for large ones (madvise(2), MADV_HUGEPAGE).
 */
#ifndef INTAKE_FORMAT_PAGE_SURFACE_H
#define INTAKE_FORMAT_PAGE_SURFACE_H

#include <cairo.h>

/* An image surface, RGB24, white all over; without memory, one that is in error
 * (cairo_surface_status()). */
cairo_surface_t *surface_new(int width, int height);

/* All of it becomes white. */
void surface_whiten(cairo_surface_t *s);

#endif
