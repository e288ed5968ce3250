/*
 * access.c -- tipline access: who can read what, from public data alone; now,
 * or as it was at a past entry.
 *
 * One line for each key that a member was given.  Submissions are told one
 * after another, so that what is held in memory is one of them and a list of
 * the entries that gave keys.
 */
#include "vault/cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/cmd/holders.h"
#include "vault/cmd/people.h"
#include "vault/cmd/touches.h"
#include "vault/cmd/words.h"
#include "vault/session/erasure.h"

struct access {
	struct session *s;
	const char *at;			/* --at; NULL: now */
	char head[COMMIT_SIZE];		/* the entry that is looked at */
	struct id only;			/* zero: every submission */
	const struct person *who;	/* NULL: everybody */
	struct touches touches;
	struct people people;
	size_t told, rotated;		/* keys; those of epochs that ended */
};

/* One submission as it is told. */
struct shown {
	struct id id;
	struct holders keys;
	uint64_t *since;	/* of each key: the entry that gave it */
	bool erased;
	uint64_t erased_in;
};

/* --- since when --- */

static int
is_there(struct access *a, const struct shown *v, const struct held_key *k,
    bool *there)
{
	struct path p = { .kind = PATH_GRANT, .submission = v->id,
	    .item = k->item, .member = k->member, .tier = k->tier,
	    .version = k->first };
	struct bytes box = BYTES_INIT(2 * GRANT_BYTES);
	char name[PATH_SIZE];
	int r;

	path_format(name, &p);
	r = store_read(a->s->store, name, &box);
	bytes_free(&box);
	*there = r == 0;
	return r == ERR_NOT_FOUND ? 0 : r;
}

/* The keys that were there already at the entry `t`. */
static int
mark_since(struct access *a, struct shown *v, const struct touch *t)
{
	char hex[COMMIT_SIZE];
	bool there;
	size_t i;
	int r;

	touch_commit(hex, t);
	if ((r = store_look_at(a->s->store, hex)) < 0)
		return r;
	for (i = 0; i < v->keys.n && r == 0; i++)
		if (v->since[i] == 0 && (r = is_there(a, v, &v->keys.v[i],
		    &there)) == 0 && there)
			v->since[i] = t->number;
	return r;
}

/* Files are only ever added: the oldest entry that has one brought it. */
static int
find_since(struct access *a, struct shown *v)
{
	const struct touch *t, *last = NULL;
	size_t i, n;
	int r = 0;

	v->since = calloc(v->keys.n + 1, sizeof(*v->since));
	if (v->since == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	t = touches_of(&a->touches, &v->id, &n);
	for (i = 0; i < n && r == 0; i++) {
		if (t[i].what == TOUCH_ERASE) {
			v->erased_in = t[i].number;
			continue;
		}
		/* The last one needs no look: what is left came with it. */
		if (last != NULL)
			r = mark_since(a, v, last);
		last = &t[i];
	}
	for (i = 0; i < v->keys.n && last != NULL; i++)
		if (v->since[i] == 0)
			v->since[i] = last->number;
	return r < 0 ? r : store_look_at(a->s->store, a->head);
}

/* --- telling --- */

enum state { READS, REMOVED, NOT_ROTATED, ROTATED };

static const char *const state_words[] = {
	[READS] = "reads", [REMOVED] = "removed",
	[NOT_ROTATED] = "not_rotated", [ROTATED] = "rotated",
};

static enum state
state_of(const struct shown *v, const struct held_key *k,
    const struct person *p)
{
	if (v->erased && p->epoch > k->last)
		return ROTATED;
	if (p->roles == 0)
		return REMOVED;
	return v->erased ? NOT_ROTATED : READS;
}

static void
print_key(const struct shown *v, size_t i, const struct person *p)
{
	const struct held_key *k = &v->keys.v[i];
	char item[ID_HEX_SIZE] = "all";

	if (!id_is_zero(&k->item))
		id_hex(item, &k->item);
	(void)printf("  %-8s  %-32s  ", tier_name(k->tier), item);
	print_word(p->label[0] != '\0' ? p->label : p->words);
	(void)printf("  since entry %llu, epoch %u",
	    (unsigned long long)v->since[i], k->last);
	switch (state_of(v, k, p)) {
	case READS:
		break;
	case REMOVED:
		(void)printf("; removed in entry %llu, still has the key it "
		    "was given until then", (unsigned long long)p->removed_in);
		break;
	case NOT_ROTATED:
		(void)printf("; has not rotated since: can still read it");
		break;
	case ROTATED:
		(void)printf("; has rotated to epoch %u since", p->epoch);
		break;
	}
	(void)fputc('\n', stdout);
}

static int
json_key_line(const struct shown *v, size_t i, const struct person *p)
{
	const struct held_key *k = &v->keys.v[i];
	struct bytes line = BYTES_INIT(4096);
	struct json j = json_writer(&line);
	char id[ID_HEX_SIZE], name[ID_NAME_SIZE], hex[FPR_HEX_SIZE];
	int r;

	id_hex(id, &v->id);
	id_name(name, &v->id);
	fpr_hex(hex, &p->fpr);
	json_open(&j, '{');
	json_kstr(&j, "submission", id);
	json_kstr(&j, "name", name);
	if (!id_is_zero(&k->item)) {
		id_hex(id, &k->item);
		json_kstr(&j, "item", id);
	}
	json_kstr(&j, "tier", tier_name(k->tier));
	json_kstr(&j, "member", hex);
	json_kstr(&j, "label", p->label);
	json_kuint(&j, "since", v->since[i]);
	json_kuint(&j, "epoch", k->last);
	json_kuint(&j, "newest_epoch", p->epoch);
	json_kstr(&j, "state", state_words[state_of(v, k, p)]);
	if (p->roles == 0)
		json_kuint(&j, "removed_in", p->removed_in);
	if (v->erased)
		json_kuint(&j, "erased_in", v->erased_in);
	json_close(&j, '}');
	if ((r = bytes_ok(&line)) == 0)
		r = json_line(&line);
	bytes_free(&line);
	return r;
}

static void
print_head(const struct shown *v)
{
	char id[ID_HEX_SIZE], name[ID_NAME_SIZE];

	id_hex(id, &v->id);
	id_name(name, &v->id);
	(void)printf("%s  %s", name, id);
	if (v->erased)
		(void)printf("  erased in entry %llu",
		    (unsigned long long)v->erased_in);
	(void)fputc('\n', stdout);
}

static int
tell(struct access *a, const struct shown *v)
{
	const struct person *p;
	bool head = false;
	size_t i;
	int r = 0;

	for (i = 0; i < v->keys.n && r == 0; i++) {
		p = people_find(&a->people, &v->keys.v[i].member);
		if (p == NULL || (a->who != NULL && p != a->who))
			continue;
		a->told++;
		a->rotated += state_of(v, &v->keys.v[i], p) == ROTATED;
		if (a->s->options->json) {
			r = json_key_line(v, i, p);
			continue;
		}
		if (!head)
			print_head(v);
		head = true;
		print_key(v, i, p);
	}
	return r;
}

/* Does the member that is asked for hold a key here? */
static bool
concerns(const struct access *a, const struct holders *h)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (a->who == NULL ||
		    fpr_equal(&h->v[i].member, &a->who->fpr))
			return true;
	return false;
}

static int
access_one(struct access *a, const struct id *id)
{
	struct shown v = { .id = *id };
	int r;

	if ((r = holders_read(&v.keys, a->s, id)) < 0)
		return r;
	if (concerns(a, &v.keys) &&
	    (r = erasure_done(a->s, id, &v.erased)) == 0 &&
	    (r = find_since(a, &v)) == 0)
		r = tell(a, &v);
	free(v.since);
	holders_free(&v.keys);
	return r;
}

/* --- what is asked --- */

static int
first_entry(const struct entry_read *e, void *arg)
{
	memcpy(arg, e->commit, COMMIT_SIZE);
	return 1;
}

/* A submission, or else a member. */
static int
find(struct access *a, const char *word)
{
	struct fpr member;
	int r;

	r = session_find_any(a->s, word, &a->only);
	if (r == 0 || (r != ERR_NOT_FOUND && r != ERR_USAGE))
		return r;
	if ((r = session_member(a->s, word, &member)) == ERR_NOT_FOUND)
		return err_set(ERR_NOT_FOUND, "%s names neither a submission "
		    "nor a member%s; tipline list and tipline member list show "
		    "them", word, a->at != NULL ? " of that time" : "");
	a->only = (struct id){ 0 };
	if (r == 0)
		a->who = people_find(&a->people, &member);
	return r;
}

static int
run(struct access *a, const char *word)
{
	struct id *ids = NULL;
	size_t i, n = 0;
	int r;

	if ((a->at != NULL && (r = session_look_at(a->s, a->at)) < 0) ||
	    (r = store_log(a->s->store, first_entry, a->head)) < 0 ||
	    (r = people_read(&a->people, a->s)) < 0 ||
	    (word != NULL && (r = find(a, word)) < 0) ||
	    (r = touches_read(&a->touches, a->s,
	    id_is_zero(&a->only) ? NULL : &a->only)) < 0 ||
	    (r = people_removed(&a->people, a->s, &a->touches,
	    a->head)) < 0)
		return r;
	if (!id_is_zero(&a->only))
		r = access_one(a, &a->only);
	else
		r = session_submissions(a->s, &ids, &n);
	for (i = 0; i < n && r == 0; i++)
		r = access_one(a, &ids[i]);
	free(ids);
	if (r == 0 && a->told == 0)
		say(a->s->options, "nobody that was asked for holds a key");
	/* What is in a key file, no vault knows. */
	if (r == 0 && a->rotated > 0)
		say(a->s->options, "who rotated keeps the old secret until "
		    "tipline rotate --finish, where rotate asked for that");
	return r;
}

int
cmd_access(const struct options *o, int argc, char **argv)
{
	struct access a = { .at = NULL };
	const char *word = NULL;
	int i, r;

	for (i = 1; i < argc; i++) {
		if (option_is(argc, argv, &i, "--at", &a.at)) {
			if (a.at == NULL)
				return usage("--at needs an entry");
		} else if (option_is(argc, argv, &i, "--", NULL)) {
			continue;
		} else if (!operand(argc, argv, i)) {
			return usage("unknown option %s", argv[i]);
		} else if (word != NULL) {
			return usage("one submission or member at a time");
		} else {
			word = argv[i];
		}
	}
	if ((r = session_open(&a.s, o, NEED_STORE)) < 0)
		return r;
	r = run(&a, word);
	touches_free(&a.touches);
	people_free(&a.people);
	session_close(a.s);
	return r;
}
