/*
 * bech32.h -- bytes as one line that a person can copy and a program can check
 * (BIP-173 with the checksum of BIP-350, "Bech32m", without the limit of 90
 * characters).  Any one wrong character in up to 1023 is found.
 */
#ifndef VAULT_SEAL_BECH32_H
#define VAULT_SEAL_BECH32_H

#include <stddef.h>
#include <stdint.h>

#define BECH32_CHECK_CHARS 6
/* Characters of a line with that prefix, a literal, and so many bytes. */
#define BECH32_CHARS(prefix, bytes) \
	(sizeof(prefix) + ((bytes) * 8 + 4) / 5 + BECH32_CHECK_CHARS)

/* What a line is: how it begins (small letters), and what people call it. */
struct bech32 {
	const char *prefix;
	const char *noun;
};

/* Write the BECH32_CHARS() characters and a NUL to `out`. */
void bech32_format(char *out, const struct bech32 *kind, const uint8_t *p,
    size_t n);

/* How many bytes a line of `len` characters carries; 0: it is too short. */
size_t bech32_bytes(const struct bech32 *kind, size_t len);

/*
 * bech32_parse(out, n, kind, line, len):
 * Read exactly `n` bytes from the `len` characters.  ERR_FORMAT with a line
 * that says what is wrong; `out` is unset then.
 */
int bech32_parse(uint8_t *out, size_t n, const struct bech32 *kind,
    const char *line, size_t len);

#endif
