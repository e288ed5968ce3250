/* mime.c -- see mime.h. */
#include "intake/format/mail/mime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/examine/array.h"
#include "intake/format/mail/word/field.h"
#include "intake/format/mail/word/transfer.h"
#include "vault/base/err.h"

#define START_BYTES 4096u	/* of a part, to see whether it is empty */

struct limits {
	size_t fields, parts;
};

static int read_entity(struct mime **out, const char *p, size_t len,
    struct limits *used, unsigned depth);

static const char *
line_after(const char *p, const char *end)
{
	const char *n = memchr(p, '\n', (size_t)(end - p));

	return n != NULL ? n + 1 : end;
}

static bool
is_blank(const char *p, const char *next)
{
	while (p < next && (*p == '\r' || *p == '\n'))
		p++;
	return p == next;
}

const char *
mime_next_field(const char *p, const char *end, struct field *f)
{
	const char *at = p, *next;

	while (at < end && *at > ' ' && *at != ':' && *at != 0x7f)
		at++;
	f->name = p;
	f->name_len = (size_t)(at - p);
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (f->name_len == 0 || at == end || *at != ':')
		return NULL;
	f->value = at + 1;
	/* What begins with white space goes on with it. */
	for (next = line_after(at, end); next < end && (*next == ' ' ||
	    *next == '\t') && !is_blank(next, line_after(next, end));)
		next = line_after(next, end);
	f->len = (size_t)(next - f->value);
	while (f->len > 0 && (f->value[f->len - 1] == '\n' ||
	    f->value[f->len - 1] == '\r'))
		f->len--;
	return next;
}

bool
mime_field_is(const struct field *f, const char *name)
{
	return strlen(name) == f->name_len &&
	    strncasecmp(f->name, name, f->name_len) == 0;
}

const struct field *
mime_field(const struct mime *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->nfields; i++)
		if (mime_field_is(&m->fields[i], name))
			return &m->fields[i];
	return NULL;
}

bool
mime_is_multipart(const struct mime *m)
{
	return m->nparts > 0;
}

static int
read_fields(struct mime *m, const char *p, const char *end,
    struct limits *used)
{
	struct field f;
	const char *next;
	int r;

	while (p < end && !is_blank(p, line_after(p, end))) {
		if ((next = mime_next_field(p, end, &f)) == NULL) {
			/* A line that is no field: what follows may be. */
			const char *after = line_after(p, end);
			struct field g;

			if (m->nfields == 0 || (after < end &&
			    !is_blank(after, line_after(after, end)) &&
			    mime_next_field(after, end, &g) == NULL))
				break;
			f = (struct field){ .name = p, .name_len = 0,
			    .value = p, .len = (size_t)(after - p) };
			next = after;
		}
		if (used->fields++ >= MIME_FIELDS_MAX)
			return err_set(ERR_TOO_BIG, "it has more than %u "
			    "header fields", MIME_FIELDS_MAX);
		if ((r = array_grow(&m->fields, m->nfields, MIME_FIELDS_MAX,
		    sizeof(*m->fields))) < 0)
			return r;
		m->fields[m->nfields++] = f;
		p = next;
	}
	if (p < end && is_blank(p, line_after(p, end)))
		p = line_after(p, end);
	m->body = p;
	m->len = (size_t)(end - p);
	return 0;
}

/* A parameter's value as a string, cut at `size`; "" when there is none. */
static void
take_param(char *to, size_t size, const struct field *f, const char *name)
{
	struct bytes b = BYTES_INIT(FIELD_MAX);

	to[0] = '\0';
	if (f != NULL && field_param(&b, f->value, f->len, name) &&
	    bytes_str(&b) != NULL)
		(void)snprintf(to, size, "%s", (const char *)b.data);
	bytes_free(&b);
}

/* A name that is cut may end inside a character. */
static void
take_name(struct mime *m, const struct field *type,
    const struct field *disposition)
{
	struct bytes b = BYTES_INIT(FIELD_MAX);
	size_t n;

	if (!(disposition != NULL && field_param(&b, disposition->value,
	    disposition->len, "filename")) && type != NULL)
		(void)field_param(&b, type->value, type->len, "name");
	n = b.len < MIME_NAME_SIZE ? b.len : MIME_NAME_SIZE - 1;
	while (n > 0 && n < b.len && (b.data[n] & 0xc0) == 0x80)
		n--;
	if (n > 0)
		memcpy(m->name, b.data, n);
	m->name[n] = '\0';
	bytes_free(&b);
}

static void
take_id(struct mime *m, const struct field *f)
{
	const char *p, *open, *close;

	if (f == NULL || (open = memchr(f->value, '<', f->len)) == NULL ||
	    (close = memchr(open, '>', f->len -
	    (size_t)(open - f->value))) == NULL)
		return;
	p = open + 1;
	(void)snprintf(m->id, sizeof(m->id), "%.*s", (int)(close - p <
	    (long)sizeof(m->id) ? close - p : 0), p);
}

static void
read_traits(struct mime *m)
{
	const struct field *type = mime_field(m, "Content-Type");
	const struct field *disposition = mime_field(m, "Content-Disposition");
	const struct field *encoding =
	    mime_field(m, "Content-Transfer-Encoding");
	char word[MIME_WORD_SIZE];

	if (type != NULL)
		field_word(m->type, sizeof(m->type), type->value, type->len);
	if (strchr(m->type, '/') == NULL)
		(void)snprintf(m->type, sizeof(m->type), "text/plain");
	take_param(m->charset, sizeof(m->charset), type, "charset");
	take_param(m->boundary, sizeof(m->boundary), type, "boundary");
	take_param(word, sizeof(word), type, "format");
	m->flowed = strcasecmp(word, "flowed") == 0;
	take_param(word, sizeof(word), type, "delsp");
	m->delsp = strcasecmp(word, "yes") == 0;
	take_name(m, type, disposition);
	take_id(m, mime_field(m, "Content-ID"));
	if (disposition != NULL) {
		field_word(word, sizeof(word), disposition->value,
		    disposition->len);
		m->attachment = strcmp(word, "attachment") == 0;
	}
	word[0] = '\0';
	if (encoding != NULL)
		field_word(word, sizeof(word), encoding->value, encoding->len);
	m->encoding = strcmp(word, "base64") == 0 ? ENCODING_BASE64 :
	    strcmp(word, "quoted-printable") == 0 ? ENCODING_QUOTED :
	    strcmp(word, "x-uuencode") == 0 || strcmp(word, "uuencode") == 0 ||
	    strcmp(word, "x-uue") == 0 ? ENCODING_UU : ENCODING_NONE;
}

/* 1: "--boundary"; 2: "--boundary--"; 0: another line. */
static int
is_delimiter(const struct mime *m, const char *p, const char *end)
{
	size_t n = strlen(m->boundary), len = (size_t)(line_after(p, end) - p);

	if (len < n + 2 || p[0] != '-' || p[1] != '-' ||
	    memcmp(p + 2, m->boundary, n) != 0)
		return 0;
	p += n + 2;
	len -= n + 2;
	if (len >= 2 && p[0] == '-' && p[1] == '-')
		return 2;
	for (; len > 0; p++, len--)
		if (*p != ' ' && *p != '\t' && *p != '\r' && *p != '\n')
			return 0;
	return 1;
}

/* The line end before a delimiter belongs to it. */
static size_t
without_line_end(const char *from, const char *to)
{
	if (to > from && to[-1] == '\n')
		to--;
	if (to > from && to[-1] == '\r')
		to--;
	return (size_t)(to - from);
}

static int
add_part(struct mime *m, const char *from, const char *to,
    struct limits *used, unsigned depth)
{
	int r;

	if (used->parts++ >= MIME_PARTS_MAX)
		return err_set(ERR_TOO_BIG, "it has more than %u parts",
		    MIME_PARTS_MAX);
	if ((r = array_grow(&m->parts, m->nparts, MIME_PARTS_MAX,
	    sizeof(*m->parts))) < 0)
		return r;
	if ((r = read_entity(&m->parts[m->nparts], from, without_line_end(from,
	    to), used, depth + 1)) == 0)
		m->nparts++;
	return r;
}

static int
read_parts(struct mime *m, struct limits *used, unsigned depth)
{
	const char *p = m->body, *end = m->body + m->len, *from = NULL;
	int r, what;

	for (; p < end; p = line_after(p, end)) {
		if ((what = is_delimiter(m, p, end)) == 0)
			continue;
		if (from == NULL) {
			m->before = m->body;
			m->before_len = (size_t)(p - m->body);
		} else if ((r = add_part(m, from, p, used, depth)) < 0) {
			return r;
		}
		from = line_after(p, end);
		if (what == 2) {
			m->after = from;
			m->after_len = (size_t)(end - from);
			return 0;
		}
	}
	/* A mail that was cut short has no last delimiter. */
	if (from != NULL && from < end)
		return add_part(m, from, end, used, depth);
	return 0;
}

/*
 * A boundary that the header does not tell, or tells wrongly: the first line
 * that begins with "--" and has a field of a part behind it.
 */
static bool
guess_boundary(struct mime *m)
{
	const char *p = m->body, *end = m->body + m->len, *next;
	struct field f;
	size_t n;

	for (; p < end; p = next) {
		next = line_after(p, end);
		n = without_line_end(p, next);
		while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
			n--;
		if (n < 3 || n - 2 >= MIME_BOUNDARY_SIZE || p[0] != '-' ||
		    p[1] != '-' || mime_next_field(next, end, &f) == NULL ||
		    f.name_len < 8 || strncasecmp(f.name, "Content-", 8) != 0)
			continue;
		memcpy(m->boundary, p + 2, n - 2);
		m->boundary[n - 2] = '\0';
		return true;
	}
	return false;
}

static int
look_empty(struct mime *m)
{
	struct mime start = *m;
	struct bytes content = BYTES_INIT(m->len + 16);
	int r = 0;

	if (m->encoding == ENCODING_NONE) {
		m->empty = m->len == 0;
		return 0;
	}
	/* Its beginning tells, unless nothing comes out of that. */
	if (start.len > START_BYTES)
		start.len = START_BYTES;
	if ((r = mime_content(&start, &content)) == 0 && content.len == 0)
		r = mime_content(m, &content);
	m->empty = content.len == 0;
	bytes_free(&content);
	return r;
}

static int
read_entity(struct mime **out, const char *p, size_t len,
    struct limits *used, unsigned depth)
{
	struct mime *m;
	int r;

	*out = NULL;
	if (depth > MIME_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "its parts are nested more than "
		    "%u times", MIME_DEPTH_MAX);
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = read_fields(m, p, p + len, used)) < 0)
		goto done;
	read_traits(m);
	if (strncmp(m->type, "multipart/", 10) == 0) {
		if (m->boundary[0] != '\0')
			r = read_parts(m, used, depth);
		if (r == 0 && m->nparts == 0 && guess_boundary(m))
			r = read_parts(m, used, depth);
	}
	if (r == 0 && m->nparts == 0)
		r = look_empty(m);
done:
	if (r < 0)
		mime_free(m);
	else
		*out = m;
	return r;
}

int
mime_read(struct mime **out, const void *data, size_t len)
{
	const char *p = data;
	struct limits used = { 0 };

	/* What stands before the first field: a byte order mark, blank lines. */
	if (len >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		len -= 3;
	}
	while (len > 0 && (*p == '\r' || *p == '\n')) {
		p++;
		len--;
	}
	return read_entity(out, p, len, &used, 0);
}

void
mime_free(struct mime *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->nparts; i++)
		mime_free(m->parts[i]);
	free(m->parts);
	free(m->fields);
	free(m);
}

int
mime_content(const struct mime *m, struct bytes *out)
{
	switch (m->encoding) {
	case ENCODING_BASE64:
		return transfer_from_base64(out, m->body, m->len);
	case ENCODING_QUOTED:
		return transfer_from_quoted(out, m->body, m->len, false);
	case ENCODING_UU:
		return transfer_from_uu(out, m->body, m->len);
	default:
		return bytes_add(out, m->body, m->len);
	}
}
