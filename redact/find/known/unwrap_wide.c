/*
 * unwrap_wide.c -- characters of two bytes, of both orders and from any place;
 * the strings that a PDF's page shows; and names of hosts in other letters.
 */
#include "redact/find/known/unwrap_piece.h"

#include <string.h>

#define WIDE_LEAST 3u		/* characters */

/* Most letters that people write with, and what stands between them. */
static bool
is_likely(uint32_t c)
{
	return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' || c == '\r' ||
	    (c >= 0xa0 && c < 0x600) || (c >= 0x1e00 && c < 0x2070) ||
	    (c >= 0xfb00 && c < 0xfb07);
}

static uint32_t
unit_at(const struct source *s, size_t at, bool big)
{
	return big ? (uint32_t)s->p[at] << 8 | s->p[at + 1] :
	    (uint32_t)s->p[at + 1] << 8 | s->p[at];
}

static int
read_wide(const struct source *s, struct piece *b, size_t at, bool big)
{
	struct origin o = { .by = WRAP_WIDE };
	size_t n, i;
	int r = 0;

	while (r == 0 && at + 1 < s->len) {
		for (n = 0; at + 2 * n + 1 < s->len &&
		    is_likely(unit_at(s, at + 2 * n, big)); n++)
			;
		for (i = at; n >= WIDE_LEAST && r == 0 && i < at + 2 * n;
		    i += 2) {
			o.from = i;
			o.to = i + 2;
			r = piece_put_char(b, unit_at(s, i, big), &o);
		}
		if (n >= WIDE_LEAST && r == 0)
			r = piece_part(b);
		at += 2 * n + 2;
	}
	return r;
}

int
unwrap_wide(const struct source *s, struct piece *b)
{
	size_t at;
	int r = 0;

	for (at = 0; r == 0 && at < 2; at++)
		if ((r = read_wide(s, b, at, false)) == 0)
			r = read_wide(s, b, at, true);
	return r;
}

/* --- strings of a page --- */

static bool
has(const struct source *s, const char *word)
{
	return s->len > 0 && memmem(s->p, s->len, word, strlen(word)) != NULL;
}

/* "(...)" from `at`; behind it. */
static int
read_literal(const struct source *s, struct piece *b, size_t *at)
{
	struct origin o = { .by = WRAP_STRINGS };
	size_t i = *at + 1, depth = 1, n;
	uint32_t c;
	int r = 0;

	for (; r == 0 && i < s->len; i++) {
		c = s->p[i];
		o.from = i;
		if (c == ')' && --depth == 0)
			break;
		depth += c == '(';
		if (c == '\\' && i + 1 < s->len) {
			c = s->p[++i];
			if (c >= '0' && c <= '7') {
				c -= '0';
				for (n = 0; n < 2 && i + 1 < s->len &&
				    s->p[i + 1] >= '0' && s->p[i + 1] <= '7';
				    n++)
					c = c * 8 + s->p[++i] - '0';
			} else if (c == '\n' || c == '\r') {
				continue;
			}
		}
		o.to = i + 1;
		r = piece_put(b, (uint8_t)c, &o);
	}
	*at = i < s->len ? i + 1 : i;
	return r;
}

static int
read_digits(const struct source *s, struct piece *b, size_t *at)
{
	struct origin o = { .by = WRAP_STRINGS };
	size_t i = *at + 1;
	int r = 0, high = -1, v;

	for (; r == 0 && i < s->len && s->p[i] != '>'; i++) {
		if ((v = hex_value(s->p[i])) < 0)
			continue;
		if (high < 0) {
			high = v;
			o.from = i;
			continue;
		}
		o.to = i + 1;
		r = piece_put(b, (uint8_t)(high << 4 | v), &o);
		high = -1;
	}
	*at = i < s->len ? i + 1 : i;
	return r;
}

int
unwrap_strings(const struct source *s, struct piece *b)
{
	const struct origin o = { 0, 0, WRAP_NONE };
	size_t at = 0;
	int r = 0;

	if (!has(s, "TJ") && !has(s, "Tj"))
		return 0;
	while (r == 0 && at < s->len) {
		if (s->p[at] == '(') {
			r = read_literal(s, b, &at);
			b->gap = true;
		} else if (s->p[at] == '<') {
			if (at + 1 < s->len && s->p[at + 1] == '<')
				at += 2;
			else
				r = read_digits(s, b, &at);
			b->gap = true;
		} else if (s->p[at] == 'T' && at + 1 < s->len &&
		    (s->p[at + 1] | 32) == 'j') {
			r = piece_put(b, '\n', &o);
			at += 2;
		} else {
			at++;
		}
	}
	return r;
}

/* --- RFC 3492 --- */

#define PUNY_BASE 36u
#define PUNY_TMIN 1u
#define PUNY_TMAX 26u
#define PUNY_SKEW 38u
#define PUNY_DAMP 700u

static uint32_t
adapted(uint32_t delta, uint32_t points, bool first)
{
	uint32_t k = 0;

	delta = first ? delta / PUNY_DAMP : delta / 2;
	for (delta += delta / points; delta > (PUNY_BASE - PUNY_TMIN) *
	    PUNY_TMAX / 2; k += PUNY_BASE)
		delta /= PUNY_BASE - PUNY_TMIN;
	return k + (PUNY_BASE - PUNY_TMIN + 1) * delta / (delta + PUNY_SKEW);
}

/* One number of the digits at *at; false when they end or it is too large. */
static bool
puny_number(const uint8_t *p, size_t len, size_t *at, uint32_t bias,
    uint32_t *i)
{
	uint64_t w = 1, sum = *i;
	uint32_t k, t, d;
	uint8_t c;

	for (k = PUNY_BASE;; k += PUNY_BASE) {
		if (*at == len)
			return false;
		c = p[(*at)++];
		d = c >= '0' && c <= '9' ? c - '0' + 26u : (c | 32u) - 'a';
		if (d >= PUNY_BASE || (sum += d * w) > 0x7fffffff)
			return false;
		t = k <= bias ? PUNY_TMIN : k >= bias + PUNY_TMAX ? PUNY_TMAX :
		    k - bias;
		if (d < t)
			break;
		if ((w *= PUNY_BASE - t) > 0x7fffffff)
			return false;
	}
	*i = (uint32_t)sum;
	return true;
}

size_t
puny_read(uint32_t cps[PUNY_MAX], const uint8_t *p, size_t len)
{
	uint32_t cp = 0x80, bias = 72, i = 0, before;
	size_t n = 0, at = 0, k;

	for (k = len; k > 0 && p[k - 1] != '-'; k--)
		;
	for (; k > 1 && at < k - 1; at++)
		cps[n++] = p[at];
	at = k;
	while (at < len && n < PUNY_MAX) {
		before = i;
		if (!puny_number(p, len, &at, bias, &i))
			return 0;
		bias = adapted(i - before, (uint32_t)n + 1, before == 0);
		cp += i / ((uint32_t)n + 1);
		i %= (uint32_t)n + 1;
		memmove(cps + i + 1, cps + i, (n - i) * sizeof(*cps));
		cps[i++] = cp;
		n++;
	}
	return n;
}
