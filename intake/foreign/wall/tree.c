/* tree.c -- see tree.h. */
#include "intake/foreign/wall/tree.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "vault/base/err.h"

int
tree_of(json_t **out, const uint8_t *p, size_t len, const char *what)
{
	json_error_t e;

	*out = json_loadb((const char *)p, len, JSON_ALLOW_NUL, &e);
	if (*out == NULL)
		return err_set(ERR_FORMAT, "line %d, column %d of %s is no "
		    "JSON: it may be cut; export it again", e.line, e.column,
		    what);
	return 0;
}

const char *
tree_str(const json_t *v, const char *key)
{
	const json_t *s = json_object_get(v, key);
	const char *p;

	if (!json_is_string(s))
		return NULL;
	p = json_string_value(s);
	return p[0] == '\0' || strlen(p) != json_string_length(s) ? NULL : p;
}

const char *
tree_word(const json_t *v, const char *key, char buf[TREE_NUMBER_SIZE])
{
	const json_t *n = json_object_get(v, key);

	if (!json_is_integer(n))
		return tree_str(v, key);
	(void)snprintf(buf, TREE_NUMBER_SIZE, "%" JSON_INTEGER_FORMAT,
	    json_integer_value(n));
	return buf;
}
