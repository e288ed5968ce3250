/* query.h -- what a request asks for: its path, and what stands behind '?'. */
#ifndef REDACT_PAGE_QUERY_H
#define REDACT_PAGE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUERY_NUMBERS 2u	/* in a path */
#define QUERY_DIGITS 15u	/* of a number */

/*
 * Is the path this pattern?  Each '#' of it is a decimal number without zeros
 * before it; they come out in `n`.
 */
bool query_path(const char *path, const char *pattern,
    uint64_t n[QUERY_NUMBERS]);

/* The value of NAME=; its length in *len; NULL when there is none.  The first
 * counts. */
const char *query_value(const char *query, const char *name, size_t *len);

/* NAME=number: false when it is there and is none up to `most`; untouched when
 * it is not there. */
bool query_number(const char *query, const char *name, uint64_t most,
    uint64_t *n);

#endif
