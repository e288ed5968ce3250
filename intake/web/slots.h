/*
 * slots.h -- the memory through which content of uploads comes: shared by the
 * wall of HTTP, which fills a slot and tells of it (WEB_DATA), and this side,
 * which gives it back through a pipe, one byte that is its number.  Nothing is
 * copied on the way, and when all are taken the wall reads no more.
 *
 * The wall can write to it at any time: what lies there is no more to be relied
 * on than what it says, and is to be read once.  That a slot is taken is kept
 * here and not there.  Locked, out of core dumps, and wiped when it is given
 * back.
 */
#ifndef INTAKE_WEB_SLOTS_H
#define INTAKE_WEB_SLOTS_H

#include <stddef.h>
#include <stdint.h>

#define SLOTS 32u		/* all are the wall's at first */
#define SLOT_BYTES (128u << 10)
#define SLOTS_BYTES (SLOTS * (size_t)SLOT_BYTES)

struct slots;

int slots_new(struct slots **out);
void slots_free(struct slots *s);	/* NULL is fine */

/* For the wall: the memory file, and the end of the pipe it reads from. */
int slots_memory(const struct slots *s);
int slots_pipe(const struct slots *s);
/* It has them; here they are not needed any more. */
void slots_handed_over(struct slots *s);

/* The wall has filled this one: where it begins; NULL when there is none such, or
 * it was not given back. */
const uint8_t *slots_take(struct slots *s, uint32_t slot);

/* Wipe the first `len` bytes of one that was taken, which begins at `p`, and give
 * it back.  Any thread. */
void slots_give_back(struct slots *s, const uint8_t *p, size_t len);

#endif
