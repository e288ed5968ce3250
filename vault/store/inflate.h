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

/*
 * Where a stream comes from.  `more`, when not NULL, puts the next bytes into p
 * and left; false at the end, or when they cannot be had, and then it is not
 * asked again.
 */
struct inflate_in {
	const uint8_t *p;
	size_t left;
	bool (*more)(struct inflate_in *in);
	uint64_t used;		/* bytes of the stream, when it was whole */
	bool padded;		/* unused bits of it are not 0, as all write them */
	bool starved;		/* there was no memory: it may be sound */
};

/*
 * Append what the zlib stream at the start of `in` holds; what follows it is
 * not looked at, and in->used says where that begins (p and left may be
 * further).  False when the stream is malformed, cut, or longer than out->max;
 * `out` then holds what was read so far.
 */
bool inflate_stream(struct bytes *out, struct inflate_in *in);

/* The same; false also when anything follows. */
bool inflate_zlib(struct bytes *out, const uint8_t *p, size_t len);

/* Append a zlib stream of stored blocks only: nothing is compressed. */
int inflate_store(struct bytes *out, const void *head, size_t head_len,
    const void *body, size_t body_len);

#endif
