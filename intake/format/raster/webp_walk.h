/*
 * webp_walk.h -- the chunks of a WebP file (RFC 9649), without a library, and
 * the frames made of them.
 */
#ifndef INTAKE_FORMAT_RASTER_WEBP_WALK_H
#define INTAKE_FORMAT_RASTER_WEBP_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/page/picture.h"

#define WEBP_HEAD_BYTES 12

struct webp_chunk {
	char type[5];
	const uint8_t *data;
	size_t len;
};

struct webp_walk {
	const uint8_t *data;
	size_t len, at;
	bool bad;	/* no chunk where one should be */
	bool cut;	/* it ends inside a chunk */
};

/* The chunks behind the RIFF header; `len` is the whole file's. */
struct webp_walk webp_walk(const uint8_t *data, size_t len);
/* The chunks of any run of them. */
struct webp_walk webp_walk_inside(const uint8_t *data, size_t len);
bool webp_next(struct webp_walk *w, struct webp_chunk *c);
bool webp_is(const struct webp_chunk *c, const char *type);

/* A coded picture: its chunk, and that of its transparency if it has one. */
struct webp_image {
	struct webp_chunk coded;	/* "VP8 " or "VP8L"; no data: none */
	struct webp_chunk alpha;	/* "ALPH"; no data: none */
	uint32_t width, height;
	bool transparent;
};

/* Take a chunk if it belongs to the picture; false when it does not. */
bool webp_take(struct webp_image *im, const struct webp_chunk *c);

struct webp {
	struct picture_size size;	/* of the canvas */
	struct webp_image still;
	bool moving;
	bool transparent;
	uint8_t background[4];
	uint16_t loops;
	uint32_t frames;
};

/* What the file holds; 0, or -1 after answer_refuse(). */
int webp_read(struct webp *p, const struct doc *d, struct answer *a);

struct webp_frame {
	uint32_t left, top;
	uint8_t head[16];	/* of its chunk, unused bits zero */
	struct webp_image image;
};

/* An ANMF chunk; false when it holds no picture of the size it says. */
bool webp_frame(struct webp_frame *f, const struct webp_chunk *c);

#endif
