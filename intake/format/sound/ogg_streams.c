/* ogg_streams.c -- see ogg.h. */
#include "intake/format/sound/ogg.h"

#include <string.h>

#define PAGE_HEADER 27u

static bool
begins(const uint8_t *p, size_t len, const char *magic, size_t n)
{
	return len >= n && memcmp(p, magic, n) == 0;
}

enum ogg_codec
ogg_codec(const uint8_t *p, size_t len, unsigned *headers)
{
	*headers = 2;
	if (begins(p, len, "OpusHead", 8))
		return OGG_OPUS;
	if (begins(p, len, "Speex   ", 8))
		return OGG_SPEEX;
	*headers = 3;
	if (begins(p, len, "\1vorbis", 7))
		return OGG_VORBIS;
	if (begins(p, len, "\x80theora", 7))
		return OGG_THEORA;
	*headers = 0;
	if (begins(p, len, "\x7f" "FLAC", 5) && len >= 51)
		return OGG_FLAC;
	*headers = 1;
	return begins(p, len, "fishead", 8) ? OGG_SKELETON : OGG_UNKNOWN;
}

static unsigned
le(const uint8_t *p, size_t n)
{
	unsigned v = 0;

	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

unsigned
ogg_rate(enum ogg_codec c, const uint8_t *p, size_t len, unsigned *before)
{
	*before = 0;
	switch (c) {
	case OGG_OPUS:
		*before = len >= 12 ? le(p + 10, 2) : 0;
		return 48000;
	case OGG_VORBIS:
		return len >= 16 ? le(p + 12, 4) : 0;
	case OGG_SPEEX:
		return len >= 40 ? le(p + 36, 4) : 0;
	case OGG_FLAC:
		return len >= 30 ? (unsigned)p[27] << 12 |
		    (unsigned)p[28] << 4 | p[29] >> 4 : 0;
	default:
		return 0;
	}
}

const char *
ogg_codec_name(enum ogg_codec c)
{
	static const char *const names[] = {
		[OGG_UNKNOWN] = "Ogg", [OGG_VORBIS] = "Vorbis",
		[OGG_OPUS] = "Opus", [OGG_SPEEX] = "Speex",
		[OGG_FLAC] = "FLAC", [OGG_THEORA] = "Theora",
		[OGG_SKELETON] = "Skeleton",
	};

	return names[c];
}

bool
ogg_comment_at(enum ogg_codec c, unsigned n, const uint8_t *p, size_t len,
    size_t *at)
{
	switch (c) {
	case OGG_VORBIS:
		*at = 7;
		return n == 1 && begins(p, len, "\3vorbis", 7);
	case OGG_THEORA:
		*at = 7;
		return n == 1 && begins(p, len, "\x81theora", 7);
	case OGG_OPUS:
		*at = 8;
		return n == 1 && begins(p, len, "OpusTags", 8);
	case OGG_FLAC:
		*at = 4;	/* a block of metadata of type 4 */
		return n >= 1 && len >= 4 && (p[0] & 0x7f) == 4;
	case OGG_SPEEX:
		*at = 0;
		return n == 1;
	default:
		return false;
	}
}

bool
ogg_page_at(const uint8_t *data, size_t len, size_t *at, ogg_page *page)
{
	const uint8_t *p = data + *at;
	size_t left = len - *at, head, body = 0, i;

	if (left < PAGE_HEADER || memcmp(p, "OggS", 4) != 0 || p[4] != 0)
		return false;
	head = PAGE_HEADER + p[26];
	if (left < head)
		return false;
	for (i = PAGE_HEADER; i < head; i++)
		body += p[i];
	if (left - head < body)
		return false;
	/* libogg reads these only; the checksum is written to copies. */
	page->header = (unsigned char *)(uintptr_t)p;
	page->header_len = (long)head;
	page->body = (unsigned char *)(uintptr_t)(p + head);
	page->body_len = (long)body;
	*at += head + body;
	return true;
}
