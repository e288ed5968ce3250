/*
 * delta.h -- one object as the difference from another (gitformat-pack,
 * "Deltified representation").
 */
#ifndef VAULT_STORE_DELTA_H
#define VAULT_STORE_DELTA_H

#include <stdbool.h>

#include "vault/base/bytes.h"

/*
 * delta_apply(out, base, delta):
 * Append what `delta` makes of `base`.  False when it was made for a base of
 * another length, reaches out of it, makes another length than it says or more
 * than out->max, or has an instruction that does not exist.
 */
bool delta_apply(struct bytes *out, const struct bytes *base,
    const struct bytes *delta);

#endif
