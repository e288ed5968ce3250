/* png_walk.c -- see png_walk.h. */
#include "intake/format/image/png_walk.h"

#include <string.h>

#define CHUNK_OVERHEAD 12	/* length, type, checksum */

static const uint8_t signature[8] = {
	0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'
};

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

struct png_walk
png_walk(const uint8_t *data, size_t len)
{
	struct png_walk w = { .data = data, .len = len };

	w.at = sizeof(signature);
	w.bad = len < sizeof(signature) ||
	    memcmp(data, signature, sizeof(signature)) != 0;
	return w;
}

static bool
is_letter(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool
png_next(struct png_walk *w, struct png_chunk *c)
{
	const uint8_t *p = w->data + w->at;
	size_t i, left, n;

	if (w->bad || w->cut || w->ended)
		return false;
	left = w->len - w->at;
	if (left < CHUNK_OVERHEAD) {
		w->cut = true;
		return false;
	}
	n = get32(p);
	for (i = 0; i < 4; i++) {
		if (!is_letter(p[4 + i])) {
			w->bad = true;
			return false;
		}
		c->type[i] = (char)p[4 + i];
	}
	c->type[4] = '\0';
	if (n > left - CHUNK_OVERHEAD) {
		w->cut = true;
		return false;
	}
	c->data = p + 8;
	c->len = n;
	w->at += CHUNK_OVERHEAD + n;
	w->ended = png_is(c, "IEND");
	return true;
}

bool
png_is(const struct png_chunk *c, const char *type)
{
	return strcmp(c->type, type) == 0;
}

bool
png_is_header(const struct png_chunk *c)
{
	/* By colour type: the depths it may have, a bit for each. */
	static const unsigned depths[7] = {
		[0] = 1 | 2 | 4 | 8 | 16, [2] = 8 | 16, [3] = 1 | 2 | 4 | 8,
		[4] = 8 | 16, [6] = 8 | 16
	};
	unsigned depth, colour;

	if (!png_is(c, "IHDR") || c->len != PNG_WALK_HEADER_BYTES)
		return false;
	depth = c->data[8];
	colour = c->data[9];
	return get32(c->data) != 0 && get32(c->data + 4) != 0 &&
	    colour < 7 && depth != 0 && (depth & (depth - 1)) == 0 &&
	    (depths[colour] & depth) != 0;
}
