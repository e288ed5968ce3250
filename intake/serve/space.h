/*
 * space.h -- how much may lie here: what is on its way and what waits in parts
 * is under the quota, and so much of each disk stays free.  Asked for before
 * the bytes come, given back when they are gone or are somebody else's.
 */
#ifndef INTAKE_SERVE_SPACE_H
#define INTAKE_SERVE_SPACE_H

#include <stdbool.h>
#include <stdint.h>

struct space {
	uint64_t quota, floor;		/* bytes */
	const int *folders;		/* one on each disk that is written to */
	unsigned nfolders;
	uint64_t under_way;		/* bytes asked for and not given back */
	uint64_t written;		/* of them, those that are there already */
	uint64_t kept;			/* bytes of parts */
};

/* True, and under way, when so many more bytes may come. */
bool space_take(struct space *s, uint64_t bytes);

/* Bytes that the disks can still take; any thread. */
uint64_t space_free(const struct space *s);

/* Of those under way, so many are on the disk now. */
void space_wrote(struct space *s, uint64_t bytes);

/* No longer under way: of `bytes` asked for, `written` were written. */
void space_give(struct space *s, uint64_t bytes, uint64_t written);

#endif
