/* pdf_lex.c -- see pdf_lex.h. */
#include "intake/format/pdf/pdf_lex.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_TEXT 48

struct pdf_lex
pdf_lex(const uint8_t *p, size_t len)
{
	return (struct pdf_lex){ .p = p, .len = len,
	    .value = BYTES_INIT(LEX_VALUE_MAX) };
}

void
pdf_lex_free(struct pdf_lex *l)
{
	bytes_free(&l->value);
}

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' ||
	    c == '\0';
}

static bool
is_delimiter(uint8_t c)
{
	return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' ||
	    c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}

static bool
is_regular(uint8_t c)
{
	return !is_space(c) && !is_delimiter(c);
}

static int
hex(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
skip(struct pdf_lex *l)
{
	for (; l->at < l->len; l->at++) {
		if (l->p[l->at] == '%')
			while (l->at < l->len && l->p[l->at] != '\n' &&
			    l->p[l->at] != '\r')
				l->at++;
		if (l->at < l->len && !is_space(l->p[l->at]))
			return;
	}
	if (l->at > l->len)
		l->at = l->len;
}

static void
put(struct pdf_lex *l, uint8_t c)
{
	bytes_add(&l->value, &c, 1);
}

static void
read_name(struct pdf_lex *l)
{
	for (; l->at < l->len && is_regular(l->p[l->at]); l->at++) {
		uint8_t c = l->p[l->at];

		if (c == '#' && l->len - l->at > 2 &&
		    hex(l->p[l->at + 1]) >= 0 && hex(l->p[l->at + 2]) >= 0) {
			c = (uint8_t)(hex(l->p[l->at + 1]) << 4 |
			    hex(l->p[l->at + 2]));
			l->at += 2;
		}
		put(l, c);
	}
}

/* Behind a backslash; what it stands for goes to the value. */
static void
read_escape(struct pdf_lex *l)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	uint8_t c = l->p[l->at++];
	const char *at;
	unsigned v, i;

	if (c >= '0' && c <= '7') {
		v = c - (unsigned)'0';
		for (i = 0; i < 2 && l->at < l->len && l->p[l->at] >= '0' &&
		    l->p[l->at] <= '7'; i++)
			v = v * 8 + l->p[l->at++] - (unsigned)'0';
		put(l, (uint8_t)v);
	} else if (c == '\r') {
		l->at += l->at < l->len && l->p[l->at] == '\n';
	} else if (c != '\n') {
		at = c != '\0' ? strchr(from, c) : NULL;
		put(l, at != NULL ? (uint8_t)to[at - from] : c);
	}
}

static void
read_string(struct pdf_lex *l)
{
	unsigned depth = 1;

	while (l->at < l->len) {
		uint8_t c = l->p[l->at++];

		if (c == '\\') {
			if (l->at < l->len)
				read_escape(l);
			continue;
		}
		depth += c == '(';
		depth -= c == ')';
		if (depth == 0)
			return;
		if (c == '\r') {	/* any end of line is a line feed */
			c = '\n';
			l->at += l->at < l->len && l->p[l->at] == '\n';
		}
		put(l, c);
	}
}

static void
read_hex(struct pdf_lex *l)
{
	int high = -1, v;

	while (l->at < l->len && l->p[l->at] != '>') {
		if ((v = hex(l->p[l->at++])) < 0)
			continue;
		if (high >= 0)
			put(l, (uint8_t)(high << 4 | v));
		high = high >= 0 ? -1 : v;
	}
	l->at += l->at < l->len;
	if (high >= 0)
		put(l, (uint8_t)(high << 4));
}

/*
 * A number, in one spelling; false when it is none.  Minus signs in its
 * middle are passed over, as readers do.
 */
static bool
number_text(const uint8_t *p, size_t len, char out[NUMBER_TEXT])
{
	size_t i = 0, n = 0, whole, digits = 0;
	bool minus = false, dot = false;

	whole = 0;
	for (; i < len && (p[i] == '-' || p[i] == '+'); i++)
		minus |= p[i] == '-';
	out[n++] = '-';
	for (; i < len; i++) {
		if (p[i] == '-')
			continue;
		if (p[i] == '.' && !dot) {
			dot = true;
			if (n == 1)
				out[n++] = '0';
			whole = n;
			out[n++] = '.';
			continue;
		}
		if (p[i] < '0' || p[i] > '9')
			return false;
		digits++;
		if (!dot && n == 2 && out[1] == '0')
			n = 1;		/* a leading zero */
		if (dot ? n - whole <= LEX_DIGITS_MAX : n < 20)
			out[n++] = (char)p[i];
		else if (!dot)
			return false;
	}
	if (digits == 0)
		return false;
	if (dot) {
		while (out[n - 1] == '0')
			n--;
		n -= out[n - 1] == '.';
	}
	if (n == 2 && out[1] == '0')
		minus = false;
	out[n] = '\0';
	if (!minus)
		memmove(out, out + 1, n);
	return true;
}

static double
value_of(const char *s)
{
	double v = 0, part = 1;
	bool minus = *s == '-';

	for (s += minus; *s != '\0' && *s != '.'; s++)
		v = v * 10 + (*s - '0');
	if (*s == '.')
		while (*++s != '\0')
			v += (*s - '0') * (part /= 10);
	return minus ? -v : v;
}

static enum pdf_token
read_word(struct pdf_lex *l)
{
	size_t from = l->at;
	char text[NUMBER_TEXT];

	while (l->at < l->len && is_regular(l->p[l->at]))
		l->at++;
	if (number_text(l->p + from, l->at - from, text)) {
		bytes_add_str(&l->value, text);
		l->number = value_of(text);
		return TOKEN_NUMBER;
	}
	bytes_add(&l->value, l->p + from, l->at - from);
	return TOKEN_WORD;
}

enum pdf_token
pdf_lex_next(struct pdf_lex *l)
{
	bool twice;

	bytes_reset(&l->value);
	skip(l);
	if (l->at >= l->len)
		return TOKEN_END;
	twice = l->len - l->at > 1 && l->p[l->at + 1] == l->p[l->at];
	switch (l->p[l->at]) {
	case '/':
		l->at++;
		read_name(l);
		return TOKEN_NAME;
	case '(':
		l->at++;
		read_string(l);
		return TOKEN_STRING;
	case '<':
		l->at += twice ? 2 : 1;
		if (twice)
			return TOKEN_DICT;
		read_hex(l);
		return TOKEN_STRING;
	case '>':
		l->at += twice ? 2 : 1;
		return twice ? TOKEN_DICT_END : pdf_lex_next(l);
	case '[':
		l->at++;
		return TOKEN_OPEN;
	case ']':
		l->at++;
		return TOKEN_CLOSE;
	case '{':
	case '}':
		put(l, l->p[l->at++]);
		return TOKEN_WORD;
	case ')':
		l->at++;
		put(l, ')');
		return TOKEN_WORD;
	default:
		return read_word(l);
	}
}

void
pdf_put_name(struct bytes *b, const void *name, size_t len)
{
	const uint8_t *p = name;
	size_t i;

	bytes_add_str(b, "/");
	for (i = 0; i < len; i++)
		if (p[i] > ' ' && p[i] < 0x7f && p[i] != '#' &&
		    !is_delimiter(p[i]))
			bytes_add(b, p + i, 1);
		else
			bytes_addf(b, "#%02x", p[i]);
}

void
pdf_put_string(struct bytes *b, const void *s, size_t len)
{
	const uint8_t *p = s;
	size_t i;

	bytes_add_str(b, "(");
	for (i = 0; i < len; i++) {
		if (p[i] == '(' || p[i] == ')' || p[i] == '\\')
			bytes_add_str(b, "\\");
		if (p[i] == '\r')
			bytes_add_str(b, "\\r");
		else
			bytes_add(b, p + i, 1);
	}
	bytes_add_str(b, ")");
}

void
pdf_put_token(struct bytes *b, enum pdf_token kind, const void *value,
    size_t len)
{
	static const char *const fixed[] = { [TOKEN_OPEN] = "[",
		[TOKEN_CLOSE] = "]", [TOKEN_DICT] = "<<",
		[TOKEN_DICT_END] = ">>" };

	switch (kind) {
	case TOKEN_NAME:
		pdf_put_name(b, value, len);
		break;
	case TOKEN_STRING:
		pdf_put_string(b, value, len);
		break;
	case TOKEN_NUMBER:
	case TOKEN_WORD:
		bytes_add(b, value, len);
		break;
	case TOKEN_END:
		return;
	default:
		bytes_add_str(b, fixed[kind]);
		return;
	}
	bytes_add_str(b, " ");
}

void
pdf_put_number(struct bytes *b, double v)
{
	char text[NUMBER_TEXT];
	long long u;
	int n;

	if (!(fabs(v) < 1e9))
		v = 0;
	u = llround(fabs(v) * 1e5);
	n = snprintf(text, sizeof text, "%s%lld.%05lld", v < 0 && u != 0 ?
	    "-" : "", u / 100000, u % 100000);
	while (text[n - 1] == '0')
		n--;
	n -= text[n - 1] == '.';
	bytes_add(b, text, (size_t)n);
	bytes_add_str(b, " ");
}
