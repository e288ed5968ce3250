/* timeline.c -- see timeline.h. */
#include "vault/cmd/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

static int
add(struct timelines *t, const struct happening *h)
{
	const size_t cap = t->cap > 0 ? 2 * t->cap : 64;
	struct happening *v;

	if (t->n == t->cap) {
		if ((v = realloc(t->v, cap * sizeof(*v))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		t->v = v;
		t->cap = cap;
	}
	t->v[t->n++] = *h;
	return 0;
}

/* Entries come newest first; 1 when there are enough. */
static int
gather(const struct entry_read *e, void *arg)
{
	struct timelines *t = arg;
	struct happening h = { .number = e->number, .time = e->time,
	    .item = e->entry.item, .actor = e->entry.actor };
	size_t i;
	int r = 0;

	memcpy(h.event, e->entry.event, sizeof(h.event));
	for (i = 0; i < e->entry.nsubmissions && r == 0; i++) {
		h.submission = e->entry.submissions[i];
		r = add(t, &h);
	}
	if (strcmp(e->entry.event, "submit") == 0)
		t->came += e->entry.nsubmissions;
	if (r < 0 || e->number == 1 || (t->n < TIMELINE_EVENTS_MAX &&
	    t->came < TIMELINE_SUBMISSIONS_MAX))
		return r;
	t->cut = true;
	return 1;
}

static int
by_submission_then_number(const void *a, const void *b)
{
	const struct happening *x = a, *y = b;
	int c = memcmp(x->submission.b, y->submission.b, ID_BYTES);

	return c != 0 ? c : (x->number > y->number) - (x->number < y->number);
}

int
timelines_read(struct timelines *t, struct session *s)
{
	int r;

	memset(t, 0, sizeof(*t));
	if ((r = store_log(s->store, gather, t)) < 0) {
		timelines_free(t);
		return r;
	}
	if (t->n > 1)
		qsort(t->v, t->n, sizeof(*t->v), by_submission_then_number);
	return 0;
}

void
timelines_free(struct timelines *t)
{
	free(t->v);
	memset(t, 0, sizeof(*t));
}

size_t
timelines_group(const struct timelines *t, size_t i)
{
	size_t j = i + 1;

	while (j < t->n &&
	    id_equal(&t->v[j].submission, &t->v[i].submission))
		j++;
	return j;
}
