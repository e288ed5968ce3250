/*
 * unwrap_token.c -- runs of signs that are bytes: base64 of both alphabets,
 * hexadecimal, and numbers one beside the other.
 *
 * A short one must be text, or it is just a word; of a long one all is handed
 * out.  All of a token's bytes come from the whole of it.
 */
#include "redact/find/known/unwrap_piece.h"

#include <string.h>

#include "vault/base/print.h"

#define LINE_LEAST 16u		/* signs of a line that is wrapped */
#define BASE64_LEAST 7u		/* signs */
#define NUMBERS_LEAST 5u

/* Is this what somebody wrote?  Wide characters too, and code pages. */
static bool
is_text(const uint8_t *p, size_t len)
{
	size_t odd = 0, zeros = 0, i, n;
	uint32_t cp;

	for (i = 0; i < len; i += n > 0 ? n : 1) {
		n = utf8_next(p + i, len - i, &cp);
		zeros += p[i] == 0;
		odd += p[i] != 0 && (n == 0 || cp == 0x7f || (cp < ' ' &&
		    cp != '\n' && cp != '\r' && cp != '\t'));
	}
	return odd * 6 <= len && zeros * 4 <= len * 3;
}

/* A token while it is decoded: short ones wait until they are whole. */
struct token {
	struct piece *b;
	struct origin o;
	uint8_t first[UNWRAP_SHORT];
	size_t n;
	bool glued;		/* perhaps with bytes before what it says */
};

/* What waits, from its byte `at` on. */
static int
flush(struct token *t, size_t at)
{
	size_t n = t->n < UNWRAP_SHORT ? t->n : UNWRAP_SHORT;
	int r = 0;

	for (; r == 0 && at < n; at++)
		r = piece_put(t->b, t->first[at], &t->o);
	return r;
}

static int
token_put(struct token *t, uint8_t c)
{
	int r = 0;

	if (t->n < UNWRAP_SHORT) {
		t->first[t->n++] = c;
		return 0;
	}
	if (t->n == UNWRAP_SHORT) {
		r = flush(t, 0);
		t->n++;
	}
	return r != 0 ? r : piece_put(t->b, c, &t->o);
}

static int
token_end(struct token *t)
{
	size_t at;
	int r = 0;

	if (t->n <= UNWRAP_SHORT && (t->n < UNWRAP_LEAST ||
	    !is_text(t->first, t->n)))
		return 0;
	if (t->n <= UNWRAP_SHORT) {
		r = flush(t, 0);
		/* A byte or two before it, so that it begins elsewhere: then
		 * its first word is not the one that it was. */
		for (at = 1; r == 0 && at < 3 && t->glued &&
		    t->n - at >= UNWRAP_LEAST; at++)
			if ((r = piece_part(t->b)) == 0)
				r = flush(t, at);
	}
	if (r != 0 || (r = piece_part(t->b)) != 0)
		return r;
	/* A long one is a piece of its own: it is text, or it is not. */
	return t->n > UNWRAP_SHORT ? piece_end(t->b) : 0;
}

/* --- base64 --- */

static int
base64_value(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

static size_t
base64_run(const struct source *s, size_t at)
{
	size_t n = 0;

	while (at + n < s->len && base64_value(s->p[at + n]) >= 0)
		n++;
	return n;
}

static bool
is_at(const struct source *s, size_t at, uint8_t c)
{
	return at < s->len && s->p[at] == c;
}

/* "?= =?utf-8?B?" between two words of a header: its bytes, or 0. */
static size_t
between_words(const struct source *s, size_t at)
{
	size_t n = 0, from;

	while (n < 2 && is_at(s, at + n, '='))
		n++;
	if (!is_at(s, at + n, '?') || !is_at(s, at + n + 1, '='))
		return 0;
	for (n += 2; at + n < s->len && s->p[at + n] != '\0' &&
	    strchr(" \t\r\n", s->p[at + n]) != NULL && n < 16; n++)
		;
	if (!is_at(s, at + n, '=') || !is_at(s, at + n + 1, '?'))
		return 0;
	for (from = n += 2; at + n < s->len && s->p[at + n] != '?' &&
	    s->p[at + n] > ' ' && n - from < 40; n++)
		;
	return is_at(s, at + n, '?') && at + n + 2 < s->len &&
	    (s->p[at + n + 1] | 32) == 'b' && is_at(s, at + n + 2, '?') ?
	    n + 3 : 0;
}

/* The end of a line, where the run goes on in the next one: its bytes. */
static size_t
line_end(const struct source *s, size_t at, size_t run)
{
	size_t n = 0, more, end;

	if (run < LINE_LEAST)
		return 0;
	n += is_at(s, at, '\r');
	if (!is_at(s, at + n, '\n'))
		return 0;
	for (n++; n < 64 && (is_at(s, at + n, ' ') || is_at(s, at + n, '\t') ||
	    is_at(s, at + n, '>')); n++)
		;
	more = base64_run(s, at + n);
	for (end = at + n + more; is_at(s, end, '='); end++)
		;
	/* A line that holds no other words, and is no longer. */
	return more > 0 && more <= run && (end == s->len ||
	    s->p[end] != ' ') ? n : 0;
}

/* Where the token that begins at `at` ends. */
static size_t
base64_end(const struct source *s, size_t at)
{
	size_t run = base64_run(s, at), n, end = at + run;

	while ((n = line_end(s, end, run)) > 0 ||
	    (n = between_words(s, end)) > 0) {
		run = base64_run(s, end + n);
		end += n + run;
	}
	return end;
}

/* Read it as if it began `skip` signs later. */
static int
base64_read(const struct source *s, struct piece *b, size_t at, size_t end,
    size_t skip)
{
	struct token t = { .b = b, .o = { at, end, WRAP_BASE64 },
	    .glued = skip == 0 };
	uint32_t bits = 0;
	unsigned have = 0;
	size_t n;
	int v, r = 0;

	for (; r == 0 && at < end; at++) {
		if ((v = base64_value(s->p[at])) < 0) {
			if ((n = between_words(s, at)) > 0)
				at += n - 1;
			continue;
		}
		if (skip > 0) {
			skip--;
			continue;
		}
		bits = bits << 6 | (uint32_t)v;
		if ((have += 6) >= 8) {
			have -= 8;
			r = token_put(&t, (uint8_t)(bits >> have));
		}
	}
	return r != 0 ? r : token_end(&t);
}

int
unwrap_base64(const struct source *s, struct piece *b)
{
	size_t at = 0, end, skip;
	int r = 0;

	while (r == 0 && at < s->len) {
		if (base64_value(s->p[at]) < 0) {
			at++;
			continue;
		}
		end = base64_end(s, at);
		if (end - at >= BASE64_LEAST)
			for (skip = 0; r == 0 && skip < (s->inner ? 1u : 4u);
			    skip++)
				r = base64_read(s, b, at, end, skip);
		at = end;
	}
	return r;
}

/* --- hexadecimal --- */

/* What may stand between two bytes: its length. */
static size_t
between_bytes(const struct source *s, size_t at)
{
	size_t n = 0;

	while (n < 4 && at + n < s->len && s->p[at + n] != '\0' &&
	    strchr(" \t\r\n,:;-", s->p[at + n]) != NULL)
		n++;
	if (is_at(s, at + n, '\\') && is_at(s, at + n + 1, 'x'))
		n += 2;
	else if (is_at(s, at + n, '0') && at + n + 1 < s->len &&
	    (s->p[at + n + 1] | 32) == 'x')
		n += 2;
	return n;
}

static bool
is_pair(const struct source *s, size_t at)
{
	return at + 1 < s->len && hex_value(s->p[at]) >= 0 &&
	    hex_value(s->p[at + 1]) >= 0;
}

/* Two digits, and again, until something else stands there. */
static size_t
hex_end(const struct source *s, size_t at)
{
	size_t n;

	for (at += 2;; at += n + 2) {
		n = between_bytes(s, at);
		if (!is_pair(s, at + n)) {
			if (n == 0 || !is_pair(s, at))
				return at;
			n = 0;		/* "0x" was none: "000x" */
		}
	}
}

static int
hex_read(const struct source *s, struct piece *b, size_t at, size_t end)
{
	bool marked = at >= 2 && (s->p[at - 1] | 32) == 'x' &&
	    (s->p[at - 2] == '0' || s->p[at - 2] == '\\');
	struct token t = { .b = b, .o = { marked ? at - 2 : at, end,
	    WRAP_HEX } };
	int r = 0;

	while (r == 0 && at + 1 < end) {
		if (!is_pair(s, at) || (s->p[at + 1] | 32) == 'x') {
			at++;
			continue;
		}
		r = token_put(&t, (uint8_t)(hex_value(s->p[at]) << 4 |
		    hex_value(s->p[at + 1])));
		at += 2;
	}
	return r != 0 ? r : token_end(&t);
}

int
unwrap_hex(const struct source *s, struct piece *b)
{
	size_t at = 0, end, more;
	int r = 0;

	while (r == 0 && at < s->len) {
		if (!is_pair(s, at)) {
			at++;
			continue;
		}
		end = hex_end(s, at);
		if (end - at >= 2 * UNWRAP_LEAST && (r = hex_read(s, b, at,
		    end)) == 0 && !s->inner && end - at > 2 * UNWRAP_LEAST &&
		    is_pair(s, at + 1)) {
			/* A digit that belongs to what stands before it. */
			more = end < s->len && hex_value(s->p[end]) >= 0;
			r = hex_read(s, b, at + 1, end + more);
		}
		at = end;
	}
	return r;
}

/* --- numbers --- */

/* A number of two or three digits at `at`. */
static size_t
number_at(const struct source *s, size_t at, uint32_t *decimal,
    uint32_t *octal)
{
	size_t n = 0;
	uint8_t c;

	*decimal = *octal = 0;
	for (; at + n < s->len && s->p[at + n] >= '0' && s->p[at + n] <= '9';
	    n++) {
		if (n == 3)
			return 0;
		c = (uint8_t)(s->p[at + n] - '0');
		*decimal = *decimal * 10 + c;
		*octal = c > 7 ? UINT32_MAX / 16 : *octal * 8 + c;
	}
	return n >= 2 && *decimal <= 777 ? n : 0;
}

static size_t
between_numbers(const struct source *s, size_t at)
{
	size_t n = 0;

	while (n < 3 && at + n < s->len && s->p[at + n] != '\0' &&
	    strchr(" ,;\r\n\t", s->p[at + n]) != NULL)
		n++;
	return n;
}

static int
numbers_read(const struct source *s, struct piece *b, size_t at, size_t end,
    bool octal)
{
	struct token t = { .b = b, .o = { at, end, WRAP_NUMBERS } };
	uint32_t d, o;
	size_t n;
	int r = 0;

	while (r == 0 && at < end) {
		n = number_at(s, at, &d, &o);
		if ((octal ? o : d) > 0xff)
			return 0;
		r = token_put(&t, (uint8_t)(octal ? o : d));
		at += n + between_numbers(s, at + n);
	}
	return r != 0 ? r : token_end(&t);
}

int
unwrap_numbers(const struct source *s, struct piece *b)
{
	size_t at = 0, end, n, count;
	uint32_t d, o;
	int r = 0;

	while (r == 0 && at < s->len) {
		end = at;
		for (count = 0; (n = number_at(s, at, &d, &o)) > 0; count++) {
			if (count == 0)
				end = at;
			at += n;
			if ((n = between_numbers(s, at)) == 0) {
				count++;
				break;
			}
			at += n;
		}
		if (count >= NUMBERS_LEAST) {
			n = end;	/* where it began */
			if ((r = numbers_read(s, b, n, at, false)) == 0)
				r = numbers_read(s, b, n, at, true);
		}
		if (count == 0)
			while (at < s->len && s->p[at] >= '0' &&
			    s->p[at] <= '9')
				at++;
		if (count == 0 && at < s->len)
			at++;
	}
	return r;
}
