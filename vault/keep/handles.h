/*
 * handles.h -- the keys that grants opened, and the numbers that name them
 * outside this process.
 *
 * At most HANDLES_MAX are kept; the oldest makes room.  A number is not used
 * again before 2^32 others were, so an old one is refused, never mistaken.
 */
#ifndef VAULT_KEEP_HANDLES_H
#define VAULT_KEEP_HANDLES_H

#include <stdint.h>

#include "vault/seal/grant.h"
#include "vault/seal/object.h"

#define HANDLES_MAX 4096

struct handles;

int handles_new(struct handles **out);
void handles_free(struct handles *h);	/* wipes; NULL is fine */

/* Keep a copy of `key`, which opens what `ctx` says. */
uint32_t handles_add(struct handles *h, const struct secret *key,
    const struct grant_ctx *ctx);
/* Forget a key now; an unknown number is fine. */
void handles_drop(struct handles *h, uint32_t handle);

/*
 * handles_for_grant(key, h, handle, ctx):
 * The key to be granted for `ctx`: the handle's own, or the item key below it.
 * handles_for_object(item_key, h, handle, ctx):
 * The item key that objects of `ctx` are sealed under.
 *
 * ERR_NOT_FOUND for a number that names no key any more, ERR_NOT_PERMITTED
 * when its key does not reach so far.
 */
int handles_for_grant(struct secret **key, const struct handles *h,
    uint32_t handle, const struct grant_ctx *ctx);
int handles_for_object(struct secret **item_key, const struct handles *h,
    uint32_t handle, const struct object_ctx *ctx);

#endif
