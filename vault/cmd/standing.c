/* standing.c -- see standing.h. */
#include "vault/cmd/standing.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/erasure.h"
#include "vault/session/inside.h"
#include "vault/session/releases.h"

#define RECALLED "recalled"

/* What an event makes of a submission; the newest of these counts. */
static const struct {
	const char *event;
	const char *state;
} states[] = {
	{ "submit", "new" },
	{ "examine", "examined" },
	{ "find", "planned" },
	{ "decide", "decided" },
	{ "approve", "approved" },
	{ "release", "released" },
	{ "recall", RECALLED },
};

static const char *
state_of(const char *event)
{
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(event, states[i].event) == 0)
			return states[i].state;
	return NULL;
}

/* One event of one submission; first all are gathered, then sorted. */
struct gathered {
	struct standing *all;
	size_t n, cap;
	size_t came;			/* submissions whose first entry was met */
	size_t enough;			/* of these; 0: all */
};

static int
gather_one(struct gathered *g, const struct standing *one)
{
	struct standing *all;
	size_t cap;

	if (g->n == g->cap) {
		cap = g->cap > 0 ? g->cap * 2 : 64;
		if ((all = realloc(g->all, cap * sizeof(*all))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		g->all = all;
		g->cap = cap;
	}
	g->all[g->n++] = *one;
	return 0;
}

/* Newest first: with its first entry all of a submission has been seen. */
static int
gather(const struct entry_read *e, void *arg)
{
	struct gathered *g = arg;
	struct standing one = { .number = e->number, .received = e->time,
	    .state = state_of(e->entry.event) };
	size_t i;
	int r = 0;

	if (one.state == NULL)
		return 0;
	for (i = 0; i < e->entry.nsubmissions && r == 0; i++) {
		one.submission = e->entry.submissions[i];
		r = gather_one(g, &one);
	}
	if (strcmp(e->entry.event, "submit") == 0)
		g->came += e->entry.nsubmissions;
	return r == 0 && g->enough > 0 && g->came >= g->enough ? 1 : r;
}

static int
by_submission_then_newest(const void *a, const void *b)
{
	const struct standing *x = a, *y = b;
	int d = memcmp(x->submission.b, y->submission.b, ID_BYTES);

	if (d != 0)
		return d;
	return x->number < y->number ? 1 : x->number > y->number ? -1 : 0;
}

static int
newest_first(const void *a, const void *b)
{
	const struct standing *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? 1 : -1;
	return memcmp(x->submission.b, y->submission.b, ID_BYTES);
}

/* Of each run the newest state and the first entry, if that was met. */
static void
settle(struct gathered *g)
{
	const char *state;
	size_t i, kept = 0;

	if (g->n > 1)
		qsort(g->all, g->n, sizeof(*g->all),
		    by_submission_then_newest);
	for (i = 0; i < g->n; i++) {
		state = g->all[i].state;
		while (i + 1 < g->n && id_equal(&g->all[i].submission,
		    &g->all[i + 1].submission))
			i++;
		if (strcmp(g->all[i].state, state_of("submit")) != 0)
			continue;
		g->all[kept] = g->all[i];
		g->all[kept++].state = state;
	}
	g->n = kept;
	if (kept > 1)
		qsort(g->all, kept, sizeof(*g->all), newest_first);
}

/* What was withdrawn last may be an older release than one that stands. */
static int
look_again(struct session *s, struct standing *st)
{
	struct releases rel;
	int r;

	if (strcmp(st->state, RECALLED) != 0)
		return 0;
	if ((r = releases_read(&rel, s, &st->submission)) == 0 &&
	    releases_standing(&rel) > 0)
		st->state = state_of("release");
	releases_free(&rel);
	return r;
}

int
standing_page(struct session *s, size_t skip, size_t most,
    struct standing **page, size_t *n, bool *more)
{
	/* One more than asked for tells whether there are more. */
	struct gathered g = { .enough = most > 0 ? skip + most + 1 : 0 };
	size_t i;
	int r = store_log(s->store, gather, &g);

	*page = NULL;
	*n = 0;
	if (r < 0) {
		free(g.all);
		return r;
	}
	settle(&g);
	if (more != NULL)
		*more = most > 0 && g.n > skip + most;
	if (skip > g.n)
		skip = g.n;
	g.n -= skip;
	if (most > 0 && g.n > most)
		g.n = most;
	if (g.n > 0)
		memmove(g.all, g.all + skip, g.n * sizeof(*g.all));
	for (i = 0, r = 0; i < g.n && r == 0; i++)
		r = look_again(s, &g.all[i]);
	if (r < 0) {
		free(g.all);
		return r;
	}
	*page = g.all;
	*n = g.n;
	return 0;
}

int
standing_all(struct session *s, struct standing **all, size_t *n)
{
	return standing_page(s, 0, 0, all, n, NULL);
}

static int
take_one(const struct entry_read *e, void *arg)
{
	struct standing *st = arg;
	const char *state = state_of(e->entry.event);

	if (state != NULL && st->state == NULL)
		st->state = state;
	st->number = e->number;
	st->received = e->time;
	return strcmp(e->entry.event, "submit") == 0;
}

int
standing_one(struct session *s, const struct id *submission,
    struct standing *st)
{
	const struct log_ask ask = { .submission = submission };
	int r;

	*st = (struct standing){ .submission = *submission };
	if ((r = store_log_with(s->store, &ask, take_one, st)) < 0)
		return r;
	return r == 1 ? look_again(s, st) : err_set(ERR_INTEGRITY, "no entry of the history "
	    "says where this submission came from; run tipline audit");
}

static int
read_items(struct session *s, const struct id *submission, bool inside,
    struct manifest *m)
{
	struct object_ctx ctx = { .submission = *submission,
	    .kind = OBJECT_MANIFEST, .version = 1 };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	uint32_t handle;
	bool erased;
	int r;

	memset(m, 0, sizeof(*m));
	if ((r = erasure_done(s, submission, &erased)) < 0)
		return r;
	if (erased)
		return err_set(ERR_NO_GRANT, "it was erased; tipline access "
		    "tells who may still hold a key");
	if ((r = session_unlock(s, submission, NULL, TIER_ORIGINAL,
	    &handle)) == 0 &&
	    (r = session_read_object(s, handle, &ctx, &b)) == 0 &&
	    (r = manifest_read(m, b.data, b.len)) == 0 && inside)
		r = inside_read(s, handle, submission, m);
	bytes_free(&b);
	return r;
}

int
standing_manifest(struct session *s, const struct id *submission,
    struct manifest *m)
{
	return read_items(s, submission, false, m);
}

int
standing_items(struct session *s, const struct id *submission,
    struct manifest *m)
{
	return read_items(s, submission, true, m);
}
