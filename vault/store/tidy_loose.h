/* tidy_loose.h -- see tidy.h: many loose objects become one pack. */
#ifndef VAULT_STORE_TIDY_LOOSE_H
#define VAULT_STORE_TIDY_LOOSE_H

#include "vault/store/place.h"

void tidy_loose(struct repo *r, int folder);

/* Files that are made take the place of those that the journal drops. */
int tidy_replace(struct repo *r, int folder, const struct moves *m,
    struct journal *j);

#endif
