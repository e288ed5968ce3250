/*
 * mq.h -- the arithmetic coder of JBIG2 (ITU-T T.88, annexes A and E).
 *
 * A decision is coded in a context, which learns how often it is 1.  Contexts
 * begin as 0, and so does everything here.
 */
#ifndef INTAKE_FORMAT_PAGE_MQ_H
#define INTAKE_FORMAT_PAGE_MQ_H

#include <stdbool.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define MQ_NUMBER_CONTEXTS 512	/* of one kind of number */

struct mq {
	struct bytes *out;	/* borrowed; bytes_ok() tells of failures */
	uint32_t a, c;
	int left;		/* shifts until the next byte */
	uint8_t last;		/* byte that a carry may still change */
	bool begun;		/* there is one */
};

struct mq mq_begin(struct bytes *out);
void mq_bit(struct mq *m, uint8_t *context, unsigned bit);
/* Any number of 32 bits. */
void mq_number(struct mq *m, uint8_t contexts[MQ_NUMBER_CONTEXTS], int32_t v);
/* What ends a list of them ("out of band"). */
void mq_none(struct mq *m, uint8_t contexts[MQ_NUMBER_CONTEXTS]);
/* The lowest `bits` of v, in 1 << bits contexts. */
void mq_id(struct mq *m, uint8_t *contexts, unsigned bits, uint32_t v);
void mq_end(struct mq *m);

#endif
