/*
 * write.h -- write what was learned as a model's file (name/model.h): the
 * features that weigh most, in whole steps.
 */
#ifndef REDACT_FIND_TRAIN_WRITE_H
#define REDACT_FIND_TRAIN_WRITE_H

#include "redact/find/name/model.h"
#include "redact/find/name/train/lexicon.h"
#include "vault/base/bytes.h"

/* `n` weights, by the numbers of the lexicon. */
int model_write(struct bytes *file, const struct lexicon *l, size_t n,
    const float weights[][LABEL_COUNT],
    const float hop[LABEL_COUNT][LABEL_COUNT]);

#endif
