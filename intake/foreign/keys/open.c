/* open.c -- see open.h. */
#include "intake/foreign/keys/open.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define NONCE_AT (DROP_RECORD_BYTES - crypto_box_NONCEBYTES)

struct opener {
	const struct keyring *ring;
	struct secret *shared;	/* a key for each two of them */
	size_t n, newest;	/* how many; which one opened the last */
};

int
opener_new(struct opener **out, const struct keyring *ring)
{
	size_t mine = ring->n[KEYRING_SECRET], theirs = ring->n[KEYRING_COVERNODE];
	struct opener *o;
	size_t i, k;
	int r;

	*out = NULL;
	if ((o = calloc(1, sizeof(*o))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	o->ring = ring;
	if ((r = secret_new(&o->shared, mine * theirs *
	    crypto_box_BEFORENMBYTES)) < 0) {
		opener_free(o);
		return r;
	}
	/* A pair that makes no key (a bad public one) opens nothing. */
	for (i = 0; i < mine; i++)
		for (k = 0; k < theirs; k++)
			o->n += crypto_box_beforenm(secret_bytes(o->shared) +
			    o->n * crypto_box_BEFORENMBYTES,
			    ring->covernodes[k], keyring_secret(ring, i)) == 0;
	secret_freeze(o->shared);
	*out = o;
	return 0;
}

void
opener_free(struct opener *o)
{
	if (o == NULL)
		return;
	secret_free(o->shared);
	free(o);
}

enum drop_signature
opener_check(const struct opener *o, const uint8_t *drop, size_t len)
{
	const struct keyring *ring = o->ring;
	crypto_hash_sha256_state state;
	uint8_t sum[crypto_hash_sha256_BYTES];

	if (ring->n[KEYRING_IDENTITY] == 0 || drop[12] != 1)
		return DROP_UNCHECKED;
	/* Its records, then when it was made and its epoch. */
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, drop + DROP_HEAD_BYTES,
	    len - DROP_HEAD_BYTES);
	crypto_hash_sha256_update(&state, drop, 12);
	crypto_hash_sha256_final(&state, sum);
	for (size_t i = 0; i < ring->n[KEYRING_IDENTITY]; i++)
		if (crypto_sign_verify_detached(drop + 13, sum, sizeof(sum),
		    ring->identities[i]) == 0)
			return DROP_GOOD;
	return DROP_BAD;
}

/* The outer box, by the pair that opened the last one first. */
static bool
open_outer(struct opener *o, uint8_t sealed[DROP_SEALED_BYTES],
    const uint8_t *record)
{
	for (size_t i = 0; i < o->n; i++) {
		size_t at = (o->newest + i) % o->n;

		if (crypto_box_open_easy_afternm(sealed, record, NONCE_AT,
		    record + NONCE_AT, secret_peek(o->shared) +
		    at * crypto_box_BEFORENMBYTES) == 0) {
			o->newest = at;
			return true;
		}
	}
	return false;
}

enum opened
opener_open(struct opener *o, uint8_t plain[DROP_PLAIN_BYTES],
    const uint8_t record[DROP_RECORD_BYTES])
{
	uint8_t sealed[DROP_SEALED_BYTES];

	if (!open_outer(o, sealed, record))
		return OPENED_COVER;
	/* The key may have been changed between the two of them. */
	for (size_t i = 0; i < o->ring->n[KEYRING_SECRET]; i++)
		if (crypto_box_seal_open(plain, sealed, sizeof(sealed),
		    o->ring->mine[i], keyring_secret(o->ring, i)) == 0)
			return OPENED;
	return OPENED_HALF;
}
