/*
 * packmerge.h -- one pack out of several, without unpacking anything.
 *
 * The entries of a pack refer to each other by distance or by name, so the
 * bodies stand in the new pack as they were, one behind the other, and only
 * the index is made anew: in windows, so that memory does not grow with them.
 */
#ifndef VAULT_STORE_PACKMERGE_H
#define VAULT_STORE_PACKMERGE_H

#include "vault/store/pack.h"

#define PACKMERGE_MAX 64		/* packs at a time */
#define PACKMERGE_BYTES_MAX (2047u << 20)	/* of the new pack: below it no
					 * place needs more than 31 bits */

/*
 * packmerge(v, n, out, out_index, sum, bad):
 * Write, read back and make durable both files; sum is what they are named
 * by.  ERR_INTEGRITY when one of the packs is damaged, ERR_EXISTS when it
 * holds an object that another one holds: *bad is its number.
 */
int packmerge(struct pack *v, size_t n, int out, int out_index,
    uint8_t sum[SHA1_BYTES], size_t *bad);

#endif
