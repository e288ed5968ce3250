/* sums.c -- see sums.h: the sums that are stored, and finding equal ones. */
#include "vault/session/sums.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/session/sums_store.h"

/* By what, sum, submission, place: equal ones stand together. */
static int
by_sum(const void *a, const void *b)
{
	const struct sum *x = *(const struct sum *const *)a;
	const struct sum *y = *(const struct sum *const *)b;
	int d = x->what - y->what;

	if (d == 0)
		d = memcmp(x->sum, y->sum, SUM_BYTES);
	if (d == 0)
		d = memcmp(x->submission.b, y->submission.b, ID_BYTES);
	return d != 0 ? d : (x->place > y->place) - (x->place < y->place);
}

static int
by_submission(const void *a, const void *b)
{
	const struct sum *x = *(const struct sum *const *)a;
	const struct sum *y = *(const struct sum *const *)b;
	int d = memcmp(x->submission.b, y->submission.b, ID_BYTES);

	return d != 0 ? d : (x->place > y->place) - (x->place < y->place);
}

static int
index_all(struct sums *u)
{
	size_t i;

	u->sums = calloc(u->n + 1, sizeof(const struct sum *));
	u->submissions = calloc(u->n + 1, sizeof(const struct sum *));
	if (u->sums == NULL || u->submissions == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < u->n; i++)
		u->sums[i] = u->submissions[i] = &u->all[i];
	qsort(u->sums, u->n, sizeof(const struct sum *), by_sum);
	qsort(u->submissions, u->n, sizeof(const struct sum *), by_submission);
	return 0;
}

int
sums_read(struct sums **out, struct session *s)
{
	struct sums *u;
	int r;

	*out = NULL;
	if ((u = calloc(1, sizeof(*u))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	u->session = s;
	r = session_shelf_unlock(s, &u->shelf);
	if (r == ERR_NOT_FOUND)
		r = 0;
	else if (r == 0)
		r = sums_load(u);
	if (r == 0)
		r = index_all(u);
	if (r < 0)
		sums_free(u);
	else
		*out = u;
	return r;
}

void
sums_free(struct sums *u)
{
	if (u == NULL)
		return;
	free(u->all);
	free(u->fresh);
	free(u->segments);
	free(u->sums);
	free(u->submissions);
	free(u);
}

/* The first place from which on `list` is not below the key. */
static size_t
not_below(const struct sum *const *list, size_t n, const struct sum *key,
    int (*order)(const void *, const void *))
{
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (order(&list[mid], &key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
sums_has(const struct sums *u, const struct id *submission,
    const struct id *item)
{
	const struct sum key = { .submission = *submission };
	size_t i = not_below(u->submissions, u->n, &key, by_submission);

	for (; i < u->n && id_equal(&u->submissions[i]->submission,
	    submission); i++)
		if (item == NULL || id_equal(&u->submissions[i]->item, item))
			return true;
	return false;
}

static bool
same_sum(const struct sum *a, const struct sum *b)
{
	return a->what == b->what && memcmp(a->sum, b->sum, SUM_BYTES) == 0;
}

/* Those that are equal to `mine`. */
static int
each_equal(const struct sums *u, const struct sum *mine,
    int (*each)(void *arg, const struct sum *mine, const struct sum *other),
    void *arg)
{
	struct sum key = { .what = mine->what };
	const struct sum *last = NULL;
	size_t i;
	int r = 0;

	memcpy(key.sum, mine->sum, SUM_BYTES);
	i = not_below(u->sums, u->n, &key, by_sum);
	for (; r == 0 && i < u->n && same_sum(u->sums[i], mine); i++)
		/* Two of the desk may have stored the same at once. */
		if (by_submission(&u->sums[i], &mine) != 0 && (last == NULL ||
		    by_submission(&u->sums[i], &last) != 0))
			r = each(arg, mine, last = u->sums[i]);
	return r;
}

int
sums_each(const struct sums *u, const struct id *submission,
    int (*each)(void *arg, const struct sum *mine, const struct sum *other),
    void *arg)
{
	const struct sum key = { .submission = *submission };
	size_t i = not_below(u->submissions, u->n, &key, by_submission);
	int r = 0;

	for (; r == 0 && i < u->n && id_equal(&u->submissions[i]->submission,
	    submission); i++)
		r = each_equal(u, u->submissions[i], each, arg);
	return r;
}

int
sums_chain(const struct sums *u, int (*each)(void *arg, const struct sum *one,
    const struct sum *next), void *arg)
{
	size_t i;
	int r = 0;

	for (i = 1; r == 0 && i < u->n; i++)
		if (same_sum(u->sums[i - 1], u->sums[i]))
			r = each(arg, u->sums[i - 1], u->sums[i]);
	return r;
}

const struct sum *
sums_find(const struct sums *u, const uint8_t sum[SUM_BYTES],
    const struct sum *after)
{
	struct sum key = { .what = SUM_OF_CONTENT };
	size_t i;

	memcpy(key.sum, sum, SUM_BYTES);
	i = not_below(u->sums, u->n, after != NULL ? after : &key, by_sum);
	if (after != NULL && i < u->n && u->sums[i] == after)
		i++;
	return i < u->n && same_sum(u->sums[i], &key) ? u->sums[i] : NULL;
}
