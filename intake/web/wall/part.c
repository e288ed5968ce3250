/* part.c -- see part.h. */
#include "intake/web/wall/part.h"

#include <string.h>
#include <strings.h>

#define DISPOSITION "content-disposition"
#define ENCODING "content-transfer-encoding"
#define FORM "form-data"

static const char field_chars[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
static const char token_chars[] = "abcdefghijklmnopqrstuvwxyz"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";

static size_t
blanks(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && (p[n] == ' ' || p[n] == '\t'))
		n++;
	return n;
}

static size_t
token(const char *p, const char *end)
{
	size_t n = 0;

	while (p + n < end && p[n] != '\0' && strchr(token_chars, p[n]) != NULL)
		n++;
	return n;
}

/* What may follow a value: nothing, or the next parameter. */
static bool
value_ends(const char *p, const char *end)
{
	size_t n;

	p += blanks(p, end);
	if (p == end)
		return true;
	if (*p++ != ';')
		return false;
	p += blanks(p, end);
	n = token(p, end);
	return p == end || (n > 0 && p + n < end && p[n] == '=');
}

/* HTML: a quote and line ends are written so, and nothing else is. */
static bool
escaped(const char *p, const char *end, char *c)
{
	if (end - p < 3 || p[0] != '%')
		return false;
	if (memcmp(p + 1, "22", 2) == 0)
		*c = '"';
	else if (strncasecmp(p + 1, "0d", 2) == 0)
		*c = '\r';
	else if (strncasecmp(p + 1, "0a", 2) == 0)
		*c = '\n';
	else
		return false;
	return true;
}

/*
 * A value in quotes.  Browsers write a backslash as it is; other programs put
 * one before a quote.  So a quote ends the value when what may stand behind one
 * does, and belongs to it otherwise.  NULL when it has no end or no room.
 */
static const char *
quoted(const char *p, const char *end, char *to, size_t max)
{
	size_t n = 0;
	char c;

	for (; p < end; p++) {
		if (*p == '"' && value_ends(p + 1, end)) {
			to[n] = '\0';
			return p + 1;
		}
		c = *p;
		if (escaped(p, end, &c))
			p += 2;
		else if (c == '"' && n > 0 && to[n - 1] == '\\')
			n--;
		if (n == max)
			return NULL;
		to[n++] = c;
	}
	return NULL;
}

static const char *
bare(const char *p, const char *end, char *to, size_t max)
{
	size_t n = 0;

	while (p + n < end && p[n] != ';' && p[n] != ' ' && p[n] != '\t')
		n++;
	if (n > max)
		return NULL;
	memcpy(to, p, n);
	to[n] = '\0';
	return p + n;
}

struct reading {
	struct part *part;
	bool disposition, name, file;
};

/* One parameter: where the next one begins, or NULL. */
static const char *
parameter(struct reading *rd, const char *p, const char *end)
{
	char other[PART_HEAD_MAX], *to = other;
	const char *key = p;
	size_t max = sizeof(other) - 1, n = token(p, end);

	if (n == 0 || p + n >= end || p[n] != '=')
		return NULL;
	p += n + 1;
	if (n == 4 && strncasecmp(key, "name", n) == 0) {
		if (rd->name)
			return NULL;
		rd->name = true;
		to = rd->part->field;
		max = WEB_PART_FIELD_MAX;
	} else if (n == 8 && strncasecmp(key, "filename", n) == 0) {
		if (rd->file)
			return NULL;
		rd->file = true;
		to = rd->part->name;
		max = WEB_NAME_MAX;
	} else if (n == 9 && strncasecmp(key, "filename*", n) == 0) {
		rd->part->file = true;	/* a name that we do not read */
	}
	return p < end && *p == '"' ? quoted(p + 1, end, to, max) :
	    bare(p, end, to, max);
}

static int
disposition(struct reading *rd, const char *p, const char *end)
{
	size_t n;

	if (rd->disposition)
		return -1;
	rd->disposition = true;
	p += blanks(p, end);
	n = token(p, end);
	if (n != sizeof(FORM) - 1 || strncasecmp(p, FORM, n) != 0)
		return -1;
	for (p += n; ; ) {
		p += blanks(p, end);
		if (p == end)
			break;
		if (*p++ != ';')
			return -1;
		p += blanks(p, end);
		if (p == end)
			break;
		if ((p = parameter(rd, p, end)) == NULL)
			return -1;
	}
	rd->part->file |= rd->file;
	n = strlen(rd->part->field);
	return n > 0 && strspn(rd->part->field, field_chars) == n ? 0 : -1;
}

/* RFC 7578 section 4.7: nobody encodes; what would, is not taken as it is. */
static int
encoding(const char *p, const char *end)
{
	static const char *const plain[] = { "7bit", "8bit", "binary" };
	size_t n;

	p += blanks(p, end);
	n = token(p, end);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (n == strlen(plain[i]) && strncasecmp(p, plain[i], n) == 0)
			return 0;
	return -1;
}

static int
line(struct reading *rd, const char *p, const char *end)
{
	size_t n = token(p, end);

	if (n == 0 || p + n == end || p[n] != ':')
		return -1;
	if (n == sizeof(DISPOSITION) - 1 && strncasecmp(p, DISPOSITION, n) == 0)
		return disposition(rd, p + n + 1, end);
	if (n == sizeof(ENCODING) - 1 && strncasecmp(p, ENCODING, n) == 0)
		return encoding(p + n + 1, end);
	return 0;
}

int
part_read(struct part *part, const char *head, size_t len)
{
	struct reading rd = { .part = part };
	const char *end;

	memset(part, 0, sizeof(*part));
	if (memchr(head, '\0', len) != NULL)
		return -1;
	for (; len > 0; len -= (size_t)(end + 2 - head), head = end + 2) {
		if ((end = memmem(head, len, "\r\n", 2)) == NULL ||
		    line(&rd, head, end) < 0)
			return -1;
	}
	return rd.disposition && rd.name ? 0 : -1;
}
