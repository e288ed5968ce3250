/*
 * jpeg_walk.h -- the segments of a JPEG file (ITU-T T.81, annex B), without a
 * library: what the second opinion on the type and the report are made from.
 */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_WALK_H
#define INTAKE_FORMAT_IMAGE_JPEG_WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum jpeg_marker {
	MARKER_SOF0 = 0xc0, MARKER_DHT = 0xc4, MARKER_JPG = 0xc8, MARKER_DAC = 0xcc,
	MARKER_SOF15 = 0xcf, MARKER_RST0 = 0xd0, MARKER_RST7 = 0xd7, MARKER_SOI = 0xd8,
	MARKER_EOI = 0xd9, MARKER_SOS = 0xda, MARKER_DQT = 0xdb,
	MARKER_DRI = 0xdd, MARKER_APP0 = 0xe0, MARKER_APP15 = 0xef,
	MARKER_COM = 0xfe, MARKER_TEM = 0x01
};

struct jpeg_segment {
	uint8_t marker;
	const uint8_t *data;	/* after the length; NULL when it has none */
	size_t len;
};

struct jpeg_walk {
	const uint8_t *data;
	size_t len;
	size_t at;
	size_t stray;	/* bytes between segments that belong to none */
	bool cut;	/* the data ended before EOI */
	bool ended;	/* EOI was met; `at` is behind it */
};

/* Begin behind SOI; a file that has none is cut from the start. */
struct jpeg_walk jpeg_walk(const uint8_t *data, size_t len);

/*
 * The next segment; false at EOI or where the data ends (see `cut`).  Behind
 * SOS the coded data is passed over.
 */
bool jpeg_next(struct jpeg_walk *w, struct jpeg_segment *s);

/* True when `s` is a frame header (SOF) with room for its fields. */
bool jpeg_is_frame(const struct jpeg_segment *s);

#endif
