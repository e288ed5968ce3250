/* ungrant.c -- open a grant: see unseal.h; the format is grant.h's. */
#include <sodium.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/keep/unseal.h"

#define GRANT_VERSION 1

/* Do the ids in the opened grant say what was asked for? */
static int
check_inside(const uint8_t *p, const struct grant_ctx *expect)
{
	if (p[0] != GRANT_VERSION)
		return err_set(ERR_FORMAT, "a grant is of a version not known "
		    "here; use a newer tipline");
	if (p[1] != (uint8_t)expect->tier ||
	    memcmp(p + 2, expect->submission.b, ID_BYTES) != 0 ||
	    memcmp(p + 2 + ID_BYTES, expect->item.b, ID_BYTES) != 0)
		return err_set(ERR_INTEGRITY, "a grant lies in another's "
		    "place; run `tipline audit` and ask the desk to assign "
		    "again");
	return 0;
}

int
unseal_grant(struct secret **key, const struct keys *k, uint32_t epoch,
    const uint8_t *box, size_t len, const struct grant_ctx *expect)
{
	struct secret *plain = NULL;
	const uint8_t *sk;
	uint8_t pk[BOX_PK_BYTES];
	int r;

	*key = NULL;
	if (len != GRANT_BYTES)
		return err_set(ERR_FORMAT, "a grant of %zu bytes is damaged; "
		    "ask the desk to assign again", len);
	if (!keys_epoch(k, epoch, &sk, pk))
		return err_set(ERR_WRONG_KEY, "this key file does not hold "
		    "epoch %u; use the key file that does, or ask the desk to "
		    "assign again", epoch);
	if ((r = secret_new(&plain, GRANT_PLAIN_BYTES)) < 0)
		return r;
	if (crypto_box_seal_open(secret_bytes(plain), box, len, pk, sk) != 0) {
		r = err_set(ERR_WRONG_KEY, "a grant does not open with this "
		    "key; use the key it was made for, or ask the desk to "
		    "assign again");
		goto done;
	}
	if ((r = check_inside(secret_peek(plain), expect)) < 0 ||
	    (r = secret_new(key, KEY_BYTES)) < 0)
		goto done;
	memcpy(secret_bytes(*key), secret_peek(plain) + 2 + 2 * ID_BYTES,
	    KEY_BYTES);
	secret_freeze(*key);
done:
	secret_free(plain);
	return r;
}
