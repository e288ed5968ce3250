/* repack_loose.h -- see repack.h: many loose objects become one pack. */
#ifndef VAULT_STORE_REPACK_LOOSE_H
#define VAULT_STORE_REPACK_LOOSE_H

#include "vault/store/place.h"

void repack_loose(struct repo *r, int folder);

/* Files that are made take the place of those that the journal drops. */
int repack_replace(struct repo *r, int folder, const struct moves *m,
    struct journal *j);

#endif
