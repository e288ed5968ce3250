/*
 * chain.h -- a linear chain of labels: forward and backward, in IEEE 754 single
 * precision, the same bits on every machine (built with -ffp-contract=off).
 */
#ifndef REDACT_FIND_CHAIN_H
#define REDACT_FIND_CHAIN_H

#include <stddef.h>

#include "redact/find/name/model.h"
#include "redact/find/name/token.h"

struct chain {
	size_t n;			/* places, 1 to TOKENS_MAX */
	float e[TOKENS_MAX][LABEL_COUNT];	/* exp() of the scores; 0: not allowed */
	float alpha[TOKENS_MAX][LABEL_COUNT];	/* each row adds up to 1 */
	float beta[TOKENS_MAX][LABEL_COUNT];
	float part[TOKENS_MAX];		/* what made the rows add up to 1 */
	float p[TOKENS_MAX][LABEL_COUNT];	/* out: the marginals */
};

/* From n and e, work out the rest. */
void chain_run(struct chain *c, const float hop[LABEL_COUNT][LABEL_COUNT]);

#endif
