/*
 * session.h -- one person's work on one vault: the store and, where a verb
 * needs it, the keeper; and the steps that every verb takes with them.
 */
#ifndef VAULT_SESSION_SESSION_H
#define VAULT_SESSION_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "vault/seal/epoch.h"
#include "vault/session/keeper.h"
#include "vault/session/labels.h"
#include "vault/session/options.h"
#include "vault/session/store.h"

struct session {
	const struct options *options;
	struct store *store;
	struct keeper *keeper;		/* NULL: started without a key */
	struct card me;
	struct fpr my_fpr;
	unsigned my_roles;		/* 0 without a key, or not a member */
	struct id alive;		/* not erased, when it was looked at */
};

enum session_need {
	NEED_STORE = 1,
	NEED_KEY = 2,		/* fail without a key file */
	WANT_KEY = 4,		/* use a key file if one is named */
	NEED_MEMBER = 8,	/* ... and it must be a member's */
	TAKE_DAMAGED = 16,	/* the store may be damaged: see store.h */
	NEED_RENEW = 32		/* the key file may be written again */
};

int session_open(struct session **out, const struct options *o, unsigned need);
void session_close(struct session *s);	/* NULL is fine */

/* ERR_NOT_PERMITTED with a line unless one of `roles` is held. */
int session_need_role(const struct session *s, unsigned roles,
    const char *for_what);

/*
 * Lock the vault and look at its newest entry: from here to session_commit()
 * nobody else writes, and what is read is what is.
 */
int session_begin(struct session *s);

/* store_prepare, keeper_sign, store_commit.  On failure the write is aborted. */
int session_commit(struct session *s, struct entry *e, char commit[41]);

/* store_abort because of the failure `why`: its line stays, and is returned. */
int session_abort(struct session *s, int why);

/*
 * session_find(s, word, id):
 * The submission that `word` means: a full id, the beginning of one (4 digits
 * at least), or its two-word name.  ERR_NOT_FOUND; ERR_USAGE when several fit;
 * ERR_NOT_PERMITTED when it was erased (vault/session/erasure.h).
 */
int session_find(struct session *s, const char *word, struct id *id);
/* The same, also of one that was erased. */
int session_find_any(struct session *s, const char *word, struct id *id);

/*
 * session_look_at(s, word):
 * Read as it was when the entry `word` was the newest: its number, or its
 * commit's hex (7 digits at least).
 */
int session_look_at(struct session *s, const char *word);

/* Every submission's id, in the order of the tree, and the shelf's; free() the
 * array. */
int session_submissions(struct session *s, struct id **ids, size_t *n);
/* The same without those that were erased, and without the shelf. */
int session_alive(struct session *s, struct id **ids, size_t *n);
/* The items of a submission, in the order of the tree; free() the array. */
int session_items(struct session *s, const struct id *submission,
    struct id **ids, size_t *n);

/*
 * session_unlock(s, submission, item, tier, handle):
 * Open this member's own grant: of the submission, or failing that of the item
 * (when item is not NULL).  ERR_NO_GRANT with a line that names the next step.
 */
int session_unlock(struct session *s, const struct id *submission,
    const struct id *item, enum tier tier, uint32_t *handle);

/* Unseal a stored object: into memory (at most b->max), or a memory file. */
int session_read_object(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, struct bytes *b);
int session_object_memfd(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, uint64_t max, int *fd, uint64_t *len);

/* An object as it lies in the tree. */
struct stored {
	struct path path;
	uint8_t sha256[SHA256_BYTES];	/* of its ciphertext */
};

/* An object that is sealed and lies in the vault, but in no entry yet. */
struct staged {
	struct path path;
	uint32_t stage;
};

/* Seal all of `in_fd`; needs no lock, however long it takes. */
int session_stage_object(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, struct staged *out);

/* Between session_begin and session_commit; `stored` may be NULL. */
int session_add_staged(struct session *s, const struct staged *staged,
    struct stored *stored);

/* Both in one, and the same with the content in memory. */
int session_add_object(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, struct stored *stored);
int session_add_object_bytes(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, const void *p, size_t len,
    struct stored *stored);

/* Does the member hold this grant, at its newest epoch? */
int session_has_grant(struct session *s, const struct grant_ctx *ctx,
    const struct fpr *member, bool *has);
/* Grant `tier` of a submission (or of one item) to a member at its newest
 * epoch; a member that holds it already must not be granted it again. */
int session_add_grant(struct session *s, uint32_t handle,
    const struct grant_ctx *ctx, const struct fpr *member);

/*
 * The vault's shelf (vault/base/path.h), of which every desk member has the
 * key.  session_shelf_list() appends the vault's watchlist; nothing when there
 * is none.  session_shelf_set() seals a new version of it.  It, and
 * session_shelf_share(), grant the key to desk members who do not have it yet;
 * the latter does nothing for a member who has no key to share.
 */
int session_shelf_list(struct session *s, struct bytes *list);
int session_shelf_set(struct session *s, const void *list, size_t len);
int session_shelf_share(struct session *s);

/*
 * The shelf's key: ERR_NOT_FOUND while nothing lies there, ERR_NO_GRANT when it
 * is not sealed to this member.  A new one for an empty shelf; nobody has it
 * before session_shelf_grant(), between session_begin() and session_commit(),
 * gives it to desk members who lack it, of whom there were *added.
 */
int session_shelf_begun(struct session *s, bool *there);
int session_shelf_unlock(struct session *s, uint32_t *handle);
int session_shelf_fresh(struct session *s, uint32_t *handle);
int session_shelf_grant(struct session *s, uint32_t handle, size_t *added);

/* A member from what a person types: fingerprint (hex prefix or SHA256:...),
 * six words, or a label of the local label file. */
int session_member(struct session *s, const char *word, struct fpr *member);
/* All members' fingerprints; free() the array. */
int session_members(struct session *s, struct fpr **fprs, size_t *n);
/* The member's newest epoch, checked against its path; and its card alone. */
int session_epoch(struct session *s, const struct fpr *member,
    struct epoch *epoch);
int session_card(struct session *s, const struct fpr *member, struct card *card);
/* Between session_begin and session_commit: the epoch that a card begins. */
int session_add_epoch(struct session *s, const struct card *card);
/* The label of a member from VAULT/labels; "" when it has none. */
void session_label(struct session *s, const struct fpr *member,
    char label[LABEL_SIZE]);

#endif
