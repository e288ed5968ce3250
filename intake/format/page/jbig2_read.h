/*
 * jbig2_read.h -- what jbig2.h wrote, read again: enough to look at a page
 * that we made without drawing it.
 *
 * Any other JBIG2 is refused, not guessed at: other templates, coding by
 * Huffman's codes, refinements, halftones.
 */
#ifndef INTAKE_FORMAT_PAGE_JBIG2_READ_H
#define INTAKE_FORMAT_PAGE_JBIG2_READ_H

#include "intake/format/page/bitmap.h"

#define JBIG2_SHAPES_MAX 1000000u	/* of the dictionaries of a page */
#define JBIG2_SHAPE_SIDE 4096u		/* pixels */
#define JBIG2_SHAPES_BYTES ((size_t)64 << 20)
#define JBIG2_PLACES_MAX 1000000u	/* of a region */
#define JBIG2_WORK_MAX 2000000000u	/* pixels gone through for a page */

struct jbig2_shapes {
	struct bitmap *at;
	uint32_t n, room;
	size_t bytes;
};

/* Append what the dictionaries hold.  False: something else is in them. */
bool jbig2_read_shapes(struct jbig2_shapes *s, const uint8_t *p, size_t len);

/* The page in a stream, with shapes that went before; its size must be that
 * of `page`, which is white.  False: it is not all of it. */
bool jbig2_read(struct bitmap *page, const struct jbig2_shapes *before,
    const uint8_t *p, size_t len);

void jbig2_shapes_free(struct jbig2_shapes *s);

#endif
