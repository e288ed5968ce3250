/* print.c -- see print.h. */
#include "vault/base/print.h"

#include <assert.h>
#include <string.h>

#include "vault/base/err.h"

#define HTML_TEXT_MAX (1u << 20)	/* bytes of one text, with its escapes */

size_t
utf8_next(const uint8_t *p, size_t len, uint32_t *cp)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n, i;

	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		n = 2;
		*cp = p[0] & 0x1f;
	} else if ((p[0] & 0xf0) == 0xe0) {
		n = 3;
		*cp = p[0] & 0x0f;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		n = 4;
		*cp = p[0] & 0x07;
	} else {
		return 0;
	}
	if (n > len)
		return 0;
	for (i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		*cp = *cp << 6 | (p[i] & 0x3f);
	}
	if (*cp < least[n] || *cp > 0x10ffff ||
	    (*cp >= 0xd800 && *cp <= 0xdfff))
		return 0;
	return n;
}

bool
utf8_valid(const uint8_t *p, size_t len)
{
	uint32_t cp;
	size_t n;

	while (len > 0) {
		if ((n = utf8_next(p, len, &cp)) == 0)
			return false;
		p += n;
		len -= n;
	}
	return true;
}

int
utf8_put(struct bytes *b, uint32_t cp)
{
	uint8_t c[4];
	size_t n;

	if (cp < 0x80) {
		c[0] = (uint8_t)cp;
		n = 1;
	} else if (cp < 0x800) {
		c[0] = (uint8_t)(0xc0 | cp >> 6);
		n = 2;
	} else if (cp < 0x10000) {
		c[0] = (uint8_t)(0xe0 | cp >> 12);
		n = 3;
	} else {
		c[0] = (uint8_t)(0xf0 | cp >> 18);
		n = 4;
	}
	for (size_t i = 1; i < n; i++)
		c[i] = (uint8_t)(0x80 | (cp >> 6 * (n - 1 - i) & 0x3f));
	return bytes_add(b, c, n);
}

bool
print_is_hidden(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} hidden[] = {
		{ 0x00ad, 0x00ad }, { 0x034f, 0x034f }, { 0x061c, 0x061c },
		{ 0x115f, 0x1160 }, { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
		{ 0x200b, 0x200f }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0x3164, 0x3164 }, { 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb }, { 0x1bca0, 0x1bca3 },
		{ 0x1d173, 0x1d17a }, { 0xe0000, 0xe0fff },
	};
	size_t i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (cp >= hidden[i].first && cp <= hidden[i].last)
			return true;
	return false;
}

int
print_escape(struct bytes *b, const void *p, size_t len)
{
	const uint8_t *at = p;
	uint32_t cp;
	size_t n;

	for (; len > 0; at += n, len -= n) {
		if ((n = utf8_next(at, len, &cp)) == 0) {
			n = 1;
			(void)bytes_addf(b, "\\x%02x", at[0]);
		} else if (cp == '\n') {
			(void)bytes_add_str(b, "\\n");
		} else if (cp == '\t') {
			(void)bytes_add_str(b, "\\t");
		} else if (cp < 0x20 || cp == 0x7f) {
			(void)bytes_addf(b, "\\x%02x", (unsigned)cp);
		} else if (cp >= 0x80 && (cp < 0xa0 || print_is_hidden(cp))) {
			(void)bytes_addf(b, "\\u%04x", (unsigned)cp);
		} else {
			(void)bytes_add(b, at, n);
		}
	}
	return bytes_ok(b);
}

void
print_escaped(FILE *f, const char *s)
{
	struct bytes b = BYTES_INIT(16 * ERR_LINE_MAX);

	if (print_escape(&b, s, strlen(s)) == 0 && b.len > 0)
		(void)fwrite(b.data, 1, b.len, f);
	bytes_free(&b);
}

static void
html_char(struct bytes *b, const uint8_t *at, size_t n)
{
	switch (n == 1 ? at[0] : 0) {
	case '&':
		(void)bytes_add_str(b, "&amp;");
		break;
	case '<':
		(void)bytes_add_str(b, "&lt;");
		break;
	case '>':
		(void)bytes_add_str(b, "&gt;");
		break;
	case '"':
		(void)bytes_add_str(b, "&quot;");
		break;
	case '\'':
		(void)bytes_add_str(b, "&#39;");
		break;
	default:
		(void)bytes_add(b, at, n);
	}
}

/* What a document of HTML may not hold, by its standard. */
static bool
is_no_text(uint32_t cp)
{
	return (cp < 0x20 && cp != '\n' && cp != '\t') ||
	    (cp >= 0x7f && cp < 0xa0) || (cp >= 0xfdd0 && cp <= 0xfdef) ||
	    (cp & 0xfffe) == 0xfffe;
}

int
print_prose(struct bytes *b, const char *text, size_t len)
{
	const uint8_t *at = (const uint8_t *)text;
	uint32_t cp;
	size_t n;

	for (; len > 0; at += n, len -= n) {
		if ((n = utf8_next(at, len, &cp)) == 0 || is_no_text(cp)) {
			n = n == 0 ? 1 : n;
			(void)utf8_put(b, 0xfffd);
		} else {
			html_char(b, at, n);
		}
	}
	return bytes_ok(b);
}

int
print_html(struct bytes *b, const char *text)
{
	struct bytes shown = BYTES_WIPED(HTML_TEXT_MAX);
	int r;

	if ((r = print_escape(&shown, text, strlen(text))) == 0)
		r = print_prose(b, (const char *)shown.data, shown.len);
	else
		b->failed = r;
	bytes_free(&shown);
	return r;
}

struct json
json_writer(struct bytes *out)
{
	return (struct json){ .out = out, .depth = 0, .first = { true } };
}

/* Every value begins here: set the comma that is due. */
static void
json_begin(struct json *j)
{
	if (!j->after_key && !j->first[j->depth])
		(void)bytes_add_str(j->out, ",");
	j->first[j->depth] = false;
	j->after_key = false;
}

void
json_open(struct json *j, char bracket)
{
	json_begin(j);
	assert(j->depth + 1 < JSON_DEPTH_MAX);
	j->first[++j->depth] = true;
	(void)bytes_add(j->out, &bracket, 1);
}

void
json_close(struct json *j, char bracket)
{
	assert(j->depth > 0);
	j->depth--;
	(void)bytes_add(j->out, &bracket, 1);
}

void
json_key(struct json *j, const char *key)
{
	json_str(j, key);
	(void)bytes_add_str(j->out, ":");
	j->after_key = true;
}

void
json_bytes(struct json *j, const void *p, size_t len)
{
	const uint8_t *at = p;
	uint32_t cp;
	size_t n;

	json_begin(j);
	(void)bytes_add_str(j->out, "\"");
	for (; len > 0; at += n, len -= n) {
		if ((n = utf8_next(at, len, &cp)) == 0) {
			n = 1;
			(void)utf8_put(j->out, 0xfffd);
		} else if (cp == '"' || cp == '\\') {
			(void)bytes_addf(j->out, "\\%c", (char)cp);
		} else if (cp == '\n') {
			(void)bytes_add_str(j->out, "\\n");
		} else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0) ||
		    cp == 0x2028 || cp == 0x2029) {
			(void)bytes_addf(j->out, "\\u%04x", (unsigned)cp);
		} else {
			(void)bytes_add(j->out, at, n);
		}
	}
	(void)bytes_add_str(j->out, "\"");
}

void
json_str(struct json *j, const char *s)
{
	json_bytes(j, s, strlen(s));
}

void
json_uint(struct json *j, uint64_t v)
{
	json_begin(j);
	(void)bytes_addf(j->out, "%llu", (unsigned long long)v);
}

void
json_int(struct json *j, int64_t v)
{
	json_begin(j);
	(void)bytes_addf(j->out, "%lld", (long long)v);
}

void
json_real(struct json *j, double v)
{
	json_begin(j);
	(void)bytes_addf(j->out, "%.3f", v);
}

void
json_bool(struct json *j, bool v)
{
	json_begin(j);
	(void)bytes_add_str(j->out, v ? "true" : "false");
}

void
json_null(struct json *j)
{
	json_begin(j);
	(void)bytes_add_str(j->out, "null");
}

void
json_kstr(struct json *j, const char *key, const char *s)
{
	json_key(j, key);
	json_str(j, s);
}

void
json_kuint(struct json *j, const char *key, uint64_t v)
{
	json_key(j, key);
	json_uint(j, v);
}

int
json_line(struct bytes *b)
{
	int r;

	if ((r = bytes_add(b, "\n", 1)) < 0)
		return r;
	if (fwrite(b->data, 1, b->len, stdout) != b->len || fflush(stdout) != 0)
		r = err_sys("cannot write the answer");
	bytes_reset(b);
	return r;
}
