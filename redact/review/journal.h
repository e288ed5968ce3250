/*
 * journal.h -- what a dialogue changed, step by step, so that it can be taken
 * back.
 */
#ifndef REDACT_REVIEW_JOURNAL_H
#define REDACT_REVIEW_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "redact/doc/plan.h"

struct journal;

/* Remembers at most `max` findings; the oldest steps are forgotten. */
int journal_new(struct journal **out, size_t max);
void journal_free(struct journal *j);

/* What follows is one step. */
void journal_step(struct journal *j);
/* Finding `was`, of plans[plan], is about to change, or was just added. */
int journal_add(struct journal *j, size_t plan, const struct planned *was,
    bool added);

/*
 * Take back the last step; false when there is none.  *plan and *at say which
 * finding of it comes first (an added one is gone).
 */
bool journal_undo(struct journal *j, struct plan *plans[], size_t *plan,
    struct planned *at);

#endif
