/* mp3_frame.c -- see mp3_frame.h. */
#include "intake/format/sound/mp3_frame.h"

#include <string.h>

#define EXTENSION_DELAY 21u	/* where LAME's delays stand in the extension */
#define DECODER_DELAY 529u	/* samples, as players count it */
#define KIND_MASK 0xfffe0c00u	/* sync, version, layer, sampling rate */

enum { V25 = 0, V2 = 2, V1 = 3 };

static uint32_t
be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

/* kbit/s by version (1, or 2 and 2.5), layer, index. */
static unsigned
bitrate(bool one, unsigned layer, unsigned index)
{
	static const uint16_t rates[2][3][16] = {
		{ { 0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192,
		    224, 256 },
		  { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144,
		    160 },
		  { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144,
		    160 } },
		{ { 0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384,
		    416, 448 },
		  { 0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256,
		    320, 384 },
		  { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224,
		    256, 320 } },
	};

	return rates[one][layer - 1][index];
}

static size_t
side_bytes(uint32_t h, bool one)
{
	bool mono = (h >> 6 & 3) == 3, crc = (h >> 16 & 1) == 0;

	return MP3_HEADER + (crc ? 2 : 0) +
	    (one ? (mono ? 17u : 32u) : (mono ? 9u : 17u));
}

bool
mp3_frame(struct mp3_frame *f, const uint8_t *p, size_t len)
{
	static const uint16_t hertz[3] = { 44100, 48000, 32000 };
	unsigned version, layer, kbit, rate;
	uint32_t h;
	bool one;

	if (len < MP3_HEADER || p[0] != 0xff || (p[1] & 0xe0) != 0xe0)
		return false;
	h = be32(p);
	version = h >> 19 & 3;
	layer = 4 - (h >> 17 & 3);
	if (version == 1 || layer == 4 || (h >> 10 & 3) == 3 ||
	    (h >> 12 & 15) == 15)
		return false;
	one = version == V1;
	kbit = bitrate(one, layer, h >> 12 & 15);
	rate = (unsigned)hertz[h >> 10 & 3] >> (one ? 0 : version == V2 ? 1 : 2);
	if (kbit == 0)
		return false;
	if (layer == 1)
		f->len = (12 * kbit * 1000 / rate + (h >> 9 & 1)) * 4;
	else
		f->len = (layer == 3 && !one ? 72 : 144) * kbit * 1000 / rate +
		    (h >> 9 & 1);
	f->side = layer == 3 ? side_bytes(h, one) : 0;
	f->layer = layer;
	f->rate = rate;
	f->samples = layer == 1 ? 384 : layer == 3 && !one ? 576 : 1152;
	f->kind = h & KIND_MASK;
	return f->len > MP3_HEADER && f->len <= len;
}

size_t
mp3_info(const struct mp3_frame *f, const uint8_t *p)
{
	if (f->side == 0 || f->side + 8 > f->len ||
	    (memcmp(p + f->side, "Xing", 4) != 0 &&
	    memcmp(p + f->side, "Info", 4) != 0))
		return 0;
	return f->side;
}

size_t
mp3_info_bytes(const struct mp3_frame *f, const uint8_t *p)
{
	uint32_t flags = be32(p + f->side + 4);
	size_t n = 8;

	n += (flags & 1) != 0 ? 4 : 0;		/* frames */
	n += (flags & 2) != 0 ? 4 : 0;		/* bytes */
	n += (flags & 4) != 0 ? 100 : 0;	/* places to seek to */
	n += (flags & 8) != 0 ? 4 : 0;		/* quality */
	return f->side + n < f->len ? n : f->len - f->side;
}

void
mp3_delays(const struct mp3_frame *f, const uint8_t *p, unsigned *start,
    unsigned *end)
{
	size_t at = mp3_info(f, p) > 0 ? f->side + mp3_info_bytes(f, p) :
	    f->len;
	unsigned v;

	*start = *end = 0;
	if (at + EXTENSION_DELAY + 3 > f->len)
		return;
	v = (unsigned)p[at + EXTENSION_DELAY] << 16 |
	    (unsigned)p[at + EXTENSION_DELAY + 1] << 8 |
	    p[at + EXTENSION_DELAY + 2];
	*start = (v >> 12) + DECODER_DELAY;
	*end = (v & 0xfff) > DECODER_DELAY ? (v & 0xfff) - DECODER_DELAY : 0;
}

/* CRC-16, polynomial 0x8005, least significant bit first. */
uint16_t
mp3_crc(const uint8_t *p, size_t len)
{
	unsigned crc = 0, bit;
	size_t i;

	for (i = 0; i < len; i++) {
		crc ^= p[i];
		for (bit = 0; bit < 8; bit++)
			crc = (crc & 1) != 0 ? crc >> 1 ^ 0xa001u : crc >> 1;
	}
	return (uint16_t)crc;
}
