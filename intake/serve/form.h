/*
 * form.h -- the few fields of a form that was sent as
 * application/x-www-form-urlencoded (WHATWG URL, 5.1), of a query, and of a
 * Cookie header (RFC 6265, 4.2).  Bytes from anybody: what does not fit is not
 * there.
 */
#ifndef INTAKE_SERVE_FORM_H
#define INTAKE_SERVE_FORM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * form_get(p, len, name, to, size):
 * The first field of this name, decoded, into `to` with a NUL behind it.  False
 * when there is none, or it is over size - 1 bytes, or holds a NUL; then `to`
 * is "".
 */
bool form_get(const void *p, size_t len, const char *name, char *to,
    size_t size);

/* The same of the one after *at bytes, which moves behind it; *at is 0 at first:
 * for fields that come often.  False at the end; one that does not fit is "". */
bool form_next(const void *p, size_t len, size_t *at, const char *name,
    char *to, size_t size);

/* The value of one cookie; the same rules, nothing is decoded. */
bool form_cookie(const char *header, const char *name, char *to, size_t size);

#endif
