/* whole.c -- see whole.h. */
#include "redact/cmd/whole.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/options.h"

#define NUMBER_DIGITS_MAX 6

int
whole_option(struct whole *w, int argc, char **argv, int *i)
{
	const struct {
		const char *on, *off;
		enum whole_word *word;
	} words[] = {
		{ "--keep-form", "--no-keep-form", &w->keep },
		{ "--whiten", "--no-whiten", &w->whiten },
		{ "--unredacted", "--no-unredacted", &w->unredacted },
	};
	const char *value = NULL;

	for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
		if (option_is(argc, argv, i, words[k].on, NULL)) {
			*words[k].word = WHOLE_ON;
			return 1;
		}
		if (option_is(argc, argv, i, words[k].off, NULL)) {
			*words[k].word = WHOLE_OFF;
			return 1;
		}
	}
	if (!option_is(argc, argv, i, "--item", &value))
		return 0;
	w->items = value;
	return value != NULL ? 1 : usage("--item needs numbers like 1,3-5");
}

bool
whole_asks(const struct whole *w)
{
	return w->keep != WHOLE_NOT || w->whiten != WHOLE_NOT ||
	    w->unredacted != WHOLE_NOT;
}

static bool
word(enum whole_word w, bool is, bool can)
{
	return w == WHOLE_NOT ? is : w == WHOLE_ON && can;
}

/* One that was named must be able to; of all, those that can. */
static int
apply_one(const struct whole *w, struct board *b, size_t item, bool named)
{
	const struct plan *p = board_item(b, item)->plan;
	const struct board_options o = {
		.keep = word(w->keep, p->keep, named ||
		    board_can_keep(b, item)),
		.whiten = word(w->whiten, p->whiten, named ||
		    board_can_whiten(b, item)),
		.unredacted = word(w->unredacted, p->unredacted, named ||
		    board_can_mute(b, item)) };

	return board_options(b, item, &o);
}

static bool
number(const char **at, size_t *n)
{
	size_t digits = strspn(*at, "0123456789");

	if (digits == 0 || digits > NUMBER_DIGITS_MAX)
		return false;
	*n = (size_t)strtoul(*at, NULL, 10);
	*at += digits;
	return *n > 0;
}

/* "3" or "3-5", and the comma behind it. */
static bool
range(const char **at, size_t *from, size_t *to)
{
	if (!number(at, from))
		return false;
	*to = *from;
	if (**at == '-') {
		++*at;
		if (!number(at, to) || *to < *from)
			return false;
	}
	if (**at == ',' && (*at)[1] != '\0') {
		++*at;
		return true;
	}
	return **at == '\0';
}

static int
apply_range(const struct whole *w, struct board *b, size_t from, size_t to)
{
	size_t i, met = 0;
	int r = 0;

	for (i = 0; r == 0 && i < board_items(b); i++)
		if (board_item(b, i)->number >= from &&
		    board_item(b, i)->number <= to) {
			met++;
			r = apply_one(w, b, i, true);
		}
	if (r == 0 && met == 0)
		r = err_set(ERR_USAGE, "there is no item %zu to review; "
		    "`tipline show` lists them", from);
	return r;
}

int
whole_apply(const struct whole *w, struct board *b)
{
	const char *at = w->items;
	size_t i, from, to;
	int r = 0;

	if (!whole_asks(w))
		return w->items == NULL ? 0 : usage("--item goes with "
		    "--keep-form, --whiten or --unredacted");
	if (w->items == NULL)
		for (i = 0; r == 0 && i < board_items(b); i++)
			r = apply_one(w, b, i, false);
	while (r == 0 && at != NULL && *at != '\0') {
		if (!range(&at, &from, &to))
			return usage("--item takes numbers like 1,3-5");
		r = apply_range(w, b, from, to);
	}
	return r;
}
