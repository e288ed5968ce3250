/*
 * starts.h -- all words of all finders (TRIGGER_WORD), and which of them stand
 * at a place of a text.
 *
 * What the first three bytes can be decides: a table of bits, small enough to
 * stay near the processor, turns away nearly every word of a text.
 */
#ifndef REDACT_FIND_STARTS_H
#define REDACT_FIND_STARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct starts;

struct start {
	const char *word;
	size_t finder;
};

/* ERR_NO_MEMORY.  The words are borrowed. */
int starts_new(struct starts **out, const struct start *list, size_t n);
void starts_free(struct starts *w);	/* NULL is fine */

/*
 * The words that may stand at s[at], in the order of the list, `*n` of them;
 * near_stands() says which do.
 */
const struct start *const *starts_at(const struct starts *w, const uint8_t *s,
    size_t len, size_t at, size_t *n);

#endif
