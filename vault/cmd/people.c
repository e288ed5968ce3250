/* people.c -- see people.h. */
#include "vault/cmd/people.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

static int
by_fpr(const void *a, const void *b)
{
	const struct person *x = a, *y = b;

	return memcmp(x->fpr.b, y->fpr.b, FPR_BYTES);
}

static int
read_one(struct person *p, struct session *s, const struct bytes *labels,
    const struct fpr *fpr)
{
	struct path epoch = { .kind = PATH_EPOCH, .member = *fpr };
	int r;

	p->fpr = *fpr;
	fpr_words(p->words, fpr);
	labels_find(labels, fpr, p->label);
	if ((r = store_roles(s->store, fpr, &p->roles)) < 0)
		return r;
	return store_latest(s->store, &epoch, &p->epoch);
}

int
people_read(struct people *p, struct session *s)
{
	struct bytes labels = BYTES_INIT(LABELS_FILE_MAX);
	struct fpr *all = NULL;
	size_t i, n;
	int r;

	memset(p, 0, sizeof(*p));
	if ((r = session_members(s, &all, &n)) < 0 ||
	    (r = labels_read(&labels, s->options->vault)) < 0)
		goto done;
	if ((p->v = calloc(n + 1, sizeof(*p->v))) == NULL) {
		r = err_set(ERR_NO_MEMORY, "out of memory");
		goto done;
	}
	for (i = 0; i < n && r == 0; i++)
		r = read_one(&p->v[i], s, &labels, &all[i]);
	p->n = n;
	qsort(p->v, n, sizeof(*p->v), by_fpr);
done:
	free(all);
	bytes_free(&labels);
	return r;
}

void
people_free(struct people *p)
{
	free(p->v);
	memset(p, 0, sizeof(*p));
}

const struct person *
people_find(const struct people *p, const struct fpr *member)
{
	const struct person key = { .fpr = *member };

	return p->n == 0 ? NULL : bsearch(&key, p->v, p->n, sizeof(*p->v),
	    by_fpr);
}

/* Those without roles at the entry `t` that had some before it. */
static int
mark_removed(struct people *p, struct session *s, const struct touch *t)
{
	char hex[COMMIT_SIZE];
	unsigned roles;
	size_t i;
	int r;

	touch_commit(hex, t);
	if ((r = store_look_at(s->store, hex)) < 0)
		return r;
	for (i = 0; i < p->n && r == 0; i++) {
		if (p->v[i].roles != 0 || p->v[i].removed_in != 0)
			continue;
		r = store_roles(s->store, &p->v[i].fpr, &roles);
		if (r == 0 && roles == 0)
			p->v[i].removed_in = t->number;
		else if (r == ERR_NOT_FOUND)
			r = 0;	/* came in later */
	}
	return r;
}

int
people_removed(struct people *p, struct session *s, const struct touches *t,
    const char *head)
{
	size_t i;
	int r = 0;

	for (i = 0; i < t->nremovals && r == 0; i++)
		r = mark_removed(p, s, &t->removals[i]);
	return r == 0 && t->nremovals > 0 ? store_look_at(s->store, head) : r;
}
