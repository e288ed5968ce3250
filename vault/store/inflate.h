/*
 * inflate.h -- read a zlib stream (RFC 1950, RFC 1951) whole, into memory.
 *
 * Ours, because libgit2 1.5.1 loops for ever on a cut loose object and writes
 * past its buffer on one whose header lies about its length (upstream issues
 * 7342 and 7177).  Nothing here trusts a length: every read is inside the
 * input, every write grows a buffer with a maximum.
 */
#ifndef VAULT_STORE_INFLATE_H
#define VAULT_STORE_INFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

/* False when the stream is malformed, cut, followed by anything, or longer
 * than out->max; `out` then holds what was read so far. */
bool inflate_zlib(struct bytes *out, const uint8_t *p, size_t len);

/* Append a zlib stream of stored blocks only: nothing is compressed. */
int inflate_store(struct bytes *out, const void *head, size_t head_len,
    const void *body, size_t body_len);

#endif
