/*
 * inside.h -- what a document is made of, one record after the other, in the
 * memory file that WANT_INSIDE leaves: every stream inflated, every member,
 * every string, every decoded part.
 *
 * Each record is name length u16 | data length u64 | name | data.  A document
 * that packs nothing has none: its own bytes are all there is.  Pixels are not
 * among them: those are looked at.
 */
#ifndef INTAKE_EXAMINE_INSIDE_H
#define INTAKE_EXAMINE_INSIDE_H

#include <stddef.h>
#include <stdint.h>

#define INSIDE_NAME_MAX 512u	/* bytes; longer ones are cut */
#define INSIDE_HEAD_BYTES 10u

struct inside {
	const char *name;	/* UTF-8, not ended by a NUL */
	size_t name_len;
	const uint8_t *data;
	size_t len;
};

/* The head of a record. */
void inside_head(uint8_t head[INSIDE_HEAD_BYTES], size_t name_len,
    uint64_t len);

/*
 * inside_next(one, p, len, at):
 * The record at *at, which goes on to the next; all point into p[len].  1; 0 at
 * the end; ERR_FORMAT when it is no such file.
 */
int inside_next(struct inside *one, const uint8_t *p, size_t len, size_t *at);

#endif
