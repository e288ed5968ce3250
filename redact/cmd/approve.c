/*
 * approve.c -- `tipline approve ID`: another desk member signs the decisions.
 * The store refuses a second signature by the same person; saying so here
 * first makes a better line.
 */
#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/plans.h"
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

static int
approve_one(struct work *w, void *arg)
{
	const struct options *o = arg;
	struct standing st;
	int r;

	if ((r = work_load(w)) < 0 || (r = work_planned(w)) < 0 ||
	    (r = plans_standing(w, &st)) < 0)
		return r;
	if (st.people == 0)
		return err_set(ERR_NOT_PERMITTED, "nobody has signed the "
		    "decisions on %s; run `tipline review %s` first", w->name,
		    w->name);
	if (st.me)
		return err_set(ERR_NOT_PERMITTED, "you have signed the "
		    "decisions on %s already; another desk member must "
		    "approve them", w->name);
	show_unread(o, w->name, work_unread(w));
	if (!o->json && !o->quiet)
		plans_summary(w);
	if ((r = plans_sign(w, "approve")) < 0)
		return r;
	st.people++;
	return tell(o, w, &st);
}

int
cmd_approve(const struct options *o, int argc, char **argv)
{
	struct options copy = *o;

	if (argc != 2 || argv[1][0] == '-')
		return usage("name one submission to approve");
	return work_each(o, argv + 1, 1, approve_one, &copy);
}
