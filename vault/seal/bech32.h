/*
 * bech32.h -- bytes as one line that a person can copy and a program can check
 * (BIP-173 with the checksum of BIP-350, "Bech32m", without the limit of 90
 * characters).  Any one wrong character in up to 1023 is found.
 */
#ifndef VAULT_SEAL_BECH32_H
#define VAULT_SEAL_BECH32_H

#include <stddef.h>
#include <stdint.h>

#define BECH32_PREFIX "tipline"
#define BECH32_CHECK_CHARS 6
#define BECH32_CHARS(bytes) \
	(sizeof(BECH32_PREFIX) + ((bytes) * 8 + 4) / 5 + BECH32_CHECK_CHARS)

/* Write the BECH32_CHARS(n) characters and a NUL to `out`. */
void bech32_format(char *out, const uint8_t *p, size_t n);

/*
 * bech32_parse(out, n, line, len):
 * Read exactly `n` bytes from the `len` characters.  ERR_FORMAT with a line
 * that says what is wrong; `out` is unset then.
 */
int bech32_parse(uint8_t *out, size_t n, const char *line, size_t len);

#endif
