/*
 * rotate.c -- tipline rotate: a new epoch for this key, its grants sealed to it
 * again, and then the old secret destroyed.
 *
 * Each step leaves something that a later run goes on from: a key file one
 * epoch ahead of the vault, a vault ahead of some grants, grants ahead of the
 * key file that still holds the old secret.  Only when a pass over all grants,
 * under the vault's lock from its beginning to its end, finds none that is
 * still sealed to an old epoch alone, is anything destroyed.
 */
#include "vault/cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/session/draft.h"
#include "vault/session/session.h"

#define LINE_MAX_BYTES 4096

struct rotation {
	struct session *s;
	bool finish;
	bool fresh;		/* a new epoch is to be made */
	bool idle;		/* there is no rotation to finish */
	struct epochs held;	/* of the key file, as it is now */
	size_t resealed;	/* grants, in this run */
	size_t unopened;	/* grants that no secret here opens */
	bool kept;		/* old secrets stay, for drops on their way */
};

/* --- where the last run left it --- */

/*
 * The vault's newest epoch of this member, under the lock; it must be one that
 * this key file can go on from.
 */
static int
check_standing(struct rotation *t, uint32_t *newest)
{
	struct session *s = t->s;
	struct epoch there;
	int r;

	if ((r = session_epoch(s, &s->my_fpr, &there)) < 0)
		return r;
	*newest = there.card.epoch;
	if (*newest > t->held.newest ||
	    (*newest == t->held.newest && memcmp(there.card.box_pk,
	    s->me.box_pk, BOX_PK_BYTES) != 0))
		return err_set(ERR_WRONG_KEY, "another copy of this key file "
		    "has rotated, to epoch %u; use that copy, and destroy this "
		    "one", *newest);
	if (t->held.newest > *newest + 1)
		return err_set(ERR_WRONG_KEY, "this key file is at epoch %u "
		    "and the vault at %u; use the newest copy of the vault",
		    t->held.newest, *newest);
	return 0;
}

/* The epoch to be: made if there is none under way, added if it is not there. */
static int
settle_epoch(struct rotation *t, bool *added)
{
	struct session *s = t->s;
	uint32_t newest;
	int r;

	*added = false;
	if ((r = check_standing(t, &newest)) < 0)
		return r;
	if (t->fresh) {
		t->fresh = false;
		if (t->held.newest == newest &&
		    ((r = keeper_next(s->keeper, &s->me)) < 0 ||
		    (r = keeper_epochs(s->keeper, &t->held)) < 0))
			return r;
	}
	if (t->held.newest == newest)
		return 0;
	*added = true;
	t->idle = false;
	return session_add_epoch(s, &s->me);
}

/* --- sealing again --- */

/* Failures of the grant itself: no secret of this file opens it, ever. */
static bool
is_the_grants_fault(int r)
{
	return r == ERR_WRONG_KEY || r == ERR_FORMAT || r == ERR_INTEGRITY;
}

static int
reseal(struct rotation *t, const struct held *h, bool *done)
{
	struct session *s = t->s;
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	struct path p = { .kind = PATH_GRANT, .member = s->my_fpr,
	    .submission = h->ctx.submission, .item = h->ctx.item,
	    .tier = h->ctx.tier, .version = t->held.newest };
	int r;

	*done = false;
	r = keeper_pass(s->keeper, h->box, h->len, h->epoch, &h->ctx,
	    s->me.box_pk, &box);
	if (is_the_grants_fault(r)) {
		t->unopened++;
		r = 0;
	} else if (r == 0 && (r = store_add(s->store, &p, box.data,
	    box.len)) == 0) {
		*done = true;
	}
	bytes_free(&box);
	return r;
}

/* Reseal one page; the submissions touched go to `ids`, rising. */
static int
reseal_page(struct rotation *t, const struct held *v, size_t n,
    struct id *ids, size_t *nids, size_t *added)
{
	bool done;
	size_t i;
	int r = 0;

	*nids = *added = 0;
	for (i = 0; i < n && r == 0; i++) {
		if ((r = reseal(t, &v[i], &done)) < 0 || !done)
			continue;
		++*added;
		if (*nids == 0 || !id_equal(&ids[*nids - 1],
		    &v[i].ctx.submission))
			ids[(*nids)++] = v[i].ctx.submission;
		progress(t->s->options, "sealing again", t->resealed + *added,
		    0);
	}
	return r;
}

/*
 * One page of the pass, in a write that is begun.  *wrote: it became an entry,
 * which has ended the write.
 */
static int
one_page(struct rotation *t, struct id *after, bool *last, bool *wrote)
{
	struct entry e = { .event = "rotate" };
	struct held *v = NULL;
	struct id *ids = NULL;
	size_t n = 0, added = 0;
	char commit[41];
	bool epoch;
	int r;

	*wrote = false;
	if ((r = settle_epoch(t, &epoch)) < 0 ||
	    (r = store_held(t->s->store, &t->s->my_fpr, t->held.newest, after,
	    &v, &n, last)) < 0)
		goto done;
	if ((ids = calloc(n + 1, sizeof(*ids))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	if ((r = reseal_page(t, v, n, ids, &e.nsubmissions, &added)) < 0)
		goto done;
	if (epoch || added > 0) {
		e.submissions = ids;
		(void)snprintf(e.subject, sizeof(e.subject), "epoch %u",
		    t->held.newest);
		if ((r = session_commit(t->s, &e, commit)) == 0)
			t->resealed += added;
		*wrote = true;
	}
done:
	free(v);
	free(ids);
	return r;
}

/*
 * Over all grants once.  *clean: nothing was left to do, and the write that
 * was begun before the first page is begun still.
 */
static int
one_pass(struct rotation *t, bool *clean)
{
	struct id after = { { 0 } };
	bool begun = false, last = false, wrote, any = false;
	int r = 0;

	t->unopened = 0;
	while (!last) {
		if (!begun && (r = session_begin(t->s)) < 0)
			return r;
		if ((r = one_page(t, &after, &last, &wrote)) < 0)
			return wrote ? r : session_abort(t->s, r);
		begun = !wrote;
		any = any || wrote;
	}
	*clean = !any;
	if (any && begun)
		r = store_abort(t->s->store);
	return r;
}

/* --- the end of the old secret --- */

/* Drops that a desk member is sealed to may be on their way from intake. */
static int
may_come_late(struct session *s, bool *yes)
{
	struct fpr *all = NULL;
	unsigned roles;
	size_t i, n;
	int r;

	*yes = false;
	if ((s->my_roles & ROLE_DESK) == 0)
		return 0;
	r = session_members(s, &all, &n);
	for (i = 0; r == 0 && i < n && !*yes; i++)
		if ((r = store_roles(s->store, &all[i], &roles)) == 0)
			*yes = (roles & ROLE_INTAKE) != 0;
	free(all);
	return r;
}

/* Under the lock, after a clean pass. */
static int
destroy(struct rotation *t)
{
	bool late = false;
	int r;

	if (t->held.count == 1)
		return 0;
	if (!t->finish && (r = may_come_late(t->s, &late)) < 0)
		return r;
	t->kept = late;
	if (late)
		return 0;
	if ((r = keeper_forget(t->s->keeper, t->held.newest)) < 0)
		return r;
	return keeper_epochs(t->s->keeper, &t->held);
}

static int
rotate(struct rotation *t)
{
	bool clean = false;
	int r = 0;

	while (!clean)
		if ((r = one_pass(t, &clean)) < 0)
			break;
	progress_end(t->s->options);
	if (r < 0)
		return r;
	if ((r = destroy(t)) < 0)
		return session_abort(t->s, r);
	return store_abort(t->s->store);
}

/* --- telling --- */

static int
tell_json(const struct rotation *t, const char *card)
{
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	int r;

	json_open(&j, '{');
	json_kuint(&j, "epoch", t->held.newest);
	json_kstr(&j, "card", card);
	json_kuint(&j, "resealed", t->resealed);
	json_kuint(&j, "unopened", t->unopened);
	json_kuint(&j, "epochs_held", t->held.count);
	json_key(&j, "finished");
	json_bool(&j, !t->kept);
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

static int
tell(const struct rotation *t)
{
	const struct options *o = t->s->options;
	char card[CARD_LINE_SIZE];

	card_format(card, &t->s->me);
	if (t->unopened > 0)
		say(o, "%zu grants were sealed to epochs that this key file no "
		    "longer holds; ask another desk member to assign them again",
		    t->unopened);
	if (t->kept)
		say(o, "the old secret is kept for drops on their way; give "
		    "intake the new card, take what is in its outboxes, then "
		    "run tipline rotate --finish");
	else if (!t->idle && (t->s->my_roles & ROLE_DESK) != 0)
		say(o, "give this card to every host that makes drops for you; "
		    "what is sealed to an older one cannot be opened with this "
		    "key");
	if (o->json)
		return tell_json(t, card);
	if (t->idle)
		return printf("epoch %u: no rotation is left to finish; "
		    "tipline rotate begins one\n%s\n", t->held.newest,
		    card) < 0 ? err_sys("cannot write the card") : 0;
	return printf("epoch %u: %zu grants sealed again; the old secret is "
	    "%s\n%s\n", t->held.newest, t->resealed, t->kept ? "kept" :
	    "destroyed", card) < 0 ? err_sys("cannot write the card") : 0;
}

int
cmd_rotate(const struct options *o, int argc, char **argv)
{
	struct rotation t = { .finish = false };
	int i, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--finish", NULL))
			t.finish = true;
		else
			return usage("rotate takes no %s", argv[i]);
	}
	if ((r = session_open(&t.s, o, NEED_STORE | NEED_KEY | NEED_MEMBER |
	    NEED_RENEW)) < 0)
		return r;
	if ((r = keeper_epochs(t.s->keeper, &t.held)) < 0)
		goto done;
	/* An unfinished one is gone on with; it is no time for a new one. */
	t.fresh = !t.finish && t.held.count == 1;
	t.idle = t.finish && t.held.count == 1;
	if ((r = rotate(&t)) == 0 && (r = tell(&t)) == 0)
		r = draft_sweep(t.s);
done:
	session_close(t.s);
	return r;
}
