/*
 * sum.h -- keyed sums: whoever holds the shelf's key can tell that two contents
 * are the same, and nobody else.
 *
 *   sum key = the key of the object `sums` of version 0, which is never sealed
 *   sum     = BLAKE2b(sum key; what u8 | the content), 32 bytes
 */
#ifndef VAULT_KEEP_SUM_H
#define VAULT_KEEP_SUM_H

#include "vault/keep/handles.h"
#include "vault/session/keeper.h"

struct sum;

/* Begin one of `what` with the key of the shelf behind `shelf`. */
int sum_new(struct sum **out, const struct handles *h, uint32_t shelf,
    uint8_t what);
/* More of the content; of the signature of chunks_sink's take. */
int sum_add(void *sum, const uint8_t *p, size_t len);
void sum_end(struct sum *s, uint8_t out[SUM_BYTES]);
void sum_free(struct sum *s);	/* wipes; NULL is fine */

#endif
