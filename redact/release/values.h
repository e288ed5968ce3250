/*
 * values.h -- what was redacted, as values that must be gone from a result.
 *
 * A value that tells on somebody wherever it stands (a name, a number, an
 * address) must stand nowhere else.  A date, an amount, an age, a place, an
 * organisation, a nationality, a profession may: people share them; and so may
 * what somebody decided to keep.  Of these there must not be more in the
 * result than stood in the text outside what was redacted.  What is too short
 * to be anybody's (two letters, four digits) is not looked for at all, unless a
 * watchlist names it; and labels are none of it.
 */
#ifndef REDACT_RELEASE_VALUES_H
#define REDACT_RELEASE_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/doc/plan.h"

struct values;

/* The values of a plan's redact decisions; `text` is the plan's.  The kinds of
 * the plan's findings are borrowed. */
int values_of(struct values **out, const struct plan *plan,
    const struct bytes *text);
void values_free(struct values *v);	/* NULL is fine */

/* Nothing was redacted. */
bool values_empty(const struct values *v);

/*
 * values_in_text(v, text, len, found): does any stand in it that must not?
 * Case, accents, hidden marks, look-alikes, hyphens at line ends, the
 * separators of a number and spaced letters are seen through (known.h).
 */
int values_in_text(const struct values *v, const void *text, size_t len,
    bool *found);

/* In bytes, as they are, in UTF-8 and UTF-16; those that must stand nowhere. */
int values_in_bytes(const struct values *v, const uint8_t *p, size_t len,
    bool *found);

/*
 * values_elsewhere(v, plan, text, out): where those that must stand nowhere
 * stand in the plan's own text outside what it redacts.
 */
int values_elsewhere(const struct values *v, const struct plan *plan,
    const struct bytes *text, struct findings *out);

#endif
