/*
 * usage.h -- how words are used in the text around a sentence: small, with a
 * capital that no sentence's beginning asks for, or after a title.  A word that
 * begins a sentence is told by its other uses.
 */
#ifndef REDACT_FIND_USAGE_H
#define REDACT_FIND_USAGE_H

#include "redact/find/name/token.h"

#define USAGE_REACH FIND_REACH	/* bytes before and behind the sentence */
#define USAGE_SLOTS 8192u	/* words that are told from each other */
#define USAGE_EVENTS 16384u	/* uses remembered; the oldest are forgotten */

/* Any set. */
enum used {
	USED_SMALL = 1, USED_CAPITAL = 2, USED_TITLED = 4
};

struct usage {
	const struct view *v;
	struct tokens ahead;
	bool end;		/* nothing more is ahead */
	uint64_t head, tail;	/* events: counted up, taken modulo */
	struct {
		size_t at;
		uint16_t slot;
		uint8_t used;	/* one of enum used */
	} event[USAGE_EVENTS];
	uint16_t count[3][USAGE_SLOTS];
};

void usage_begin(struct usage *u, const struct view *v);

/* For each token of a sentence (each behind the last one's), the set of enum
 * used of its other uses. */
void usage_mark(struct usage *u, const struct tokens *t,
    uint8_t used[TOKENS_MAX]);

#endif
