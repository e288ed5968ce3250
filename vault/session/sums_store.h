/* sums_store.h -- the segments of sums.h in the vault; for sums*.c alone. */
#ifndef VAULT_SESSION_SUMS_STORE_H
#define VAULT_SESSION_SUMS_STORE_H

#include "vault/session/sums.h"

/* A version of the object, and where its sums stand in `all`. */
struct segment {
	uint32_t version, oldest;	/* it holds those from `oldest` on */
	size_t first, n;
};

struct sums {
	struct session *session;
	uint32_t shelf;			/* handle of its key */
	bool first;			/* the key is new, and nobody's yet */
	struct segment *segments;	/* owned; the newest first */
	size_t nsegments;
	struct sum *all;		/* owned */
	size_t n;
	const struct sum **sums, **submissions;	/* owned; orders of `all` */
	struct sum *fresh;		/* owned; added, and not stored */
	size_t nfresh;
};

/* Read every segment that no later one holds. */
int sums_load(struct sums *u);

/* Remember one that is to be stored. */
int sums_fresh(struct sums *u, const struct sum *one);

#endif
