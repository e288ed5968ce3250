/*
 * erase.c -- tipline erase: sign that a submission be forgotten, hold it
 * against that, let it go again, or see what the policy would have erased.
 *
 * What is signed here is public, the reason too.  Erasing is final: nothing is
 * added to the submission any more, and once every member that holds a key has
 * rotated, no key that exists opens it.
 */
#include "vault/cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/cmd/due.h"
#include "vault/cmd/erased.h"
#include "vault/cmd/words.h"
#include "vault/session/draft.h"
#include "vault/session/erasure.h"

#define BATCH_IDS_MAX 1000	/* submissions of one entry */

enum act { ERASE, HOLD, LIFT };

struct call {
	enum act act;
	bool due;
	const char *reason;
	char **words;		/* submissions */
	int n;
};

/* One submission's part of the entry; *done: its erasure is complete. */
static int
add_signature(struct session *s, const struct id *id, const char *reason,
    const struct erasure *e, bool *done)
{
	struct path p = { .kind = PATH_ERASURE, .submission = *id,
	    .member = s->my_fpr };
	struct bytes text = BYTES_INIT(REASON_FILE_MAX);
	struct policy policy;
	char name[ID_NAME_SIZE];
	size_t i, n = e->n;
	bool mine = false;
	int r;

	id_name(name, id);
	if (e->held)
		return err_set(ERR_NOT_PERMITTED, "%s is held (%s); lift the "
		    "hold with tipline erase %s --lift --reason TEXT first",
		    name, e->hold, name);
	if ((r = store_policy(s->store, &policy)) < 0)
		return r;
	for (i = 0; i < e->n; i++)
		mine = mine || fpr_equal(&e->v[i].member, &s->my_fpr);
	if (mine && e->n < policy.erasers)
		return err_set(ERR_NOT_PERMITTED, "you signed for %s before; "
		    "another desk member must sign too, with tipline erase %s",
		    name, name);
	if (!mine) {
		n++;
		if ((r = reason_format(&text, "reason", reason)) == 0)
			r = store_add(s->store, &p, text.data, text.len);
	}
	*done = n >= policy.erasers;
	p.kind = PATH_ERASED;
	if (r == 0 && *done)
		r = store_add(s->store, &p, "erased\n", 7);
	bytes_free(&text);
	return r;
}

static int
add_hold(struct session *s, const struct id *id, const struct call *c,
    const struct erasure *e)
{
	struct path p = { .kind = PATH_HOLD, .submission = *id,
	    .version = e->holds + 1 };
	struct bytes text = BYTES_INIT(REASON_FILE_MAX);
	char name[ID_NAME_SIZE];
	int r;

	id_name(name, id);
	if (c->act == HOLD && e->held)
		return err_set(ERR_EXISTS, "%s is held already (%s); nothing "
		    "is left to do", name, e->hold);
	if (c->act == LIFT && !e->held)
		return err_set(ERR_NOT_PERMITTED, "%s is not held; tipline "
		    "show %s tells its state", name, name);
	if ((r = reason_format(&text, c->act == HOLD ? "hold" : "lift",
	    c->reason)) == 0)
		r = store_add(s->store, &p, text.data, text.len);
	bytes_free(&text);
	return r;
}

static int
add_one(struct session *s, const struct id *id, const struct call *c)
{
	struct erasure e;
	bool done;
	int r;

	if ((r = erasure_refuse(s, id)) < 0 ||
	    (r = erasure_read(&e, s, id)) < 0)
		return r;
	r = c->act == ERASE ? add_signature(s, id, c->reason, &e, &done) :
	    add_hold(s, id, c, &e);
	erasure_free(&e);
	return r;
}

/* One entry for all of them: all or none. */
static int
commit(struct session *s, struct id *ids, size_t n, const struct call *c)
{
	static const char *const subjects[] = { "signed", "held", "let go" };
	struct entry e = { .submissions = ids, .nsubmissions = n };
	char hex[41];
	size_t i;
	int r;

	(void)snprintf(e.event, sizeof(e.event), "%s",
	    c->act == ERASE ? "erase" : "hold");
	(void)snprintf(e.subject, sizeof(e.subject), "%s",
	    subjects[c->act]);
	if ((r = session_begin(s)) < 0)
		return r;
	for (i = 0; i < n && r == 0; i++)
		r = add_one(s, &ids[i], c);
	return r < 0 ? session_abort(s, r) : session_commit(s, &e, hex);
}

static int
run_all(struct session *s, struct id *ids, size_t n, const struct call *c)
{
	size_t i, k, step;
	int r = 0;

	for (i = 0; i < n && r == 0; i += step) {
		step = n - i < BATCH_IDS_MAX ? n - i : BATCH_IDS_MAX;
		if ((r = commit(s, ids + i, step, c)) < 0)
			break;
		for (k = i; k < i + step && r == 0; k++)
			r = erased_tell(s, &ids[k]);
	}
	return r;
}

static int
compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* The submissions that were named, each once. */
static int
find_named(struct session *s, const struct call *c, struct id **ids, size_t *n)
{
	size_t i, kept = 0;
	int r = 0;

	if ((*ids = calloc((size_t)c->n, sizeof(**ids))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (*n = 0; *n < (size_t)c->n && r == 0; ++*n)
		r = session_find(s, c->words[*n], &(*ids)[*n]);
	qsort(*ids, *n, sizeof(**ids), compare_ids);
	for (i = 0; i < *n; i++)
		if (kept == 0 || !id_equal(&(*ids)[kept - 1], &(*ids)[i]))
			(*ids)[kept++] = (*ids)[i];
	*n = kept;
	return r;
}

static int
run(struct session *s, const struct call *c)
{
	struct id *ids = NULL;
	size_t n = 0;
	int r;

	if (c->due && c->reason == NULL)
		return due_list(s);
	if ((r = session_need_role(s, ROLE_DESK, "erasing and holding")) < 0)
		return r;
	r = c->due ? due_find(s, &ids, &n) : find_named(s, c, &ids, &n);
	if (r == 0)
		r = run_all(s, ids, n, c);
	free(ids);
	return r == 0 ? draft_sweep(s) : r;
}

static int
parse(struct call *c, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--reason", &c->reason)) {
			if (c->reason == NULL)
				return usage("--reason needs a text");
		} else if (option_is(argc, argv, &i, "--hold", NULL) ||
		    option_is(argc, argv, &i, "--lift", NULL)) {
			if (c->act != ERASE)
				return usage("say one of --hold and --lift");
			c->act = argv[i][2] == 'h' ? HOLD : LIFT;
		} else if (option_is(argc, argv, &i, "--due", NULL)) {
			c->due = true;
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else {
			c->words[c->n++] = argv[i];
		}
	}
	if (c->due ? c->n > 0 || c->act != ERASE : c->n == 0)
		return usage("name submissions, or say --due alone");
	if (!c->due && c->reason == NULL)
		return usage("say why with --reason; it is public and stays");
	return c->reason != NULL ? reason_check(c->reason) : 0;
}

int
cmd_erase(const struct options *o, int argc, char **argv)
{
	struct call c = { .act = ERASE };
	struct session *s = NULL;
	unsigned need;
	int r;

	if ((c.words = calloc((size_t)argc, sizeof(*c.words))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = parse(&c, argc, argv)) < 0)
		goto done;
	need = c.due && c.reason == NULL ? NEED_STORE :
	    NEED_STORE | NEED_KEY | NEED_MEMBER;
	if ((r = session_open(&s, o, need)) == 0)
		r = run(s, &c);
done:
	session_close(s);
	free(c.words);
	return r;
}
