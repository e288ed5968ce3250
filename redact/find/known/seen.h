/*
 * seen.h -- a set of byte strings: a value that was added is not taken apart
 * again.
 */
#ifndef REDACT_FIND_SEEN_H
#define REDACT_FIND_SEEN_H

#include <stdbool.h>

#include "vault/base/bytes.h"

struct seen {
	struct bytes bytes;	/* of all that is in it */
	struct seen_slot *slots;
	size_t n, nslots;
};

/* Is it new?  Then it is in the set from now on.  ERR_NO_MEMORY; ERR_TOO_BIG
 * over SEEN_BYTES_MAX in all. */
#define SEEN_BYTES_MAX ((size_t)1 << 30)
int seen_add(struct seen *s, const void *p, size_t len, bool *fresh);
void seen_free(struct seen *s);

#endif
