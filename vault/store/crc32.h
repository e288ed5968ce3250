/* crc32.h -- the CRC-32 of an entry that a pack's index keeps (RFC 1952). */
#ifndef VAULT_STORE_CRC32_H
#define VAULT_STORE_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Begin with 0; the answer may be handed in again for the bytes behind. */
uint32_t crc32_add(uint32_t crc, const void *p, size_t len);

#endif
