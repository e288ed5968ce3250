/*
 * parts.h -- what becomes of each child when its container is written anew.
 *
 * Bytes: version u8 = 1 | count u32 | { number u32 | what u8 | length u64 } for
 * each, numbers from 0 without a gap | the bytes of those that are replaced,
 * one after the other.
 */
#ifndef INTAKE_EXAMINE_PARTS_H
#define INTAKE_EXAMINE_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/limits.h"

enum part_what {
	PART_REPLACED = 1,	/* by these bytes: its cleaned copy */
	PART_OMITTED = 2,	/* it is left out */
	PART_KEPT = 3,		/* as it is: somebody said so */
	PART_WHAT_LAST = 3
};

struct part {
	enum part_what what;
	const uint8_t *data;	/* PART_REPLACED; borrowed from what was read */
	size_t len;
};

struct parts {
	struct part *list;	/* by number */
	size_t n;
};

/*
 * parts_read(parts, p, len): ERR_FORMAT when a length or a number is not what
 * it must be.  The bytes stay the caller's.
 */
int parts_read(struct parts *parts, const void *p, size_t len);
void parts_free(struct parts *parts);

/*
 * Writing them, into a memory file that grows with each: what came of one
 * child need not be kept until the last is done.
 */
struct parts_file {
	int fd;			/* -1 while there is none */
	struct part *list;	/* without data */
	size_t n, done;
	uint64_t len;		/* bytes of all that were added */
};

#define PARTS_FILE_INIT ((struct parts_file){ .fd = -1 })

/* Begin one for `n` children, at most MEMBERS_MAX. */
int parts_file_begin(struct parts_file *f, size_t n);

/* The next child's part; `from` is read from its start to its end, and is -1
 * when nothing replaces the child.  ERR_TOO_BIG over UNPACKED_MAX in all. */
int parts_file_add(struct parts_file *f, enum part_what what, int from);

/* Where the bytes of the first one that is replaced lie in the file. */
uint64_t parts_file_start(const struct parts_file *f);

/* All were added: f->fd is whole and frozen. */
int parts_file_end(struct parts_file *f);
void parts_file_free(struct parts_file *f);

#endif
