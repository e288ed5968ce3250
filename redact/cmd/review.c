/*
 * review.c -- `tipline review ID`: decide on what was found, in a browser, in a
 * dialogue, by a plan file, or all at once.  Every decision is durable in the
 * member's draft when it is answered; when nothing is left undecided and every
 * page was seen, the plans are stored with this member's signature; a review
 * that ends before stores them without.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "redact/cmd/browse.h"
#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/names.h"
#include "redact/cmd/plans.h"
#include "redact/cmd/reviewing.h"
#include "redact/cmd/show.h"
#include "redact/cmd/whole.h"
#include "redact/doc/pseudonyms.h"
#include "redact/review/exchange.h"
#include "redact/review/reasons.h"
#include "redact/review/terminal.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/session/receipt.h"

struct asked {
	const struct options *options;
	bool accept_all;
	bool terminal, no_browser;
	const char *plan;	/* --plan FILE */
	const char *export;	/* --export FILE; "-" is stdout */
	const char *reasons;	/* --reasons FILE */
	struct plan *names;	/* --pseudonyms FILE; NULL */
	struct whole whole;	/* what is asked of items as a whole */
};

static int
write_export(const struct asked *c, struct work *w)
{
	struct bytes b = BYTES_INIT(EXCHANGE_MAX);
	int r;

	if ((r = exchange_write(&b, &w->id, w->plan_at, w->texts, w->n)) < 0 ||
	    (r = bytes_add(&b, "\n", 1)) < 0)
		goto done;
	if (strcmp(c->export, "-") == 0)
		r = io_write_all(STDOUT_FILENO, b.data, b.len);
	else
		r = output_path(c->export, b.data, b.len);
done:
	bytes_free(&b);
	return r;
}

/* The file is merged into copies, and these become the board's plans. */
static int
merge_file(const struct asked *c, struct reviewing *v)
{
	struct work *w = v->work;
	struct bytes b = BYTES_INIT(EXCHANGE_MAX);
	struct plan *copies = calloc(w->n + 1, sizeof(*copies));
	struct plan **at = calloc(w->n + 1, sizeof(struct plan *));
	size_t i;
	int r;

	if (copies == NULL || at == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
		goto done;
	}
	r = input_read(&b, c->plan);
	for (i = 0; r == 0 && i < w->n; i++) {
		at[i] = &copies[i];
		r = plan_copy(&copies[i], &w->plans[i]);
	}
	if (r == 0)
		r = exchange_merge(at, w->texts, w->n, b.data, b.len,
		    &w->session->my_fpr, NULL);
	if (r == 0)
		r = board_replace_all(v->board, copies);
done:
	for (i = 0; copies != NULL && i < w->n; i++)
		plan_free(&copies[i]);
	free(copies);
	free(at);
	bytes_free(&b);
	return r;
}

static int
take_reasons(const struct asked *c, struct reviewing *v)
{
	struct bytes b = BYTES_INIT(REASONS_FILE_MAX);
	struct plan_reason *list = NULL;
	size_t n;
	int r;

	if ((r = input_read(&b, c->reasons)) == 0 &&
	    (r = reasons_read(&list, &n, b.data, b.len)) == 0)
		r = board_reasons(v->board, list, n);
	free(list);
	bytes_free(&b);
	return r;
}

/* Names for persons: the list is the first plan's, and every person is to
 * have one. */
static int
take_names(const struct asked *c, struct reviewing *v)
{
	struct work *w = v->work;
	struct plan *copies = calloc(w->n + 1, sizeof(*copies));
	size_t i;
	int r = 0;

	if (copies == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; r == 0 && i < w->n; i++)
		if ((r = plan_copy(&copies[i], &w->plans[i])) == 0)
			(void)pseudonyms_show(&copies[i]);
	for (i = 0; r == 0 && w->n > 0 && i < c->names->npseudonyms; i++)
		r = plan_add_pseudonym(&copies[0],
		    c->names->pseudonyms[i].name);
	if (r == 0)
		r = board_replace_all(v->board, copies);
	for (i = 0; i < w->n; i++)
		plan_free(&copies[i]);
	free(copies);
	return r;
}

static int
tell_json(const struct reviewing *v, const char *state)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int r;

	id_hex(hex, &v->work->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kuint(&j, "items", v->work->n);
	json_kuint(&j, "undecided", board_undecided(v->board));
	json_kuint(&j, "unseen", board_unseen(v->board));
	json_kstr(&j, "state", state);
	json_close(&j, '}');
	r = json_line(&b);
	bytes_free(&b);
	return r;
}

/* How it ended: "saved", "signed" or "returned". */
static int
tell(const struct reviewing *v, const char *state)
{
	const char *name = v->work->name;
	size_t undecided = board_undecided(v->board);

	if (v->options->json)
		return tell_json(v, state);
	if (v->options->quiet)
		return 0;
	plans_summary(v->work);
	if (strcmp(state, "returned") == 0)
		(void)printf("%s: sent back; who signed it goes on with "
		    "`tipline review %s`\n", name, name);
	else if (strcmp(state, "signed") == 0)
		(void)printf("%s: decided and signed; another desk member "
		    "goes on with `tipline approve %s`\n", name, name);
	else if (undecided > 0)
		(void)printf("%s: saved; %zu findings still wait; go on with "
		    "`tipline review %s`\n", name, undecided, name);
	else
		(void)printf("%s: saved and not signed; %zu pages were not "
		    "seen; go on with `tipline review %s`\n", name,
		    board_unseen(v->board), name);
	return 0;
}

static int
close_review(struct reviewing *v)
{
	int r = reviewing_close(v);

	return r < 0 ? r : tell(v, "saved");
}

/* What was decided to be redacted must be decided on wherever it stands. */
static int
spread(struct reviewing *v, size_t *added)
{
	int r = reviewing_spread(v, added);

	if (r == 0 && *added > 0)
		say(v->options, "%s: %zu more places say what is redacted "
		    "elsewhere; decide on them too", v->work->name, *added);
	return r;
}

/* Sign if that can be; what is missing is told when the rest is stored. */
static int
sign_or_store(struct reviewing *v, bool anew)
{
	char line[ERR_LINE_MAX];
	size_t added;
	int r;

	if ((r = spread(v, &added)) < 0)
		return r;
	if (board_undecided(v->board) > 0)
		return close_review(v);
	if ((r = board_ready(v->board, false)) < 0) {
		(void)snprintf(line, sizeof(line), "%s", err_line());
		return reviewing_close(v) < 0 ? ERR_FAILED :
		    err_set((enum err)r, "%s", line);
	}
	return (r = reviewing_sign(v, false, anew)) < 0 ? r :
	    tell(v, "signed");
}

/* All that waits is redacted, and what that makes wait, too. */
static int
accept_all(struct reviewing *v)
{
	const struct board_choice redact = { .decides = true,
	    .decision = DECISION_REDACT };
	size_t added;
	int r;

	do {
		if ((r = board_decide_rest(v->board, &redact, NULL)) < 0 ||
		    (r = reviewing_spread(v, &added)) < 0)
			return r;
	} while (added > 0);
	return board_state_all(v->board);
}

static int
dialogue(struct reviewing *v)
{
	char note[PLAN_NOTE_SIZE];
	size_t added;
	int r;

	do {
		added = 0;
		if ((r = review_terminal(v->board, &v->desk, note, stdin,
		    stdout)) == TERMINAL_SIGN && (r = spread(v, &added)) == 0)
			r = TERMINAL_SIGN;
	} while (added > 0);
	if (r < 0)
		return r;
	if (r == TERMINAL_STOP)
		return close_review(v);
	if (r == TERMINAL_SIGN)
		return sign_or_store(v, false);
	return (r = reviewing_send_back(v, note)) < 0 ? r :
	    tell(v, "returned");
}

static int
in_browser(const struct asked *c, struct reviewing *v)
{
	enum page_end end;
	int r;

	if ((r = browse(v->work, v->board, &v->desk, c->no_browser,
	    &end)) < 0)
		return r;
	return tell(v, end == PAGE_SIGNED ? "signed" :
	    end == PAGE_RETURNED ? "returned" : "saved");
}

static int
decide(const struct asked *c, struct reviewing *v)
{
	int r;

	if ((c->reasons != NULL && (r = take_reasons(c, v)) < 0) ||
	    (r = whole_apply(&c->whole, v->board)) < 0 ||
	    (c->names != NULL && (r = take_names(c, v)) < 0) ||
	    (c->plan != NULL && (r = merge_file(c, v)) < 0) ||
	    (c->accept_all && (r = accept_all(v)) < 0))
		return r;
	show_unread(c->options, v->work->name, work_unread(v->work));
	names_tell(c->options, v->work->name, v->work->plan_at, v->work->n);
	if (c->plan != NULL || c->accept_all)
		return sign_or_store(v, c->accept_all);
	return c->terminal || (!c->no_browser && !isatty(STDIN_FILENO)) ?
	    dialogue(v) : in_browser(c, v);
}

static int
review_one(struct work *w, void *arg)
{
	const struct asked *c = arg;
	struct reviewing v;
	int r;

	if ((r = work_load(w)) < 0 || (r = work_planned(w)) < 0)
		return r;
	/* In a dialogue and in an exported plan a person reads the text. */
	if ((c->export != NULL || (c->plan == NULL && !c->accept_all)) &&
	    (r = receipt_sign(w->session, &w->id, TIER_WORKING, NULL, 0)) < 0)
		return r;
	if ((r = reviewing_begin(&v, w, c->options, c->export == NULL)) < 0)
		return r;
	reviewing_tell(&v);
	r = c->export != NULL ? write_export(c, w) : decide(c, &v);
	reviewing_end(&v);
	return r;
}

static int
take_pseudonyms(struct asked *c, int argc, char **argv, int *i)
{
	const char *value = NULL;
	int r;

	if (!option_is(argc, argv, i, "--pseudonyms", &value))
		return 0;
	if (value == NULL || c->names != NULL)
		return usage("--pseudonyms takes one file");
	return (r = names_read(&c->names, value)) < 0 ? r : 1;
}

static int
take_file(int argc, char **argv, int *i, const char *name,
    const char **file)
{
	const char *value = NULL;

	if (!option_is(argc, argv, i, name, &value))
		return 0;
	*file = value;
	return value != NULL ? 1 : usage("%s needs a file", name);
}

/* 1: it was an option. */
static int
read_option(struct asked *c, int argc, char **argv, int *i)
{
	int r;

	if (option_is(argc, argv, i, "--accept-all", NULL))
		return c->accept_all = true;
	if (option_is(argc, argv, i, "--terminal", NULL))
		return c->terminal = true;
	if (option_is(argc, argv, i, "--no-browser", NULL))
		return c->no_browser = true;
	if ((r = take_file(argc, argv, i, "--plan", &c->plan)) != 0 ||
	    (r = take_file(argc, argv, i, "--export", &c->export)) != 0 ||
	    (r = take_file(argc, argv, i, "--reasons", &c->reasons)) != 0 ||
	    (r = take_pseudonyms(c, argc, argv, i)) != 0)
		return r;
	return whole_option(&c->whole, argc, argv, i);
}

static int
run(struct asked *c, const struct options *o, int argc, char **argv)
{
	char *id = NULL;
	int i, r;

	for (i = 1; i < argc; i++) {
		if ((r = read_option(c, argc, argv, &i)) < 0)
			return r;
		if (r > 0)
			continue;
		if (argv[i][0] == '-' || id != NULL)
			return usage("%s is one word too many", argv[i]);
		id = argv[i];
	}
	if (id == NULL)
		return usage("name the submission to review");
	if (c->export != NULL && (c->plan != NULL || c->accept_all ||
	    c->reasons != NULL || c->names != NULL || whole_asks(&c->whole)))
		return usage("--export only writes; decide in another call");
	if (c->terminal && c->no_browser)
		return usage("--terminal and --no-browser are two ways; take "
		    "one");
	return work_each(o, &id, 1, review_one, c);
}

int
cmd_review(const struct options *o, int argc, char **argv)
{
	struct asked c = { .options = o };
	int r = run(&c, o, argc, argv);

	names_free(c.names);
	return r;
}
