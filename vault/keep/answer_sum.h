/*
 * answer_sum.h -- questions for keyed sums (sum.h), as answer() gets them: of
 * what is not sealed, and of what an item key opens.
 */
#ifndef VAULT_KEEP_ANSWER_SUM_H
#define VAULT_KEEP_ANSWER_SUM_H

#include "vault/keep/answer.h"

int answer_sum(struct turn *t, uint32_t shelf, const struct secret *item_key,
    const struct object_ctx *ctx);
int answer_sum_part(struct turn *t);
int answer_sum_word(struct turn *t);

#endif
