/* usage.c -- see usage.h. */
#include "redact/find/name/usage.h"

#include <string.h>

#define WORD_LEAST 3u	/* bytes; shorter words tell nothing */
#define TITLE_MAX 8u	/* bytes of a title */
#define TITLED_MAX 3u	/* words behind a title that are a name */

static bool
is_title(const struct tokens *t, size_t i)
{
	static const char *const words[] = { "mr", "mrs", "ms", "miss", "dr",
		"sir", "judge", "pan", "pani", "pana", "panu", "panem",
		"panią", "m.", "m", "mm", "mme", "mmes", "mlle", "monsieur",
		"madame", "me", "prof", NULL };

	if ((t->list[i].is & TOKEN_INITIAL) != 0)
		return true;
	if (t->list[i].low_len > TITLE_MAX)
		return false;
	for (size_t w = 0; words[w] != NULL; w++)
		if (token_is_word(t, i, words[w]))
			return true;
	return false;
}

static uint16_t
slot_of(const struct token *k)
{
	return (uint16_t)(k->hash & (USAGE_SLOTS - 1));
}

/* What the use of token i is; 0 when it tells nothing. */
static uint8_t
use_of(const struct tokens *t, size_t i, size_t since_title)
{
	const struct token *k = &t->list[i];

	if (k->sort != TOKEN_WORD || k->low_len < WORD_LEAST ||
	    (k->is & (TOKEN_DIGIT | TOKEN_ADDED | TOKEN_UPPER)) != 0)
		return 0;
	if ((k->is & TOKEN_CAPITAL) == 0)
		return USED_SMALL;
	if (since_title <= TITLED_MAX)
		return USED_TITLED;
	if ((k->is & (TOKEN_FIRST | TOKEN_LINE)) != 0 || (i > 0 &&
	    t->list[i - 1].sort == TOKEN_MARK))
		return 0;
	return USED_CAPITAL;
}

/* Calls for each use in a sentence. */
static size_t
title_step(const struct tokens *t, size_t i, size_t since)
{
	if (is_title(t, i))
		return 0;
	if (t->list[i].sort == TOKEN_MARK)
		return token_mark(t, i) == '.' && since == 0 ? 0 :
		    TITLED_MAX;
	if ((t->list[i].is & TOKEN_CAPITAL) == 0)
		return TITLED_MAX;
	return since < TITLED_MAX ? since + 1 : since;
}

static void
forget(struct usage *u)
{
	size_t e = u->tail++ % USAGE_EVENTS;

	u->count[u->event[e].used >> 1][u->event[e].slot]--;
}

static void
remember(struct usage *u, const struct token *k, uint8_t used)
{
	size_t e;

	if (u->head - u->tail == USAGE_EVENTS)
		forget(u);
	e = u->head++ % USAGE_EVENTS;
	u->event[e].at = k->start;
	u->event[e].slot = slot_of(k);
	u->event[e].used = used;
	u->count[used >> 1][slot_of(k)]++;
}

static void
look_ahead(struct usage *u, size_t to)
{
	size_t since;
	uint8_t used;

	while (!u->end && u->ahead.next < to) {
		if (!tokens_next(&u->ahead, u->v, u->ahead.next)) {
			u->end = true;
			return;
		}
		since = TITLED_MAX;
		for (size_t i = 0; i < u->ahead.n; i++) {
			used = use_of(&u->ahead, i, since + 1);
			if (used != 0)
				remember(u, &u->ahead.list[i], used);
			since = title_step(&u->ahead, i, since);
		}
	}
}

void
usage_begin(struct usage *u, const struct view *v)
{
	u->v = v;
	u->end = false;
	u->ahead.next = 0;
	u->head = u->tail = 0;
	memset(u->count, 0, sizeof(u->count));
}

void
usage_mark(struct usage *u, const struct tokens *t, uint8_t used[TOKENS_MAX])
{
	size_t start = t->list[0].start, since = TITLED_MAX;

	look_ahead(u, t->next + USAGE_REACH);
	while (u->tail < u->head && start > USAGE_REACH &&
	    u->event[u->tail % USAGE_EVENTS].at < start - USAGE_REACH)
		forget(u);
	for (size_t i = 0; i < t->n; i++) {
		const struct token *k = &t->list[i];
		uint8_t own = use_of(t, i, since + 1);

		used[i] = 0;
		for (size_t b = 0; b < 3; b++)
			if (u->count[b][slot_of(k)] > (own == 1u << b))
				used[i] |= (uint8_t)(1u << b);
		since = title_step(t, i, since);
	}
}
