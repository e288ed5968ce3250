/* words.h -- a text as words, each with what comes after it. */
#ifndef REDACT_COMPARE_WORDS_H
#define REDACT_COMPARE_WORDS_H

#include <stddef.h>
#include <stdint.h>

/* Bytes [start, end) of the text; up to the next word's start is no word. */
struct word {
	uint64_t key;		/* a sum of what is seen of it */
	uint32_t start, end;
};

struct words {
	const uint8_t *text;
	size_t len;
	struct word *v;		/* the first may be empty: before all words */
	size_t n;
};

/* ERR_NO_MEMORY; the text stays the caller's. */
int words_read(struct words *w, const uint8_t *text, size_t len);
void words_free(struct words *w);

/* A sum of what is seen of some bytes: without hidden marks, look-alikes made
 * plain, composed; `spaces`: how many there are counts. */
uint64_t words_sum(const uint8_t *p, size_t len, int spaces);

#endif
