/* nameset.c -- see nameset.h. */
#include "intake/format/markup/nameset.h"

#include <stdlib.h>
#include <string.h>

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
	size_t i, at = 0;
	int r;

	if ((r = bytes_ok(&s->text)) < 0)
		return r;
	if (s->n == 0)
		return 0;
	if ((s->sorted = calloc(s->n, sizeof(*s->sorted))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; split the "
		    "document");
	for (i = 0; i < s->n; i++) {
		s->sorted[i] = (const char *)s->text.data + at;
		at += strlen(s->sorted[i]) + 1;
	}
	qsort(s->sorted, s->n, sizeof(*s->sorted), compare);
	return 0;
}

bool
nameset_has(const struct nameset *s, char kind, const char *name, size_t len)
{
	char key[NAME_MAX_BYTES + 1];
	const char *p = key;

	if (len == 0 || len >= NAME_MAX_BYTES || s->sorted == NULL)
		return false;
	key[0] = kind;
	memcpy(key + 1, name, len);
	key[len + 1] = '\0';
	return bsearch(&p, s->sorted, s->n, sizeof(*s->sorted),
	    compare) != NULL;
}

void
nameset_free(struct nameset *s)
{
	bytes_free(&s->text);
	free(s->sorted);
	*s = NAMESET_INIT;
}
