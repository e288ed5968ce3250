/*
 * learn.h -- learn a model from labelled texts: a linear-chain conditional
 * random field, by stochastic gradients, with AdaGrad's steps.
 *
 * Where a place may have several labels, their sum is made likely.  All is
 * done in one order, with a generator of its own and IEEE 754 single
 * precision, so that the same texts give the same bytes on every machine.
 */
#ifndef REDACT_FIND_TRAIN_LEARN_H
#define REDACT_FIND_TRAIN_LEARN_H

#include "redact/find/name/train/corpus.h"
#include "vault/base/bytes.h"

#define LESSON_ROUNDS 10u

struct lesson {
	unsigned folds;		/* 0: learn from all texts */
	unsigned held;		/* the fold that is left out */
	unsigned rounds;	/* over all texts */
};

/* Append the model's file to `model`. */
int learn(struct bytes *model, const struct corpus *c,
    const struct lesson *lesson);

#endif
