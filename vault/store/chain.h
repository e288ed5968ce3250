/*
 * chain.h -- the history as a list of commits, and the last entry that this
 * copy of the vault remembers (VAULT/remembered: number, commit, SHA-256 of
 * the commit's content; one line).  A history without the remembered entry
 * was rolled back or forked.
 */
#ifndef VAULT_STORE_CHAIN_H
#define VAULT_STORE_CHAIN_H

#include "vault/seal/digest.h"
#include "vault/store/repo.h"

#define CHAIN_MAX (1u << 20)	/* entries of one vault */

/* Newest first. */
struct chain {
	git_oid *v;
	size_t n;
	bool broken;	/* the last one's parent cannot be read */
};

/* From `head` along the first parents. */
int chain_read(struct repo *r, const git_oid *head, struct chain *c);
void chain_free(struct chain *c);

struct remembered {
	uint64_t number;
	git_oid commit;
	uint8_t sha256[SHA256_BYTES];
};

/* ERR_NOT_FOUND without one; ERR_INTEGRITY when it is not of its form. */
int remembered_read(const struct repo *r, struct remembered *m);
int remembered_write(const struct repo *r, const struct remembered *m);

/*
 * chain_number(r, head, number):
 * The number of the entry `head`; ERR_INTEGRITY when its history does not
 * hold the remembered entry.
 */
int chain_number(struct repo *r, const git_oid *head, uint64_t *number);

#endif
