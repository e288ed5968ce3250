/*
 * encoded.h -- inside the room: known values that stand in a text in other
 * bytes (unwrap.h).
 */
#ifndef REDACT_FIND_ENCODED_H
#define REDACT_FIND_ENCODED_H

#include "redact/find/known/known.h"
#include "redact/find/known/unwrap.h"

/* Add what is found; of a token the whole is the finding's range. */
int encoded_run(const struct known *k, const void *text, size_t len,
    struct findings *out);

/*
 * encoded_legible(to, u, whole):
 * Copy the piece into to[u->len] as valid UTF-8 of the same length: what nobody
 * could read in it is blotted out.  In a long token that is all but long runs:
 * letters come together by chance.  false when nothing is left.
 */
bool encoded_legible(uint8_t *to, const struct unwrapped *u);

#endif
