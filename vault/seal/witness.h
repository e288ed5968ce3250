/*
 * witness.h -- what a witness remembers: of each history the last head that it
 * cosigned, and whose signature it accepts (docs/format.md "Witness").
 *
 *   tipline-witness 1
 *   log <origin> <size> <root, 64 hex>
 *   key <64 hex>			one or more below each log
 *   sum <64 hex>			SHA-256 of all lines before it
 */
#ifndef VAULT_SEAL_WITNESS_H
#define VAULT_SEAL_WITNESS_H

#include "vault/seal/checkpoint.h"
#include "vault/seal/signers.h"

#define WITNESS_LOGS_MAX 1000
#define WITNESS_KEYS_MAX 256		/* of one log */
#define WITNESS_FILE_MAX (32u << 20)	/* bytes */

struct witness_log {
	char origin[CHECKPOINT_ORIGIN_SIZE];
	uint64_t size;
	struct merkle_hash root;
	struct signers keys;
};

struct witness {
	struct witness_log *logs;
	size_t n;
};

#define WITNESS_INIT ((struct witness){ .n = 0 })

/* Exactly the form above, or ERR_INTEGRITY: a state that was damaged must not
 * pass for an empty one. */
int witness_parse(struct witness *w, const void *text, size_t len);
/* Into an empty b. */
int witness_format(struct bytes *b, const struct witness *w);
void witness_free(struct witness *w);

/* The history of that name, which is added with size 0 when it is new. */
int witness_find(struct witness *w, const char *origin,
    struct witness_log **log);
/* Accept this key from now on. */
int witness_trust(struct witness_log *log, const uint8_t pk[SIGN_PK_BYTES]);

/*
 * witness_see(log, c, since, path):
 * The head `c`, whose signature the caller has checked, with the proof that it
 * extends the size `since` (path may be NULL: none is at hand).  Remembered in
 * `log` when it is the last one seen or extends it; else ERR_INTEGRITY, or
 * ERR_USAGE when the proof that is due is another.
 */
int witness_see(struct witness_log *log, const struct checkpoint *c,
    uint64_t since, const struct merkle_proof *path);

#endif
