/* replay.c -- see replay.h. */
#include "vault/sync/replay.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/store_sync.h"
#include "vault/sync/entry.h"
#include "vault/sync/remake.h"

#define TO_SIGN_MAX (1u << 20)		/* bytes of an entry */

struct replay {
	struct session *s;
	const struct signers *keys;
	struct replayed *done;
	struct moves moves;
};

void
replayed_add(struct replayed *sum, const struct replayed *one)
{
	sum->again += one->again;
	sum->there += one->there;
	sum->partly += one->partly;
	sum->aside += one->aside;
}

/* What files of a submission's release are all numbered by; a recall has the
 * number that its release has by now. */
static int
number_of(struct replay *r, const struct own_entry *e, const struct path *p,
    uint32_t *version)
{
	struct path releases = { .kind = PATH_OBJECT,
	    .submission = p->submission, .object = OBJECT_RELEASES,
	    .tier = TIER_RELEASE };

	if (strcmp(e->entry.event, "recall") == 0) {
		*version = moves_release(&r->moves, &p->submission,
		    p->version);
		return 0;
	}
	return remake_next(r->s, strcmp(e->entry.event, "release") == 0 ?
	    &releases : p, version);
}

static int
remake_file(struct replay *r, const struct own_entry *e,
    const struct own_file *f)
{
	const struct path *p = &f->path;
	uint32_t version;
	int code;

	if (p->kind == PATH_GRANT)
		return remake_grant(r->s, p);
	if ((code = number_of(r, e, p, &version)) < 0)
		return code;
	return p->kind == PATH_OBJECT ?
	    remake_object(r->s, p, version, &r->moves) :
	    remake_small(r->s, p, version);
}

/*
 * Everything that cannot come along as it is.  Approvals last: they name what
 * the others became.
 */
static int
remake_all(struct replay *r, struct own_entry *e, enum course *course)
{
	bool same;
	size_t k;
	int code = 0;

	for (k = 0; k < e->nfiles && code == 0; k++)
		if (course[k] == COURSE_REMAKE)
			code = remake_file(r, e, &e->files[k]);
	for (k = 0; k < e->nfiles && code == 0; k++) {
		if (course[k] != COURSE_SIGN)
			continue;
		code = remake_approval(r->s, &e->files[k].path, &r->moves,
		    &same);
		if (same)
			course[k] = COURSE_KEEP;
	}
	return code;
}

static int
keep_rest(struct replay *r, uint64_t i, const struct own_entry *e,
    const enum course *course)
{
	uint32_t *left = calloc(e->nfiles + 1, sizeof(*left));
	size_t k, n = 0;
	int code;

	if (left == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (k = 0; k < e->nfiles; k++)
		if (course[k] != COURSE_KEEP)
			left[n++] = (uint32_t)k;
	code = store_sync_keep(r->s->store, i, left, n);
	free(left);
	return code;
}

static int
sign(struct session *s, const struct entry *e)
{
	struct bytes to_sign = BYTES_INIT(TO_SIGN_MAX);
	struct bytes armored = BYTES_INIT(SSHSIG_ARMOR_MAX);
	char commit[41];
	int r;

	if ((r = store_prepare(s->store, e, &to_sign)) == 0 &&
	    (r = keeper_sign(s->keeper, SSHSIG_NS_GIT, to_sign.data,
	    to_sign.len, &armored)) == 0)
		r = store_commit(s->store, armored.data, armored.len, commit);
	bytes_free(&to_sign);
	bytes_free(&armored);
	return r;
}

/* What the rules, or a missing grant, refuse is kept aside; all else that
 * fails stops the sync. */
static bool
is_refusal(int code)
{
	return code == ERR_NOT_PERMITTED || code == ERR_NO_GRANT ||
	    code == ERR_NOT_FOUND || code == ERR_WRONG_KEY;
}

static int
put_aside(struct replay *r, uint64_t i, const struct own_entry *e)
{
	say(r->s->options, "`%s: %s` cannot be made again and is kept aside "
	    "(%s); look at it with git log refs/tipline/aside/<n>, and do it "
	    "again if it is still wanted", e->entry.event, e->entry.subject,
	    err_line());
	r->done->aside++;
	return store_sync_skip(r->s->store, i, true);
}

static int
no_key(const struct own_entry *e)
{
	char words[FPR_WORDS_SIZE];

	fpr_words(words, &e->entry.actor);
	return err_set(ERR_NOT_PERMITTED, "`%s: %s` is not on the remote yet "
	    "and must be signed again by %s; name that key with -i or --with, "
	    "or say --leave-others if they have that entry too",
	    e->entry.event, e->entry.subject, words);
}

static int
leave(struct replay *r, uint64_t i, const struct own_entry *e)
{
	char words[FPR_WORDS_SIZE];

	fpr_words(words, &e->entry.actor);
	say(r->s->options, "`%s: %s` is left to %s, who made it, and kept "
	    "aside until it comes again", e->entry.event, e->entry.subject,
	    words);
	r->done->aside++;
	return store_sync_skip(r->s->store, i, true);
}

/*
 * A submission is sealed to the epochs of its time; a desk member that left
 * such an epoch meanwhile gets its keys anew, in an entry behind it.
 */
static int
grant_anew(struct replay *r, uint64_t i, struct own_entry *e,
    const enum course *course)
{
	struct entry anew = { .event = "assign", .subject = "granted anew",
	    .actor = e->entry.actor, .submissions = e->entry.submissions };
	size_t k;
	bool any = false;
	int code = store_sync_side(r->s->store, true);

	for (k = 0; k < e->nfiles && code == 0; k++) {
		if (course[k] != COURSE_KEEP ||
		    e->files[k].stand != FILE_STALE)
			continue;
		any = true;
		code = remake_grant(r->s, &e->files[k].path);
	}
	if (!any || code < 0)
		goto done;
	entry_touched(&anew, e, course, true);
	code = sign(r->s, &anew);
done:
	if (code < 0 && is_refusal(code)) {
		say(r->s->options, "`%s: %s` holds keys for epochs that are "
		    "left, and they could not be granted anew (%s); have a "
		    "desk member run tipline assign", e->entry.event,
		    e->entry.subject, err_line());
		code = store_sync_skip(r->s->store, i, false);
	}
	return code;
}

/* Make it: 0, or what refused it. */
static int
make_again(struct replay *r, uint64_t i, struct own_entry *e,
    enum course *course)
{
	int code;

	if ((code = remake_all(r, e, course)) < 0 ||
	    (code = entry_completes(r->s, e, course)) < 0 ||
	    (code = keep_rest(r, i, e, course)) < 0)
		return code;
	entry_touched(&e->entry, e, course, false);
	return sign(r->s, &e->entry);
}

static int
replay_one(struct replay *r, uint64_t i)
{
	struct own_entry e;
	enum course *course = NULL;
	struct entry_sum sum;
	int code;

	if ((code = store_sync_side(r->s->store, true)) < 0 ||
	    (code = store_sync_entry(r->s->store, i, &e)) < 0)
		return code;
	if ((course = calloc(e.nfiles + 1, sizeof(*course))) == NULL) {
		code = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	code = entry_plan(&e, course, &sum);
	if (code == 0 && sum.along == 0) {
		r->done->there++;
		if (sum.there > 0)
			say(r->s->options, "`%s: %s` was done by somebody else "
			    "meanwhile; theirs stands", e.entry.event,
			    e.entry.subject);
		code = store_sync_skip(r->s->store, i, false);
		goto done;
	}
	if (code == 0 && signers_use(r->keys, r->s, &e.entry.actor) < 0) {
		code = r->keys->leave_others ? leave(r, i, &e) : no_key(&e);
		goto done;
	}
	if (code == 0)
		code = make_again(r, i, &e, course);
	if (code < 0) {
		if (is_refusal(code))
			code = put_aside(r, i, &e);
		goto done;
	}
	r->done->again++;
	if (sum.there > 0) {
		r->done->partly++;
		say(r->s->options, "`%s: %s`: %zu of its %zu files were there "
		    "already and are left as they are", e.entry.event,
		    e.entry.subject, sum.there, e.nfiles);
	}
	if (strcmp(e.entry.event, "submit") == 0)
		code = grant_anew(r, i, &e, course);
done:
	free(course);
	own_entry_free(&e);
	return code;
}

int
replay(struct session *s, const struct signers *keys, uint64_t n,
    struct replayed *done)
{
	struct replay r = { .s = s, .keys = keys, .done = done };
	uint64_t i;
	int code = 0;

	memset(done, 0, sizeof(*done));
	for (i = 0; i < n && code == 0; i++) {
		progress(s->options, "signing own entries again", i, n);
		code = replay_one(&r, i);
	}
	moves_free(&r.moves);
	return code;
}
