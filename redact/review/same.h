/*
 * same.h -- does a plan have this box, time, note, reason or name for a person
 * already?  They have no names but what they are.
 */
#ifndef REDACT_REVIEW_SAME_H
#define REDACT_REVIEW_SAME_H

#include <stdbool.h>
#include <stddef.h>

#include "redact/doc/plan.h"

/* One more than where the last such stands; 0: nowhere. */
size_t same_box_in(const struct plan *p, const struct planned_box *box);
size_t same_time_in(const struct plan *p, const struct planned_time *t);

bool same_note_in(const struct plan *p, const struct plan_note *note);
bool same_reason_in(const struct plan *p, const struct plan_reason *reason);
bool same_pseudonym_in(const struct plan *p,
    const struct plan_pseudonym *name);

#endif
