/*
 * compare.h -- do two texts say the same, and where not?  Copies of one paper
 * that were made for different readers differ in a few words, commas, spaces
 * or hidden marks; that is what tells whose copy leaked.
 *
 * Words are aligned (patience: by words that each text has once; between them
 * the shortest edit script of Myers, up to a bound).  Words are the same when
 * they are so without hidden marks, look-alike letters and forms of composition.
 * Time and memory grow with the texts, not with their product.
 */
#ifndef REDACT_COMPARE_COMPARE_H
#define REDACT_COMPARE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COMPARE_TEXT_MAX ((size_t)64 << 20)	/* bytes of each text */
#define COMPARE_CHANGES_MAX 10000u	/* places that are kept */
#define COMPARE_NEAR 700u	/* of a thousand words the same: near-identical */

enum change_kind {
	CHANGE_WORDING = 0,
	CHANGE_PUNCTUATION = 1,
	CHANGE_SPACING = 2,
	CHANGE_MARKS = 3,	/* only characters that nobody sees differ */
	CHANGE_LAST = 3
};

const char *change_name(enum change_kind k);

/* Bytes of each text that differ; one of them may be empty. */
struct change {
	enum change_kind kind;
	uint64_t a_start, a_end, b_start, b_end;
};

struct comparison {
	size_t words_a, words_b, same;
	unsigned alike;		/* words that are the same, of a thousand */
	struct change *changes;	/* in the order of the text; none if not near */
	size_t nchanges;
	uint64_t count[CHANGE_LAST + 1];	/* all, told or not */
};

/*
 * compare_texts(c, a, alen, b, blen):
 * Texts are valid UTF-8.  ERR_TOO_BIG over COMPARE_TEXT_MAX; ERR_NO_MEMORY.
 */
int compare_texts(struct comparison *c, const void *a, size_t alen,
    const void *b, size_t blen);
bool compare_near(const struct comparison *c);
void comparison_free(struct comparison *c);

#endif
