/*
 * board_parts.h -- inside the board: what it is made of, and how a step is
 * made of changes (board_step.c).
 */
#ifndef REDACT_REVIEW_BOARD_PARTS_H
#define REDACT_REVIEW_BOARD_PARTS_H

#include "redact/review/board.h"
#include "redact/review/changes.h"

struct board_part {
	struct board_item item;
	struct plan base;	/* as it is stored */
	struct sheet *sheets;
	size_t nsheets;
	bool *mine;		/* this person saw the sheet */
	size_t undecided;
	uint64_t revision, edition;
};

/* One change of a step that was made. */
struct board_change {
	uint64_t step;
	size_t item;
	uint64_t revision;	/* of the item, before */
	struct change change;
};

struct board_touch {
	uint64_t revision, start, end;
	size_t item;
	char kind[PLAN_WORD_SIZE];
};

struct board {
	struct board_setup setup;
	struct board_part *parts;
	size_t n;
	struct plan **plans;		/* as plans_label() wants them */
	struct plan **bases;		/* the same: those of the parts */
	struct bytes *texts;		/* the same; the bytes are borrowed */
	uint64_t revision;
	size_t undecided;

	struct board_change *done;	/* what can be taken back */
	size_t ndone;
	size_t cap;
	uint64_t step;
	size_t open;			/* in `done`: where the step begins */
	bool relabel;			/* a label may have changed */
	struct changes notes;		/* notes and reasons of `done` */

	struct board_touch *touched;
	size_t ntouched;
	uint64_t forgotten;		/* touches up to this revision */

	struct twins *twins;		/* board_equal.c; NULL: to be made */
};

/* ERR_NOT_FOUND when there is no such item. */
int board_check(const struct board *b, size_t item);
/* Is it a word that may stand as a reason?  ERR_USAGE.  NULL is fine. */
int board_check_reason(const struct board *b, const char *reason);

/*
 * board_begin(b); any number of board_put(); return board_end(b, r):
 * with r 0 labels and saving, with anything else, or when that fails, all that
 * was put is taken back.  A step without a change is none.
 */
void board_begin(struct board *b);
int board_put(struct board *b, size_t item, const struct change *c);
int board_end(struct board *b, int r);

/* Put the change of a finding to `after`, as this person. */
int board_put_choice(struct board *b, size_t item, const struct planned *f,
    const struct board_choice *c);
/* The same of one that is not there yet. */
int board_put_new(struct board *b, size_t item, const struct planned *f,
    const struct board_choice *c);

/* Nothing that was done can be taken back any more, and all of the item may be
 * different: count it anew. */
void board_anew(struct board *b, size_t item);

/* Make changes that were read from elsewhere to an item; not a step.  After
 * the last, labels are given anew. */
int board_join(struct board *b, size_t item, const struct changes *c,
    size_t *conflicts);
int board_labelled(struct board *b);	/* labels alone, at any time */

/* Whatever is known of equal values is out of date. */
void board_forget_twins(struct board *b);

#endif
