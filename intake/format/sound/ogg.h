/*
 * ogg.h -- Ogg pages and the streams in them (RFC 3533): which codec each
 * stream has, and which of its packets are headers.  libogg does the framing.
 */
#ifndef INTAKE_FORMAT_SOUND_OGG_H
#define INTAKE_FORMAT_SOUND_OGG_H

#include <ogg/ogg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OGG_STREAMS_MAX 64u
#define OGG_HEADERS_MAX 64u		/* header packets of one stream */
#define OGG_HEADERS_BYTES ((size_t)64 << 20)	/* of all of them */

enum ogg_codec {
	OGG_UNKNOWN, OGG_VORBIS, OGG_OPUS, OGG_SPEEX, OGG_FLAC, OGG_THEORA,
	OGG_SKELETON
};

/* What the first packet of a stream says it is; *headers: how many there are,
 * the first included; 0: the last one says so itself (FLAC). */
enum ogg_codec ogg_codec(const uint8_t *p, size_t len, unsigned *headers);
/* Samples a second of that stream, and how many come before the sound; 0 when
 * it is no sound. */
unsigned ogg_rate(enum ogg_codec c, const uint8_t *p, size_t len,
    unsigned *before);
const char *ogg_codec_name(enum ogg_codec c);

/* Is header packet `n` (from 0) the one with the Vorbis comment, and after
 * how many bytes does that begin? */
bool ogg_comment_at(enum ogg_codec c, unsigned n, const uint8_t *p,
    size_t len, size_t *at);

/* The page at data[*at], which moves behind it; false where none is whole. */
bool ogg_page_at(const uint8_t *data, size_t len, size_t *at, ogg_page *page);

#endif
