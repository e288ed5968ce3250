/* id.c -- see id.h. */
#include "vault/base/id.h"

#include <string.h>
#include <sys/random.h>

#include "vault/base/err.h"

static const char consonants[] = "bdfghjklmnprstvz";
static const char vowels[] = "aiou";

int
id_new(struct id *id)
{
	if (getrandom(id->b, sizeof(id->b), 0) != (ssize_t)sizeof(id->b))
		return err_sys("no random numbers");
	return 0;
}

bool
id_equal(const struct id *a, const struct id *b)
{
	return memcmp(a->b, b->b, ID_BYTES) == 0;
}

bool
id_is_zero(const struct id *id)
{
	static const struct id zero;

	return id_equal(id, &zero);
}

void
hex_of(char *out, const uint8_t *p, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * n] = '\0';
}

/* The digit's value and 16; 0 for what is none. */
static unsigned
hex_digit(char c)
{
	static const uint8_t digits[256] = { ['0'] = 16, ['1'] = 17,
	    ['2'] = 18, ['3'] = 19, ['4'] = 20, ['5'] = 21, ['6'] = 22,
	    ['7'] = 23, ['8'] = 24, ['9'] = 25, ['a'] = 26, ['b'] = 27,
	    ['c'] = 28, ['d'] = 29, ['e'] = 30, ['f'] = 31 };

	return digits[(uint8_t)c];
}

bool
hex_parse(uint8_t *out, size_t n, const char *hex, size_t hexlen)
{
	size_t i;
	unsigned hi, lo;

	if (hexlen != 2 * n)
		return false;
	for (i = 0; i < n; i++) {
		hi = hex_digit(hex[2 * i]);
		lo = hex_digit(hex[2 * i + 1]);
		if (hi == 0 || lo == 0)
			return false;
		out[i] = (uint8_t)(hi << 4 | (lo & 15));
	}
	return true;
}

void
id_hex(char hex[ID_HEX_SIZE], const struct id *id)
{
	hex_of(hex, id->b, ID_BYTES);
}

int
id_parse(struct id *id, const char *hex)
{
	if (!hex_parse(id->b, ID_BYTES, hex, strlen(hex)))
		return err_set(ERR_FORMAT, "an id is 32 hex digits");
	return 0;
}

void
words_of(char *out, const uint8_t *p, size_t nwords)
{
	unsigned v;

	for (; nwords > 0; nwords--, p += 2) {
		v = (unsigned)p[0] << 8 | p[1];
		*out++ = consonants[v >> 12];
		*out++ = vowels[v >> 10 & 3];
		*out++ = consonants[v >> 6 & 15];
		*out++ = vowels[v >> 4 & 3];
		*out++ = consonants[v & 15];
		*out++ = nwords > 1 ? '-' : '\0';
	}
}

void
id_name(char name[ID_NAME_SIZE], const struct id *id)
{
	words_of(name, id->b, 2);
}

/* The place of `c` in `letters`, shifted into v; false if it is not there. */
static bool
take_letter(unsigned *v, const char *letters, unsigned bits, char c)
{
	const char *at = c != '\0' ? strchr(letters, c) : NULL;

	if (at == NULL)
		return false;
	*v = *v << bits | (unsigned)(at - letters);
	return true;
}

bool
id_name_parse(uint8_t first[4], const char *name)
{
	unsigned v;
	size_t w, i;
	const char *p = name;

	if (strlen(name) != ID_NAME_SIZE - 1 || name[WORD_LEN] != '-')
		return false;
	for (w = 0; w < 2; w++, p += WORD_LEN + 1) {
		v = 0;
		for (i = 0; i < WORD_LEN; i++)
			if (!take_letter(&v, i % 2 == 0 ? consonants : vowels,
			    i % 2 == 0 ? 4 : 2, p[i]))
				return false;
		first[2 * w] = (uint8_t)(v >> 8);
		first[2 * w + 1] = (uint8_t)v;
	}
	return true;
}

bool
fpr_equal(const struct fpr *a, const struct fpr *b)
{
	return memcmp(a->b, b->b, FPR_BYTES) == 0;
}

void
fpr_hex(char hex[FPR_HEX_SIZE], const struct fpr *fpr)
{
	hex_of(hex, fpr->b, FPR_BYTES);
}

int
fpr_parse(struct fpr *fpr, const char *hex)
{
	if (!hex_parse(fpr->b, FPR_BYTES, hex, strlen(hex)))
		return err_set(ERR_FORMAT, "a fingerprint is 64 hex digits");
	return 0;
}
