/* nameset.c -- see nameset.h. */
#include "intake/format/markup/nameset.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "vault/base/err.h"

#define NAME_MAX_BYTES 1024u	/* longer ones name nothing */

void
nameset_add(struct nameset *s, char kind, const char *name, size_t len)
{
	if (len == 0 || len >= NAME_MAX_BYTES || memchr(name, 0, len) != NULL)
		return;
	(void)bytes_add(&s->text, &kind, 1);
	(void)bytes_add(&s->text, name, len);
	(void)bytes_add(&s->text, "", 1);
	s->n++;
}

static bool
in_name(char c)
{
	return (unsigned char)c >= 0x80 || c == '_' || c == '-' ||
	    (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

void
nameset_of_css(struct nameset *s, const char *css, size_t len)
{
	size_t i, n;

	for (i = 0; i < len; i++) {
		if (css[i] != '.' && css[i] != '#')
			continue;
		for (n = 0; i + 1 + n < len && in_name(css[i + 1 + n]); n++)
			;
		nameset_add(s, css[i], css + i + 1, n);
		i += n;
	}
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
nameset_settle(struct nameset *s)
{
	size_t i, n, at = 0;
	int r;

	if ((r = bytes_ok(&s->text)) < 0)
		return r;
	if (s->n == 0)
		return 0;
	if ((s->sorted = calloc(s->n, sizeof(*s->sorted))) == NULL ||
	    (s->called = calloc(s->n, sizeof(*s->called))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; split the "
		    "document");
	for (i = 0; i < s->n; i++) {
		s->sorted[i] = (const char *)s->text.data + at;
		at += strlen(s->sorted[i]) + 1;
	}
	qsort(s->sorted, s->n, sizeof(*s->sorted), compare);
	for (i = n = 0; i < s->n; i++)
		if (n == 0 || strcmp(s->sorted[n - 1], s->sorted[i]) != 0)
			s->sorted[n++] = s->sorted[i];
	s->n = n;
	return 0;
}

static const char **
find(const struct nameset *s, char kind, const char *name, size_t len)
{
	char key[NAME_MAX_BYTES + 1];
	const char *p = key;

	if (len == 0 || len >= NAME_MAX_BYTES || s->sorted == NULL)
		return NULL;
	key[0] = kind;
	memcpy(key + 1, name, len);
	key[len + 1] = '\0';
	return bsearch(&p, s->sorted, s->n, sizeof(*s->sorted), compare);
}

bool
nameset_has(const struct nameset *s, char kind, const char *name, size_t len)
{
	return find(s, kind, name, len) != NULL;
}

bool
nameset_call(struct nameset *s, char kind, const char *name, size_t len,
    struct bytes *out)
{
	const char **at = find(s, kind, name, len);
	unsigned *called;

	if (at == NULL)
		return false;
	called = &s->called[at - s->sorted];
	if (*called == 0)
		*called = ++s->last;
	(void)bytes_addf(out, "n%u", *called);
	return true;
}

/* What ends the stretch that `i` stands in; NUL: the sheet. */
static char
ends_with(const char *css, size_t len, size_t i, size_t *end)
{
	char quote = 0;

	if (*end > i)
		return *end < len ? css[*end] : 0;
	for (*end = i; *end < len; ++*end) {
		if (quote != 0)
			quote = css[*end] == quote ? 0 : quote;
		else if (css[*end] == '"')
			quote = '"';
		else if (css[*end] == '{' || css[*end] == '}' ||
		    css[*end] == ';')
			return css[*end];
	}
	return 0;
}

static bool
is_inside_url(const char *css, size_t i)
{
	return i >= 4 && strncasecmp(css + i - 4, "url(", 4) == 0;
}

/* In a selector and in url(#abc); elsewhere it is a colour, or a number. */
static bool
is_reference(const char *css, size_t len, size_t i, size_t *end)
{
	if (i + 1 < len && css[i + 1] >= '0' && css[i + 1] <= '9')
		return false;
	return (css[i] == '#' && is_inside_url(css, i)) ||
	    ends_with(css, len, i, end) == '{';
}

void
nameset_css(struct nameset *s, const char *css, size_t len, struct bytes *out)
{
	size_t i, n, end = 0;
	bool quoted = false;

	for (i = 0; i < len; i += n) {
		n = 1;
		quoted ^= css[i] == '"';
		(void)bytes_add(out, css + i, 1);
		if (quoted || (css[i] != '.' && css[i] != '#'))
			continue;
		while (i + n < len && (in_name(css[i + n]) ||
		    (css[i] == '#' && is_inside_url(css, i) &&
		    (css[i + n] == '.' || css[i + n] == ':'))))
			n++;
		if (!is_reference(css, len, i, &end) ||
		    !nameset_call(s, css[i], css + i + 1, n - 1, out))
			(void)bytes_add(out, css + i + 1, n - 1);
	}
}

void
nameset_free(struct nameset *s)
{
	bytes_free(&s->text);
	free(s->sorted);
	free(s->called);
	*s = NAMESET_INIT;
}
