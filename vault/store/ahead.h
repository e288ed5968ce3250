/*
 * ahead.h -- a file that is read here and there in small pieces, by blocks.
 *
 * What is asked for next mostly stands near what was asked for last: the last
 * blocks are kept.  The file may change under them, so that what they hold is
 * a claim as much as the file is.
 */
#ifndef VAULT_STORE_AHEAD_H
#define VAULT_STORE_AHEAD_H

#include <stddef.h>
#include <stdint.h>

#define AHEAD_BLOCK 16384	/* bytes read at a time, at a multiple of it */
#define AHEAD_BLOCKS 4		/* kept */

struct ahead;

/*
 * ahead_get(a, fd, at, end, p, n):
 * Point *p at the bytes that begin at `at`: *n of them, at least one, and none
 * from `end` on.  They stay until the next call but one.  *a is made when it
 * is NULL; `at` is below `end`.  ERR_INTEGRITY when the file ends before that.
 */
int ahead_get(struct ahead **a, int fd, uint64_t at, uint64_t end,
    const uint8_t **p, size_t *n);

void ahead_free(struct ahead *a);	/* NULL is fine */

#endif
