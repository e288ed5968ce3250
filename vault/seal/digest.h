/*
 * digest.h -- SHA-256 (FIPS 180-4) by libcrypto, which uses SHA-NI: vault
 * objects of many GiB pass through it.
 */
#ifndef VAULT_SEAL_DIGEST_H
#define VAULT_SEAL_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_BYTES 32
#define SHA256_HEX_SIZE 65

struct digest;

int digest_new(struct digest **out);
int digest_add(struct digest *d, const void *p, size_t len);
/* Write the digest; `d` starts anew. */
int digest_end(struct digest *d, uint8_t out[SHA256_BYTES]);
void digest_free(struct digest *d);

int sha256(uint8_t out[SHA256_BYTES], const void *p, size_t len);
/* Of all that is left in `fd`; *size (may be NULL) in bytes. */
int sha256_fd(uint8_t out[SHA256_BYTES], int fd, uint64_t *size);

/* SHA-1 (FIPS 180-4), by which other programs name files.  Nothing here relies
 * on it. */
#define DIGEST_SHA1_BYTES 20
int digest_sha1_fd(uint8_t out[DIGEST_SHA1_BYTES], int fd);

#endif
