/*
 * card.h -- what a client must know of a service to use its cover mode: lines
 * of text that anybody gets with GET /cover, signed by the intake member whose
 * card the newsroom published.
 *
 *   tipline-cover 1
 *   key <64 hex>            X25519, what messages are sealed to
 *   salt <32 hex>           of the service's code names
 *   argon2id <n> <n>        passes, KiB
 *   interval <n>            seconds between two messages
 *
 * Exactly so, each line ended by one line feed, numbers without leading zeros;
 * then an armored SSH signature over these bytes, namespace tipline-cover.
 */
#ifndef INTAKE_COVER_CARD_H
#define INTAKE_COVER_CARD_H

#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/seal/card.h"

#define COVER_SALT_BYTES 16
#define COVER_CARD_MAX 2048u		/* bytes, with the signature */
#define COVER_SECONDS 60u		/* between two messages of a client */
#define COVER_SECONDS_MAX 86400u
#define COVER_PASSES_MAX 64u		/* what Argon2id may be asked for */
#define COVER_KIB_MAX (1u << 20)

struct cover_card {
	uint8_t key[BOX_PK_BYTES];
	uint8_t salt[COVER_SALT_BYTES];
	uint32_t passes, kib;
	uint32_t seconds;
};

/* Append the lines that are to be signed. */
int cover_card_write(struct bytes *b, const struct cover_card *card);

/*
 * cover_card_read(card, p, len, signer):
 * Lines and signature; it must be made by the key of `signer`.  ERR_FORMAT for
 * other text, ERR_INTEGRITY when somebody else or nobody signed it.
 */
int cover_card_read(struct cover_card *card, const void *p, size_t len,
    const struct card *signer);

#endif
