/*
 * block.h -- what each of 64 bytes is, as bits: the first byte the lowest.
 */
#ifndef REDACT_FIND_BLOCK_H
#define REDACT_FIND_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#define BLOCK 64u	/* bytes */

struct block {
	uint64_t digit;
	uint64_t letter;	/* ASCII */
	uint64_t wordly;	/* is_wordly() */
	uint64_t dense;		/* of TRIGGER_LONG */
	uint64_t sign;		/* one of @ : / \ . < = - */
};

/* Look at the first BLOCK of `len` bytes; those that lack are nothing. */
void block_read(struct block *b, const uint8_t *s, size_t len);

#endif
