/* query.c -- see query.h. */
#include "redact/page/query.h"

#include <string.h>

/* Where the number ends; NULL when there is none. */
static const char *
number(const char *p, const char *end, uint64_t *n)
{
	const char *at = p;

	for (*n = 0; at < end && *at >= '0' && *at <= '9'; at++) {
		if (at - p >= (ptrdiff_t)QUERY_DIGITS)
			return NULL;
		*n = *n * 10 + (uint64_t)(*at - '0');
	}
	return at == p || (*p == '0' && at > p + 1) ? NULL : at;
}

bool
query_path(const char *path, const char *pattern, uint64_t n[QUERY_NUMBERS])
{
	const char *end = path + strlen(path);
	size_t i = 0;

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '#') {
			if ((path = number(path, end, &n[i++])) == NULL)
				return false;
		} else if (*path++ != *pattern) {
			return false;
		}
	}
	return *path == '\0';
}

const char *
query_value(const char *query, const char *name, size_t *len)
{
	size_t n = strlen(name), pair;

	for (; *query != '\0'; query += pair + (query[pair] == '&')) {
		pair = strcspn(query, "&");
		if (pair > n && strncmp(query, name, n) == 0 &&
		    query[n] == '=') {
			*len = pair - n - 1;
			return query + n + 1;
		}
	}
	return NULL;
}

bool
query_number(const char *query, const char *name, uint64_t most, uint64_t *n)
{
	const char *value;
	uint64_t got;
	size_t len;

	if ((value = query_value(query, name, &len)) == NULL)
		return true;
	if (number(value, value + len, &got) != value + len || got > most)
		return false;
	*n = got;
	return true;
}
