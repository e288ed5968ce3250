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

enum part_what {
	PART_REPLACED = 1,	/* by these bytes: its cleaned copy */
	PART_OMITTED = 2,	/* it is left out */
	PART_KEPT = 3		/* as it is: somebody said so */
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

#endif
