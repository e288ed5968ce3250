/*
 * examined.h -- items that were examined and wait to be sealed: one entry for
 * a handful of them.
 *
 * What was found in an item becomes an item of the submission, with an id that
 * is higher than every one before: so the numbers that people see stay as they
 * are.  One whose bytes could not be had (encrypted, damaged) is an item too,
 * empty, and its report waits with the others: it is refused, not forgotten.
 */
#ifndef REDACT_CMD_EXAMINED_H
#define REDACT_CMD_EXAMINED_H

#include <stdbool.h>

#include "intake/examine/run.h"
#include "redact/cmd/work.h"

struct examined;

/* `omit`: a document with encrypted ones in it is taken apart all the same;
 * else it is refused until somebody has the password. */
int examined_new(struct examined **out, bool omit);

/*
 * examined_add(x, w, number, before, exam):
 * Take over what came of the item at `number` of w's manifest, which had been
 * examined `before` times; its name goes into the report.  Items that were
 * found in it are added to the manifest; too many of them, or too deep, and it
 * ends refused.
 */
int examined_add(struct examined *x, struct work *w, size_t number,
    uint32_t before, struct exam *exam);

/* How many wait; the report of one of them, and its item's number. */
size_t examined_waiting(const struct examined *x);
const struct report *examined_report(const struct examined *x, size_t i,
    size_t *number);

/* Is it time for an entry? */
bool examined_full(const struct examined *x);

/* Seal all that waits, in one entry.  ERR_BUSY when somebody else examined one
 * of them meanwhile. */
int examined_store(struct examined *x, struct work *w);

/* Forget what waits, if anything. */
void examined_forget(struct examined *x);
void examined_free(struct examined *x);	/* NULL is fine */

#endif
