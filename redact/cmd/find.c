/*
 * find.c -- `tipline find [ID...] [--watchlist FILE] [--pseudonyms FILE]`: run the finders over
 * the text of every examined item, look in all of them for what is known of
 * any, and store the proposals as a plan.  Run
 * again (with a watchlist, say) it adds what is new and keeps every decision.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/cmd/carry.h"
#include "redact/cmd/cmd.h"
#include "redact/cmd/crew.h"
#include "redact/cmd/input.h"
#include "redact/cmd/listed.h"
#include "redact/cmd/names.h"
#include "redact/cmd/plans.h"
#include "redact/cmd/show.h"
#include "redact/cmd/sought.h"
#include "redact/cmd/work.h"
#include "redact/review/carried.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

struct search {
	const struct options *options;
	const struct find_options *sought;
	const struct plan *names;	/* that stand for persons; NULL */
	bool only_new;		/* leave alone what has plans */
};

/*
 * Add to the stored plan what `fresh` has beyond it: what lies inside of what
 * is planned was decided with it, or will be.  A watchlist's match is told
 * also inside of another finding.
 */
static int
merge(struct plan *stored, const struct plan *fresh)
{
	const struct planned *one, *old;
	uint64_t end = 0;	/* of what begins before or with it */
	size_t i, k = 0, n = 0;
	bool *add;
	int r = 0;

	if (fresh->n == 0)
		return 0;
	if ((add = calloc(fresh->n, sizeof(*add))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < fresh->n; i++) {
		one = &fresh->list[i];
		for (; k < stored->n && stored->list[k].start <= one->start;
		    k++)
			if (stored->list[k].end > end)
				end = stored->list[k].end;
		add[i] = one->end > end;
		if (strcmp(one->kind, "WATCHLIST") != 0)
			continue;
		add[i] = true;
		for (n = k; n > 0 && stored->list[n - 1].start == one->start;
		    n--) {
			old = &stored->list[n - 1];
			add[i] = add[i] && old->end != one->end;
		}
	}
	for (i = 0; r == 0 && i < fresh->n; i++)
		if (add[i])
			r = plan_add(stored, &fresh->list[i]);
	free(add);
	return r;
}

/* Make item i's plan of what was found in it, or add that to the plan. */
static int
plan_item(struct work *w, size_t i, const struct findings *found)
{
	const struct bytes *text = &w->texts[i];
	struct plan fresh = { .submission = w->id,
	    .item = w->manifest.items[w->number[i]].id };
	int r;

	if ((r = sha256(fresh.text_sha256, text->data, text->len)) < 0 ||
	    (r = plan_from(&fresh, found)) < 0)
		goto done;
	if (w->version[i] == 0) {
		w->plans[i] = fresh;		/* handed over */
		fresh = (struct plan){ 0 };
	} else {
		r = merge(&w->plans[i], &fresh);
	}
done:
	plan_free(&fresh);
	return r;
}

/* The list that the call names, the vault's and the submission's. */
static int
known_listed(struct known **out, const struct known *named, struct work *w)
{
	int r;

	if ((r = known_new(out)) < 0 ||
	    (named != NULL && (r = known_add_all(*out, named)) < 0) ||
	    (r = listed_known(*out, w)) < 0)
		return r;
	return known_ready(*out);
}

/* What all threads of a search share: each writes only where its item is. */
struct hunt {
	const struct search *search;
	const struct find_options *sought;
	const struct work *work;
	const struct known *known;
	struct findings *found;		/* one for each item */
};

static int
look_at_item(size_t i, void *arg)
{
	const struct hunt *h = arg;

	return find_in(h->work->texts[i].data, h->work->texts[i].len,
	    h->sought, &h->found[i]);
}

static int
look_for_known(size_t i, void *arg)
{
	const struct hunt *h = arg;
	const struct bytes *text = &h->work->texts[i];
	int r = find_known(text->data, text->len, h->sought, h->known,
	    &h->found[i]);

	return r < 0 ? r : torn_find(&h->work->torn[i], h->sought, h->known,
	    text->data, text->len, &h->found[i]);
}

static void
tell_searched(size_t done, size_t of, void *arg)
{
	const struct hunt *h = arg;

	progress(h->search->options, "searching", done, of);
}

static void
tell_known(size_t done, size_t of, void *arg)
{
	const struct hunt *h = arg;

	progress(h->search->options, "looking again", done, of);
}

/* What was found is planned; what is new of it is decided as the same was. */
static int
plan_items(const struct search *s, struct work *w,
    const struct findings found[])
{
	struct plan *was = calloc(w->n, sizeof(*was));
	size_t i, n = 0;
	int r = 0;

	if (was == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < w->n; i++)
		if ((r = plan_copy(&was[i], &w->plans[i])) == 0)
			r = plan_item(w, i, &found[i]);
	if (r == 0)
		r = carried_decide(w->plan_at, was, w->texts, w->n, &n);
	if (r == 0 && n > 0)
		say(s->options, "%s: %zu new findings say what was decided "
		    "elsewhere, and are decided alike", w->name, n);
	for (i = 0; i < w->n; i++)
		plan_free(&was[i]);
	free(was);
	return r;
}

/*
 * Every item is searched; then what was found in any of them, or is known from
 * elsewhere, is looked for in all.  So the result is the same whatever the
 * order of the items.
 */
static int
find_items(const struct search *s, struct work *w)
{
	struct find_options sought = *s->sought;
	struct hunt h = { .search = s, .sought = &sought, .work = w };
	struct crew crew = { .work = look_at_item, .tell = tell_searched,
	    .arg = &h };
	struct known *listed = NULL;
	struct carry *carry = NULL;
	size_t i;
	int r;

	if ((h.found = calloc(w->n, sizeof(*h.found))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = known_listed(&listed, s->sought->known, w)) < 0)
		goto done;
	sought.known = listed;
	if ((r = carry_new(&carry, w, &sought)) < 0 ||
	    (r = crew_run(&crew, w->n)) < 0)
		goto done;
	for (i = 0; r == 0 && i < w->n; i++)
		r = carry_found(carry, w, i, &h.found[i]);
	if (r < 0 || (r = carry_ready(carry, &h.known)) < 0)
		goto done;
	crew.work = look_for_known;
	crew.tell = tell_known;
	if ((r = crew_run(&crew, w->n)) < 0)
		goto done;
	progress_end(s->options);
	r = plan_items(s, w, h.found);
done:
	progress_end(s->options);
	for (i = 0; i < w->n; i++)
		findings_free(&h.found[i]);
	free(h.found);
	carry_free(carry);
	known_free(listed);
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

static size_t
all_findings(const struct work *w)
{
	size_t i, n = 0;

	for (i = 0; i < w->n; i++)
		n += w->plans[i].n;
	return n;
}

static int
find_one(struct work *w, void *arg)
{
	const struct search *s = arg;
	size_t i, before, after, planned = 0, had;
	int r;

	if ((r = work_load(w)) < 0)
		return r;
	before = plans_undecided(w);
	had = all_findings(w);
	for (i = 0; i < w->n; i++)
		planned += w->version[i] != 0;
	/* Nothing to look at, or all was looked at and nothing new is asked. */
	if (w->n == 0 || (s->only_new && planned == w->n))
		return 0;
	if ((r = find_items(s, w)) < 0 || (r = s->names != NULL ?
	    names_give(w, s->names) : plans_label(w->plan_at, NULL,
	    w->texts, w->n)) < 0)
		return r;
	names_tell(s->options, w->name, w->plan_at, w->n);
	after = plans_undecided(w);
	/* A plan that would say just what the stored one says is not stored. */
	if (planned < w->n || after != before || all_findings(w) != had ||
	    s->names != NULL)
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

	if ((r = call_parse(&c, TAKES_FINDING | TAKES_PSEUDONYMS |
	    TAKES_NO_WORDS, argc, argv)) < 0)
		return r;
	if ((r = sought_read(&sought, &c)) < 0)
		goto done;
	s.sought = &sought.options;
	s.names = sought.names;
	s.only_new = sought.known == NULL && sought.names == NULL &&
	    c.nfiles == 0;
	r = work_each(o, c.files, c.nfiles, find_one, &s);
done:
	sought_free(&sought);
	return r;
}
