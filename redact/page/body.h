/*
 * body.h -- the JSON of a request, read strictly: one object, no key but those
 * that are known, each of its type and in its range.
 */
#ifndef REDACT_PAGE_BODY_H
#define REDACT_PAGE_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/doc/plan_json.h"

struct body {
	json_t *root;
	const json_t *v;	/* the object that is read */
};

/* The keys end with NULL.  ERR_FORMAT, as for all that follow. */
int body_open(struct body *b, const struct bytes *raw,
    const char *const keys[]);
void body_close(struct body *b);

/* An object inside; borrowed from the first, not to be closed. */
int body_inside(struct body *b, const json_t *v, const char *const keys[]);

bool body_has(const struct body *b, const char *key);
int body_uint(const struct body *b, const char *key, uint64_t most,
    uint64_t *to);
int body_int(const struct body *b, const char *key, int32_t *to);
/* These leave *to as it is when there is no such key. */
int body_bool(const struct body *b, const char *key, bool *to);
/* A string without NUL; *to is borrowed.  `most` in bytes. */
int body_str(const struct body *b, const char *key, size_t most,
    const char **to);

/* The line for a body that is not as it must be. */
int body_wrong(const char *key);

#endif
