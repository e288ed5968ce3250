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
	size_t len;	/* of what is compared: a stem's '-' is not */
	bool whole;	/* no more of a word may follow */
};

/* ERR_NO_MEMORY.  `word` and `finder` are set; the rest is filled in.  The
 * list is borrowed. */
int starts_new(struct starts **out, struct start *list, size_t n);
void starts_free(struct starts *w);	/* NULL is fine */

/* Does it stand at s[at]?  As near_stands() has it. */
bool start_stands(const struct start *start, const uint8_t *s, size_t len,
    size_t at);

/*
 * The words that may stand at s[at], in the order of the list, `*n` of them;
 * start_stands() says which do.
 */
const struct start *const *starts_at(const struct starts *w, const uint8_t *s,
    size_t len, size_t at, size_t *n);

#endif
