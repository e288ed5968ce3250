/*
 * tints.h -- the picture of a page in parts: black and white, and rectangles
 * of what has a colour or is truly grey.  Those are kept in two colours, where
 * that is all they have (duo.h), or less finely (coarse.h).
 *
 * The page is white below the rectangles.  They come from the pixels alone,
 * in cells (bitmap.h), and none lies over another: the rectangle around all
 * that has a colour is cut where the most is left out, again and again.
 */
#ifndef INTAKE_FORMAT_PAGE_TINTS_H
#define INTAKE_FORMAT_PAGE_TINTS_H

#include "intake/format/page/duo.h"

#define TINTS_MAX 32u		/* rectangles of a page */

/* Pixels x0 <= x < x1, y0 <= y < y1; x0 and y0 are whole cells. */
struct tint {
	unsigned x0, y0, x1, y1;
};

struct tints {
	struct bitmap black;
	struct bitmap ink;	/* of all of it (bitmap.h) */
	struct tint at[TINTS_MAX];	/* by y0, then x0 */
	unsigned n;
};

/*
 * tints_of(p, s, is):
 * The image surface `s` (RGB24, or ARGB32 without transparency).  *is is
 * false, and there are no tints but its ink, when much of it has a colour.  0;
 * ERR_NO_MEMORY.
 */
int tints_of(struct tints *p, cairo_surface_t *s, bool *is);
void tints_free(struct tints *p);

/* A rectangle as it is kept: in two colours, or coarse (coarse.h). */
struct tint_kept {
	struct duo duo;
	cairo_surface_t *coarse;	/* NULL: it is the duo */
};

int tints_keep(struct tint_kept *k, const struct tint *t, cairo_surface_t *s);
void tints_forget(struct tint_kept *k);

/* The surface they are of becomes what they hold.  0; ERR_NO_MEMORY. */
int tints_put(const struct tints *p, cairo_surface_t *s);

#endif
