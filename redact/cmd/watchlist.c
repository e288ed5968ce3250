/*
 * watchlist.c -- `tipline watchlist [ID] [--set FILE | --add FILE | --clear]`:
 * the names and numbers that `find` looks for by itself, in one submission or
 * in all.  Without another word it is shown.
 */
#include <stdio.h>
#include <string.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/listed.h"
#include "redact/find/known/watchlist.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

enum change { SHOW, SET, ADD, CLEAR };

struct change_list {
	const struct options *options;
	enum change change;
	struct bytes words;	/* of the file */
};

/* What cannot be read is not sealed either. */
static int
check(const struct bytes *list)
{
	struct known *k = NULL;
	int r;

	if ((r = known_new(&k)) == 0)
		r = watchlist_read(k, list->data, list->len);
	known_free(k);
	return r;
}

/* The list as it is to be, from what it was. */
static int
changed(const struct change_list *c, struct bytes *list)
{
	int r;

	if (c->change != ADD)
		bytes_reset(list);
	if (list->len > 0 && list->data[list->len - 1] != '\n')
		(void)bytes_add(list, "\n", 1);
	(void)bytes_add(list, c->words.data, c->words.len);
	if ((r = bytes_ok(list)) == ERR_TOO_BIG)
		return err_set(ERR_TOO_BIG, "a watchlist has at most %u "
		    "bytes; leave out entries", WATCHLIST_MAX);
	return r < 0 ? r : check(list);
}

/* Line by line: a list may hold anything that is UTF-8. */
static int
add_lines(struct bytes *to, const struct bytes *list)
{
	const uint8_t *at = list->data, *nl;
	size_t left = list->len, n;
	int r = 0;

	for (; r == 0 && left > 0; at += n, left -= n) {
		nl = memchr(at, '\n', left);
		n = nl != NULL ? (size_t)(nl - at) : left;
		if ((r = print_escape(to, at, n)) == 0)
			r = bytes_add(to, "\n", 1);
		n += nl != NULL;
	}
	return r;
}

static int
show(const struct options *o, const struct bytes *list)
{
	struct bytes line = BYTES_INIT((size_t)7 * WATCHLIST_MAX);
	struct json j = json_writer(&line);
	int r;

	if (o->json) {
		json_open(&j, '{');
		json_key(&j, "watchlist");
		json_bytes(&j, list->data, list->len);
		json_close(&j, '}');
		r = json_line(&line);
	} else {
		r = add_lines(&line, list);
		if (r == 0 && line.len > 0 &&
		    (fwrite(line.data, 1, line.len, stdout) != line.len ||
		    fflush(stdout) != 0))
			r = err_sys("cannot write the list");
	}
	bytes_free(&line);
	return r;
}

static int
told(const struct options *o, const char *of, const struct bytes *list)
{
	size_t lines = 0;

	for (size_t i = 0; i < list->len; i++)
		lines += list->data[i] == '\n' || i + 1 == list->len;
	say(o, "the watchlist of %s has %zu line%s now; where there are plans, "
	    "`tipline find ID` uses it", of, lines, lines == 1 ? "" : "s");
	return 0;
}

static int
of_submission(struct work *w, void *arg)
{
	struct change_list *c = arg;
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	int r;

	if ((r = listed_of(w, &list)) < 0)
		goto done;
	if (c->change == SHOW)
		r = show(c->options, &list);
	else if ((r = changed(c, &list)) == 0 &&
	    (r = listed_set(w, &list)) == 0)
		r = told(c->options, w->name, &list);
done:
	bytes_free(&list);
	return r;
}

static int
of_vault(struct change_list *c)
{
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	struct session *s = NULL;
	int r;

	if ((r = session_open(&s, c->options, NEED_STORE | NEED_KEY |
	    NEED_MEMBER)) < 0 ||
	    (r = session_need_role(s, ROLE_DESK, "the watchlist")) < 0 ||
	    (r = session_shelf_list(s, &list)) < 0)
		goto done;
	if (c->change != SHOW) {
		if ((r = changed(c, &list)) == 0 &&
		    (r = session_shelf_set(s, list.data, list.len)) == 0)
			r = told(c->options, "the vault", &list);
	} else if ((r = session_shelf_share(s)) == 0) {
		r = show(c->options, &list);
	}
done:
	session_close(s);
	bytes_free(&list);
	return r;
}

int
cmd_watchlist(const struct options *o, int argc, char **argv)
{
	struct change_list c = { .options = o,
	    .words = BYTES_INIT(WATCHLIST_MAX) };
	const char *set = NULL, *add = NULL;
	char *word = NULL;
	int i, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--set", &set))
			c.change = SET;
		else if (option_is(argc, argv, &i, "--add", &add))
			c.change = ADD;
		else if (option_is(argc, argv, &i, "--clear", NULL))
			c.change = CLEAR;
		else if (option_is(argc, argv, &i, "--", NULL))
			continue;
		else if (!operand(argc, argv, i))
			return usage("unknown option %s", argv[i]);
		else if (word != NULL)
			return usage("one submission at a time");
		else
			word = argv[i];
	}
	if ((c.change == SET && set == NULL) ||
	    (c.change == ADD && add == NULL))
		return usage("--set and --add need a file");
	if ((set != NULL) + (add != NULL) + (c.change == CLEAR) > 1)
		return usage("one of --set, --add and --clear at a time");
	if (c.change == SET || c.change == ADD) {
		if ((r = input_read(&c.words, set != NULL ? set : add)) < 0 ||
		    (r = check(&c.words)) < 0)
			goto done;
	}
	r = word != NULL ? work_each(o, &word, 1, of_submission, &c) :
	    of_vault(&c);
done:
	bytes_free(&c.words);
	return r;
}
