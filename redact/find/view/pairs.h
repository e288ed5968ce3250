/*
 * pairs.h -- what the characters of two bytes (U+0080 to U+07FF) become in a
 * folded view, looked up once a process: most letters of the languages written
 * with them stand in the texts again and again.
 */
#ifndef REDACT_FIND_PAIRS_H
#define REDACT_FIND_PAIRS_H

#include <stdint.h>

#define PAIRS 0x800u	/* the code points below it take two bytes */
#define PAIR_MAX 7u	/* bytes that one becomes */

/* In the reading view. */
enum pair_way {
	PAIR_STAYS,
	PAIR_LOOKS_LATIN,	/* stays, but inside a Latin word */
	PAIR_CHANGES
};

struct pair {
	uint8_t len;	/* PAIR_MAX + 1: too long to be kept here */
	uint8_t s[PAIR_MAX];
};

struct pairs {
	uint8_t way[PAIRS];
	struct pair compare[2][PAIRS];	/* [1]: inside a Latin word */
};

const struct pairs *pairs_get(void);

#endif
