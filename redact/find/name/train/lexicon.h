/*
 * lexicon.h -- which features are seen often enough to be learned, and their
 * numbers.
 */
#ifndef REDACT_FIND_TRAIN_LEXICON_H
#define REDACT_FIND_TRAIN_LEXICON_H

#include <stddef.h>
#include <stdint.h>

#define LEXICON_MAX (1u << 23)	/* features, seen or kept */
#define LEXICON_NONE UINT32_MAX

struct lexicon;

int lexicon_new(struct lexicon **out);	/* ERR_NO_MEMORY */
void lexicon_free(struct lexicon *l);	/* NULL is fine */

/* Count one more.  ERR_TOO_BIG when most of LEXICON_MAX are taken. */
int lexicon_see(struct lexicon *l, uint64_t feature);

/* Give numbers from 0 to those seen `least` times; returns how many. */
uint32_t lexicon_number(struct lexicon *l, uint32_t least);

/* A feature's number, or LEXICON_NONE. */
uint32_t lexicon_find(const struct lexicon *l, uint64_t feature);

/* The feature of each number, into features[], and how often it was seen. */
void lexicon_list(const struct lexicon *l, uint64_t *features,
    uint32_t *seen);

#endif
