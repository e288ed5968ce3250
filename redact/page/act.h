/* act.h -- what all changes have in common. */
#ifndef REDACT_PAGE_ACT_H
#define REDACT_PAGE_ACT_H

#include "redact/page/body.h"
#include "redact/page/parts.h"
#include "redact/review/board.h"

/* A change on its way: who asked, for what, and what they had seen. */
struct act {
	struct review_page *page;
	struct call *call;
	struct body body;
	uint64_t since;		/* the revision that was looked at */
	uint64_t item;		/* of requests that name one */
	bool answered;		/* the reply is there: a conflict, a count */
};

/*
 * Read the body: keys end with NULL; "revision" is always one of them, "item"
 * is read when it is.  To be closed after any result.
 */
int act_open(struct act *a, struct review_page *p, struct call *c,
    const char *const keys[]);

/* Close it, and answer what came of it: `r`, or what every change answers. */
int act_end(struct act *a, int r);

/* 409: somebody changed what this is about. */
int act_conflict(struct act *a);

/* Was any of the item, or this finding, changed since? */
bool act_stale(const struct act *a);

/* kind, start and end of the object that is being read, on its text. */
int act_named(struct act *a, struct planned *like);

/* "decision", "reason", "show"; the first must be there. */
int act_choice(struct act *a, struct board_choice *choice);

/* "reason", or NULL. */
int act_reason(struct act *a, const char **reason);

/* {"count":n,"items":m} as the answer. */
void act_count(struct act *a, const struct board_count *count);

#endif
