/*
 * place.h -- files that are made in the writer's folder and then moved among
 * the vault's objects.
 */
#ifndef VAULT_STORE_PLACE_H
#define VAULT_STORE_PLACE_H

#include "vault/store/journal.h"
#include "vault/store/packout.h"

#define PLACE_SIZE 80		/* "objects/pack/pack-<40 hex>.pack" with NUL */
#define PLACE_ASIDE_SIZE 32
#define PLACE_FILES_MAX 2	/* a pack and its index */

#define PLACE_PACK "objects"	/* in the writer's folder: a pack and its idx */
#define PLACE_INDEX "index"

struct move {
	char from[PLACE_ASIDE_SIZE];
	char to[PLACE_SIZE];
};

struct moves {
	struct move v[PLACE_FILES_MAX];
	size_t n;
};

/* A new, empty file of the writer's folder. */
int place_open(int folder, const char *name, int *fd);

/* The pack PLACE_PACK and its index PLACE_INDEX go to objects/pack. */
void place_pack(struct moves *m, const uint8_t sum[SHA1_BYTES]);
/* Finish what packout_begin() began in PLACE_PACK, and make PLACE_INDEX. */
int place_finish_pack(struct packout *o, int folder, struct moves *m);

void place_note(const struct moves *m, struct journal *j);
/* Move all, durably.  The pack of an index comes first. */
int place_all(const struct repo *r, int folder, const struct moves *m);
/* Remove from the writer's folder what did not move. */
void place_clear(int folder);

#endif
