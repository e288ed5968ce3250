/*
 * bases.h -- objects of packs that were just put together from differences,
 * kept for a while: the next object is often a difference from one of them.
 */
#ifndef VAULT_STORE_BASES_H
#define VAULT_STORE_BASES_H

#include <git2.h>
#include <stdbool.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define BASES_SLOTS 256
#define BASES_BYTES_MAX (12u << 20)	/* of all that is kept */
#define BASE_BYTES_MAX (2u << 20)	/* of one; larger ones are not kept */

struct base {
	uint64_t pack, at;	/* the pack's serial number, from 1; 0: none */
	git_object_t type;
	uint8_t *data;		/* owned */
	size_t len;
};

struct bases {
	struct base slots[BASES_SLOTS];
	size_t total;
	unsigned next;		/* the slot that is emptied when it is full */
};

/* Append the object at `at` of that pack; false when it is not kept. */
bool bases_get(const struct bases *b, uint64_t pack, uint64_t at,
    git_object_t *type, struct bytes *out);

/* Keep a copy, if there is room to be made. */
void bases_put(struct bases *b, uint64_t pack, uint64_t at, git_object_t type,
    const struct bytes *content);

void bases_free(struct bases *b);

#endif
