/*
 * overdue.h -- what is due by now: nothing is broken, and somebody should act.
 *
 *   epoch-days   a member's epoch is older than the policy says
 *   retain-days  a submission is, was worked on, and is not held
 *   erasure      one waits for more signatures
 *   rotation     one is complete, but members who had a key of the submission
 *                have not rotated since: they could still open it
 *
 * All of it is told from the newest tree and the entries' own words.
 */
#ifndef VAULT_AUDIT_OVERDUE_H
#define VAULT_AUDIT_OVERDUE_H

#include "vault/store/judge.h"
#include "vault/store/look.h"

struct overdue {
	struct repo *repo;
	struct look look;		/* the newest entry */
	int64_t now;
	const struct report *report;
};

/* `report` is borrowed. */
int overdue_begin(struct overdue *o, struct repo *repo,
    const struct report *report);

/* The members; costs what there are of them. */
int overdue_members(const struct overdue *o);

/* The submissions that one entry brought or erases. */
int overdue_entry(const struct overdue *o, const struct entry *e,
    int64_t time);

/* As struct judge has it: the members alone. */
int overdue_tell(struct repo *repo, const struct report *report);

#endif
