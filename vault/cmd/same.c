/* same.c -- see same.h. */
#include "vault/cmd/same.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/erasure.h"

struct same {
	struct session *session;
	struct sums *sums;
};

int
same_open(struct same **out, struct session *s)
{
	struct same *m;
	int r;

	*out = NULL;
	if (s->keeper == NULL || (s->my_roles & ROLE_DESK) == 0)
		return 0;
	if ((m = calloc(1, sizeof(*m))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	m->session = s;
	r = sums_read(&m->sums, s);
	if (r == 0)
		*out = m;
	else
		same_free(m);
	switch (r) {
	case ERR_NO_GRANT:
	case ERR_FORMAT:
	case ERR_INTEGRITY:
	case ERR_WRONG_KEY:
	case ERR_NOT_FOUND:
	case ERR_TOO_BIG:
		say(s->options, "what came in twice is not told: %s",
		    err_line());
		return 0;
	default:
		return r;
	}
}

void
same_free(struct same *m)
{
	if (m == NULL)
		return;
	sums_free(m->sums);
	free(m);
}

bool
same_compared(const struct same *m, const struct id *submission)
{
	return m == NULL || sums_has(m->sums, submission, NULL);
}

/* --- all there is to tell of one submission --- */

struct told {
	struct same *same;
	const struct sum *mine;		/* told now; NULL: none yet */
	size_t n;			/* places told of it */
	struct id *thread;		/* others of it, each once; owned */
	size_t nthread;
	struct json *json;		/* NULL: for people */
};

static bool
is_erased(const struct same *m, const struct id *submission)
{
	bool erased;

	return erasure_done(m->session, submission, &erased) == 0 && erased;
}

static int
add_thread(struct told *t, const struct id *submission)
{
	struct id *all;
	size_t i;

	for (i = 0; i < t->nthread; i++)
		if (id_equal(&t->thread[i], submission))
			return 0;
	if (t->nthread == SAME_MAX || is_erased(t->same, submission))
		return 0;
	if ((t->nthread & (t->nthread - 1)) == 0) {
		all = realloc(t->thread, (2 * t->nthread + 1) * sizeof(*all));
		if (all == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		t->thread = all;
	}
	t->thread[t->nthread++] = *submission;
	return 0;
}

static void
end_places(const struct told *t)
{
	if (t->json != NULL && t->mine != NULL)
		json_close(t->json, ']');
	if (t->json != NULL && t->mine != NULL)
		json_close(t->json, '}');
	if (t->json == NULL && t->n > SAME_SHOWN)
		(void)printf(", and %zu %s", t->n - SAME_SHOWN,
		    t->n == SAME_MAX ? "or more" : "more");
	if (t->json == NULL && t->mine != NULL)
		(void)fputc('\n', stdout);
}

static void
json_place(struct json *j, const struct sum *other)
{
	char hex[ID_HEX_SIZE], name[ID_NAME_SIZE];

	json_open(j, '{');
	id_hex(hex, &other->submission);
	json_kstr(j, "submission", hex);
	id_name(name, &other->submission);
	json_kstr(j, "name", name);
	id_hex(hex, &other->item);
	json_kstr(j, "item", hex);
	json_kuint(j, "number", other->place);
	json_close(j, '}');
}

static void
begin_item(struct told *t, const struct sum *mine)
{
	char hex[ID_HEX_SIZE];

	end_places(t);
	t->mine = mine;
	t->n = 0;
	if (t->json == NULL) {
		(void)printf("      item %u is the same as", mine->place);
		return;
	}
	json_open(t->json, '{');
	id_hex(hex, &mine->item);
	json_kstr(t->json, "item", hex);
	json_kuint(t->json, "number", mine->place);
	json_key(t->json, "as");
	json_open(t->json, '[');
}

static int
tell_one(void *arg, const struct sum *mine, const struct sum *other)
{
	struct told *t = arg;
	char name[ID_NAME_SIZE];

	if (mine->what == SUM_OF_THREAD)
		return add_thread(t, &other->submission);
	if ((t->mine == mine && t->n == SAME_MAX) ||
	    is_erased(t->same, &other->submission))
		return 0;
	if (t->mine != mine)
		begin_item(t, mine);
	t->n++;
	if (t->json != NULL) {
		json_place(t->json, other);
	} else if (t->n <= SAME_SHOWN) {
		id_name(name, &other->submission);
		(void)printf("%s %s item %u", t->n > 1 ? "," : "", name,
		    other->place);
	}
	return 0;
}

static void
print_threads(const struct told *t)
{
	char name[ID_NAME_SIZE];
	size_t i;

	if (t->nthread == 0)
		return;
	(void)fputs("      of one thread with", stdout);
	for (i = 0; i < t->nthread && i < SAME_SHOWN; i++) {
		id_name(name, &t->thread[i]);
		(void)printf("%s %s", i > 0 ? "," : "", name);
	}
	if (t->nthread > SAME_SHOWN)
		(void)printf(", and %zu %s", t->nthread - SAME_SHOWN,
		    t->nthread == SAME_MAX ? "or more" : "more");
	(void)fputc('\n', stdout);
}

int
same_print(struct same *m, const struct id *submission)
{
	struct told t = { .same = m };
	int r;

	if (m == NULL)
		return 0;
	r = sums_each(m->sums, submission, tell_one, &t);
	end_places(&t);
	if (r == 0)
		print_threads(&t);
	free(t.thread);
	return r;
}

int
same_json(struct same *m, struct json *j, const struct id *submission)
{
	struct told t = { .same = m, .json = j };
	char hex[ID_HEX_SIZE];
	size_t i;
	int r;

	if (m == NULL)
		return 0;
	json_key(j, "compared");
	json_bool(j, same_compared(m, submission));
	json_key(j, "same");
	json_open(j, '[');
	r = sums_each(m->sums, submission, tell_one, &t);
	end_places(&t);
	json_close(j, ']');
	json_key(j, "thread");
	json_open(j, '[');
	for (i = 0; i < t.nthread; i++) {
		id_hex(hex, &t.thread[i]);
		json_str(j, hex);
	}
	json_close(j, ']');
	free(t.thread);
	return r;
}

/* --- threads --- */

struct place {
	struct id id;
	size_t at;
};

struct joining {
	struct place *places;	/* by id */
	size_t n;
	size_t *group;		/* a forest; the root is the first */
};

static int
by_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return memcmp(x->id.b, y->id.b, ID_BYTES);
}

static size_t
root(size_t *group, size_t i)
{
	while (group[i] != i)
		i = group[i] = group[group[i]];
	return i;
}

static int
join(void *arg, const struct sum *mine, const struct sum *other)
{
	struct joining *g = arg;
	const struct place a = { .id = mine->submission };
	const struct place b = { .id = other->submission };
	const struct place *x, *y;
	size_t i, k;

	if (mine->what != SUM_OF_THREAD)
		return 0;
	x = bsearch(&a, g->places, g->n, sizeof(*x), by_id);
	y = bsearch(&b, g->places, g->n, sizeof(*y), by_id);
	if (x == NULL || y == NULL)
		return 0;
	i = root(g->group, x->at);
	k = root(g->group, y->at);
	if (i < k)
		g->group[k] = i;
	else
		g->group[i] = k;
	return 0;
}

int
same_thread(const struct same *m, const struct id *ids, size_t n,
    size_t *group)
{
	struct joining g = { .n = n, .group = group };
	size_t i;
	int r;

	for (i = 0; i < n; i++)
		group[i] = i;
	if (m == NULL || n == 0)
		return 0;
	if ((g.places = calloc(n, sizeof(*g.places))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < n; i++)
		g.places[i] = (struct place){ .id = ids[i], .at = i };
	qsort(g.places, n, sizeof(*g.places), by_id);
	r = sums_chain(m->sums, join, &g);
	for (i = 0; i < n; i++)
		group[i] = root(group, i);
	free(g.places);
	return r;
}
