/*
 * edits_of_plan.h -- what a decided plan asks the worker to remove.
 *
 * A finding with the decision "redact" becomes a range with its label;
 * ranges that touch or overlap become one, under the label of the longest, the
 * first of equal ones (so the place where one value ends and the next begins
 * does not show).  Boxes
 * are copied.  What is undecided is not redacted here: whoever releases asks
 * plan_undecided() before.
 */
#ifndef REDACT_APPLY_EDITS_OF_PLAN_H
#define REDACT_APPLY_EDITS_OF_PLAN_H

#include "intake/examine/edits.h"
#include "redact/doc/plan.h"

/*
 * edits_of_plan(e, p):
 * Add to `e`, which is empty, the edits of `p`.  Returns 0; ERR_TOO_BIG over
 * EDITS_MAX; ERR_NO_MEMORY; ERR_FORMAT when a finding to redact has no label
 * (plan_label() gives them).  After an error `e` is empty.
 */
int edits_of_plan(struct edits *e, const struct plan *p)
    __attribute__((warn_unused_result));

#endif
