/* touches.c -- see touches.h. */
#include "vault/cmd/touches.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

static const struct {
	const char *event;
	enum touch_what what;
} events[] = {
	{ "submit", TOUCH_GRANT }, { "assign", TOUCH_GRANT },
	{ "release", TOUCH_GRANT }, { "rotate", TOUCH_GRANT },
	{ "erase", TOUCH_ERASE },
};
#define NEVENTS (sizeof(events) / sizeof(events[0]))

static int
add(struct touch **v, size_t *n, size_t *cap, const struct touch *one)
{
	struct touch *grown;
	size_t room;

	if (*n == *cap) {
		room = *cap > 0 ? *cap * 2 : 64;
		if ((grown = realloc(*v, room * sizeof(*grown))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		*v = grown;
		*cap = room;
	}
	(*v)[(*n)++] = *one;
	return 0;
}

static int
gather(const struct entry_read *e, void *arg)
{
	struct touches *t = arg;
	struct touch one = { .number = e->number };
	size_t i, k;
	int r = 0;

	if (!hex_parse(one.commit, sizeof(one.commit), e->commit,
	    2 * sizeof(one.commit)))
		return err_set(ERR_PROTOCOL, "an entry has no commit; run "
		    "tipline audit");
	if (strcmp(e->entry.event, "member-remove") == 0)
		return add(&t->removals, &t->nremovals, &t->cap_removals,
		    &one);
	for (k = 0; k < NEVENTS; k++)
		if (strcmp(e->entry.event, events[k].event) == 0)
			break;
	if (k == NEVENTS)
		return 0;
	one.what = events[k].what;
	for (i = 0; i < e->entry.nsubmissions && r == 0; i++) {
		one.submission = e->entry.submissions[i];
		if (t->only == NULL || id_equal(t->only, &one.submission))
			r = add(&t->v, &t->n, &t->cap, &one);
	}
	return r;
}

static int
by_submission(const void *a, const void *b)
{
	const struct touch *x = a, *y = b;
	int d = memcmp(x->submission.b, y->submission.b, ID_BYTES);

	if (d != 0)
		return d;
	return x->number < y->number ? -1 : x->number > y->number;
}

int
touches_read(struct touches *t, struct session *s, const struct id *only)
{
	int r;

	memset(t, 0, sizeof(*t));
	t->only = only;
	if ((r = store_log(s->store, gather, t)) < 0) {
		touches_free(t);
		return r;
	}
	if (t->n > 0)
		qsort(t->v, t->n, sizeof(*t->v), by_submission);
	if (t->nremovals > 0)
		qsort(t->removals, t->nremovals, sizeof(*t->removals),
		    by_submission);
	return 0;
}

void
touches_free(struct touches *t)
{
	free(t->v);
	free(t->removals);
	memset(t, 0, sizeof(*t));
}

const struct touch *
touches_of(const struct touches *t, const struct id *submission, size_t *n)
{
	size_t low = 0, high = t->n, mid, end;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (memcmp(t->v[mid].submission.b, submission->b,
		    ID_BYTES) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (end = low; end < t->n &&
	    id_equal(&t->v[end].submission, submission); end++)
		;
	*n = end - low;
	return t->v + low;
}

void
touch_commit(char hex[COMMIT_SIZE], const struct touch *t)
{
	hex_of(hex, t->commit, sizeof(t->commit));
}
