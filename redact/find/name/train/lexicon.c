/* lexicon.c -- see lexicon.h: a table with open addressing. */
#include "redact/find/name/train/lexicon.h"

#include <stdlib.h>

#include "vault/base/err.h"

struct lexicon {
	uint64_t *feature;	/* 0: free */
	uint32_t *seen, *number;
	size_t n;
};

int
lexicon_new(struct lexicon **out)
{
	struct lexicon *l = calloc(1, sizeof(*l));

	*out = NULL;
	if (l != NULL) {
		l->feature = calloc(LEXICON_MAX, sizeof(*l->feature));
		l->seen = calloc(LEXICON_MAX, sizeof(*l->seen));
		l->number = calloc(LEXICON_MAX, sizeof(*l->number));
	}
	if (l == NULL || l->feature == NULL || l->seen == NULL ||
	    l->number == NULL) {
		lexicon_free(l);
		return err_set(ERR_NO_MEMORY, "not enough memory for the "
		    "features; close other programs");
	}
	*out = l;
	return 0;
}

void
lexicon_free(struct lexicon *l)
{
	if (l == NULL)
		return;
	free(l->feature);
	free(l->seen);
	free(l->number);
	free(l);
}

/* Where a feature stands, or would stand. */
static size_t
place(const struct lexicon *l, uint64_t feature)
{
	size_t at = (size_t)(feature >> 20) & (LEXICON_MAX - 1);

	while (l->feature[at] != 0 && l->feature[at] != feature)
		at = (at + 1) & (LEXICON_MAX - 1);
	return at;
}

int
lexicon_see(struct lexicon *l, uint64_t feature)
{
	size_t at;

	feature |= feature == 0;
	at = place(l, feature);
	if (l->feature[at] == 0 && l->n++ > LEXICON_MAX / 8 * 7)
		return err_set(ERR_TOO_BIG, "there are more features than "
		    "there is room for; take fewer texts");
	l->feature[at] = feature;
	l->seen[at]++;
	return 0;
}

uint32_t
lexicon_number(struct lexicon *l, uint32_t least)
{
	uint32_t n = 0;

	for (size_t at = 0; at < LEXICON_MAX; at++)
		l->number[at] = l->feature[at] != 0 && l->seen[at] >= least ?
		    n++ : LEXICON_NONE;
	return n;
}

uint32_t
lexicon_find(const struct lexicon *l, uint64_t feature)
{
	size_t at = place(l, feature | (feature == 0));

	return l->feature[at] == 0 ? LEXICON_NONE : l->number[at];
}

void
lexicon_list(const struct lexicon *l, uint64_t *features, uint32_t *seen)
{
	for (size_t at = 0; at < LEXICON_MAX; at++) {
		if (l->feature[at] == 0 || l->number[at] == LEXICON_NONE)
			continue;
		features[l->number[at]] = l->feature[at];
		seen[l->number[at]] = l->seen[at];
	}
}
