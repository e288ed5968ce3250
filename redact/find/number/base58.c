/* base58.c -- see base58.h. */
#include "redact/find/number/base58.h"

#include <string.h>

#include "redact/find/number/keccak.h"
#include "vault/seal/digest.h"

#define CHECKSUM_BYTES 4u
#define BLOCK_CHARS 11u

static const char alphabet[] =
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

static int
value(uint8_t c)
{
	const char *at = c == 0 ? NULL : strchr(alphabet, c);

	return at == NULL ? -1 : (int)(at - alphabet);
}

/* A number of `n` characters in `bytes` bytes, big end first. */
static bool
decode(uint8_t *out, size_t bytes, const uint8_t *s, size_t n)
{
	unsigned carry;
	int v;

	memset(out, 0, bytes);
	for (size_t i = 0; i < n; i++) {
		if ((v = value(s[i])) < 0)
			return false;
		carry = (unsigned)v;
		for (size_t j = bytes; j > 0; j--) {
			carry += out[j - 1] * 58u;
			out[j - 1] = (uint8_t)carry;
			carry >>= 8;
		}
		if (carry != 0)
			return false;
	}
	return true;
}

size_t
base58_check(uint8_t out[BASE58_MAX], const uint8_t *s, size_t n)
{
	uint8_t all[BASE58_MAX], once[SHA256_BYTES], twice[SHA256_BYTES];
	size_t zeros = 0, first = 0, len;

	if (!decode(all, sizeof(all), s, n))
		return 0;
	/* A '1' in front is a byte of zeros; so the length is known. */
	while (zeros < n && s[zeros] == '1')
		zeros++;
	while (first < sizeof(all) && all[first] == 0)
		first++;
	if (zeros > first || sizeof(all) - first + zeros <= CHECKSUM_BYTES)
		return 0;
	len = sizeof(all) - first + zeros - CHECKSUM_BYTES;
	memcpy(out, all + first - zeros, len + CHECKSUM_BYTES);
	if (sha256(once, out, len) < 0 ||
	    sha256(twice, once, sizeof(once)) < 0 ||
	    memcmp(twice, out + len, CHECKSUM_BYTES) != 0)
		return 0;
	return len;
}

size_t
base58_monero(uint8_t out[BASE58_MAX], const uint8_t *s, size_t n)
{
	/* Bytes that so many characters hold; 0: no such length. */
	static const uint8_t bytes_of[BLOCK_CHARS + 1] =
	    { 0, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8 };
	uint8_t sum[SHA3_256_BYTES];
	size_t len = 0, block, bytes;

	for (size_t i = 0; i < n; i += block) {
		block = n - i < BLOCK_CHARS ? n - i : BLOCK_CHARS;
		bytes = bytes_of[block];
		if (bytes == 0 || len + bytes > BASE58_MAX ||
		    !decode(out + len, bytes, s + i, block))
			return 0;
		len += bytes;
	}
	if (len <= CHECKSUM_BYTES)
		return 0;
	len -= CHECKSUM_BYTES;
	keccak_256(sum, out, len);
	return memcmp(sum, out + len, CHECKSUM_BYTES) == 0 ? len : 0;
}
