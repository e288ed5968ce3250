/*
 * guarded.h -- guarded memory that is used again: sodium_malloc() (guard pages,
 * mlock, out of core dumps) asks the kernel ten times for a key of 32 bytes, and
 * whoever seals makes and forgets many.
 *
 * What is given back is wiped at once, and some of it is kept, still guarded,
 * for the next who wants just as much.  Any thread.
 */
#ifndef VAULT_SEAL_GUARDED_H
#define VAULT_SEAL_GUARDED_H

#include <stddef.h>

#define GUARDED_SIZES 8		/* of which some is kept */
#define GUARDED_KEPT 256u		/* pieces of each, at most ... */
#define GUARDED_KEPT_BYTES (2u << 20)	/* ... and so many bytes */

/* `len` bytes of guarded memory that hold nothing anybody wrote; NULL without
 * memory. */
void *guarded_new(size_t len);

/* Give back all `len` bytes of it; it can be written to.  NULL is fine. */
void guarded_free(void *p, size_t len);

#endif
