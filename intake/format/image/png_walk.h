/*
 * png_walk.h -- the chunks of a PNG file (W3C PNG, third edition), without a
 * library: what the second opinion on the type and the report are made from.
 */
#ifndef INTAKE_FORMAT_IMAGE_PNG_WALK_H
#define INTAKE_FORMAT_IMAGE_PNG_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PNG_WALK_HEADER_BYTES 13	/* of IHDR */

struct png_chunk {
	char type[5];		/* four letters and a NUL */
	const uint8_t *data;
	size_t len;
};

struct png_walk {
	const uint8_t *data;
	size_t len;
	size_t at;
	bool cut;	/* the data ended before IEND */
	bool bad;	/* no signature, or a type that is not letters */
	bool ended;	/* IEND was met; `at` is behind it */
};

struct png_walk png_walk(const uint8_t *data, size_t len);

/*
 * The next chunk, IEND included; false behind it, where the data ends, and at
 * what is no chunk.  Checksums are the decoder's to check: a wrong one is
 * damage, it does not make the file another type.
 */
bool png_next(struct png_walk *w, struct png_chunk *c);

bool png_is(const struct png_chunk *c, const char *type);

/* Is it an IHDR with a size and a legal pair of depth and colour type? */
bool png_is_header(const struct png_chunk *c);

#endif
