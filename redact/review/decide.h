/*
 * decide.h -- take decisions on a plan that nobody reviews: of a single file
 * (`tipline redact`), or of a file that comes back (exchange.h).
 */
#ifndef REDACT_REVIEW_DECIDE_H
#define REDACT_REVIEW_DECIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "redact/doc/plan.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"

/* Decide on one finding; `by` is remembered with it. */
void decide_one(struct planned *f, enum decision d, const struct fpr *by);

/* Decide on every finding that is undecided; returns how many. */
size_t decide_all(struct plan *p, enum decision d, const struct fpr *by);

/* Of the same kind (one name, or "a,b" as in --accept); returns how many. */
size_t decide_kinds(struct plan *p, const char *kinds, enum decision d,
    const struct fpr *by);

#endif
