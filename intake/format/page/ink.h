/*
 * ink.h -- boxes and glyphs that will be drawn on a page, in greys and in their
 * order.  Where they stand is known when they come in; they may be drawn later,
 * and in another thread than the one that measured them (beside.h).
 */
#ifndef INTAKE_FORMAT_PAGE_INK_H
#define INTAKE_FORMAT_PAGE_INK_H

#include <cairo.h>
#include <stdbool.h>

#include "vault/base/bytes.h"

#define INK_BYTES_MAX ((size_t)256 << 20)	/* of a page */

struct ink {
	struct bytes items, glyphs;
	int n;			/* items */
};

#define INK_INIT ((struct ink){ .items = BYTES_INIT(INK_BYTES_MAX), \
	.glyphs = BYTES_INIT(INK_BYTES_MAX) })

/*
 * With `m`, from the space of what comes in to that of the surface.  `grey` is 0
 * for black, 1 for white; what is `sharp` has no soft edges.  Room that is
 * missing is told by ink_draw().
 */
void ink_box(struct ink *k, const cairo_matrix_t *m, double grey, bool sharp,
    double x, double y, double width, double height);
void ink_glyphs(struct ink *k, const cairo_matrix_t *m, double grey,
    cairo_font_face_t *face, double size, const cairo_glyph_t *at, int n);

/* All of it, as it came.  0; ERR_NO_MEMORY. */
int ink_draw(const struct ink *k, cairo_t *cr);
void ink_free(struct ink *k);

#endif
