/*
 * sought.h -- what a call says is to be found: its mode, its kinds, its
 * watchlist.
 */
#ifndef REDACT_CMD_SOUGHT_H
#define REDACT_CMD_SOUGHT_H

#include "redact/cmd/input.h"
#include "redact/find/engine/find.h"
#include "redact/find/known/known.h"

struct sought {
	struct find_options options;	/* points into the rest */
	struct known *known;	/* a watchlist's entries; NULL: none was named */
	struct choice *choice;
};

/* Read what `c` names (TAKES_FINDING).  ERR_USAGE for words that name no
 * kind; what reading the watchlist says. */
int sought_read(struct sought *s, const struct call *c);
void sought_free(struct sought *s);

#endif
