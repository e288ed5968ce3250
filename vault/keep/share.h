/*
 * share.h -- a member's keys in n parts, of which any k make them again and
 * fewer tell nothing (Shamir's scheme over GF(2^8), libgfshare).
 *
 * A share's bytes (docs/format.md "Share"; integers big-endian):
 *
 *   version u8 = 1 | set 16 | number u8 | k u8 | n u8 | card 133 |
 *   length u16 | data | Ed25519 signature 64
 *
 * `set` is random, one for each split; data is as long as the key file's
 * payload.  The signature is the identity's own, over sshsig_payload() of all
 * before it in the namespace "tipline-share": a share that was altered, or made
 * by somebody else, is known before anything is joined.
 */
#ifndef VAULT_KEEP_SHARE_H
#define VAULT_KEEP_SHARE_H

#include <stddef.h>
#include <stdint.h>

#include "vault/keep/keyfile.h"

#define SHARES_MAX 16		/* of one key */
#define SHARES_LEAST 2		/* that make it again */
#define SHARE_SET_BYTES 16
#define SHARE_NS "tipline-share"

struct share {
	uint8_t set[SHARE_SET_BYTES];
	uint8_t number;			/* from 1 */
	uint8_t k, n;
	struct card card;		/* of the key, when it was split */
	struct secret *raw;		/* all of it; owned */
	const uint8_t *data;		/* in raw */
	size_t len;
};

/*
 * share_split(raws, keys, k, n):
 * The bytes of the n shares, each the caller's to free; all NULL after an
 * error.  ERR_USAGE unless SHARES_LEAST <= k <= n <= SHARES_MAX.
 */
int share_split(struct secret *raws[SHARES_MAX], const struct keys *keys,
    unsigned k, unsigned n);

/*
 * share_read(out, raw, name):
 * Check one share by itself; takes *raw over and sets it to NULL when it is
 * one.  `name` is the file's, for error lines.  ERR_FORMAT, ERR_INTEGRITY.
 */
int share_read(struct share *out, struct secret **raw, const char *name);
void share_free(struct share *s);	/* wipes */

/*
 * share_join(keys, shares, names, n):
 * The keys again.  ERR_FORMAT names a share of another key or split, or one
 * that is there twice; ERR_NOT_FOUND says how many are missing; ERR_INTEGRITY
 * when what they make is not the card's.
 */
int share_join(struct keys **keys, const struct share *shares,
    const char *const *names, size_t n);

#endif
