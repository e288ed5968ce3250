/*
 * checkpoint.h -- the text of a checkpoint: how long the history is and the
 * root of its tree (c2sp.org/tlog-checkpoint v1.0.0), with one line more.
 *
 *   tipline/<32 hex>		the history's name: the first 16 bytes of the
 *				SHA-256 of its first entry
 *   <size>			decimal, from 1
 *   <base64 of the root>
 *   head <64 hex>		SHA-256 of the newest entry's content
 *
 * The last line is what the next entry names as `Previous`: whoever has the
 * checkpoint can check that a history extends it from the entries since, while
 * the root needs all of them.
 */
#ifndef VAULT_SEAL_CHECKPOINT_H
#define VAULT_SEAL_CHECKPOINT_H

#include "vault/base/bytes.h"
#include "vault/base/id.h"
#include "vault/seal/digest.h"
#include "vault/seal/merkle.h"

#define CHECKPOINT_TEXT_MAX 512		/* bytes */
#define CHECKPOINT_LOG_BYTES 16
#define CHECKPOINT_ORIGIN_SIZE 41	/* with the NUL */

#define CHECKPOINT_WITNESS_SIZE 81	/* with the NUL */

struct checkpoint {
	char origin[CHECKPOINT_ORIGIN_SIZE];
	uint64_t size;
	struct merkle_hash root;
	uint8_t head[SHA256_BYTES];
};

void checkpoint_origin(char origin[CHECKPOINT_ORIGIN_SIZE],
    const uint8_t log[CHECKPOINT_LOG_BYTES]);
/* Has it the form of a history's name? */
bool checkpoint_is_origin(const char *origin);

/* The key name under which a member or anybody else with a card cosigns:
 * "tipline-witness/" and the fingerprint. */
void checkpoint_witness(char name[CHECKPOINT_WITNESS_SIZE],
    const struct fpr *fpr);

int checkpoint_format(struct bytes *b, const struct checkpoint *c);
/* Exactly what checkpoint_format() writes, or ERR_FORMAT. */
int checkpoint_parse(struct checkpoint *c, const void *text, size_t len);

#endif
