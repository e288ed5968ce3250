/*
 * entry.h -- what becomes of each file of an own entry that is made again on
 * top of somebody else's.
 */
#ifndef VAULT_SYNC_ENTRY_H
#define VAULT_SYNC_ENTRY_H

#include "vault/session/session.h"
#include "vault/session/store_sync.h"

enum course {
	COURSE_LEAVE = 0,	/* not added: it is there */
	COURSE_KEEP = 1,	/* added as it is */
	COURSE_REMAKE = 2,	/* added under another number, or epoch */
	COURSE_SIGN = 3		/* an approval: of what the others became */
};

struct entry_sum {
	size_t along;		/* files that are added, one way or the other */
	size_t there;		/* left out though they differ */
};

/*
 * entry_plan(e, course, sum):
 * A course for each file.  ERR_NOT_PERMITTED when somebody else decided the
 * same thing otherwise, and only a person can tell which is to stand.
 */
int entry_plan(const struct own_entry *e, enum course *course,
    struct entry_sum *sum);

/* Add what the entry's event asks for besides its own files, or take it from
 * those: an erasure is complete with the last signature, whosever that is. */
int entry_completes(struct session *s, const struct own_entry *e,
    enum course *course);

/* The submissions that the entry still touches; with `stale` those in which
 * a grant is made anew.  `e->submissions` has room for all. */
void entry_touched(struct entry *out, const struct own_entry *e,
    const enum course *course, bool stale);

#endif
