/*
 * plan_json.h -- one plan as a value inside a larger JSON document; plan_read()
 * and the exchange of whole submissions share it.
 */
#ifndef REDACT_DOC_PLAN_JSON_H
#define REDACT_DOC_PLAN_JSON_H

/* Two names of jansson's are writers in print.h; its own are not called. */
#define json_real jansson_real
#define json_null jansson_null
#include <jansson.h>
#undef json_real
#undef json_null

#include "redact/doc/plan.h"
#include "vault/base/print.h"

/*
 * Parse strictly: UTF-8, no doubled key, nothing behind, at most `max` bytes;
 * `what` names the document in error lines.  ERR_FORMAT; ERR_TOO_BIG.
 */
int plan_json_parse(json_t **out, const void *json, size_t len,
    size_t max, const char *what);

/* An object with no key but those listed (NULL ends); `where` names it. */
int plan_json_object(const json_t *v, const char *const keys[],
    const char *where);
/* An id under `key` of an object; ERR_FORMAT. */
int plan_json_id(struct id *id, const json_t *v, const char *key,
    const char *where);

/* Fill the empty `p`; after an error it is empty. */
int plan_json_read(struct plan *p, const json_t *v, const void *text,
    size_t text_len);
void plan_json_write(struct json *j, const struct plan *p, const void *text);

#endif
