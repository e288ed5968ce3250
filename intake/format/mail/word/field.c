/* field.c -- see field.h. */
#include "intake/format/mail/word/field.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "intake/format/mail/word/charset.h"
#include "intake/format/mail/word/transfer.h"
#include "vault/base/print.h"

#define CHARSET_SIZE 64u
#define SECTIONS_MAX 100u	/* of a parameter that goes on and on */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* --- encoded words --- */

struct word {
	char charset[CHARSET_SIZE];
	char how;		/* 'B' or 'Q' */
	const char *text;
	size_t len, total;	/* bytes of its text, of all of it */
};

/* =?charset*language?B?text?= */
static bool
read_word(struct word *w, const char *p, size_t len)
{
	const char *q, *end = p + len, *star;
	size_t n;

	if (len < 8 || p[0] != '=' || p[1] != '?' ||
	    (q = memchr(p + 2, '?', len - 2)) == NULL)
		return false;
	n = (size_t)(q - p) - 2;
	if ((star = memchr(p + 2, '*', n)) != NULL)
		n = (size_t)(star - p) - 2;
	if (n == 0 || n >= CHARSET_SIZE || end - q < 5 || q[2] != '?')
		return false;
	memcpy(w->charset, p + 2, n);
	w->charset[n] = '\0';
	w->how = (char)(q[1] & ~0x20);
	if (w->how != 'B' && w->how != 'Q')
		return false;
	w->text = q + 3;
	for (q += 3; q + 1 < end; q++)
		if (q[0] == '?' && q[1] == '=') {
			w->len = (size_t)(q - w->text);
			w->total = (size_t)(q - p) + 2;
			return true;
		} else if (is_space(*q) && w->how == 'B') {
			return false;
		}
	return false;
}

static void
put_word(struct bytes *raw, const struct word *w)
{
	if (w->how == 'B')
		(void)transfer_from_base64(raw, w->text, w->len);
	else
		(void)transfer_from_quoted(raw, w->text, w->len, true);
}

/* Words that stand side by side are one, even inside a character. */
static size_t
put_words(struct bytes *out, const char *p, size_t len, struct word *w)
{
	struct bytes raw = BYTES_INIT(FIELD_MAX);
	struct word next;
	size_t at = w->total, skip;

	put_word(&raw, w);
	for (;;) {
		for (skip = 0; at + skip < len && is_space(p[at + skip]);
		    skip++)
			;
		if (!read_word(&next, p + at + skip, len - at - skip))
			break;
		if (strcasecmp(next.charset, w->charset) != 0) {
			(void)charset_to_utf8(out, raw.data, raw.len,
			    w->charset);
			bytes_reset(&raw);
			*w = next;
		}
		put_word(&raw, &next);
		at += skip + next.total;
	}
	(void)charset_to_utf8(out, raw.data, raw.len, w->charset);
	bytes_free(&raw);
	return at;
}

/* What no encoded word says: UTF-8, or bytes of an old mail. */
static void
put_plain(struct bytes *out, const char *p, size_t len)
{
	struct bytes line = BYTES_INIT(FIELD_MAX);
	size_t i;

	for (i = 0; i < len; i++)
		if (p[i] != '\r' && p[i] != '\n')
			(void)bytes_add(&line, p[i] == '\t' ? " " : p + i, 1);
	(void)charset_to_utf8(out, line.data, line.len, "");
	bytes_free(&line);
}

int
field_text(struct bytes *out, const char *raw, size_t len)
{
	size_t at = 0, from = 0;
	struct word w;

	if (len == 0)
		return 0;
	while (len > 0 && is_space(raw[0])) {
		raw++;
		len--;
	}
	while (len > 0 && is_space(raw[len - 1]))
		len--;
	while (at < len) {
		if (raw[at] != '=' || !read_word(&w, raw + at, len - at)) {
			at++;
			continue;
		}
		put_plain(out, raw + from, at - from);
		at += put_words(out, raw + at, len - at, &w);
		from = at;
	}
	put_plain(out, raw + from, len - from);
	return bytes_ok(out);
}

/* --- parameters --- */

struct param {
	char name[64];		/* lower case, without section and "*" */
	int section;		/* -1: none is said */
	bool extended;		/* percent-encoded */
	size_t value, len;	/* where it stands, without quotes */
	bool quoted;
};

/* Past white space and comments. */
static size_t
skip_space(const char *p, size_t len, size_t at)
{
	unsigned depth = 0;

	for (; at < len && (depth > 0 || is_space(p[at]) || p[at] == '(');
	    at++)
		if (p[at] == '(')
			depth++;
		else if (p[at] == ')' && depth > 0)
			depth--;
	return at;
}

/* To the ';' that is in no quotes. */
static size_t
to_semicolon(const char *p, size_t len, size_t at)
{
	bool quoted = false;

	for (; at < len && (quoted || p[at] != ';'); at++)
		if (p[at] == '\\' && quoted)
			at++;
		else if (p[at] == '"')
			quoted = !quoted;
	return at < len ? at : len;
}

static void
param_name(struct param *q, const char *p, size_t len)
{
	size_t i, n = 0;

	q->section = -1;
	q->extended = false;
	for (i = 0; i < len && p[i] != '*'; i++)
		if (n < sizeof(q->name) - 1)
			q->name[n++] = (char)(p[i] >= 'A' && p[i] <= 'Z' ?
			    p[i] + 32 : p[i]);
	q->name[n] = '\0';
	for (; i < len; i++) {
		if (p[i] == '*' && i + 1 == len)
			q->extended = true;
		else if (p[i] >= '0' && p[i] <= '9')
			q->section = (q->section < 0 ? 0 : q->section) * 10 %
			    1000 + (p[i] - '0');
	}
}

/* The parameter behind the ';' at `at`; where the next one is, 0 at the end. */
static size_t
next_param(struct param *q, const char *p, size_t len, size_t at)
{
	size_t start, end;

	if ((at = to_semicolon(p, len, at)) >= len)
		return 0;
	start = at = skip_space(p, len, at + 1);
	while (at < len && p[at] != '=' && p[at] != ';')
		at++;
	for (end = at; end > start && is_space(p[end - 1]); end--)
		;
	param_name(q, p + start, end - start);
	q->value = q->len = 0;
	q->quoted = false;
	if (at == len || p[at] == ';')
		return at;
	at = skip_space(p, len, at + 1);
	end = to_semicolon(p, len, at);
	q->quoted = at < len && p[at] == '"';
	if (q->quoted) {
		for (q->value = ++at; at < end && p[at] != '"'; at++)
			if (p[at] == '\\')
				at++;
		q->len = (at < end ? at : end) - q->value;
		return end;
	}
	q->value = at;
	for (at = end; at > q->value && is_space(p[at - 1]); at--)
		;
	q->len = at - q->value;
	return end;
}

static void
put_unquoted(struct bytes *out, const struct param *q, const char *p)
{
	size_t i;

	for (i = 0; i < q->len; i++) {
		if (q->quoted && p[q->value + i] == '\\' && i + 1 < q->len)
			i++;
		(void)bytes_add(out, p + q->value + i, 1);
	}
}

/* charset'language'%41%42; the first section alone names the set. */
static void
put_extended(struct bytes *raw, const struct param *q, const char *p,
    char *charset)
{
	const char *s = p + q->value, *tick, *second;
	size_t len = q->len, i;

	if (q->section <= 0 && (tick = memchr(s, '\'', len)) != NULL &&
	    (second = memchr(tick + 1, '\'', len - (size_t)(tick - s) - 1)) !=
	    NULL) {
		(void)snprintf(charset, CHARSET_SIZE, "%.*s",
		    (int)(tick - s < CHARSET_SIZE ? tick - s : 0), s);
		len -= (size_t)(second + 1 - s);
		s = second + 1;
	}
	for (i = 0; i < len; i++) {
		char triple[4] = { '=', 0, 0, 0 };

		if (s[i] != '%' || i + 2 >= len) {
			(void)bytes_add(raw, s + i, 1);
			continue;
		}
		triple[1] = s[i + 1];
		triple[2] = s[i + 2];
		(void)transfer_from_quoted(raw, triple, 3, false);
		i += 2;
	}
}

bool
field_param(struct bytes *out, const char *raw, size_t len,
    const char *name)
{
	struct bytes value = BYTES_INIT(FIELD_MAX);
	char charset[CHARSET_SIZE] = "";
	struct param q = { .len = 0 };
	bool found = false, extended = false;
	int section;
	size_t at;

	/* Sections in their order, wherever they stand. */
	for (section = -1; section < (int)SECTIONS_MAX; section++) {
		bool any = false;

		for (at = 0; (at = next_param(&q, raw, len, at)) > 0;) {
			if (q.section != section || strcmp(q.name, name) != 0)
				continue;
			any = found = true;
			if (q.extended) {
				extended = true;
				put_extended(&value, &q, raw, charset);
			} else {
				put_unquoted(&value, &q, raw);
			}
			break;
		}
		if (!any && section >= 0)
			break;
		if (any && section < 0)
			break;
	}
	if (extended)
		(void)charset_to_utf8(out, value.data, value.len, charset);
	else
		(void)field_text(out, (const char *)value.data, value.len);
	bytes_free(&value);
	return found;
}

size_t
field_next_param(const char *raw, size_t len, size_t at, char *name,
    size_t size)
{
	struct param q = { .len = 0 };

	if ((at = next_param(&q, raw, len, at)) > 0)
		(void)snprintf(name, size, "%s", q.name);
	return at;
}

void
field_word(char *to, size_t size, const char *raw, size_t len)
{
	size_t at = skip_space(raw, len, 0), n = 0;

	for (; at < len && raw[at] != ';' && raw[at] != '(' &&
	    !is_space(raw[at]) && n + 1 < size; at++)
		to[n++] = (char)(raw[at] >= 'A' && raw[at] <= 'Z' ?
		    raw[at] + 32 : raw[at]);
	to[n] = '\0';
}
