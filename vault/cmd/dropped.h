/*
 * dropped.h -- one drop folder (vault/seal/drop.h) on its way into the vault.
 *
 * The folder comes from another machine: whatever is in it is checked against
 * what a member with the role intake or desk signed, or somebody outside whom
 * the desk accepts by name, while it is copied into stages of the store.  Nothing is read twice, so nothing can change between.
 */
#ifndef VAULT_CMD_DROPPED_H
#define VAULT_CMD_DROPPED_H

#include <stddef.h>
#include <stdint.h>

#include "vault/seal/drop.h"
#include "vault/session/session.h"

/* Whom outside the vault the desk accepts: their cards. */
struct senders {
	struct card *v;
	size_t n;
};

struct dropped {
	struct drop drop;
	const struct card *sender;	/* NULL: a member signed it; borrowed */
	struct bytes text, sig;		/* as they were signed */
	struct bytes grants;		/* content of the grants, in order */
	uint32_t *stages;		/* for each file of the drop; 0: a grant */
};

/* Read and check the signed text alone: who signed what. */
int dropped_read(struct dropped *d, struct session *s,
    const struct senders *from, const char *folder);

/* Check every file against it and put it into a stage; needs no lock. */
int dropped_stage(struct dropped *d, struct session *s, const char *folder);

/* Between store_begin and session_commit: add all of it. */
int dropped_add(const struct dropped *d, struct session *s);

void dropped_free(struct dropped *d);

#endif
