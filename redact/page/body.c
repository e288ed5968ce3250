/* body.c -- see body.h. */
#include "redact/page/body.h"

#include <string.h>

#include "intake/web/web.h"
#include "vault/base/err.h"

int
body_wrong(const char *key)
{
	return err_set(ERR_FORMAT, "\"%s\" of the request is not as under "
	    "Review page in docs/format.md; load the page again", key);
}

int
body_inside(struct body *b, const json_t *v, const char *const keys[])
{
	const char *key;
	json_t *value;
	size_t i;

	if (!json_is_object(v))
		return err_set(ERR_FORMAT, "the request is no JSON object; "
		    "load the page again");
	json_object_foreach((json_t *)(uintptr_t)v, key, value) {
		for (i = 0; keys[i] != NULL && strcmp(keys[i], key) != 0; i++)
			continue;
		if (keys[i] == NULL)
			return err_set(ERR_FORMAT, "the request has a key "
			    "that is not known; load the page again");
	}
	b->v = v;
	return 0;
}

int
body_open(struct body *b, const struct bytes *raw, const char *const keys[])
{
	int r;

	*b = (struct body){ .root = NULL };
	if ((r = plan_json_parse(&b->root, raw->len == 0 ? "" :
	    (const char *)raw->data, raw->len, WEB_BODY_MAX, "request")) < 0)
		return r;
	return body_inside(b, b->root, keys);
}

void
body_close(struct body *b)
{
	json_decref(b->root);
	*b = (struct body){ .root = NULL };
}

bool
body_has(const struct body *b, const char *key)
{
	return json_object_get(b->v, key) != NULL;
}

int
body_uint(const struct body *b, const char *key, uint64_t most, uint64_t *to)
{
	const json_t *v = json_object_get(b->v, key);

	if (!json_is_integer(v) || json_integer_value(v) < 0 ||
	    (uint64_t)json_integer_value(v) > most)
		return body_wrong(key);
	*to = (uint64_t)json_integer_value(v);
	return 0;
}

int
body_int(const struct body *b, const char *key, int32_t *to)
{
	const json_t *v = json_object_get(b->v, key);

	if (!json_is_integer(v) || json_integer_value(v) < INT32_MIN ||
	    json_integer_value(v) > INT32_MAX)
		return body_wrong(key);
	*to = (int32_t)json_integer_value(v);
	return 0;
}

int
body_bool(const struct body *b, const char *key, bool *to)
{
	const json_t *v = json_object_get(b->v, key);

	if (v != NULL && !json_is_boolean(v))
		return body_wrong(key);
	if (v != NULL)
		*to = json_is_true(v);
	return 0;
}

int
body_str(const struct body *b, const char *key, size_t most, const char **to)
{
	const json_t *v = json_object_get(b->v, key);

	if (v == NULL)
		return 0;
	if (!json_is_string(v) || json_string_length(v) > most ||
	    strlen(json_string_value(v)) != json_string_length(v))
		return body_wrong(key);
	*to = json_string_value(v);
	return 0;
}
