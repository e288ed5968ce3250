/*
 * nameset.h -- a set of names (ids, classes), for pages and drawings, and what
 * they are called in a copy: "n1", "n2", in the order in which they are
 * written.  Who made a page may have made them of its words.
 */
#ifndef INTAKE_FORMAT_MARKUP_NAMESET_H
#define INTAKE_FORMAT_MARKUP_NAMESET_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/bytes.h"

#define NAMESET_MAX ((size_t)64 << 20)	/* bytes of all of them */

struct nameset {
	struct bytes text;	/* each ends with a NUL */
	const char **sorted;
	size_t n;
	unsigned *called;	/* by place in `sorted`; 0: not written yet */
	unsigned last;
};

#define NAMESET_INIT ((struct nameset){ .text = BYTES_INIT(NAMESET_MAX), \
	.sorted = NULL })

/* Append; `kind` ('#' or '.') keeps ids and classes apart. */
void nameset_add(struct nameset *s, char kind, const char *name, size_t len);
/* All that a cleaned style sheet names. */
void nameset_of_css(struct nameset *s, const char *css, size_t len);
/* Nothing is added from here on.  ERR_NO_MEMORY; ERR_TOO_BIG. */
int nameset_settle(struct nameset *s);
bool nameset_has(const struct nameset *s, char kind, const char *name,
    size_t len);
/* Append what it is called in the copy; false: it is not in the set. */
bool nameset_call(struct nameset *s, char kind, const char *name, size_t len,
    struct bytes *out);
/* Append a cleaned style sheet, or the value of an attribute, with the names in
 * it as they are called. */
void nameset_css(struct nameset *s, const char *css, size_t len,
    struct bytes *out);
void nameset_free(struct nameset *s);

#endif
