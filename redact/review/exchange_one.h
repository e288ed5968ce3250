/* exchange_one.h -- the plan of one text, out of an exported file. */
#ifndef REDACT_REVIEW_EXCHANGE_ONE_H
#define REDACT_REVIEW_EXCHANGE_ONE_H

#include "redact/doc/plan.h"

/*
 * exchange_one(plan, json, len, text):
 * Fill the empty `plan` with the one that was made on this text: from a file of
 * exchange.h, or of one plan (plan.h).  ERR_NOT_FOUND when there is none of
 * this text; ERR_FORMAT as plan_read().
 */
int exchange_one(struct plan *plan, const void *json, size_t len,
    const struct bytes *text);

#endif
