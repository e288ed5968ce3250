/*
 * whole.h -- what `review` is told of items as a whole: --keep-form, --whiten,
 * --unredacted, the same with --no- before it, and --item for which.
 */
#ifndef REDACT_CMD_WHOLE_H
#define REDACT_CMD_WHOLE_H

#include <stdbool.h>

#include "redact/review/board.h"

enum whole_word { WHOLE_NOT = 0, WHOLE_ON, WHOLE_OFF };

struct whole {
	enum whole_word keep, whiten, unredacted;
	const char *items;	/* "1,3-5", as people count; NULL: all that can */
};

/* 1: argv[*i] was one of these; 0; a misuse. */
int whole_option(struct whole *w, int argc, char **argv, int *i);

/* Is anything asked? */
bool whole_asks(const struct whole *w);

/* ERR_USAGE when an item that is named is not there, or cannot be so. */
int whole_apply(const struct whole *w, struct board *b);

#endif
