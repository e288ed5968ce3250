/*
 * changes.h -- what is different between two plans of the same item, one by
 * one: what a person sees who looks again, what a draft holds beside the
 * stored plan, what a step of a review did.
 *
 * A finding is the same one when kind, start and end are; moving its edges
 * takes one away and adds another.  Labels are no difference: they follow.
 */
#ifndef REDACT_REVIEW_CHANGES_H
#define REDACT_REVIEW_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/doc/plan.h"

/* Part of the format of a draft: never reuse a number. */
enum change_what {
	CHANGE_FINDING = 1,
	CHANGE_BOX = 2,
	CHANGE_TIME = 3,
	CHANGE_PAGE = 4,	/* a sheet was seen, by anybody */
	CHANGE_KEEP = 5,
	CHANGE_WHITEN = 6,
	CHANGE_UNREDACTED = 7,
	CHANGE_STATED = 8,
	CHANGE_NOTE = 9,
	CHANGE_REASON = 10,	/* of an imported list */
	CHANGE_MINE = 11,	/* this person saw a sheet; in no plan */
	CHANGE_PSEUDONYM = 12,	/* of a list that was brought */
	CHANGE_LAST = 12
};

/* Was it there, is it there.  A flag is there when it is set. */
struct change {
	enum change_what what;
	bool was, is;
	union {
		struct {
			struct planned before, after;	/* CHANGE_FINDING */
		};
		struct planned_box box;
		struct planned_time time;
		uint32_t page;		/* PAGE, MINE */
		struct {
			struct fpr from, to;	/* UNREDACTED, STATED: who */
		};
		struct plan_pseudonym name;	/* PSEUDONYM */
		size_t at;		/* NOTE, REASON: in changes.notes, in
					 * changes.reasons */
	};
};

struct changes {
	struct change *list;
	size_t n;
	struct plan_note *notes;
	size_t nnotes;
	struct plan_reason *reasons;
	size_t nreasons;
};

#define CHANGES_MAX 4000000u	/* of one item */

/* Add what must be done to `from` to get `to`; what is known of it before
 * stays.  After an error what was added is undefined, and can be freed. */
int changes_between(struct changes *out, const struct plan *from,
    const struct plan *to);
int changes_add(struct changes *c, const struct change *one);
void changes_free(struct changes *c);

/* Is what was decided on a finding, its reason or what stands there
 * different? */
bool change_of_mind(const struct planned *a, const struct planned *b);

/* Make one change to a plan, or take it back; CHANGE_MINE is none of a plan.
 * One that is made already, or whose finding is gone, does nothing. */
int change_make(struct plan *p, const struct changes *c,
    const struct change *one);
int change_unmake(struct plan *p, const struct changes *c,
    const struct change *one);

/*
 * changes_apply(p, c, conflicts):
 * Make all of them to a plan that somebody else may have changed meanwhile.
 * Nothing is lost: what one side added stays, and a finding that both decided
 * differently is undecided (*conflicts counts these).
 */
int changes_apply(struct plan *p, const struct changes *c, size_t *conflicts);

#endif
