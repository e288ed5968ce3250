/*
 * folded.h -- values that compare equal when they say the same, and how often
 * each was seen.
 *
 * A value is folded (fold_value()), and only its letters and digits count:
 * "12/05/1998" and "12.05.1998" are one.
 */
#ifndef REDACT_RELEASE_FOLDED_H
#define REDACT_RELEASE_FOLDED_H

#include <stddef.h>

#include "vault/base/bytes.h"

#define FOLDED_MAX ((size_t)1 << 30)	/* bytes of all values */

struct folded_value {
	size_t at, len;		/* in `bytes` */
	size_t count;
};

/* Begin with { .bytes = BYTES_INIT(FOLDED_MAX) }. */
struct folded {
	struct bytes bytes;
	struct folded_value *list;
	size_t n, cap;
};

/* Append a value, valid UTF-8. */
int folded_add(struct folded *f, const void *value, size_t len);

/* Equal ones become one, with their number. */
void folded_sort(struct folded *f);

/* How often the value `x`, whose letters are in `bytes`, is in the sorted f. */
size_t folded_count(const struct folded *f, const uint8_t *bytes,
    const struct folded_value *x);

void folded_free(struct folded *f);

#endif
