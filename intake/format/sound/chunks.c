/* chunks.c -- see chunks.h. */
#include "intake/format/sound/chunks.h"

#include <string.h>

#define FORM_BYTES 12u
#define LENGTH_ELSEWHERE 0xffffffffu	/* RF64, and streams */

struct chunks
chunks(const uint8_t *data, size_t len, bool big)
{
	return (struct chunks){ .data = data, .len = len, .at = FORM_BYTES,
	    .big = big };
}

uint32_t
chunks_u32(const uint8_t *p, bool big)
{
	return big ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3] :
	    (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	    (uint32_t)p[1] << 8 | p[0];
}

bool
chunk_is(const struct chunk *c, const char *name)
{
	return memcmp(c->name, name, 4) == 0;
}

bool
chunks_next(struct chunks *c, struct chunk *out)
{
	uint64_t size;

	if (c->at > c->len || c->len - c->at < 8 || c->n++ >= CHUNKS_MAX)
		return false;
	memcpy(out->name, c->data + c->at, 4);
	out->name[4] = '\0';
	size = chunks_u32(c->data + c->at + 4, c->big);
	if (size == LENGTH_ELSEWHERE && chunk_is(out, "data") &&
	    c->long_data > 0)
		size = c->long_data;
	out->data = c->data + c->at + 8;
	out->cut = size > c->len - c->at - 8;
	out->len = out->cut ? c->len - c->at - 8 : (size_t)size;
	c->at += 8 + out->len;
	c->at += out->len & 1;
	return true;
}
