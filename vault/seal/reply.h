/*
 * reply.h -- a reply to a source, as the file that lies on the intake host.
 *
 *   magic 8 "TIPREPL1" | letterbox 16 | box 8240 | armored SSH signature
 *
 * (docs/format.md "Replies").  The box is a sealed box (crypto_box_seal) of one
 * block of 8192 bytes to the key that follows from the source's code name:
 * version u8 = 1 | sent u64 | length u16 | UTF-8 text | zeros.  The signature
 * is over all before it, namespace tipline-reply.  All replies are of one
 * size.  A reply's id is the first 16 bytes of the SHA-256 of what is signed,
 * so its name says its content.
 */
#ifndef VAULT_SEAL_REPLY_H
#define VAULT_SEAL_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/seal/card.h"
#include "vault/seal/grant.h"
#include "vault/seal/sshsig.h"

#define REPLY_MAGIC "TIPREPL1"
#define REPLY_MAGIC_BYTES 8
#define REPLY_BLOCK 8192	/* bytes, sealed */
#define REPLY_HEAD 11		/* bytes of a block before the text */
#define REPLY_TEXT_MAX (REPLY_BLOCK - REPLY_HEAD)
#define REPLY_BOX_BYTES (REPLY_BLOCK + SEAL_OVERHEAD)
#define REPLY_SIGNED_BYTES (REPLY_MAGIC_BYTES + ID_BYTES + REPLY_BOX_BYTES)
#define REPLY_SIG_BYTES 306	/* of our signature in its armor */
#define REPLY_FILE_BYTES (REPLY_SIGNED_BYTES + REPLY_SIG_BYTES)
#define REPLY_BOX_AT (REPLY_MAGIC_BYTES + ID_BYTES)
#define REPLY_NAME_SIZE (2 * ID_HEX_SIZE + 6)	/* of a file, with NUL */

/* Who can be answered. */
struct reply_to {
	struct id letterbox;
	uint8_t box_pk[BOX_PK_BYTES];
};

/* Append what is to be signed.  ERR_USAGE unless the text is UTF-8 without NUL
 * of 1 to REPLY_TEXT_MAX bytes. */
int reply_seal(struct bytes *to_sign, const struct reply_to *to, uint64_t sent,
    const void *text, size_t len);

/* The id of a reply, from what is signed. */
void reply_id(struct id *id, const void *to_sign);

/* "<letterbox hex>.<reply hex>.reply", and back; false for any other name. */
void reply_name(char name[REPLY_NAME_SIZE], const struct id *letterbox,
    const struct id *reply);
bool reply_name_parse(struct id *letterbox, struct id *reply,
    const char *name);

/*
 * reply_check(signer, file, len, letterbox, reply):
 * A whole reply for this letterbox, of this id: whose key signed it.
 * ERR_FORMAT or ERR_INTEGRITY if not.  Its box begins at REPLY_BOX_AT.
 */
int reply_check(uint8_t signer[SIGN_PK_BYTES], const void *file, size_t len,
    const struct id *letterbox, const struct id *reply);

/* What a block says; the text points into it.  ERR_FORMAT. */
int reply_block(const uint8_t block[REPLY_BLOCK], uint64_t *sent,
    const char **text, size_t *len);

#endif
