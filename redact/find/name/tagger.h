/*
 * tagger.h -- what kind of name each token of a sentence is, and how likely.
 */
#ifndef REDACT_FIND_TAGGER_H
#define REDACT_FIND_TAGGER_H

#include "redact/find/name/chain.h"
#include "redact/find/name/features.h"

struct tagger;

int tagger_new(struct tagger **out);	/* ERR_NO_MEMORY */
void tagger_free(struct tagger *t);	/* NULL is fine */

/* Begin with a view; it is borrowed while it is read. */
void tagger_begin(struct tagger *t, const struct view *v);

/* Read the next sentence, with all that features need; false at the end. */
bool tagger_read(struct tagger *t);

/* The sentence that was read. */
const struct sentence *tagger_sentence(const struct tagger *t);

/*
 * tagger_run(t, m): how likely each label is for each token of the sentence;
 * valid until the next call.  Stretches without capitals, digits and words of
 * the lists are not looked at: no name (LABEL_NONE is 1).
 */
const float (*tagger_run(struct tagger *t, const struct model *m))
    [LABEL_COUNT];

/*
 * A label's score (the sum of what is likely to tell on somebody) as a
 * finding's confidence, by the model's table.
 */
double tagger_confidence(const struct model *m, enum label label, float score);

#endif
