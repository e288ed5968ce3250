/*
 * unpack.h -- read a packed export (zip, tar, tar packed by gzip) from a
 * descriptor, with libarchive, in constant memory.  It may be read from its
 * start as often as is wanted: the descriptor's own place is never used.
 *
 * A zip is read by the directory at its end: one that is cut has none, and is
 * none.  Nothing is ever opened or made by a name that stands in it.
 */
#ifndef INTAKE_FOREIGN_WALL_UNPACK_H
#define INTAKE_FOREIGN_WALL_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/foreign/records.h"

struct unpack;

struct pack_entry {
	const char *name;		/* until the next call */
	uint32_t at;			/* how many come before it */
	enum foreign_why why;		/* it is left out; 0: it is a file */
	bool folder;			/* nothing but a name */
};

/*
 * unpack_open(out, fd): begin at the start of the file in `fd`, which is
 * borrowed.  ERR_FORMAT when it is none of the three.
 */
int unpack_open(struct unpack **out, int fd);
void unpack_free(struct unpack *p);		/* NULL is fine */

/* 1: an entry; 0: that was all.  ERR_FORMAT when it is cut or damaged;
 * ERR_NOT_PERMITTED when it is encrypted; ERR_TOO_BIG over a limit. */
int unpack_next(struct unpack *p, struct pack_entry *e);

/* The next bytes of the entry; *got is 0 at its end, which was checked. */
int unpack_read(struct unpack *p, void *to, size_t len, size_t *got);

#endif
