/*
 * jbig2.h -- pictures in black and white as JBIG2 (ITU-T T.88), as PDF keeps
 * it: segments, without a file's head and end.
 *
 * A page is shapes at places (a text region), and what is no shape (a generic
 * region); the shapes stand in a dictionary, which pages may share.  Nothing
 * is approximated: what is decoded is what was given.
 */
#ifndef INTAKE_FORMAT_PAGE_JBIG2_H
#define INTAKE_FORMAT_PAGE_JBIG2_H

#include "intake/format/page/bitmap.h"
#include "vault/base/bytes.h"

/* A shape's lower left pixel at (x, y); `id` counts through all dictionaries
 * that a page names, in their order. */
struct jbig2_place {
	uint32_t id;
	int32_t x, y;
};

/* Segments of a stream, and of one that goes before it, have numbers. */
struct jbig2_segment {
	uint32_t number;
	const uint32_t *refers;	/* dictionaries */
	unsigned nrefers;	/* 4 at most */
	bool shared;		/* it belongs to no page of its own */
	bool holes;		/* where it is black, black turns white */
};

void jbig2_page(struct bytes *out, uint32_t number, unsigned width,
    unsigned height);

/* By height, then as the caller likes. */
void jbig2_dictionary(struct bytes *out, const struct jbig2_segment *s,
    const struct bitmap *shapes, uint32_t n);

/*
 * In the order of y, then x; `bitmaps` are the shapes, `nshapes` of them in
 * the dictionaries.
 */
void jbig2_places(struct bytes *out, const struct jbig2_segment *s,
    unsigned width, unsigned height, const struct jbig2_place *places,
    uint32_t n, const struct bitmap *shapes, uint32_t nshapes);

/* The bitmap, its upper left pixel at (x, y) of the page. */
void jbig2_bitmap(struct bytes *out, const struct jbig2_segment *s,
    const struct bitmap *b, unsigned x, unsigned y);

#endif
