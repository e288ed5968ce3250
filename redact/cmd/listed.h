/* listed.h -- the watchlists that are sealed in a vault: its own, and one for
 * each submission. */
#ifndef REDACT_CMD_LISTED_H
#define REDACT_CMD_LISTED_H

#include "redact/cmd/work.h"
#include "redact/find/known/known.h"

/* The newest list of a submission, appended; nothing when there is none. */
int listed_of(struct work *w, struct bytes *list);

/* Seal a new version of it: one entry. */
int listed_set(struct work *w, const struct bytes *list);

/* Add the vault's list and the submission's to what is known. */
int listed_known(struct known *k, struct work *w);

#endif
