/* standing.c -- see standing.h. */
#include "vault/cmd/standing.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/erasure.h"

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
};

/* One event of one submission; first all are gathered, then sorted. */
struct gathered {
	struct standing *all;
	size_t n, cap;
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

static int
gather(const struct entry_read *e, void *arg)
{
	struct standing one = { .number = e->number, .received = e->time };
	size_t i;
	int r = 0;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(e->entry.event, states[i].event) == 0)
			one.state = states[i].state;
	if (one.state == NULL)
		return 0;
	for (i = 0; i < e->entry.nsubmissions && r == 0; i++) {
		one.submission = e->entry.submissions[i];
		r = gather_one(arg, &one);
	}
	return r;
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

int
standing_all(struct session *s, struct standing **all, size_t *n)
{
	struct gathered g = { .n = 0 };
	size_t i, kept = 0;
	int r;

	*all = NULL;
	*n = 0;
	if ((r = store_log(s->store, gather, &g)) < 0) {
		free(g.all);
		return r;
	}
	if (g.n == 0)
		return 0;
	qsort(g.all, g.n, sizeof(*g.all), by_submission_then_newest);
	/* Of each run keep the newest state and the oldest entry's time. */
	for (i = 0; i < g.n; i++) {
		if (kept == 0 || !id_equal(&g.all[kept - 1].submission,
		    &g.all[i].submission)) {
			g.all[kept++] = g.all[i];
		} else {
			g.all[kept - 1].number = g.all[i].number;
			g.all[kept - 1].received = g.all[i].received;
		}
	}
	qsort(g.all, kept, sizeof(*g.all), newest_first);
	*all = g.all;
	*n = kept;
	return 0;
}

int
standing_manifest(struct session *s, const struct id *submission,
    struct manifest *m)
{
	struct object_ctx ctx = { .submission = *submission,
	    .kind = OBJECT_MANIFEST, .version = 1 };
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	uint32_t handle;
	int r;

	bool erased;

	memset(m, 0, sizeof(*m));
	if ((r = erasure_done(s, submission, &erased)) < 0)
		return r;
	if (erased)
		return err_set(ERR_NO_GRANT, "it was erased; tipline access "
		    "tells who may still hold a key");
	if ((r = session_unlock(s, submission, NULL, TIER_ORIGINAL,
	    &handle)) == 0 &&
	    (r = session_read_object(s, handle, &ctx, &b)) == 0)
		r = manifest_read(m, b.data, b.len);
	bytes_free(&b);
	return r;
}
