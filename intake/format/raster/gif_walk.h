/*
 * gif_walk.h -- the blocks of a GIF file (GIF89a specification), without a
 * library.
 */
#ifndef INTAKE_FORMAT_RASTER_GIF_WALK_H
#define INTAKE_FORMAT_RASTER_GIF_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum gif_label {
	GIF_PLAIN_TEXT = 0x01, GIF_CONTROL = 0xf9, GIF_COMMENT = 0xfe,
	GIF_APPLICATION = 0xff
};

struct gif_table {
	const uint8_t *rgb;	/* NULL for none */
	unsigned bits;		/* 1 << bits entries of 3 bytes */
};

struct gif_block {
	bool image;		/* else an extension */
	uint8_t label;		/* of an extension */
	uint32_t left, top, width, height;	/* of an image, as below */
	bool interlaced;
	struct gif_table table;
	unsigned code_bits;
	const uint8_t *data;	/* sub-blocks, from the first one's length */
	size_t len;		/* with the empty one that ends them */
};

struct gif_walk {
	const uint8_t *data;
	size_t len, at;
	bool bad;		/* no header, or what is no block */
	bool cut;		/* the data ended before the trailer */
	bool ended;		/* the trailer was met; `at` is behind it */
	uint32_t width, height;
	uint8_t background, aspect, resolution;
	struct gif_table table;
};

struct gif_walk gif_walk(const uint8_t *data, size_t len);

/* The next block; false at the trailer, where the data ends, and at what is
 * no block. */
bool gif_next(struct gif_walk *w, struct gif_block *b);

/* Step over the sub-blocks of `b`: false behind the last. */
bool gif_sub(const struct gif_block *b, size_t *at, const uint8_t **p,
    size_t *n);

#endif
