/*
 * approve.c -- `tipline approve ID`: another desk member signs the decisions;
 * with `--return TEXT` they go back.  The store refuses a second signature by
 * the same person; saying so here first makes a better line.
 */
#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/plans.h"
#include "redact/cmd/reviewing.h"
#include "redact/cmd/show.h"
#include "redact/cmd/work.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

static int
tell(const struct options *o, const struct work *w, const struct standing *st)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int r;

	if (o->json) {
		id_hex(hex, &w->id);
		json_open(&j, '{');
		json_kstr(&j, "submission", hex);
		json_kuint(&j, "signed", st->people);
		json_kuint(&j, "needed", st->needed);
		json_close(&j, '}');
		r = json_line(&b);
		bytes_free(&b);
		return r;
	}
	if (o->quiet)
		return 0;
	(void)printf("%s: signed by %zu of %u people; %s\n", w->name,
	    st->people, st->needed, st->people >= st->needed ?
	    "it may be released" : "it needs another desk member");
	return 0;
}

struct asked {
	const struct options *options;
	const char *back;	/* --return TEXT */
};

/* Nobody may sign twice, or what nobody has decided. */
static int
check(struct work *w, const struct standing *st)
{
	if (st->people == 0)
		return err_set(ERR_NOT_PERMITTED, "nobody has signed the "
		    "decisions on %s; run `tipline review %s` first", w->name,
		    w->name);
	if (st->me)
		return err_set(ERR_NOT_PERMITTED, "you have signed the "
		    "decisions on %s already; another desk member must "
		    "approve them", w->name);
	return 0;
}

static int
sign(struct work *w, const struct options *o, struct reviewing *v,
    struct standing *st)
{
	int r;

	if (board_changed(v->board))
		say(o, "%s: what you decided yourself and did not store is no "
		    "part of what you sign", w->name);
	if ((r = plans_sign(w, "approve")) < 0 ||
	    (r = reviewing_looked(v)) < 0)
		return r;
	st->people++;
	return tell(o, w, st);
}

static int
send_back(struct work *w, const struct options *o, struct reviewing *v,
    const char *text)
{
	int r = reviewing_send_back(v, text);

	if (r == 0 && !o->json && !o->quiet)
		(void)printf("%s: sent back; who decided goes on with "
		    "`tipline review %s`\n", w->name, w->name);
	return r;
}

static int
approve_one(struct work *w, void *arg)
{
	const struct asked *c = arg;
	struct reviewing v;
	struct standing st;
	int r;

	if ((r = work_load(w)) < 0 || (r = work_planned(w)) < 0)
		return r;
	if (c->back == NULL) {
		if ((r = plans_standing(w, &st)) < 0 ||
		    (r = check(w, &st)) < 0)
			return r;
		show_unread(c->options, w->name, work_unread(w));
		if (!c->options->json && !c->options->quiet)
			plans_summary(w);
	}
	if ((r = reviewing_begin(&v, w, c->options, true)) < 0)
		return r;
	r = c->back != NULL ? send_back(w, c->options, &v, c->back) :
	    sign(w, c->options, &v, &st);
	reviewing_end(&v);
	return r;
}

int
cmd_approve(const struct options *o, int argc, char **argv)
{
	struct asked c = { .options = o };
	const char *value = NULL;
	char *id = NULL;
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--return", &value)) {
			if (value == NULL)
				return usage("--return needs a text");
			c.back = value;
		} else if (argv[i][0] == '-' || id != NULL) {
			return usage("name one submission to approve");
		} else {
			id = argv[i];
		}
	}
	if (id == NULL)
		return usage("name one submission to approve");
	return work_each(o, &id, 1, approve_one, &c);
}
