/* mq_states.h -- how the contexts of mq.h learn. */
#ifndef INTAKE_FORMAT_PAGE_MQ_STATES_H
#define INTAKE_FORMAT_PAGE_MQ_STATES_H

#include <stdint.h>

/* A context is a state's number, and below it the likelier decision. */
struct mq_state {
	uint16_t qe;		/* the probability of the other one */
	uint8_t mps, lps;	/* states that follow the one and the other */
	uint8_t turn;		/* the other becomes the likelier one */
};

extern const struct mq_state mq_states[47];	/* T.88, table E.1 */

/* A number's ranges (A.2): where each begins, and its bits. */
struct mq_range {
	uint32_t from;
	unsigned bits;
};

#define MQ_RANGES 6u
extern const struct mq_range mq_ranges[MQ_RANGES];

#endif
