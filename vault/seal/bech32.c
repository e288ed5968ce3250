/* bech32.c -- see bech32.h. */
#include "vault/seal/bech32.h"

#include <string.h>

#include "vault/base/err.h"

#define BECH32M_CONST 0x2bc830a3u	/* BIP-350 */

static const char charset[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

static uint32_t
polymod_step(uint32_t c, unsigned v)
{
	static const uint32_t gen[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
	    0x3d4233dd, 0x2a1462b3 };
	uint32_t top = c >> 25;
	unsigned i;

	c = (c & 0x1ffffff) << 5 ^ v;
	for (i = 0; i < 5; i++)
		if ((top >> i & 1) != 0)
			c ^= gen[i];
	return c;
}

/* The checksum's state after the prefix, expanded as BIP-173 says. */
static uint32_t
polymod_prefix(const char *prefix)
{
	const char *p;
	uint32_t c = 1;

	for (p = prefix; *p != '\0'; p++)
		c = polymod_step(c, (unsigned char)*p >> 5);
	c = polymod_step(c, 0);
	for (p = prefix; *p != '\0'; p++)
		c = polymod_step(c, (unsigned char)*p & 31);
	return c;
}

void
bech32_format(char *out, const struct bech32 *kind, const uint8_t *p,
    size_t n)
{
	const size_t plen = strlen(kind->prefix);
	uint32_t c = polymod_prefix(kind->prefix);
	unsigned acc = 0, bits = 0, v;
	size_t i;

	memcpy(out, kind->prefix, plen);
	out += plen;
	*out++ = '1';
	for (i = 0; i < n || bits > 0; ) {
		if (bits < 5 && i < n) {
			acc = (acc << 8 | p[i++]) & 0xfff;
			bits += 8;
		} else if (bits < 5) {		/* the last few, zero filled */
			acc <<= 5 - bits;
			bits = 5;
		}
		bits -= 5;
		v = acc >> bits & 31;
		c = polymod_step(c, v);
		*out++ = charset[v];
	}
	for (i = 0; i < BECH32_CHECK_CHARS; i++)
		c = polymod_step(c, 0);
	c ^= BECH32M_CONST;
	for (i = 0; i < BECH32_CHECK_CHARS; i++)
		*out++ = charset[c >> 5 * (5 - i) & 31];
	*out = '\0';
}

static int
wrong(const struct bech32 *kind)
{
	return err_set(ERR_FORMAT, "the %s has a wrong or a missing "
	    "character; copy it again", kind->noun);
}

/* The five bits of a character, or -1; *cases remembers the cases seen. */
static int
value_of(char ch, unsigned *cases)
{
	const char *at;

	if (ch >= 'a' && ch <= 'z')
		*cases |= 1;
	if (ch >= 'A' && ch <= 'Z') {
		*cases |= 2;
		ch = (char)(ch - 'A' + 'a');
	}
	at = ch != '\0' ? strchr(charset, ch) : NULL;
	return at != NULL ? (int)(at - charset) : -1;
}

static int
eat_prefix(const struct bech32 *kind, const char **line, size_t *len,
    unsigned *cases)
{
	const char *p = kind->prefix;
	const size_t n = strlen(p) + 1;
	size_t i;
	char ch;

	for (i = 0; i < n; i++) {
		ch = i < *len ? (*line)[i] : '\0';
		if (ch >= 'A' && ch <= 'Z') {
			*cases |= 2;
			ch = (char)(ch - 'A' + 'a');
		} else if (ch >= 'a' && ch <= 'z') {
			*cases |= 1;
		}
		if (ch != (p[i] != '\0' ? p[i] : '1'))
			return err_set(ERR_FORMAT, "this is no %s: a %s "
			    "begins with \"%s1\"; copy the whole line",
			    kind->noun, kind->noun, kind->prefix);
	}
	*line += n;
	*len -= n;
	return 0;
}

size_t
bech32_bytes(const struct bech32 *kind, size_t len)
{
	const size_t around = strlen(kind->prefix) + 1 + BECH32_CHECK_CHARS;

	return len > around ? (len - around) * 5 / 8 : 0;
}

int
bech32_parse(uint8_t *out, size_t n, const struct bech32 *kind,
    const char *line, size_t len)
{
	uint32_t c = polymod_prefix(kind->prefix);
	unsigned acc = 0, bits = 0, cases = 0;
	size_t i, at = 0;
	int r, v;

	if ((r = eat_prefix(kind, &line, &len, &cases)) < 0)
		return r;
	if (len != (n * 8 + 4) / 5 + BECH32_CHECK_CHARS)
		return err_set(ERR_FORMAT, "the %s has %zu characters and "
		    "should have %zu; copy the whole line", kind->noun,
		    len + strlen(kind->prefix) + 1, strlen(kind->prefix) + 1 +
		    (n * 8 + 4) / 5 + BECH32_CHECK_CHARS);
	for (i = 0; i < len; i++) {
		if ((v = value_of(line[i], &cases)) < 0)
			return wrong(kind);
		c = polymod_step(c, (unsigned)v);
		if (i >= len - BECH32_CHECK_CHARS)
			continue;
		acc = (acc << 5 | (unsigned)v) & 0xfff;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[at++] = (uint8_t)(acc >> bits);
		}
	}
	if (cases == 3)
		return err_set(ERR_FORMAT, "the %s mixes small and capital "
		    "letters; copy it again", kind->noun);
	if (c != BECH32M_CONST || (acc & ((1u << bits) - 1)) != 0)
		return wrong(kind);
	return 0;
}
