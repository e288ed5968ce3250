/* plans.h -- store the plans of a submission, and sign them. */
#ifndef REDACT_CMD_PLANS_H
#define REDACT_CMD_PLANS_H

#include "redact/cmd/work.h"

/*
 * plans_store(w, event, sign):
 * Seal every item's plan as its next version and, when `sign`, add this
 * member's signature under all of them: one entry.  The lines of the
 * signature are what docs/format.md "Approval" says.
 */
int plans_store(struct work *w, const char *event, bool sign);

/* Add this member's signature under the stored newest plans: one entry. */
int plans_sign(struct work *w, const char *event);

/* Between session_begin and the commit: ERR_BUSY when somebody stored another
 * plan since these were read. */
int plans_still_newest(struct work *w);

/* Who stands behind exactly the newest plans. */
#define STANDING_MAX 128u
struct standing {
	size_t people;		/* how many different ones have signed */
	struct fpr who[STANDING_MAX];	/* the first of them */
	uint32_t needed;	/* by the policy, in all */
	bool me;		/* this member is among them */
	uint8_t lines[SHA256_BYTES];	/* what they signed, as a hash */
};

/* Whatever is decided or not. */
int plans_signers(struct work *w, struct standing *out);

/* ERR_NOT_PERMITTED with the next step while anything is undecided. */
int plans_standing(struct work *w, struct standing *out);

/* How many findings wait for a decision, over all items. */
size_t plans_undecided(const struct work *w);

/* A line for each kind: how many to redact, keep, and undecided. */
void plans_summary(const struct work *w);

#endif
