/* transfer.c -- see transfer.h. */
#include "intake/format/mail/word/transfer.h"

#include <string.h>

#include "vault/base/print.h"

#define LINE 76u		/* characters of an encoded line */
#define BASE64_LINE 57u		/* bytes that make one */
#define WORD_BYTES 42u		/* of text in one encoded word */
#define UU_LINE_MAX 45u

static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The value of each character; 64: padding; 65: no part of the encoding. */
static void
fill_values(uint8_t values[256])
{
	unsigned i;

	memset(values, 65, 256);
	for (i = 0; i < 64; i++)
		values[(uint8_t)base64[i]] = (uint8_t)i;
	values['='] = 64;
}

int
transfer_from_base64(struct bytes *out, const char *p, size_t len)
{
	uint8_t values[256], *to;
	uint32_t bits = 0;
	unsigned n = 0;
	size_t i, k = 0, room = len / 4 * 3 + 3;
	int r;

	if ((r = bytes_room(out, room, &to)) < 0)
		return r;
	fill_values(values);
	for (i = 0; i <= len; i++) {
		uint8_t v = i < len ? values[(uint8_t)p[i]] : 64;

		if (v == 65)
			continue;
		if (v < 64) {
			bits = bits << 6 | v;
			if (++n < 4)
				continue;
		}
		/* Padding ends a group, or the text does; another may follow. */
		bits <<= 6 * (4 - n);
		if (n > 1)
			to[k++] = (uint8_t)(bits >> 16);
		if (n > 2)
			to[k++] = (uint8_t)(bits >> 8);
		if (n > 3)
			to[k++] = (uint8_t)bits;
		n = bits = 0;
	}
	out->len -= room - k;
	return 0;
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	    c >= 'A' && c <= 'F' ? c - 'A' + 10 :
	    c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* White space at a line's end was added on the way. */
static size_t
line_end(const char *p, size_t len, size_t at)
{
	while (at < len && (p[at] == ' ' || p[at] == '\t'))
		at++;
	if (at == len || p[at] == '\n')
		return at + (at < len);
	return at + 1 < len && p[at] == '\r' && p[at + 1] == '\n' ? at + 2 : 0;
}

int
transfer_from_quoted(struct bytes *out, const char *p, size_t len,
    bool words)
{
	size_t i = 0, end;

	while (i < len) {
		if (p[i] == '=' && i + 2 < len && hex(p[i + 1]) >= 0 &&
		    hex(p[i + 2]) >= 0) {
			uint8_t b = (uint8_t)(hex(p[i + 1]) << 4 |
			    hex(p[i + 2]));

			(void)bytes_add(out, &b, 1);
			i += 3;
		} else if (p[i] == '=' && !words &&
		    (end = line_end(p, len, i + 1)) > 0) {
			i = end;	/* the line goes on */
		} else if (words && p[i] == '_') {
			(void)bytes_add(out, " ", 1);
			i++;
		} else {
			(void)bytes_add(out, p + i, 1);
			i++;
		}
	}
	return bytes_ok(out);
}

int
transfer_from_uu(struct bytes *out, const char *p, size_t len)
{
	const char *end = p + len, *next;
	bool begun = false;

	for (; p < end; p = next) {
		size_t n, i, line;

		next = memchr(p, '\n', (size_t)(end - p));
		line = next != NULL ? (size_t)(next - p) : (size_t)(end - p);
		next = next != NULL ? next + 1 : end;
		if (!begun) {
			begun = line > 6 && memcmp(p, "begin ", 6) == 0;
			continue;
		}
		n = line > 0 ? (size_t)((p[0] - ' ') & 63) : 0;
		if (n == 0 || n > UU_LINE_MAX)
			break;
		for (i = 0; i < n; i += 3) {
			size_t at = 1 + i / 3 * 4, k;
			uint32_t bits = 0;
			uint8_t b[3];

			for (k = 0; k < 4; k++)
				bits = bits << 6 | (at + k < line ?
				    (uint32_t)(p[at + k] - ' ') & 63 : 0);
			b[0] = (uint8_t)(bits >> 16);
			b[1] = (uint8_t)(bits >> 8);
			b[2] = (uint8_t)bits;
			(void)bytes_add(out, b, n - i < 3 ? n - i : 3);
		}
	}
	return bytes_ok(out);
}

/* Four characters for each three bytes; where they end. */
static char *
write_base64(char *to, const uint8_t *p, size_t len)
{
	for (; len >= 3; p += 3, len -= 3) {
		*to++ = base64[p[0] >> 2];
		*to++ = base64[(p[0] & 3) << 4 | p[1] >> 4];
		*to++ = base64[(p[1] & 15) << 2 | p[2] >> 6];
		*to++ = base64[p[2] & 63];
	}
	if (len == 0)
		return to;
	*to++ = base64[p[0] >> 2];
	*to++ = base64[(p[0] & 3) << 4 | (len > 1 ? p[1] >> 4 : 0)];
	*to++ = len > 1 ? base64[(p[1] & 15) << 2] : '=';
	*to++ = '=';
	return to;
}

int
transfer_to_base64(struct bytes *out, const void *data, size_t len)
{
	char line[LINE + 2], *end;
	const uint8_t *p = data;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		n = len < BASE64_LINE ? len : BASE64_LINE;
		end = write_base64(line, p, n);
		*end++ = '\r';
		*end++ = '\n';
		(void)bytes_add(out, line, (size_t)(end - line));
	}
	return bytes_ok(out);
}

/* "=" always, since boundaries have one; a dot alone ends a mail on its way;
 * "From " at a line's start begins another in a box. */
static bool
must_quote(const uint8_t *p, size_t i, size_t len, size_t column)
{
	if (p[i] == '=' || p[i] >= 0x7f || (p[i] < ' ' && p[i] != '\t'))
		return true;
	if ((p[i] == ' ' || p[i] == '\t') &&
	    (i + 1 == len || p[i + 1] == '\n'))
		return true;
	return column == 0 && (p[i] == '.' || p[i] == '-' || (p[i] == 'F' &&
	    len - i >= 5 && memcmp(p + i, "From ", 5) == 0));
}

int
transfer_to_quoted(struct bytes *out, const void *data, size_t len)
{
	const uint8_t *p = data;
	size_t i, column = 0;

	for (i = 0; i < len; i++) {
		size_t width;

		if (p[i] == '\n') {
			(void)bytes_add(out, "\r\n", 2);
			column = 0;
			continue;
		}
		width = must_quote(p, i, len, column) ? 3 : 1;
		if (column + width >= LINE) {
			(void)bytes_add(out, "=\r\n", 3);
			column = 0;
			width = must_quote(p, i, len, 0) ? 3 : 1;
		}
		if (width == 3)
			(void)bytes_addf(out, "=%02X", p[i]);
		else
			(void)bytes_add(out, p + i, 1);
		column += width;
	}
	return bytes_ok(out);
}

int
transfer_to_words(struct bytes *out, const void *data, size_t len)
{
	char word[WORD_BYTES / 3 * 4 + 4];
	const uint8_t *p = data;
	bool first = true;
	uint32_t cp;
	size_t n, step;

	for (; len > 0; p += n, len -= n, first = false) {
		for (n = 0; n < len; n += step) {
			if ((step = utf8_next(p + n, len - n, &cp)) == 0)
				step = 1;
			if (n + step > WORD_BYTES)
				break;
		}
		if (!first)
			(void)bytes_add_str(out, "\r\n ");
		(void)bytes_add_str(out, "=?utf-8?B?");
		(void)bytes_add(out, word,
		    (size_t)(write_base64(word, p, n) - word));
		(void)bytes_add_str(out, "?=");
	}
	return bytes_ok(out);
}
