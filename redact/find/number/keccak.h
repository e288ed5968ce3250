/*
 * keccak.h -- SHA3-256 (FIPS 202), for the checksum of onion addresses, and
 * the Keccak-256 of before the standard, for Ethereum's and Monero's: the
 * same but for the padding.
 */
#ifndef REDACT_FIND_KECCAK_H
#define REDACT_FIND_KECCAK_H

#include <stddef.h>
#include <stdint.h>

#define SHA3_256_BYTES 32

void sha3_256(uint8_t out[SHA3_256_BYTES], const void *p, size_t len);
void keccak_256(uint8_t out[SHA3_256_BYTES], const void *p, size_t len);

#endif
