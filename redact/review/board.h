/*
 * board.h -- a review in memory: the plans of a whole submission, what one
 * person decides on them, and what can be taken back.
 *
 * Faces (the dialogue in a terminal, the page in a browser) change plans
 * through a board and nothing else.  Each action is one step: it is made, its
 * labels are given, and `save` is called; only when that succeeds does it
 * count.  After any failure nothing has changed, and the revision has not.
 *
 * A finding is named by item, kind, start and end; there are no other ids, and
 * pointers into plans are good until the next action.  Items count from 0, in
 * the order of the submission; sheets are doc/sheets.h's.  One thread.
 */
#ifndef REDACT_REVIEW_BOARD_H
#define REDACT_REVIEW_BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/layout.h"
#include "intake/examine/report.h"
#include "redact/doc/plan.h"
#include "redact/doc/sheets.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"

struct board;

#define BOARD_UNDO_MAX 100000u	/* changes remembered; whole steps */
#define BOARD_TOUCHED_MAX 1000000u	/* for board_touched() */

/* One item; all of it is borrowed until board_free(), and `plan` is changed by
 * the board alone. */
struct board_item {
	size_t number;			/* as people count items, from 1 */
	struct plan *plan;
	const struct bytes *text;
	const struct layout *layout;
	const struct report *report;
	const struct plan *then;	/* as this person last looked at it;
					 * NULL: never, so all is new */
};

struct board_setup {
	struct fpr by;			/* who decides */
	const struct board_item *items;	/* copied */
	size_t n;
	/* Called after every step, with the board as it is then; what it
	 * returns is what the action returns.  NULL: nothing is saved. */
	int (*save)(void *arg, const struct board *b);
	void *arg;
};

int board_new(struct board **out, const struct board_setup *setup);
void board_free(struct board *b);	/* NULL is fine; plans stay */

/* --- looking (board.c) --- */

/* Raised by each step, undo included; 1 at the beginning. */
uint64_t board_revision(const struct board *b);
/* The revision in which this item was changed last. */
uint64_t board_item_revision(const struct board *b, size_t item);
/* Was this finding (also: made, taken away) touched after `since`?  True also
 * when that is too long ago to be known. */
bool board_touched(const struct board *b, size_t item,
    const struct planned *like, uint64_t since);

/* Another number each time anything of the item is different; never one that
 * was before: for whoever keeps what was made of it. */
uint64_t board_edition(const struct board *b, size_t item);

size_t board_items(const struct board *b);
const struct board_item *board_item(const struct board *b, size_t item);
const struct fpr *board_by(const struct board *b);
/* Always one at least. */
const struct sheet *board_sheets(const struct board *b, size_t item,
    size_t *n);

/*
 * What people call a sheet: "page 3"; of a document that has no pages of its
 * own, "picture 2", and its text, which comes before, is "page 1" and so on.
 */
#define BOARD_SHEET_SIZE 32u
void board_sheet_name(char name[BOARD_SHEET_SIZE], const struct board *b,
    size_t item, size_t sheet);
/* Is the sheet a picture inside the document?  *first: the first that is one,
 * or the number of sheets. */
bool board_is_picture(const struct board *b, size_t item, size_t sheet,
    size_t *first);

/* Findings without a decision, in all items and in one; no walk. */
size_t board_undecided(const struct board *b);
size_t board_undecided_in(const struct board *b, size_t item);
/* The next item from `item` on, around the end, with undecided findings; the
 * number of items when there is none. */
size_t board_next_undecided(const struct board *b, size_t item);

/* Sheets that nobody has seen (whoever said that an item's pages were looked
 * at elsewhere has seen them all), and those that this person has not. */
size_t board_unseen(const struct board *b);
size_t board_unseen_in(const struct board *b, size_t item);
size_t board_unseen_by_me(const struct board *b);
bool board_seen(const struct board *b, size_t item, size_t sheet);
bool board_seen_by_me(const struct board *b, size_t item, size_t sheet);

/* Is it different from when this person last looked?  False for all of an item
 * that they never saw a version of. */
bool board_is_new(const struct board *b, size_t item,
    const struct planned *f);
/* How many differences there are since then (changes.h), seen pages apart. */
int board_news(const struct board *b, size_t item, size_t *n);

/*
 * May it be signed?  ERR_NOT_PERMITTED with a line that names the first thing
 * that is missing (an undecided finding, a sheet that nobody has seen; with
 * `myself` one that this person has not) and the next step.
 */
int board_ready(const struct board *b, bool myself);

/* Something was decided, drawn or said since board_stored(): what a new plan
 * would hold beyond the stored one, sheets seen apart. */
bool board_changed(const struct board *b);
bool board_changed_in(const struct board *b, size_t item);
/* A sheet was seen that nobody had seen by the stored plans. */
bool board_looked(const struct board *b);

/* --- deciding (board_decide.c); *n of findings that were named but are not
 * there any more: ERR_NOT_FOUND --- */

/* What is decided on a finding. */
struct board_choice {
	bool decides;			/* else the decision stays */
	enum decision decision;
	const char *reason;		/* NULL: stays; "": none */
	bool shows;			/* else what stands there stays */
	enum show show;
};

/* Findings of one item, named by kind, start and end, in one step. */
int board_decide(struct board *b, size_t item, const struct planned *list,
    size_t n, const struct board_choice *c);
/* All that are undecided in all items; *n (may be NULL): how many. */
int board_decide_rest(struct board *b, const struct board_choice *c,
    size_t *n);
/* What was chosen by hand: a new finding, or the same one decided on. */
int board_add(struct board *b, size_t item, const char *kind, uint64_t start,
    uint64_t end, const struct board_choice *c);
/* What the program proposes during a review: undecided, unless it is there
 * already. */
int board_propose(struct board *b, size_t item, const struct planned *list,
    size_t n);
/* Move the edges of a finding; its decision goes with it. */
int board_edges(struct board *b, size_t item, const struct planned *like,
    uint64_t start, uint64_t end);

/* --- everywhere at once --- */

/* How many findings, in how many items. */
struct board_count {
	size_t findings, items;
};

/*
 * Every finding that says the same as this one, in all items: an equal value
 * (fold.h) of any kind, and, of what has forms (known.h), its variants: a
 * name's inflections, initials, other alphabets.  Where a surname alone may be
 * two people's, their full names are not its variants.  With `c` NULL they are
 * counted.  (board_equal.c)
 */
int board_equal(struct board *b, size_t item, const struct planned *like,
    const struct board_choice *c, struct board_count *count);

/*
 * Find words in every text, as a watchlist would (watchlist.h), and decide on
 * each place; new ones are of the kind WATCHLIST.  ERR_FORMAT when there is
 * nothing in them to look for.  With `c` NULL they are counted.
 * (board_words.c)
 */
int board_words(struct board *b, const char *words, size_t len,
    const struct board_choice *c, struct board_count *count);

/* --- boxes, times, and the item as a whole (board_draw.c) --- */
int board_box(struct board *b, size_t item, const struct box *box,
    const char *reason);
int board_unbox(struct board *b, size_t item, size_t at);
int board_time(struct board *b, size_t item, const struct edit_time *time,
    const char *reason);
int board_untime(struct board *b, size_t item, size_t at);

int board_see(struct board *b, size_t item, size_t sheet, bool seen);
/* This person says that all pages of the item were looked at elsewhere. */
int board_state(struct board *b, size_t item, bool stated);
int board_state_all(struct board *b);

struct board_options {
	bool keep, whiten, unredacted;
};
/* ERR_USAGE with the reason for what the item's format cannot have. */
int board_options(struct board *b, size_t item,
    const struct board_options *o);
bool board_can_keep(const struct board *b, size_t item);
bool board_can_whiten(const struct board *b, size_t item);
bool board_can_mute(const struct board *b, size_t item);

/* A line to the others; ERR_USAGE when it is empty, too long, or has control
 * characters but line ends, which become blanks. */
int board_note(struct board *b, bool returned, const char *text);

/* Reasons of a list (reasons.h) for the whole submission, kept with it. */
int board_reasons(struct board *b, const struct plan_reason *list, size_t n);

/* Make each item's plan what plans[item] says (`review --plan`), in one step;
 * notes and texts of reasons apart. */
int board_replace_all(struct board *b, const struct plan plans[]);

/* --- back (board_step.c) --- */

/* Take the last step back; *item and *at (may be NULL) say where it was.
 * ERR_NOT_FOUND when there is none. */
int board_undo(struct board *b, size_t *item, struct planned *at);
/* The last step is part of the one before: one undo takes back both. */
void board_one_step(struct board *b);

/* --- beside the stored plans (board_merge.c) --- */

/*
 * Somebody stored another plan of this item: what was changed here since is
 * made to theirs (changes.h).  *conflicts grows by findings that both decided
 * differently and are undecided now.  `theirs` is copied.  It cannot be undone,
 * nor what was before it.
 */
int board_rebase(struct board *b, size_t item, const struct plan *theirs,
    size_t *conflicts);
/* The plans as they are now are the stored ones; `save` is not called. */
int board_stored(struct board *b);
/* Call `save`, without a step. */
int board_save(const struct board *b);

#endif
