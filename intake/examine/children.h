/*
 * children.h -- the documents that were found in a document.
 *
 * Their bytes lie one after the other in one memory file, on the clean side
 * alone: a process that reads one of them gets a memory file of its own and
 * never sees its neighbours.
 */
#ifndef INTAKE_EXAMINE_CHILDREN_H
#define INTAKE_EXAMINE_CHILDREN_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/kinds.h"
#include "intake/examine/limits.h"

struct child {
	char *name;		/* as it is called in there; UTF-8, owned */
	char *detail;		/* of the reason; owned */
	enum exam_reason reason;	/* not REASON_NONE: there are no bytes */
	uint64_t start, len;	/* where they lie */
};

struct children {
	struct child *list;	/* the number of each is its place */
	size_t n;
	int bytes;		/* the memory file; -1 while there is none */
	uint64_t len;		/* its length */
};

#define CHILDREN_INIT ((struct children){ .bytes = -1 })

/* One more; strings are copied.  ERR_TOO_BIG over MEMBERS_MAX. */
int children_add(struct children *c, const char *name, enum exam_reason reason,
    const char *detail);

/* Append to the last one's bytes.  ERR_TOO_BIG over UNPACKED_MAX in all. */
int children_grow(struct children *c, const void *p, size_t len);

/* The bytes of number i in a new memory file, frozen and rewound. */
int children_open(const struct children *c, size_t i, int *fd);

void children_free(struct children *c);

#endif
