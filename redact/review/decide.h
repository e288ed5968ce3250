/*
 * decide.h -- take decisions on a plan: on one finding, on all that wait, on
 * every place where the same value stands.
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

/*
 * decide_equal(plans, texts, n, value, len, d, by, changed):
 * Decide on every finding, in any of the `n` plans (texts[i] belongs to
 * plans[i]), whose value is equal under fold_value() to the `len` bytes at
 * `value`, whatever was decided on it before.  *changed (may be NULL) says
 * how many; with `by` NULL they are counted and left as they are.
 * ERR_NO_MEMORY; ERR_TOO_BIG.
 */
int decide_equal(struct plan *const plans[], const struct bytes texts[],
    size_t n, const void *value, size_t len, enum decision d,
    const struct fpr *by, size_t *changed);

#endif
