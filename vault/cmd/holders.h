/*
 * holders.h -- who was given keys of a submission, and who can still use them:
 * told from the tree alone.
 */
#ifndef VAULT_CMD_HOLDERS_H
#define VAULT_CMD_HOLDERS_H

#include "vault/cmd/contents.h"

/* One key that a member was given. */
struct held_key {
	struct fpr member;
	struct id item;			/* zero: of all of the submission */
	enum tier tier;
	uint32_t first, last;		/* epochs it was sealed to */
};

/* All grants of a submission: by item, then member, then tier. */
struct holders {
	struct held_key *v;		/* owned */
	size_t n;
};

int holders_read(struct holders *h, struct session *s,
    const struct id *submission);
void holders_free(struct holders *h);

/*
 * holders_waiting(s, h, member, n):
 * The members that hold a key at their newest epoch: what was erased can be
 * read until they rotate.  Those removed never do.  free() the array; sorted.
 */
int holders_waiting(struct session *s, const struct holders *h,
    struct fpr **members, size_t *n);

#endif
