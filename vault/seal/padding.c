/* padding.c -- see padding.h. */
#include "vault/seal/padding.h"

/* The place of the highest set bit: floor(log2(v)); v is not 0. */
static unsigned
log2_floor(uint64_t v)
{
	unsigned n = 0;

	while ((v >>= 1) != 0)
		n++;
	return n;
}

uint64_t
padme(uint64_t len)
{
	unsigned e, s;
	uint64_t mask;

	if (len < 2)
		return len;
	e = log2_floor(len);		/* len is a float with exponent e ... */
	s = log2_floor(e) + 1;		/* ... whose mantissa keeps s bits */
	if (s >= e)
		return len;
	mask = ((uint64_t)1 << (e - s)) - 1;
	return (len + mask) & ~mask;
}
