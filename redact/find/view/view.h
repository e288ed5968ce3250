/*
 * view.h -- what a finder is given.
 */
#ifndef REDACT_FIND_VIEW_H
#define REDACT_FIND_VIEW_H

#include "redact/find/view/finder.h"

struct fold;
struct fields;		/* fields.h */

struct view {
	uint64_t number;	/* no other view of this process has it; 0: none */
	const struct fold *fold;
	const uint8_t *s;	/* the folded text: fold_bytes() */
	size_t len;
	const struct fields *fields;	/* of this window; NULL: none */
	enum find_where where;
	enum find_mode mode;
	struct findings *out;	/* by report() of near.h */
};

#endif
