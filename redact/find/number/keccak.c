/* keccak.c -- see keccak.h.  Names of the steps are those of FIPS 202, 3.2. */
#include "redact/find/number/keccak.h"

#include <string.h>

#define ROUNDS 24
#define RATE 136	/* bytes absorbed at a time by SHA3-256 */

static uint64_t
rotate(uint64_t v, unsigned n)
{
	return n == 0 ? v : v << n | v >> (64 - n);
}

static void
theta(uint64_t a[25])
{
	uint64_t c[5], d;

	for (unsigned x = 0; x < 5; x++)
		c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
	for (unsigned x = 0; x < 5; x++) {
		d = c[(x + 4) % 5] ^ rotate(c[(x + 1) % 5], 1);
		for (unsigned y = 0; y < 25; y += 5)
			a[x + y] ^= d;
	}
}

static void
rho_pi(uint64_t a[25])
{
	uint64_t moved = a[1], kept;
	unsigned x = 1, y = 0, next;

	for (unsigned t = 0; t < 24; t++) {
		next = (2 * x + 3 * y) % 5;
		x = y;
		y = next;
		kept = a[x + 5 * y];
		a[x + 5 * y] = rotate(moved, (t + 1) * (t + 2) / 2 % 64);
		moved = kept;
	}
}

static void
chi(uint64_t a[25])
{
	uint64_t row[5];

	for (unsigned y = 0; y < 25; y += 5) {
		memcpy(row, a + y, sizeof(row));
		for (unsigned x = 0; x < 5; x++)
			a[x + y] = row[x] ^
			    (~row[(x + 1) % 5] & row[(x + 2) % 5]);
	}
}

/* The round constants come from a shift register (FIPS 202, 3.2.5). */
static void
iota(uint64_t a[25], uint8_t *lfsr)
{
	for (unsigned j = 0; j < 7; j++) {
		if (*lfsr & 1)
			a[0] ^= (uint64_t)1 << ((1u << j) - 1);
		*lfsr = (uint8_t)(*lfsr << 1 ^ (*lfsr >> 7) * 0x71);
	}
}

static void
permute(uint64_t a[25])
{
	uint8_t lfsr = 1;

	for (unsigned round = 0; round < ROUNDS; round++) {
		theta(a);
		rho_pi(a);
		chi(a);
		iota(a, &lfsr);
	}
}

static void
absorb(uint64_t a[25], const uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		a[i / 8] ^= (uint64_t)p[i] << 8 * (i % 8);
}

static void
sponge(uint8_t out[SHA3_256_BYTES], const void *p, size_t len, uint8_t pad)
{
	static const uint8_t last = 0x80;
	const uint8_t *at = p;
	uint64_t a[25] = { 0 };

	for (; len >= RATE; at += RATE, len -= RATE) {
		absorb(a, at, RATE);
		permute(a);
	}
	absorb(a, at, len);
	a[len / 8] ^= (uint64_t)pad << 8 * (len % 8);
	a[(RATE - 1) / 8] ^= (uint64_t)last << 8 * ((RATE - 1) % 8);
	permute(a);
	for (size_t i = 0; i < SHA3_256_BYTES; i++)
		out[i] = (uint8_t)(a[i / 8] >> 8 * (i % 8));
}

void
sha3_256(uint8_t out[SHA3_256_BYTES], const void *p, size_t len)
{
	sponge(out, p, len, 0x06);
}

void
keccak_256(uint8_t out[SHA3_256_BYTES], const void *p, size_t len)
{
	sponge(out, p, len, 0x01);
}
