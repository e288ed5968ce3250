/* journal.c -- see journal.h. */
#include "redact/review/journal.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

struct entry {
	size_t step, plan;
	struct planned was;
	bool added;
};

struct journal {
	struct entry *list;
	size_t n, cap, max, step;
};

int
journal_new(struct journal **out, size_t max)
{
	struct journal *j;

	*out = NULL;
	if ((j = calloc(1, sizeof(*j))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	j->max = max;
	*out = j;
	return 0;
}

void
journal_free(struct journal *j)
{
	if (j == NULL)
		return;
	free(j->list);
	free(j);
}

void
journal_step(struct journal *j)
{
	j->step++;
}

/* Forget whole steps from the beginning, at least a half of what is held. */
static void
forget(struct journal *j)
{
	size_t from = j->n / 2;

	while (from < j->n && j->list[from].step == j->list[from - 1].step)
		from++;
	memmove(j->list, j->list + from, (j->n - from) * sizeof(*j->list));
	j->n -= from;
}

int
journal_add(struct journal *j, size_t plan, const struct planned *was,
    bool added)
{
	struct entry *list;
	size_t cap;

	if (j->n >= j->max && j->n > 1)
		forget(j);
	if (j->n == j->cap) {
		cap = j->cap ? j->cap * 2 : 64;
		if ((list = realloc(j->list, cap * sizeof(*list))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		j->list = list;
		j->cap = cap;
	}
	j->list[j->n++] = (struct entry){ .step = j->step, .plan = plan,
	    .was = *was, .added = added };
	return 0;
}

bool
journal_undo(struct journal *j, struct plan *plans[], size_t *plan,
    struct planned *at)
{
	struct planned *now;
	struct entry *e;
	size_t step;

	if (j->n == 0)
		return false;
	step = j->list[j->n - 1].step;
	while (j->n > 0 && j->list[j->n - 1].step == step) {
		e = &j->list[--j->n];
		*plan = e->plan;
		*at = e->was;
		if ((now = plan_find(plans[e->plan], &e->was)) == NULL)
			continue;
		if (e->added)
			plan_remove(plans[e->plan], now);
		else
			*now = e->was;
	}
	return true;
}
