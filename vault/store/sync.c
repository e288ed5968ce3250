/* sync.c -- see sync.h: where two histories stand to each other. */
#include "vault/store/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/store/chain.h"
#include "vault/store/entry.h"

#define SET_FIRST 1024		/* slots */

/* Commits that were met, and on which side; open addressing. */
struct met {
	git_oid *id;
	unsigned char *side;	/* 0: a free slot */
	size_t n, slots;
};

enum side { MINE = 1, THEIRS = 2 };

void
sync_init(struct sync *s, struct repo *ours, const struct judge *judge)
{
	memset(s, 0, sizeof(*s));
	s->ours = ours;
	s->judge = judge;
	s->wanted = BYTES_INIT(SYNC_LIST_MAX);
}

void
sync_free(struct sync *s)
{
	repo_free(s->theirs);
	free(s->mine.v);
	free(s->new.v);
	free(s->aside.v);
	bytes_free(&s->wanted);
	sync_init(s, s->ours, s->judge);
}

int
sync_line_add(struct sync_line *l, const git_oid *id)
{
	git_oid *v;

	if (l->n >= CHAIN_MAX)
		return err_set(ERR_TOO_BIG, "a history of more than %u entries "
		    "is none that can be synced", CHAIN_MAX);
	/* Doubled at each power of two. */
	if ((l->n & (l->n - 1)) == 0) {
		v = realloc(l->v, (l->n * 2 + 1) * sizeof(*v));
		if (v == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		l->v = v;
	}
	git_oid_cpy(&l->v[l->n++], id);
	return 0;
}

int
sync_commit_read(struct repo *r, const git_oid *id, struct sync_commit *c)
{
	struct entry_commit e = ENTRY_COMMIT_INIT;
	int code;

	bytes_reset(&c->raw);
	if ((code = repo_read(r, id, GIT_OBJECT_COMMIT, &c->raw)) < 0)
		return code;
	/* Whether its form is right is the judge's question. */
	(void)entry_parse(&e, c->raw.data, c->raw.len);
	c->has_parent = e.nparents > 0;
	git_oid_cpy(&c->parent, &e.parent);
	git_oid_cpy(&c->tree, &e.tree);
	entry_free(&e);
	return 0;
}

static size_t
slot_of(const struct met *m, const git_oid *id)
{
	uint64_t h;
	size_t i;

	memcpy(&h, id->id, sizeof(h));
	for (i = (size_t)h & (m->slots - 1); m->side[i] != 0 &&
	    !git_oid_equal(&m->id[i], id); i = (i + 1) & (m->slots - 1))
		;
	return i;
}

static int
met_grow(struct met *m)
{
	struct met bigger = { .slots = m->slots != 0 ? 2 * m->slots :
	    SET_FIRST };
	size_t i, at;

	bigger.id = calloc(bigger.slots, sizeof(*bigger.id));
	bigger.side = calloc(bigger.slots, 1);
	if (bigger.id == NULL || bigger.side == NULL) {
		free(bigger.id);
		free(bigger.side);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	for (i = 0; i < m->slots; i++) {
		if (m->side[i] == 0)
			continue;
		at = slot_of(&bigger, &m->id[i]);
		bigger.id[at] = m->id[i];
		bigger.side[at] = m->side[i];
	}
	bigger.n = m->n;
	free(m->id);
	free(m->side);
	*m = bigger;
	return 0;
}

/* Note it; *both: the other side has it too. */
static int
meet(struct met *m, const git_oid *id, enum side side, bool *both)
{
	size_t at;
	int code;

	if (2 * m->n >= m->slots && (code = met_grow(m)) < 0)
		return code;
	at = slot_of(m, id);
	*both = m->side[at] != 0 && m->side[at] != (unsigned char)side;
	if (m->side[at] != 0)
		return 0;
	m->id[at] = *id;
	m->side[at] = (unsigned char)side;
	m->n++;
	return 0;
}

/* One side's walk back from its newest entry. */
struct walk {
	struct repo *repo;
	struct sync_line *line;
	git_oid at;
	bool more;
};

static int
step(struct walk *w, struct met *m, enum side side, git_oid *base,
    bool *found)
{
	struct sync_commit c = SYNC_COMMIT_INIT;
	int code;

	if ((code = meet(m, &w->at, side, found)) < 0)
		return code;
	if (*found) {
		git_oid_cpy(base, &w->at);
		return 0;
	}
	if ((code = sync_line_add(w->line, &w->at)) == 0 &&
	    (code = sync_commit_read(w->repo, &w->at, &c)) == 0) {
		w->more = c.has_parent;
		git_oid_cpy(&w->at, &c.parent);
	}
	bytes_free(&c.raw);
	return code;
}

/* What is above the base on one side was collected past it by the other. */
static void
cut(struct sync_line *l, const git_oid *base)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (git_oid_equal(&l->v[i], base))
			l->n = i;
}

/*
 * Back from both ends in step, so that the cost is that of what is new.  Both
 * histories are lines: what is met first is the newest that both have.
 */
static int
find_base(struct sync *s, bool *found)
{
	struct met met = { .n = 0 };
	struct walk mine = { .repo = s->ours, .line = &s->mine,
	    .at = s->head, .more = s->born };
	struct walk theirs = { .repo = s->theirs != NULL ? s->theirs : s->ours,
	    .line = &s->new, .at = s->their_head, .more = !s->empty };
	int code = 0;

	*found = false;
	while ((mine.more || theirs.more) && !*found && code == 0) {
		if (mine.more)
			code = step(&mine, &met, MINE, &s->base, found);
		if (theirs.more && !*found && code == 0)
			code = step(&theirs, &met, THEIRS, &s->base, found);
	}
	free(met.id);
	free(met.side);
	if (code == 0 && *found) {
		cut(&s->mine, &s->base);
		cut(&s->new, &s->base);
	}
	return code;
}

/* Did the remote lose what it had? */
static int
check_known(const struct sync *s)
{
	struct sync_known known;
	int code;

	if (s->remote[0] == '\0')
		return 0;
	if ((code = sync_known_read(s->ours, s->remote, &known)) < 0)
		return code;
	if (known.there && known.number > s->base_number)
		return err_set(ERR_INTEGRITY, "the remote lost entries that it "
		    "had: entry %llu is not in its history any more; nothing "
		    "was changed; find out who changed it, and sync with "
		    "another copy meanwhile",
		    (unsigned long long)known.number);
	return 0;
}

static int
relate(struct sync *s)
{
	uint64_t fixed;
	int code;

	if ((code = sync_fixed(s->ours, &fixed)) < 0)
		return code;
	if (s->mine.n > 0 && s->new.n > 0)
		s->relation = fixed > s->base_number ? SYNC_SPLIT :
		    SYNC_DIVERGED;
	else
		s->relation = s->mine.n > 0 ? SYNC_AHEAD :
		    s->new.n > 0 ? SYNC_BEHIND : SYNC_EQUAL;
	return 0;
}

/* Without what git fetched, only an entry of ours can be placed. */
static bool
is_known(const struct sync *s)
{
	struct sync_commit c = SYNC_COMMIT_INIT;
	int code = sync_commit_read(s->ours, &s->their_head, &c);

	bytes_free(&c.raw);
	return code == 0;
}

int
sync_look(struct sync *s, const char *remote, const git_oid *theirs,
    bool fetched)
{
	struct remembered m;
	bool found = false;
	int code;

	sync_free(s);
	(void)snprintf(s->remote, sizeof(s->remote), "%s", remote);
	s->empty = theirs == NULL;
	if (theirs != NULL)
		git_oid_cpy(&s->their_head, theirs);
	if ((code = repo_head(s->ours, &s->head, &s->born)) < 0)
		return code;
	if (s->born) {
		if ((code = chain_state(s->ours, &s->head, &m)) < 0)
			return code;
		s->number = m.range.size;
	}
	if (!s->empty && !fetched && (!s->born || !is_known(s))) {
		s->relation = SYNC_UNKNOWN;
		return 0;
	}
	if (fetched && (code = repo_open_over(&s->theirs, s->ours,
	    SYNC_FOLDER "/objects")) < 0)
		return code;
	if (s->empty && s->born) {
		s->mine.n = 0;		/* all of it: not walked here */
		s->relation = SYNC_AHEAD;
		return check_known(s);
	}
	if ((code = find_base(s, &found)) < 0)
		return code;
	if (!found && s->born && !s->empty)
		return err_set(ERR_USAGE, "that is another vault: it has no "
		    "entry in common with this one; name the right remote");
	s->base_number = found ? s->number - s->mine.n : 0;
	return (code = relate(s)) < 0 ? code : check_known(s);
}
