/*
 * keeper.h -- ask the keeper: the only process that holds a member's secret
 * keys.  It answers over a socket pair; keys that it opens stay in it and are
 * named here by a handle.
 */
#ifndef VAULT_SESSION_KEEPER_H
#define VAULT_SESSION_KEEPER_H

#include <stdbool.h>
#include <stdint.h>

#include "vault/base/bytes.h"
#include "vault/seal/card.h"
#include "vault/seal/grant.h"
#include "vault/seal/object.h"
#include "vault/seal/sshsig.h"

struct keeper;

struct keeper_options {
	const char *key_file;
	int passphrase_fd;	/* one line is read; -1: ask on the terminal */
	bool renew;		/* for keeper_next() and keeper_forget() */
};

/*
 * keeper_start(out, options):
 * Start libexec's tipline-keeper on the key file.  ERR_NOT_FOUND without such
 * a file, ERR_WRONG_KEY with a wrong passphrase, ERR_FORMAT for a damaged file.
 */
int keeper_start(struct keeper **out, const struct keeper_options *options);
void keeper_stop(struct keeper *k);	/* waits for its end; NULL is fine */

/* The member's own card, from its current epoch. */
int keeper_card(struct keeper *k, struct card *card);

/*
 * Append an armored SSH signature over `msg`.  `ns` is SSHSIG_NS_GIT,
 * SSHSIG_NS_DROP, SSHSIG_NS_REPLY or SSHSIG_NS_COVER; ERR_NOT_PERMITTED for any
 * other.
 */
int keeper_sign(struct keeper *k, const char *ns, const void *msg, size_t len,
    struct bytes *armored);

/*
 * Append the signature line of a note whose text is a checkpoint's
 * (seal/checkpoint.h): as the history's own statement, or as a witness's, with
 * the keeper's own time.  ERR_NOT_PERMITTED for any other text.
 */
int keeper_sign_checkpoint(struct keeper *k, const void *text, size_t len,
    struct bytes *line);
int keeper_cosign(struct keeper *k, const void *text, size_t len,
    struct bytes *line);

/*
 * keeper_open_grant(k, box, len, epoch, expect, handle):
 * Open a grant with the secret of `epoch`; what it says inside must be
 * `expect` (ERR_INTEGRITY if not).  ERR_WRONG_KEY when it is not ours.
 */
int keeper_open_grant(struct keeper *k, const uint8_t *box, size_t len,
    uint32_t epoch, const struct grant_ctx *expect, uint32_t *handle);

/*
 * Forget the key behind a handle.  Handles need not be dropped: the keeper
 * holds the newest 4096 and then lets the oldest go; using one that is gone is
 * ERR_NOT_FOUND.
 */
int keeper_drop(struct keeper *k, uint32_t handle);

/*
 * keeper_grant(k, handle, ctx, box_pk, box):
 * Seal the key behind `handle` (or the item key below it when ctx->item is set
 * and the handle is a tier key) to another member: appends GRANT_BYTES.
 */
int keeper_grant(struct keeper *k, uint32_t handle, const struct grant_ctx *ctx,
    const uint8_t box_pk[BOX_PK_BYTES], struct bytes *box);

/*
 * keeper_pass(k, box, len, epoch, ctx, box_pk, sealed):
 * Open a grant as keeper_open_grant() and seal what is in it anew, for another
 * epoch or member: appends GRANT_BYTES.
 */
int keeper_pass(struct keeper *k, const uint8_t *box, size_t len,
    uint32_t epoch, const struct grant_ctx *ctx,
    const uint8_t box_pk[BOX_PK_BYTES], struct bytes *sealed);

/* A new random key for `ctx`, behind a handle: nobody has it yet. */
int keeper_fresh(struct keeper *k, const struct grant_ctx *ctx,
    uint32_t *handle);

/* The oldest and the newest epoch of the key file, and how many it holds. */
struct epochs {
	uint32_t oldest, newest, count;
};
int keeper_epochs(struct keeper *k, struct epochs *held);

/*
 * keeper_next(k, card): a new epoch, durable in the key file beside the old
 * ones; its card is the member's from then on.
 * keeper_forget(k, first): no epoch before `first` is left in the key file, and
 * the old file was overwritten.
 * Both are for a keeper started with `renew`.
 */
int keeper_next(struct keeper *k, struct card *card);
int keeper_forget(struct keeper *k, uint32_t first);

/*
 * Unseal from `in_fd` to `out_fd`, both streams, constant memory.  Bytes are
 * written as they verify; ERR_INTEGRITY may come after some were written, and
 * what was written is then worth nothing.  `content` in bytes.  The call ends
 * when all is written: whoever reads a pipe at `out_fd` must be another.
 */
int keeper_unseal(struct keeper *k, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, int out_fd, uint64_t *content);

/* Unseal into a new, frozen memory file; ERR_TOO_BIG over `max` bytes. */
int keeper_unseal_memfd(struct keeper *k, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, uint64_t max, int *fd,
    uint64_t *content);

/*
 * Keyed sums (vault/keep/sum.h), with the key of the vault's shelf behind
 * `shelf`: of an object's content, read from `in_fd`; of `length` bytes at
 * `offset` of a file; of a word (`what` is not SUM_OF_CONTENT).  Equal contents
 * have equal sums, in this vault alone.
 */
#define SUM_BYTES 32
#define SUM_OF_CONTENT 1u
int keeper_sum(struct keeper *k, uint32_t shelf, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, uint8_t sum[SUM_BYTES]);
int keeper_sum_part(struct keeper *k, uint32_t shelf, int fd, uint64_t offset,
    uint64_t length, uint8_t sum[SUM_BYTES]);
int keeper_sum_word(struct keeper *k, uint32_t shelf, uint8_t what,
    const char *word, uint8_t sum[SUM_BYTES]);

/*
 * Seal all of `in_fd` to `out_fd` (neither fsynced nor closed).  done->sha256
 * is all zero: the store hashes what it takes, and the keeper, which has no
 * libcrypto, would do it slowly.
 */
int keeper_seal(struct keeper *k, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, int out_fd,
    struct sealed *done);

#endif
