/* object.c -- an object's keys, its associated data and its length. */
#include "vault/seal/object.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/padding.h"

#define ITEM_LABEL "tipline item"
#define OBJECT_LABEL "tipline object"

static void
put_u32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

void
object_ad(uint8_t ad[OBJECT_AD_BYTES], const struct object_ctx *ctx)
{
	memcpy(ad, ctx->submission.b, ID_BYTES);
	memcpy(ad + ID_BYTES, ctx->item.b, ID_BYTES);
	ad[2 * ID_BYTES] = (uint8_t)ctx->kind;
	ad[2 * ID_BYTES + 1] = (uint8_t)object_tier(ctx->kind);
	put_u32(ad + 2 * ID_BYTES + 2, ctx->version);
}

/* One step down: a key from the key above it and what it is for. */
static int
derive(struct secret **out, const struct secret *above, const uint8_t *what,
    size_t len)
{
	int r;

	assert(secret_len(above) == KEY_BYTES);
	if ((r = secret_new(out, KEY_BYTES)) < 0)
		return r;
	crypto_generichash(secret_bytes(*out), KEY_BYTES, what, len,
	    secret_peek(above), KEY_BYTES);
	secret_freeze(*out);
	return 0;
}

int
object_item_key(struct secret **out, const struct secret *tier_key,
    const struct id *submission, const struct id *item)
{
	uint8_t what[sizeof(ITEM_LABEL) - 1 + 2 * ID_BYTES];
	uint8_t *p = what;

	memcpy(p, ITEM_LABEL, sizeof(ITEM_LABEL) - 1);
	p += sizeof(ITEM_LABEL) - 1;
	memcpy(p, submission->b, ID_BYTES);
	memcpy(p + ID_BYTES, item->b, ID_BYTES);
	return derive(out, tier_key, what, sizeof(what));
}

int
object_key(struct secret **out, const struct secret *item_key,
    const struct object_ctx *ctx)
{
	uint8_t what[sizeof(OBJECT_LABEL) - 1 + 5];
	uint8_t *p = what;

	memcpy(p, OBJECT_LABEL, sizeof(OBJECT_LABEL) - 1);
	p += sizeof(OBJECT_LABEL) - 1;
	*p++ = (uint8_t)ctx->kind;
	put_u32(p, ctx->version);
	return derive(out, item_key, what, sizeof(what));
}

uint64_t
object_plain_size(uint64_t content)
{
	const uint64_t room = OBJECT_CHUNK - OBJECT_COUNT_BYTES;
	uint64_t chunks, size;

	assert(content <= OBJECT_CONTENT_MAX);
	chunks = content == 0 ? 1 : (content + room - 1) / room;
	size = content + chunks * OBJECT_COUNT_BYTES;
	return padme(size < OBJECT_LEAST ? OBJECT_LEAST : size);
}
