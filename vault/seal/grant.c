/* grant.c -- see grant.h. */
#include "vault/seal/grant.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"

#define GRANT_VERSION 1

_Static_assert(SEAL_OVERHEAD == crypto_box_SEALBYTES, "sealed box");
_Static_assert(BOX_PK_BYTES == crypto_box_PUBLICKEYBYTES, "X25519 key");

int
grant_seal(struct bytes *box, const struct grant_ctx *ctx,
    const struct secret *key, const uint8_t box_pk[BOX_PK_BYTES])
{
	struct secret *plain = NULL;
	uint8_t sealed[GRANT_BYTES];
	uint8_t *p;
	int r;

	assert(secret_len(key) == KEY_BYTES);
	if ((r = secret_new(&plain, GRANT_PLAIN_BYTES)) < 0)
		return r;
	p = secret_bytes(plain);
	*p++ = GRANT_VERSION;
	*p++ = (uint8_t)ctx->tier;
	memcpy(p, ctx->submission.b, ID_BYTES);
	memcpy(p + ID_BYTES, ctx->item.b, ID_BYTES);
	memcpy(p + 2 * ID_BYTES, secret_peek(key), KEY_BYTES);
	/* Fails for points of low order, to which anybody knows the secret. */
	if (crypto_box_seal(sealed, secret_peek(plain), GRANT_PLAIN_BYTES,
	    box_pk) != 0)
		r = err_set(ERR_FORMAT, "a member's card holds no usable key; "
		    "ask the member for a new card");
	else
		r = bytes_add(box, sealed, sizeof(sealed));
	secret_free(plain);
	return r;
}
