/*
 * features.h -- what the tagger sees of a word: itself, its neighbours, their
 * looks, what lists and rules say, and how the word is used nearby.
 */
#ifndef REDACT_FIND_FEATURES_H
#define REDACT_FIND_FEATURES_H

#include "redact/find/name/names.h"

#define FEATURES_MAX 64u	/* of one token */
/* Those of its first 32 features that are its very word. */
#define FEATURES_OF_WORD ((1u << 1) | (1u << 6) | (1u << 7))

struct sentence {
	struct tokens t;
	uint32_t bits[TOKENS_MAX];	/* lists_mark() */
	struct rule_span rules[RULE_SPANS_MAX];
	size_t nrules;
	uint8_t used[TOKENS_MAX];	/* set of enum used (usage.h) */
	/* What features_prepare() works out for each token: */
	struct looks {
		uint64_t word;		/* digits do not count */
		uint64_t end2, end3, end4, begin3, begin4;
		uint32_t shape, rule;
		uint16_t run_from, run_to;	/* of capitals, around it */
	} looks[TOKENS_MAX];
	uint32_t tongue;	/* 0 none told; 1 English, 2 Polish, 3 French */
};

/* Works out looks of all tokens, when the rest is filled. */
void features_prepare(struct sentence *s);

/* The features of token i; returns how many. */
size_t features_of(const struct sentence *s, size_t i,
    uint64_t out[FEATURES_MAX]);

#endif
