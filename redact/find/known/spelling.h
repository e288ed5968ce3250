/*
 * spelling.h -- the same name in other letters: ö as oe, Cyrillic and Greek as
 * English, Polish, French and German newspapers write them, and Latin as
 * Russian and Greek ones do.
 */
#ifndef REDACT_FIND_SPELLING_H
#define REDACT_FIND_SPELLING_H

#include <stddef.h>
#include <stdint.h>

#define SPELLINGS_MAX 10u
#define SPELLING_BYTES 256u

struct spelling {
	char text[SPELLING_BYTES];	/* UTF-8, lower case */
	size_t len;
};

/* Other spellings of one word of valid UTF-8; how many. */
size_t spellings_of(struct spelling out[SPELLINGS_MAX], const uint8_t *word,
    size_t len);

#endif
