/*
 * review.c -- `tipline review ID`: decide on what was found, in a dialogue, by
 * a plan file, or all at once.  When nothing is left undecided the decisions
 * are stored with this member's signature; until then they are stored without.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/names.h"
#include "redact/cmd/plans.h"
#include "redact/cmd/show.h"
#include "redact/cmd/work.h"
#include "redact/release/spread.h"
#include "redact/review/decide.h"
#include "redact/review/exchange.h"
#include "redact/review/terminal.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/session/receipt.h"

struct review {
	const struct options *options;
	bool accept_all;
	const char *plan;	/* --plan FILE */
	const char *export;	/* --export FILE; "-" is stdout */
	struct plan *names;	/* --pseudonyms FILE; NULL */
};

static int
write_export(const struct review *v, struct work *w)
{
	struct bytes b = BYTES_INIT(EXCHANGE_MAX);
	int r;

	if ((r = exchange_write(&b, &w->id, w->plan_at, w->texts, w->n)) < 0 ||
	    (r = bytes_add(&b, "\n", 1)) < 0)
		goto done;
	if (strcmp(v->export, "-") == 0)
		r = io_write_all(STDOUT_FILENO, b.data, b.len);
	else
		r = output_path(v->export, b.data, b.len);
done:
	bytes_free(&b);
	return r;
}

static int
merge_file(const struct review *v, struct work *w)
{
	struct bytes b = BYTES_INIT(EXCHANGE_MAX);
	size_t changed = 0;
	int r;

	if ((r = input_read(&b, v->plan)) == 0)
		r = exchange_merge(w->plan_at, w->texts, w->n, b.data, b.len,
		    &w->session->my_fpr, &changed);
	bytes_free(&b);
	return r;
}

static int
dialogue(struct work *w)
{
	int r;

	r = review_terminal(w->plan_at, w->texts, w->reports, w->n,
	    &w->session->my_fpr, stdin, stdout);
	return r < 0 ? r : 0;
}

static int
tell(const struct review *v, const struct work *w, size_t undecided)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int r;

	if (!v->options->json) {
		if (v->options->quiet)
			return 0;
		plans_summary(w);
		if (undecided > 0)
			(void)printf("%s: saved; %zu findings still wait; go "
			    "on with `tipline review %s`\n", w->name,
			    undecided, w->name);
		else
			(void)printf("%s: decided and signed; another desk "
			    "member goes on with `tipline approve %s`\n",
			    w->name, w->name);
		return 0;
	}
	id_hex(hex, &w->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kuint(&j, "items", w->n);
	json_kuint(&j, "undecided", undecided);
	json_close(&j, '}');
	r = json_line(&b);
	bytes_free(&b);
	return r;
}

/* What was decided to be redacted must be decided on wherever it stands. */
static int
spread_all(const struct review *v, struct work *w)
{
	size_t i, added, places = 0;
	int r = 0;

	for (i = 0; r == 0 && i < w->n; i++) {
		r = spread_values(&w->plans[i], &w->texts[i], v->accept_all ?
		    DECISION_REDACT : DECISION_NONE, &w->session->my_fpr,
		    &added);
		places += r == 0 ? added : 0;
	}
	if (r < 0 || places == 0)
		return r;
	if (!v->accept_all)
		say(v->options, "%s: %zu more places say what is redacted "
		    "elsewhere; decide on them too", w->name, places);
	return plans_label(w->plan_at, w->texts, w->n);
}

static int
review_one(struct work *w, void *arg)
{
	const struct review *v = arg;
	size_t i, undecided;
	int r = 0;

	if ((r = work_load(w)) < 0 || (r = work_planned(w)) < 0)
		return r;
	if (v->names != NULL && (r = names_give(w, v->names)) < 0)
		return r;
	names_tell(v->options, w->name, w->plan_at, w->n);
	/* In a dialogue and in an exported plan a person reads the text. */
	if ((v->export != NULL || (v->plan == NULL && !v->accept_all)) &&
	    (r = receipt_sign(w->session, &w->id, TIER_WORKING, NULL, 0)) < 0)
		return r;
	if (v->export != NULL)
		return write_export(v, w);
	if (v->plan != NULL)
		r = merge_file(v, w);
	else if (!v->accept_all)
		r = dialogue(w);
	if (r < 0)
		return r;
	if (v->accept_all)
		for (i = 0; i < w->n; i++)
			(void)decide_all(&w->plans[i], DECISION_REDACT,
			    &w->session->my_fpr);
	if ((r = spread_all(v, w)) < 0)
		return r;
	show_unread(v->options, w->name, work_unread(w));
	undecided = plans_undecided(w);
	if ((r = plans_store(w, undecided > 0 ? "find" : "decide",
	    undecided == 0)) < 0)
		return r;
	return tell(v, w, undecided);
}

int
cmd_review(const struct options *o, int argc, char **argv)
{
	struct review v = { .options = o };
	const char *value = NULL;
	char *id = NULL;
	int i, r = 0;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--accept-all") == 0) {
			v.accept_all = true;
		} else if (option_is(argc, argv, &i, "--plan", &value)) {
			v.plan = value;
			if (value == NULL)
				return usage("--plan needs a file");
		} else if (option_is(argc, argv, &i, "--export", &value)) {
			v.export = value;
			if (value == NULL)
				return usage("--export needs a file");
		} else if (option_is(argc, argv, &i, "--pseudonyms", &value)) {
			names_free(v.names);
			v.names = NULL;
			if (value == NULL)
				return usage("--pseudonyms needs a file");
			if ((r = names_read(&v.names, value)) < 0)
				return r;
		} else if (argv[i][0] == '-' || id != NULL) {
			return usage("%s is one word too many", argv[i]);
		} else {
			id = argv[i];
		}
	}
	if (id == NULL)
		return usage("name the submission to review");
	if (v.export != NULL && (v.plan != NULL || v.accept_all))
		return usage("--export only writes; decide in another call");
	r = work_each(o, &id, 1, review_one, &v);
	names_free(v.names);
	return r;
}
