/*
 * carried.h -- what was decided in one place, for what was found since: the
 * same value, or another form of the same redacted name, number or address.
 */
#ifndef REDACT_REVIEW_CARRIED_H
#define REDACT_REVIEW_CARRIED_H

#include <stddef.h>

#include "redact/doc/plan.h"
#include "vault/base/bytes.h"

/*
 * carried_decide(plans, was, texts, n, count):
 * Decide on undecided findings that are in plans[i] and were not in was[i],
 * as all decided ones of the same kind and an equal value (fold.h) were; with
 * none, those that are a form (known.h) of a value that was redacted wherever
 * it was decided on.  Who decided, why and what stands there come with it.
 * *count: how many.
 */
int carried_decide(struct plan *const plans[], const struct plan was[],
    const struct bytes texts[], size_t n, size_t *count);

#endif
