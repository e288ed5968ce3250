/*
 * spread.h -- a value that is redacted in one place stands in others too: they
 * become findings of the plan, for else the result could not be proven.
 */
#ifndef REDACT_RELEASE_SPREAD_H
#define REDACT_RELEASE_SPREAD_H

#include "redact/doc/plan.h"

/*
 * spread_values(plan, text, decision, by, added):
 * Add each place where a value that must be gone (values.h) stands outside what
 * the plan redacts, with this decision; *added (may be NULL) says how many.
 */
int spread_values(struct plan *plan, const struct bytes *text,
    enum decision decision, const struct fpr *by, size_t *added);

#endif
