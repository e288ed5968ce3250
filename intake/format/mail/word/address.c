/* address.c -- see address.h. */
#include "intake/format/mail/word/address.h"

#include <stdbool.h>
#include <string.h>

#include "intake/format/mail/word/field.h"
#include "intake/format/mail/word/transfer.h"

struct one {
	const char *phrase;	/* a name, or an address that stands alone */
	size_t phrase_len;
	const char *angle;	/* "<...>"; NULL */
	size_t angle_len;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next address; where the one behind it begins. */
static size_t
next_one(struct one *o, const char *p, size_t len)
{
	bool quoted = false;
	size_t i, depth = 0, end;

	*o = (struct one){ .phrase = p };
	for (i = 0; i < len; i++) {
		if (p[i] == '\\' && i + 1 < len)
			i++;
		else if (p[i] == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (p[i] == '(')
			depth++;
		else if (p[i] == ')' && depth > 0)
			depth--;
		else if (p[i] == '<' && depth == 0 && o->angle == NULL)
			o->angle = p + i;
		else if (p[i] == '>' && o->angle != NULL && o->angle_len == 0)
			o->angle_len = (size_t)(p + i + 1 - o->angle);
		else if (p[i] == ',' && depth == 0 &&
		    (o->angle == NULL || o->angle_len > 0))
			break;
	}
	end = i;
	if (o->angle != NULL && o->angle_len == 0)
		o->angle_len = (size_t)(p + end - o->angle);
	o->phrase_len = o->angle != NULL ? (size_t)(o->angle - p) : end;
	while (o->phrase_len > 0 && is_space(o->phrase[0])) {
		o->phrase++;
		o->phrase_len--;
	}
	while (o->phrase_len > 0 && is_space(o->phrase[o->phrase_len - 1]))
		o->phrase_len--;
	return end < len ? end + 1 : len;
}

/* A quoted string's inside, when the phrase is one. */
static bool
unquote(struct bytes *out, const char *p, size_t len)
{
	size_t i;

	if (len < 2 || p[0] != '"' || p[len - 1] != '"')
		return false;
	for (i = 1; i + 1 < len; i++) {
		if (p[i] == '\\' && i + 2 < len)
			i++;
		(void)bytes_add(out, p + i, 1);
	}
	return true;
}

static bool
needs_quotes(const uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (strchr("()<>[]:;@\\,.\"", p[i]) != NULL)
			return true;
	return false;
}

static void
put_quoted(struct bytes *out, const uint8_t *p, size_t len)
{
	size_t i;

	(void)bytes_add(out, "\"", 1);
	for (i = 0; i < len; i++) {
		if (p[i] == '"' || p[i] == '\\')
			(void)bytes_add(out, "\\", 1);
		(void)bytes_add(out, p + i, 1);
	}
	(void)bytes_add(out, "\"", 1);
}

/* The name without quotes and encoding. */
static void
plain_name(struct bytes *name, const struct one *o)
{
	struct bytes inside = BYTES_INIT(FIELD_MAX);

	if (unquote(&inside, o->phrase, o->phrase_len))
		(void)field_text(name, (const char *)inside.data, inside.len);
	else
		(void)field_text(name, o->phrase, o->phrase_len);
	bytes_free(&inside);
}

int
address_text(struct bytes *out, const char *raw, size_t len)
{
	struct bytes name = BYTES_INIT(FIELD_MAX);
	size_t at = 0;
	struct one o;
	bool first = true;

	while (at < len) {
		at += next_one(&o, raw + at, len - at);
		if (o.phrase_len == 0 && o.angle == NULL)
			continue;
		if (!first)
			(void)bytes_add_str(out, ", ");
		first = false;
		bytes_reset(&name);
		if (o.angle == NULL) {
			(void)field_text(out, o.phrase, o.phrase_len);
			continue;
		}
		plain_name(&name, &o);
		if (name.len > 0 && needs_quotes(name.data, name.len))
			put_quoted(out, name.data, name.len);
		else
			(void)bytes_add(out, name.data, name.len);
		if (name.len > 0)
			(void)bytes_add(out, " ", 1);
		(void)field_text(out, o.angle, o.angle_len);
	}
	bytes_free(&name);
	return bytes_ok(out);
}

/* address (name): as some old programs write it. */
static void
from_comment(struct bytes *name, struct bytes *address, const struct one *o)
{
	const char *open = memchr(o->phrase, '(', o->phrase_len);
	size_t n = open != NULL ? (size_t)(open - o->phrase) : o->phrase_len;
	size_t more = o->phrase_len - n;

	(void)field_text(address, o->phrase, n);
	if (more > 2)
		(void)field_text(name, open + 1,
		    more - 1 - (open[more - 1] == ')'));
}

size_t
address_next(struct bytes *name, struct bytes *address, const char *raw,
    size_t len, size_t at)
{
	struct one o;
	size_t n;

	while (at < len) {
		at += next_one(&o, raw + at, len - at);
		if (o.phrase_len == 0 && o.angle == NULL)
			continue;
		if (o.angle == NULL) {
			from_comment(name, address, &o);
			return at;
		}
		plain_name(name, &o);
		n = o.angle_len;
		if (n > 1 && o.angle[n - 1] == '>')
			n--;
		(void)field_text(address, o.angle + 1, n - 1);
		return at;
	}
	return 0;
}

static bool
is_ascii(const void *data, size_t len)
{
	const uint8_t *p = data;

	for (; len > 0; p++, len--)
		if (*p >= 0x80)
			return false;
	return true;
}

/* ASCII stands as it is; any other name is encoded whole. */
static void
write_name(struct bytes *out, const char *p, size_t len)
{
	struct bytes name = BYTES_INIT(FIELD_MAX);

	if (is_ascii(p, len)) {
		(void)bytes_add(out, p, len);
	} else {
		if (!unquote(&name, p, len))
			(void)bytes_add(&name, p, len);
		(void)transfer_to_words(out, name.data, name.len);
	}
	bytes_free(&name);
}

int
address_write(struct bytes *out, const char *text, size_t len)
{
	size_t at = 0;
	struct one o;
	bool first = true;

	while (at < len) {
		at += next_one(&o, text + at, len - at);
		if (o.phrase_len == 0 && o.angle == NULL)
			continue;
		if (!first)
			(void)bytes_add_str(out, ",\r\n ");
		first = false;
		/* A label may have taken one of two brackets. */
		if (o.angle == NULL && o.phrase[o.phrase_len - 1] == '>')
			o.phrase_len--;
		write_name(out, o.phrase, o.phrase_len);
		if (o.angle == NULL)
			continue;
		if (o.phrase_len > 0)
			(void)bytes_add_str(out, " ");
		write_name(out, o.angle, o.angle_len);
		if (o.angle[o.angle_len - 1] != '>')
			(void)bytes_add_str(out, ">");
	}
	return bytes_ok(out);
}
