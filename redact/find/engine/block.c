/* block.c -- see block.h. */
#include "redact/find/engine/block.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>

/* Bytes of c in [low, high]; both are ASCII, so signed comparison does. */
static __m128i
in_range(__m128i c, char low, char high)
{
	return _mm_and_si128(_mm_cmpgt_epi8(c, _mm_set1_epi8((char)(low - 1))),
	    _mm_cmplt_epi8(c, _mm_set1_epi8((char)(high + 1))));
}

static __m128i
one_of(__m128i c, const char *set)
{
	__m128i hit = _mm_setzero_si128();

	for (; *set != '\0'; set++)
		hit = _mm_or_si128(hit, _mm_cmpeq_epi8(c,
		    _mm_set1_epi8(*set)));
	return hit;
}

static uint64_t
bits(__m128i hit, unsigned shift)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(hit) << shift;
}

static void
read_sixteen(struct block *b, const uint8_t *s, unsigned shift)
{
	__m128i c = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i low = _mm_or_si128(c, _mm_set1_epi8(0x20));
	__m128i digit = in_range(c, '0', '9');
	__m128i letter = in_range(low, 'a', 'z');
	__m128i alnum = _mm_or_si128(digit, letter);

	b->digit |= bits(digit, shift);
	b->letter |= bits(letter, shift);
	/* Bytes beyond ASCII carry their own bit. */
	b->wordly |= bits(_mm_or_si128(c, _mm_or_si128(alnum,
	    one_of(c, "_"))), shift);
	b->dense |= bits(_mm_or_si128(alnum, one_of(c, "_-+/=")), shift);
	b->sign |= bits(one_of(c, "@:/\\.<=-"), shift);
}
#else
static void
read_sixteen(struct block *b, const uint8_t *s, unsigned shift)
{
	uint64_t bit;

	for (unsigned i = 0; i < 16; i++) {
		bit = (uint64_t)1 << (shift + i);
		if (s[i] >= '0' && s[i] <= '9')
			b->digit |= bit;
		if ((s[i] | 32) >= 'a' && (s[i] | 32) <= 'z')
			b->letter |= bit;
		if (s[i] >= 0x80 || s[i] == '_')
			b->wordly |= bit;
		if (s[i] != 0 && strchr("_-+/=", s[i]) != NULL)
			b->dense |= bit;
		if (s[i] != 0 && strchr("@:/\\.<=-", s[i]) != NULL)
			b->sign |= bit;
	}
	b->wordly |= b->digit | b->letter;
	b->dense |= b->digit | b->letter;
}
#endif

void
block_read(struct block *b, const uint8_t *s, size_t len)
{
	uint8_t rest[BLOCK] = { 0 };

	memset(b, 0, sizeof(*b));
	if (len < BLOCK) {
		if (len == 0)
			return;
		memcpy(rest, s, len);
		s = rest;
	}
	for (unsigned i = 0; i < BLOCK; i += 16)
		read_sixteen(b, s + i, i);
}
