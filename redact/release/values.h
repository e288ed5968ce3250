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
struct known;
struct raw;

/* The values of a plan's redact decisions; `text` is the plan's. */
int values_of(struct values **out, const struct plan *plan,
    const struct bytes *text);
/* The same of many: texts[i] is that of plans[i]. */
int values_of_all(struct values **out, const struct plan plans[],
    const struct bytes texts[], size_t n);
void values_free(struct values *v);	/* NULL is fine */

/* Nothing was redacted. */
bool values_empty(const struct values *v);

/* Whose place a finding of the calls below is. */
struct value {
	char kind[PLAN_WORD_SIZE];
	char label[LABEL_MAX + 1];	/* "" where it has none yet */
};
const struct value *values_of_finding(const struct values *v,
    const struct finding *f);
const struct value *values_at(const struct values *v, uint32_t whose);

/*
 * values_in_text(v, text, len, out): where any stand in it that must not.  Case,
 * accents, hidden marks, look-alikes, hyphens at line ends, the separators of
 * a number and spaced letters are seen through (known.h); of what may stand as
 * often as it did, all places are told when there are more, wrapped ones too;
 * the others are to be looked for in wrappings by values_in_clear().
 */
int values_in_text(const struct values *v, const void *text, size_t len,
    struct findings *out);

/* What must stand nowhere, to be looked for in all wrappings of a text ... */
const struct known *values_in_clear(const struct values *v);
/* ... and in bytes that nobody wrote as text: there what is short, and a
 * number in groups, comes together by chance. */
const struct known *values_hidden(const struct values *v);
/* The same in bytes as they are, in UTF-8 and UTF-16 (raw.h). */
const struct raw *values_raw(const struct values *v);

/* Does the finding lie in a label, "[PERSON-2]"? */
bool values_is_label(const void *text, size_t len, const struct finding *f);

/*
 * values_elsewhere(v, plan, text, out): where those that must stand nowhere
 * stand in the plan's own text outside what it redacts.
 */
int values_elsewhere(const struct values *v, const struct plan *plan,
    const struct bytes *text, struct findings *out);

#endif
