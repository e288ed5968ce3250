/* crc32.c -- see crc32.h: eight bytes a step, with eight tables. */
#include "vault/store/crc32.h"

#include <stdbool.h>

#define POLYNOMIAL 0xedb88320u

static uint32_t table[8][256];

static void
fill(void)
{
	static bool filled;
	uint32_t v;
	unsigned i, k;

	if (filled)
		return;
	for (i = 0; i < 256; i++) {
		v = i;
		for (k = 0; k < 8; k++)
			v = v >> 1 ^ (v & 1 ? POLYNOMIAL : 0);
		table[0][i] = v;
	}
	for (k = 1; k < 8; k++)
		for (i = 0; i < 256; i++) {
			v = table[k - 1][i];
			table[k][i] = v >> 8 ^ table[0][v & 255];
		}
	filled = true;
}

uint32_t
crc32_add(uint32_t crc, const void *p, size_t len)
{
	const uint8_t *b = p;

	fill();
	crc = ~crc;
	for (; len >= 8; len -= 8, b += 8) {
		crc ^= (uint32_t)b[0] | (uint32_t)b[1] << 8 |
		    (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
		crc = table[7][crc & 255] ^ table[6][crc >> 8 & 255] ^
		    table[5][crc >> 16 & 255] ^ table[4][crc >> 24] ^
		    table[3][b[4]] ^ table[2][b[5]] ^ table[1][b[6]] ^
		    table[0][b[7]];
	}
	for (; len > 0; len--, b++)
		crc = crc >> 8 ^ table[0][(crc ^ *b) & 255];
	return ~crc;
}
