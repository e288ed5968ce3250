/* tally.c -- see tally.h. */
#include "redact/release/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

int
tally_add(struct tally *t, const char word[PLAN_WORD_SIZE])
{
	size_t i, cap;
	void *grown;

	if (word[0] == '\0')
		return 0;
	if (t->n > 0 && strcmp(t->v[t->last].word, word) == 0) {
		t->v[t->last].count++;
		return 0;
	}
	for (i = 0; i < t->n; i++)
		if (strcmp(t->v[i].word, word) == 0)
			break;
	if (i == TALLY_WORDS_MAX)
		return err_set(ERR_TOO_BIG, "more than %u different kinds or "
		    "reasons in one plan; use fewer", TALLY_WORDS_MAX);
	if (i == t->cap) {
		cap = t->cap > 0 ? t->cap * 2 : 16;
		if ((grown = reallocarray(t->v, cap, sizeof(*t->v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		t->v = grown;
		t->cap = cap;
	}
	if (i == t->n) {
		(void)snprintf(t->v[i].word, PLAN_WORD_SIZE, "%s", word);
		t->v[i].count = 0;
		t->n++;
	}
	t->v[i].count++;
	t->last = i;
	return 0;
}

void
tally_free(struct tally *t)
{
	free(t->v);
	*t = TALLY_INIT;
}
