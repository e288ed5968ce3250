/*
 * grant.h -- close a key so that one member alone can open it.
 *
 * A box is libsodium's sealed box (crypto_box_seal): an ephemeral X25519 key,
 * then XSalsa20-Poly1305.  It hides the content; it does not prove who sent it.
 * Only public keys pass through here: no code in vault/seal can open a box.
 *
 * Inside (docs/format.md "Grant"): version u8 = 1 | tier u8 | submission 16 |
 * item 16 (zero: the whole submission, and the key is a tier key; else an item
 * key) | key 32.  The ids inside make a grant useless anywhere else.
 */
#ifndef VAULT_SEAL_GRANT_H
#define VAULT_SEAL_GRANT_H

#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/base/path.h"
#include "vault/seal/card.h"
#include "vault/seal/secret.h"

#define GRANT_PLAIN_BYTES 66
#define SEAL_OVERHEAD 48	/* bytes a box adds to what it holds */
#define GRANT_BYTES (GRANT_PLAIN_BYTES + SEAL_OVERHEAD)

struct grant_ctx {
	struct id submission;
	struct id item;		/* zero: the whole submission */
	enum tier tier;
};

/* Append the GRANT_BYTES of the sealed key to `box`. */
int grant_seal(struct bytes *box, const struct grant_ctx *ctx,
    const struct secret *key, const uint8_t box_pk[BOX_PK_BYTES]);

#endif
