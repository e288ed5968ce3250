/*
 * remembered.h -- what this copy of the vault has seen: how long the history
 * was, its newest entry, and enough of its tree to go on from there
 * (docs/format.md "Remembered").  A history that does not hold what is
 * remembered was rolled back or forked.
 *
 * Two files in the vault's folder have this form: `remembered`, the newest
 * entry seen, and `synced`, the newest entry known to be on the remote.
 */
#ifndef VAULT_STORE_REMEMBERED_H
#define VAULT_STORE_REMEMBERED_H

#include "vault/seal/checkpoint.h"
#include "vault/store/repo.h"

#define REMEMBERED_FILE "remembered"
#define REMEMBERED_SYNCED "synced"
#define REMEMBERED_LOG_BYTES CHECKPOINT_LOG_BYTES
#define REMEMBERED_MAX 2		/* alternatives in one file */

/* The history up to one entry; all zero: before the first. */
struct remembered {
	git_oid commit;			/* the newest */
	uint8_t sha256[SHA256_BYTES];	/* of its content */
	uint8_t log[REMEMBERED_LOG_BYTES];	/* names the history */
	struct merkle_range range;	/* its size is the entry's number */
};

/* The next entry: its commit and that object's content. */
int remembered_add(struct remembered *m, const git_oid *commit,
    const void *raw, size_t len);

/*
 * What the file holds: one, or while the branch is moved to a history that
 * need not hold the old one, two, the newer last.  The branch's history must
 * hold one of them.
 */
struct memory {
	struct remembered v[REMEMBERED_MAX];
	size_t n;
};

/* ERR_NOT_FOUND without such a file; ERR_INTEGRITY when it is not of its
 * form. */
int remembered_read(const struct repo *r, const char *file, struct memory *m);

/* Durably, in one step: from here on this one alone counts. */
int remembered_write(const struct repo *r, const char *file,
    const struct remembered *m);

/*
 * remembered_allow(r, m):
 * Before repo_move_head() to a history that need not hold what is remembered:
 * write `m`, its newest entry, beside the newest of what there is.  A process
 * that ends before or after the move then leaves a vault that opens.
 * remembered_write() once it is moved.  The caller holds the vault's lock and
 * answers for it that nothing is lost.
 */
int remembered_allow(const struct repo *r, const struct remembered *m);

#endif
