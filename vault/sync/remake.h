/*
 * remake.h -- one file of an own entry that cannot be added as it is: sealed
 * or written again under its next number, or for a newer epoch.
 */
#ifndef VAULT_SYNC_REMAKE_H
#define VAULT_SYNC_REMAKE_H

#include "vault/session/session.h"
#include "vault/session/store_sync.h"

/* A sealed object that goes by another number now. */
struct moved {
	char from[PATH_SIZE], to[PATH_SIZE];
	uint8_t from_sum[SHA256_BYTES], to_sum[SHA256_BYTES];
};

struct moves {
	struct moved *v;	/* owned */
	size_t n;
};

void moves_free(struct moves *m);

/* The number by which an own release goes now. */
uint32_t moves_release(const struct moves *m, const struct id *submission,
    uint32_t number);

/* Of all files here: the side is what is being made, before and after. */

/* The number that a file of this kind would have next. */
int remake_next(struct session *s, const struct path *path,
    uint32_t *version);

/* A sealed object under another number; noted in `moves`. */
int remake_object(struct session *s, const struct path *path,
    uint32_t version, struct moves *moves);

/* The approval as it is but for what moved, under a number that fits.
 * *same: nothing of it moved, and its own number fits. */
int remake_approval(struct session *s, const struct path *path,
    const struct moves *moves, bool *same);

/* A small file as it is, under another number. */
int remake_small(struct session *s, const struct path *path,
    uint32_t version);

/* The grant again, for its member's newest epoch, unless that is there. */
int remake_grant(struct session *s, const struct path *path);

#endif
