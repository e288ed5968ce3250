/*
 * places.h -- labelled texts as numbers: the features of every token, and the
 * labels it may have.
 */
#ifndef REDACT_FIND_TRAIN_PLACES_H
#define REDACT_FIND_TRAIN_PLACES_H

#include "redact/find/name/train/corpus.h"
#include "redact/find/name/train/learn.h"
#include "redact/find/name/train/lexicon.h"

#define PLACE_WORD (1u << 31)	/* the feature is of the very word */

struct place {
	size_t first;		/* of its features */
	uint16_t nfeatures;
	uint16_t labels;	/* set of LABEL_SET() */
};

struct places {
	struct place *list;	/* one token each */
	size_t n, cap;
	uint32_t *features;	/* numbers of the lexicon, with PLACE_WORD */
	size_t nfeatures, features_cap;
	size_t *sentences;	/* where each begins, and an end */
	size_t nsentences, sentences_cap;
};

/* Count the features of the texts that the lesson takes. */
int places_see(const struct corpus *c, const struct lesson *lesson,
    struct lexicon *l);

int places_read(struct places *p, const struct corpus *c,
    const struct lesson *lesson, const struct lexicon *l);
void places_free(struct places *p);

#endif
