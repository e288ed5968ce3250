/* form.c -- see form.h. */
#include "intake/serve/form.h"

#include <stdint.h>
#include <string.h>

static int
digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte at p[*i], which moves on to the next. */
static uint8_t
decode(const uint8_t *p, size_t len, size_t *i)
{
	uint8_t c = p[(*i)++];

	if (c == '+')
		return ' ';
	if (c == '%' && len - *i >= 2 && digit(p[*i]) >= 0 &&
	    digit(p[*i + 1]) >= 0) {
		c = (uint8_t)(digit(p[*i]) * 16 + digit(p[*i + 1]));
		*i += 2;
	}
	return c;
}

static bool
is_named(const uint8_t *p, size_t len, const char *name)
{
	size_t i = 0;

	while (i < len && *name != '\0')
		if (decode(p, len, &i) != (uint8_t)*name++)
			return false;
	return i == len && *name == '\0';
}

static bool
take(const uint8_t *p, size_t len, char *to, size_t size)
{
	size_t i = 0, n = 0;
	uint8_t c;

	while (i < len) {
		c = decode(p, len, &i);
		if (c == '\0' || n + 1 >= size) {
			memset(to, 0, size);
			return false;
		}
		to[n++] = (char)c;
	}
	to[n] = '\0';
	return true;
}

/* The next field of this name: 1 when it fits, 0 when it does not, -1 at the
 * end. */
static int
find(const uint8_t *p, size_t len, size_t *at, const char *name, char *to,
    size_t size)
{
	const uint8_t *end, *equal, *field;
	size_t n, key;

	to[0] = '\0';
	while (*at < len) {
		field = p + *at;
		end = memchr(field, '&', len - *at);
		n = end != NULL ? (size_t)(end - field) : len - *at;
		*at += n + (end != NULL);
		equal = memchr(field, '=', n);
		key = equal != NULL ? (size_t)(equal - field) : n;
		if (is_named(field, key, name))
			return equal != NULL && take(equal + 1, n - key - 1, to,
			    size);
	}
	return -1;
}

bool
form_get(const void *p, size_t len, const char *name, char *to, size_t size)
{
	size_t at = 0;

	return find(p, len, &at, name, to, size) == 1;
}

bool
form_next(const void *p, size_t len, size_t *at, const char *name, char *to,
    size_t size)
{
	return find(p, len, at, name, to, size) >= 0;
}

bool
form_cookie(const char *header, const char *name, char *to, size_t size)
{
	size_t key = strlen(name), len;

	to[0] = '\0';
	for (; *header != '\0'; header += len) {
		header += strspn(header, " ;");
		len = strcspn(header, ";");
		if (len <= key || header[key] != '=' ||
		    strncmp(header, name, key) != 0)
			continue;
		if (len - key > size)
			return false;
		memcpy(to, header + key + 1, len - key - 1);
		to[len - key - 1] = '\0';
		return true;
	}
	return false;
}
