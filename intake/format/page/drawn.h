/*
 * drawn.h -- one page as a picture for the screen (WANT_PICTURE).
 *
 * It is drawn by the code that makes the safe or the redacted copy, so a
 * person sees what that copy will show, and no second way of drawing.
 */
#ifndef INTAKE_FORMAT_PAGE_DRAWN_H
#define INTAKE_FORMAT_PAGE_DRAWN_H

#include <cairo.h>
#include <stdint.h>

#include "intake/format/format.h"

/* Hand the image surface (RGB24, or opaque ARGB32) to answer_file() as a PNG
 * or JPEG at most `width` pixels wide.  0, or -1 after answer_refuse(). */
int drawn_put(struct answer *a, cairo_surface_t *s, uint32_t width);

/* Refuse: there are `pages`, and page `page` (from 0) is none of them. */
int drawn_missing(struct answer *a, uint32_t page, uint32_t pages);

/*
 * drawn_by_safe(f, d, p, a):
 * For formats whose safe() hands on picture after picture: the page that it
 * draws.  With edits: that of the copy that apply() makes, whatever its format.
 */
int drawn_by_safe(const struct format *f, const struct doc *d,
    const struct pictured *p, struct answer *a);

#endif
