/* label_words.h -- the words of labels, for label.c. */
#ifndef REDACT_FIND_LABEL_WORDS_H
#define REDACT_FIND_LABEL_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "redact/find/view/label.h"

struct label_word {
	const char *phrase;	/* lower case, no accents */
	enum label_kind kind;
	bool inside;	/* also at the start or end of a longer label */
};

extern const struct label_word label_words[];	/* sorted by bytes */
extern const size_t label_words_n;

#endif
