/*
 * find.c -- `tipline find [ID...] [--watchlist FILE]`: run the finders over
 * the text of every examined item and store the proposals as a plan.  Run
 * again (with a watchlist, say) it adds what is new and keeps every decision.
 */
#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/plans.h"
#include "redact/cmd/show.h"
#include "redact/cmd/sought.h"
#include "redact/cmd/work.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

struct search {
	const struct options *options;
	const struct find_options *sought;
	bool only_new;		/* leave alone what has plans */
};

static bool
planned_already(const struct plan *p, const struct planned *one)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (p->list[i].start == one->start &&
		    p->list[i].end == one->end)
			return true;
	return false;
}

/* Add to the stored plan what `fresh` has beyond it. */
static int
merge(struct plan *stored, const struct plan *fresh)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < fresh->n; i++)
		if (!planned_already(stored, &fresh->list[i]))
			r = plan_add(stored, &fresh->list[i]);
	return r;
}

static int
find_item(struct work *w, size_t i, const struct find_options *sought)
{
	const struct bytes *text = &w->texts[i];
	struct findings found = { 0 };
	struct plan fresh = { .submission = w->id,
	    .item = w->manifest.items[w->number[i]].id };
	int r;

	if ((r = sha256(fresh.text_sha256, text->data, text->len)) < 0 ||
	    (r = find_in(text->data, text->len, sought, &found)) < 0 ||
	    (r = plan_from(&fresh, &found)) < 0)
		goto done;
	if (w->version[i] == 0) {
		w->plans[i] = fresh;		/* handed over */
		fresh = (struct plan){ 0 };
	} else {
		r = merge(&w->plans[i], &fresh);
	}
done:
	plan_free(&fresh);
	findings_free(&found);
	return r;
}

/* Equal values get equal labels, over all items. */
static int
label_all(struct work *w)
{
	struct labels *labels = NULL;
	size_t i;
	int r;

	if ((r = labels_new(&labels)) < 0)
		return r;
	for (i = 0; r == 0 && i < w->n; i++)
		r = plan_label(&w->plans[i], w->texts[i].data, labels);
	labels_free(labels);
	return r;
}

static int
tell(const struct search *s, const struct work *w, size_t findings)
{
	struct bytes b = BYTES_INIT(4096);
	struct json j = json_writer(&b);
	char hex[ID_HEX_SIZE];
	int r;

	show_unread(s->options, w->name, work_unread(w));
	if (!s->options->json) {
		if (!s->options->quiet)
			(void)printf("%s: %zu findings in %zu items wait for a "
			    "decision; go on with `tipline review %s`\n",
			    w->name, findings, w->n, w->name);
		return 0;
	}
	id_hex(hex, &w->id);
	json_open(&j, '{');
	json_kstr(&j, "submission", hex);
	json_kuint(&j, "items", w->n);
	json_kuint(&j, "undecided", findings);
	json_kuint(&j, "unread_pages", work_unread(w));
	json_close(&j, '}');
	r = json_line(&b);
	bytes_free(&b);
	return r;
}

static int
find_one(struct work *w, void *arg)
{
	const struct search *s = arg;
	size_t i, before, after, planned = 0;
	int r;

	if ((r = work_load(w)) < 0)
		return r;
	before = plans_undecided(w);
	for (i = 0; i < w->n; i++)
		planned += w->version[i] != 0;
	/* Nothing to look at, or all was looked at and nothing new is asked. */
	if (w->n == 0 || (s->only_new && planned == w->n))
		return 0;
	for (i = 0; i < w->n; i++) {
		progress(s->options, "searching", i, w->n);
		if ((r = find_item(w, i, s->sought)) < 0)
			break;
	}
	progress_end(s->options);
	if (r < 0 || (r = label_all(w)) < 0)
		return r;
	after = plans_undecided(w);
	/* A plan that would say just what the stored one says is not stored. */
	if (planned < w->n || after != before)
		r = plans_store(w, "find", false);
	return r < 0 ? r : tell(s, w, after);
}

int
cmd_find(const struct options *o, int argc, char **argv)
{
	struct search s = { .options = o, .only_new = true };
	struct sought sought = { .choice = NULL };
	struct call c;
	int r;

	if ((r = call_parse(&c, TAKES_FINDING | TAKES_NO_WORDS, argc,
	    argv)) < 0)
		return r;
	if ((r = sought_read(&sought, &c)) < 0)
		goto done;
	s.sought = &sought.options;
	s.only_new = sought.watchlist == NULL && c.nfiles == 0;
	r = work_each(o, c.files, c.nfiles, find_one, &s);
done:
	sought_free(&sought);
	return r;
}
