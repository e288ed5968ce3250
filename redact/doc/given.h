/*
 * given.h -- labels that were given in a submission, also to what no finding
 * says any more: none of them is ever given to something else.
 *
 * Of numbered labels the highest of a kind stands for all below it; names that
 * stand for persons are each kept.  The list is in the first item's plan.
 */
#ifndef REDACT_DOC_GIVEN_H
#define REDACT_DOC_GIVEN_H

#include <stdbool.h>

#include "redact/doc/plan.h"

/* "[KIND-12]": its kind and number; false: it is none. */
bool given_split(const char *label, char kind[PLAN_WORD_SIZE],
    unsigned *number);

/* Is this label, or a higher number of its kind, in the plan's list? */
bool given_has(const struct plan *p, const char *label);

/* Add to the list what is not in it; ERR_FORMAT when it can be no label that
 * was given, ERR_TOO_BIG over PLAN_GIVEN_MAX. */
int given_add(struct plan *p, const char *label);

/* Add all that another plan's list has. */
int given_add_all(struct plan *p, const struct plan *from);

#endif
