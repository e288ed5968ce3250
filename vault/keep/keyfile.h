/*
 * keyfile.h -- a member's secret keys, and the file they are kept in.
 *
 * File (docs/format.md "Key file"; integers big-endian):
 *
 *   magic 8 "TIPKEY01" | card length u16 = 133 | card 133 (card.h) |
 *   kdf u8 | opslimit u32 | memlimit u32 (KiB) | salt 16 | nonce 24 | body
 *
 *   kdf 1: the body is crypto_secretbox(payload; nonce; key), 16 bytes longer
 *          than the payload, where key = Argon2id v1.3 of the passphrase
 *          (crypto_pwhash, 32 bytes) with opslimit, memlimit and salt.
 *   kdf 0: the body is the payload.  opslimit, memlimit and salt are zero and
 *          nonce is BLAKE2b (24 bytes) of the payload, against bit rot.
 *
 *   payload: version u8 = 1 | Ed25519 seed 32 | count u16 |
 *            count times: epoch u32 | X25519 secret 32
 *
 * Epochs stand in rising order; the last is the card's.  X25519 secrets are
 * stored clamped (RFC 7748 section 5).  A reader checks all of this and that
 * the card fits the secrets.
 */
#ifndef VAULT_KEEP_KEYFILE_H
#define VAULT_KEEP_KEYFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/seal/card.h"
#include "vault/seal/secret.h"

#define KEYFILE_MAGIC "TIPKEY01"
#define KEYFILE_EPOCHS_MAX 256		/* live at the same time */
#define KEYFILE_MAX 16384		/* bytes of a file */
#define KEYFILE_OPS_MAX 64		/* what a file may ask of Argon2id */
#define KEYFILE_MEM_MAX (1u << 20)	/* KiB */

/* What opening with a passphrase costs. */
struct keyfile_cost {
	uint32_t opslimit;
	uint32_t memlimit;		/* KiB */
};
/* 48 MiB: every process of this project stays below 64. */
#define KEYFILE_COST ((struct keyfile_cost){ 12, 48 << 10 })

struct keys;

/* A new identity with its first epoch. */
int keys_new(struct keys **out);
void keys_free(struct keys *k);		/* wipes; NULL is fine */

const struct card *keys_card(const struct keys *k);
/* The Ed25519 secret key as libsodium wants it: seed and public key. */
const uint8_t *keys_sign_sk(const struct keys *k);
/*
 * keys_epoch(k, epoch, sk, pk):
 * Point *sk at the X25519 secret of that epoch (valid as long as `k`) and
 * compute its public key; false when this file does not hold the epoch.
 */
bool keys_epoch(const struct keys *k, uint32_t epoch, const uint8_t **sk,
    uint8_t pk[BOX_PK_BYTES]);
/* The oldest epoch held, and how many are; the newest is the card's. */
void keys_held(const struct keys *k, uint32_t *oldest, uint32_t *count);

/*
 * keys_next(out, k): the same identity with one more epoch, the card's number
 * and one; ERR_TOO_BIG with KEYFILE_EPOCHS_MAX of them.
 * keys_from(out, k, first): the same without the epochs before `first`, which
 * must be held.
 */
int keys_next(struct keys **out, const struct keys *k);
int keys_from(struct keys **out, const struct keys *k, uint32_t first);

/*
 * keyfile_write(out, k, passphrase, cost):
 * The bytes of a file; plain when `passphrase` is NULL (`cost` is then unread).
 */
int keyfile_write(struct secret **out, const struct keys *k,
    const struct secret *passphrase, const struct keyfile_cost *cost);

/*
 * What a file is locked with, kept in guarded memory by whoever must write it
 * again without asking: the key that Argon2id made, not the passphrase.
 */
struct keylock;
void keylock_free(struct keylock *lock);	/* wipes; NULL is fine */

/* The bytes of a file locked as another was; plain when `lock` is NULL. */
int keyfile_write_again(struct secret **out, const struct keys *k,
    const struct keylock *lock);

/* True when these bytes, if they are a key file at all, need a passphrase. */
bool keyfile_is_locked(const struct secret *file);

/*
 * keyfile_read(out, file, passphrase, name):
 * The keys in a file; `name` is the file's, for error lines.  ERR_WRONG_KEY
 * when the passphrase does not open it, ERR_FORMAT when it is damaged or none,
 * ERR_NO_MEMORY when Argon2id gets too little.
 */
int keyfile_read(struct keys **out, const struct secret *file,
    const struct secret *passphrase, const char *name);

/* The same; *lock is what it is locked with, NULL for a plain file. */
int keyfile_open(struct keys **out, struct keylock **lock,
    const struct secret *file, const struct secret *passphrase,
    const char *name);

/* The card alone, which needs no passphrase. */
int keyfile_read_card(struct card *card, const struct secret *file,
    const char *name);

#endif
