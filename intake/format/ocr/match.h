/*
 * match.h -- do the words that a page has and the words that are seen on it
 * say the same?
 */
#ifndef INTAKE_FORMAT_OCR_MATCH_H
#define INTAKE_FORMAT_OCR_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/ocr/engine.h"
#include "intake/format/pdf/pdf_words.h"

struct match {
	bool *seen_known;	/* of each seen word: the page has it there */
	size_t seen, seen_new;		/* letters, all and those not known */
	size_t own, own_unseen;		/* letters of the page's own words */
};

/*
 * match_words(m, own, seen, scale):
 * `scale` pixels of `seen` are a unit of `own`.  Equal is what differs in at
 * most a third of its letters and stands at the same place.  0; ERR_NO_MEMORY.
 */
int match_words(struct match *m, const struct pdf_words *own,
    const struct ocr_words *seen, double scale);

/* Do they disagree so strongly that one of them is not for the reader? */
bool match_disagrees(const struct match *m);
void match_free(struct match *m);

#endif
