/*
 * tally.h -- how often each of a few words occurs, in the order in which they
 * were met.
 */
#ifndef REDACT_RELEASE_TALLY_H
#define REDACT_RELEASE_TALLY_H

#include <stddef.h>

#include "redact/doc/plan.h"

#define TALLY_WORDS_MAX 10000u

struct tally {
	struct {
		char word[PLAN_WORD_SIZE];
		size_t count;
	} *v;			/* owned */
	size_t n, cap;
	size_t last;		/* words come in runs */
};

#define TALLY_INIT ((struct tally){ .v = NULL })

/* Count one more; "" is no word.  ERR_TOO_BIG over TALLY_WORDS_MAX words. */
int tally_add(struct tally *t, const char word[PLAN_WORD_SIZE]);
void tally_free(struct tally *t);

#endif
