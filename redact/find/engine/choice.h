/*
 * choice.h -- which kinds of findings are wanted: `--only` and `--without`.
 *
 * Words with commas between them; each is a kind ("PL_PESEL"), kinds by their
 * beginning ("PL_*"), or a finder ("poland"), in either case.
 */
#ifndef REDACT_FIND_CHOICE_H
#define REDACT_FIND_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

struct choice;

/* `only` and `without` may be NULL.  ERR_USAGE for a word that names no kind
 * and no finder, and when nothing is left. */
int choice_new(struct choice **out, const char *only, const char *without);
void choice_free(struct choice *c);	/* NULL is fine */

/* NULL is a choice of everything. */
bool choice_has(const struct choice *c, const char *kind);

/* Is any kind of this finder (its place in the row) wanted? */
bool choice_has_finder(const struct choice *c, size_t finder);

#endif
