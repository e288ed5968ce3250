/* board_words.c -- words that are looked for in all items at once. */
#include <string.h>

#include "redact/find/known/watchlist.h"
#include "redact/review/board_parts.h"

static int
known_of(struct known **out, const char *words, size_t len)
{
	int r;

	if ((r = known_new(out)) < 0 ||
	    (r = watchlist_read(*out, words, len)) < 0)
		return r;
	return known_ready(*out);
}

/* One place: a stored finding is decided on, a new one added. */
static int
take(struct board *b, size_t item, const struct finding *match,
    const struct board_choice *c)
{
	struct planned fresh = { .kind = "WATCHLIST", .finder = "person",
	    .why = "words looked for in the review", .start = match->start,
	    .end = match->end, .confidence = 1 };
	const struct planned *stored = plan_find(b->plans[item], &fresh);

	return stored != NULL ? board_put_choice(b, item, stored, c) :
	    board_put_new(b, item, &fresh, c);
}

static int
look(struct board *b, const struct known *known, size_t item,
    const struct board_choice *c, struct board_count *count)
{
	struct findings found = { .list = NULL };
	size_t k;
	int r;

	r = known_run(known, b->texts[item].data, b->texts[item].len, &found);
	count->findings += found.n;
	count->items += found.n > 0;
	for (k = 0; r == 0 && c != NULL && k < found.n; k++)
		r = take(b, item, &found.list[k], c);
	findings_free(&found);
	return r;
}

int
board_words(struct board *b, const char *words, size_t len,
    const struct board_choice *c, struct board_count *count)
{
	struct known *known = NULL;
	size_t i;
	int r;

	*count = (struct board_count){ 0 };
	if (c != NULL && (r = board_check_reason(b, c->reason)) < 0)
		return r;
	if ((r = known_of(&known, words, len)) < 0)
		goto done;
	if (c != NULL)
		board_begin(b);
	for (i = 0; r == 0 && i < b->n; i++)
		r = look(b, known, i, c, count);
	if (c != NULL)
		r = board_end(b, r);
done:
	known_free(known);
	return r;
}
