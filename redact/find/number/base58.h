/*
 * base58.h -- Base58 as Bitcoin writes it (no 0, O, I, l), with a checksum.
 */
#ifndef REDACT_FIND_BASE58_H
#define REDACT_FIND_BASE58_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BASE58_MAX 96u	/* bytes of a decoded text */

/*
 * base58_check(out, s, n):
 * Decode n characters; the number of bytes before the checksum (four bytes of
 * SHA-256 applied twice), or 0 when they are no Base58 or it does not hold.
 */
size_t base58_check(uint8_t out[BASE58_MAX], const uint8_t *s, size_t n);

/*
 * base58_monero(out, s, n):
 * The same in blocks of 11 characters for 8 bytes, with four bytes of
 * Keccak-256 behind: CryptoNote Standard 007.
 */
size_t base58_monero(uint8_t out[BASE58_MAX], const uint8_t *s, size_t n);

#endif
