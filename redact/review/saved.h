/*
 * saved.h -- a board as bytes: what a person decided beyond the stored plans,
 * which sheets they saw, and which versions they looked at last.  What is
 * sealed as a draft (docs/format.md "Draft").
 */
#ifndef REDACT_REVIEW_SAVED_H
#define REDACT_REVIEW_SAVED_H

#include <stddef.h>
#include <stdint.h>

#include "redact/review/board.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"

/* What the board does not know of each of its items. */
struct saved_item {
	struct id item;
	uint32_t stored;	/* version of the plan that it began from */
	uint32_t looked;	/* this person saw it as it was then; 0: never */
};

/* Keeps the bytes of items that did not change. */
struct saved;

int saved_new(struct saved **out, const struct id *submission);
void saved_free(struct saved *s);	/* NULL is fine */

/* The bytes, valid until the next call; items[i] is the board's item i. */
int saved_write(struct saved *s, const struct board *b,
    const struct saved_item items[], const struct bytes **out);

/* What came of reading. */
struct saved_told {
	size_t changes;		/* decisions and the like that were not stored */
	size_t conflicts;	/* decided differently meanwhile: undecided now */
};

/* Only `looked` of each item, before there is a board; an item that the bytes
 * do not name keeps what it has. */
int saved_looked(struct saved_item items[], size_t n,
    const struct id *submission, const struct fpr *by, const void *p,
    size_t len);

/*
 * saved_read(b, items, told, p, len):
 * Join what was saved to a fresh board whose plans are the newest stored ones.
 * ERR_FORMAT when it is not what saved_write() left, ERR_INTEGRITY when it is
 * another submission's or member's; then the board is as it was.
 */
int saved_read(struct board *b, const struct saved_item items[],
    const struct id *submission, struct saved_told *told, const void *p,
    size_t len);

#endif
