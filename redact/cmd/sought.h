/*
 * sought.h -- what a call says is to be found: its mode, its kinds, its
 * watchlist; and names that are to stand for persons.
 */
#ifndef REDACT_CMD_SOUGHT_H
#define REDACT_CMD_SOUGHT_H

#include "redact/cmd/input.h"
#include "redact/doc/plan.h"
#include "redact/find/engine/find.h"
#include "redact/find/known/known.h"

struct sought {
	struct find_options options;	/* points into the rest */
	struct known *known;	/* a watchlist's entries; NULL: none was named */
	struct choice *choice;
	struct plan *names;	/* with those that stand for others; NULL */
};

/* Read what `c` names (TAKES_FINDING, TAKES_PSEUDONYMS).  ERR_USAGE for words that name no
 * kind; what reading the watchlist says. */
int sought_read(struct sought *s, const struct call *c);
void sought_free(struct sought *s);

#endif
