/*
 * sha1.h -- SHA-1 by libcrypto: git's names of objects, and the last 20 bytes
 * of its pack, idx and other files.  It finds damage; what a forger could do
 * with it is caught by the SHA-256 that every entry carries.
 */
#ifndef VAULT_STORE_SHA1_H
#define VAULT_STORE_SHA1_H

#include <git2.h>
#include <stddef.h>
#include <stdint.h>

#define SHA1_BYTES 20

struct sha1;

int sha1_new(struct sha1 **out);
int sha1_add(struct sha1 *s, const void *p, size_t len);
/* Write the digest; `s` is of no more use. */
int sha1_end(struct sha1 *s, uint8_t out[SHA1_BYTES]);
void sha1_free(struct sha1 *s);		/* NULL is fine */

/* The name of an object: of "<type> <len>", NUL and its content. */
int sha1_object(git_oid *id, git_object_t type, const void *p, size_t len);

/* Of the first `len` bytes of a file; ERR_INTEGRITY when it is shorter. */
int sha1_file(uint8_t out[SHA1_BYTES], int fd, uint64_t len);

#endif
