/*
 * inventory.h -- the first reading of a packed export (packed.h): all of it is
 * read and checked, and what is in it is known when the second begins.
 */
#ifndef INTAKE_FOREIGN_WALL_INVENTORY_H
#define INTAKE_FOREIGN_WALL_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/place/place.h"

/* Of one entry. */
struct planned {
	uint64_t size;		/* bytes */
	uint32_t group;
	bool folder;
	bool opens;		/* packed, and one whole gzip file */
	bool text;		/* a message, and UTF-8 */
};

/* What is of one source. */
struct group {
	char *source;		/* owned */
	uint32_t items, begins, ends;	/* entries: its first, behind its last */
};

struct inventory {
	void (*look)(struct place *, const char *);
	struct planned *entries;	/* owned */
	size_t n, cap;
	struct group *groups;		/* owned */
	size_t ngroups;
};

/* Read what is in `fd` to its end; p->look is given.  unpack.h's failures. */
int inventory_make(struct inventory *p, int fd);
void inventory_free(struct inventory *p);

/* The groups stand one behind the other: one more reading does. */
bool inventory_in_a_row(const struct inventory *p);

#endif
