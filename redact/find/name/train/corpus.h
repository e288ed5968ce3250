/*
 * corpus.h -- labelled texts to learn from: lines of JSON with "id", "text",
 * and "spans" of "bstart", "bend", "type".
 *
 * Each collection labels some kinds and not others, so what is known of a
 * place is the set of labels that it may have.
 */
#ifndef REDACT_FIND_TRAIN_CORPUS_H
#define REDACT_FIND_TRAIN_CORPUS_H

#include <stddef.h>
#include <stdint.h>

#include "redact/find/name/model.h"

#define LABEL_SET(label) (1u << (label))

struct gold_span {
	size_t start, end;	/* bytes of the text */
	unsigned labels;	/* set of LABEL_SET() */
};

struct gold {
	char *id, *text;
	size_t len;
	unsigned fold;		/* a number that texts of one origin share */
	unsigned outside;	/* labels of what is in no span */
	struct gold_span *spans;
	size_t nspans;
};

struct corpus {
	struct gold *list;
	size_t n;
};

/*
 * corpus_read(c, folder): the files that corpus.c names, in its order.
 * ERR_FORMAT, ERR_IO, ERR_NO_MEMORY.
 */
int corpus_read(struct corpus *c, const char *folder);
void corpus_free(struct corpus *c);

#endif
