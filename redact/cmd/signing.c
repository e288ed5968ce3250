/*
 * signing.c -- see reviewing.h: a review is stored, signed, sent back.
 *
 * What others stored meanwhile is never written over: it is joined with what
 * was decided here, and the person looks again.
 */
#include <stdio.h>
#include <string.h>

#include "redact/cmd/plans.h"
#include "redact/cmd/reviewing.h"
#include "redact/release/spread.h"
#include "vault/base/err.h"

static int
rebase_one(struct reviewing *v, size_t i, uint32_t newest, size_t *conflicts)
{
	struct plan theirs = { 0 };
	int r;

	if ((r = work_plan(v->work, i, newest, &theirs)) == 0 &&
	    (r = board_rebase(v->board, i, &theirs, conflicts)) == 0) {
		v->work->version[i] = newest;
		v->items[i].stored = newest;
	}
	plan_free(&theirs);
	return r;
}

int
reviewing_rebase(struct reviewing *v, size_t *joined)
{
	struct work *w = v->work;
	struct path p = { .kind = PATH_OBJECT, .submission = w->id,
	    .object = OBJECT_PLAN, .tier = TIER_WORKING };
	size_t i, n = 0;
	uint32_t newest;
	int r;

	if ((r = store_refresh(w->session->store)) < 0)
		return r;
	for (i = 0; i < w->n; i++) {
		p.item = w->manifest.items[w->number[i]].id;
		if ((r = store_latest(w->session->store, &p, &newest)) < 0)
			return r;
		if (newest == w->version[i])
			continue;
		if ((r = rebase_one(v, i, newest, &v->told.conflicts)) < 0)
			return r;
		n++;
	}
	if (joined != NULL)
		*joined = n;
	return n > 0 ? board_save(v->board) : 0;
}

/* ERR_BUSY when there was something to join. */
static int
join_others(struct reviewing *v)
{
	size_t before = v->told.conflicts, joined, n;
	int r;

	if ((r = reviewing_rebase(v, &joined)) < 0 || joined == 0)
		return r;
	n = v->told.conflicts - before;
	if (n == 0)
		return err_set(ERR_BUSY, "somebody else changed the plan of "
		    "%s meanwhile; it is joined with what you decided: look "
		    "again with `tipline review %s` and sign", v->work->name,
		    v->work->name);
	return err_set(ERR_BUSY, "somebody else changed the plan of %s "
	    "meanwhile; it is joined with what you decided, but on %zu "
	    "findings you decided differently: decide again with `tipline "
	    "review %s`", v->work->name, n, v->work->name);
}

int
reviewing_spread(struct reviewing *v, size_t *added)
{
	struct work *w = v->work;
	struct plan more;
	size_t i, k, n;
	int r = 0;

	*added = 0;
	for (i = 0; r == 0 && i < w->n; i++) {
		if ((r = plan_copy(&more, &w->plans[i])) < 0)
			return r;
		if ((r = spread_values(&more, &w->texts[i], DECISION_NONE,
		    &w->session->my_fpr, &n)) == 0 && n > 0)
			r = board_propose(v->board, i, more.list, more.n);
		for (k = 0; r == 0 && n > 0 && k < more.n; k++)
			*added += strcmp(more.list[k].finder, "again") == 0 &&
			    more.list[k].decision == DECISION_NONE;
		plan_free(&more);
	}
	return r;
}

/* Seal the plans as they are, and forget what was beside the stored ones. */
static int
store(struct reviewing *v, const char *event, bool sign)
{
	int r;

	if ((r = plans_store(v->work, event, sign)) == ERR_BUSY)
		return (r = join_others(v)) < 0 ? r : err_set(ERR_BUSY,
		    "the vault was busy; try again");
	if (r < 0 || (r = board_stored(v->board)) < 0)
		return r;
	return reviewing_looked(v);
}

/* Others signed just these plans: this member signs them too. */
static int
approve(struct reviewing *v)
{
	int r;

	if ((r = plans_sign(v->work, "approve")) == ERR_BUSY)
		return (r = join_others(v)) < 0 ? r : err_set(ERR_BUSY,
		    "the vault was busy; try again");
	return r < 0 ? r : reviewing_looked(v);
}

int
reviewing_sign(struct reviewing *v, bool myself, bool anew)
{
	struct standing st;
	size_t added;
	int r;

	if ((r = join_others(v)) < 0 ||
	    (r = board_ready(v->board, myself)) < 0 ||
	    (r = reviewing_spread(v, &added)) < 0)
		return r;
	if (added > 0)
		return err_set(ERR_NOT_PERMITTED, "%zu more places say what is "
		    "redacted elsewhere; decide on them too, then sign",
		    added);
	if ((r = plans_signers(v->work, &st)) < 0)
		return r;
	if (anew || st.people == 0 || board_changed(v->board))
		return store(v, "decide", true);
	if (st.me)
		return err_set(ERR_NOT_PERMITTED, "you have signed the "
		    "decisions on %s already; another desk member must "
		    "approve them", v->work->name);
	return approve(v);
}

int
reviewing_send_back(struct reviewing *v, const char *text)
{
	int r;

	if ((r = join_others(v)) < 0 ||
	    (r = board_note(v->board, true, text)) < 0)
		return r;
	return store(v, "find", false);
}

/* Sheets that were seen are worth an entry only while nobody's signature is
 * lost by it: they are in the draft as well. */
int
reviewing_close(struct reviewing *v)
{
	bool changed = board_changed(v->board);
	struct standing st;
	int r;

	if (!changed && !board_looked(v->board))
		return reviewing_looked(v);
	if ((r = join_others(v)) < 0 ||
	    (r = plans_signers(v->work, &st)) < 0)
		return r;
	return changed || st.people == 0 ? store(v, "find", false) :
	    reviewing_looked(v);
}
