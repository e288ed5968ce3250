/*
 * chain.h -- the history as a list of commits, and what there is to remember
 * of it (remembered.h).
 */
#ifndef VAULT_STORE_CHAIN_H
#define VAULT_STORE_CHAIN_H

#include "vault/store/remembered.h"

#define CHAIN_MAX (1u << 24)	/* entries of one vault */

/* Newest first. */
struct chain {
	git_oid *v;
	size_t n;
	bool broken;	/* the last one's parent cannot be read */
	bool met;	/* `end` is the last one's parent */
};

/* From `head` along the first parents, up to but without `end` (NULL: all). */
int chain_read(struct repo *r, const git_oid *head, const git_oid *end,
    struct chain *c);
void chain_free(struct chain *c);
/* The same, only until there are `n` or the first is there; it may be called
 * again with a larger n.  *c starts as all zero. */
int chain_reach(struct repo *r, const git_oid *head, size_t n,
    struct chain *c);

/*
 * chain_state(r, head, m):
 * The history up to the entry `head`, counted on from what this vault
 * remembers, or from the first entry when it remembers nothing.
 * ERR_INTEGRITY when the history does not hold what is remembered.
 */
int chain_state(struct repo *r, const git_oid *head, struct remembered *m);

/* The same from a known entry (NULL: from the first), whatever is remembered.
 * ERR_NOT_FOUND when the history does not hold it. */
int chain_from(struct repo *r, const struct remembered *from,
    const git_oid *head, struct remembered *m);

#endif
