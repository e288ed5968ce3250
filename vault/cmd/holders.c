/* holders.c -- see holders.h. */
#include "vault/cmd/holders.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

static int
by_key(const void *a, const void *b)
{
	const struct held_key *x = a, *y = b;
	int d;

	if ((d = memcmp(x->item.b, y->item.b, ID_BYTES)) != 0 ||
	    (d = memcmp(x->member.b, y->member.b, FPR_BYTES)) != 0)
		return d;
	if (x->tier != y->tier)
		return x->tier < y->tier ? -1 : 1;
	return x->first < y->first ? -1 : x->first > y->first;
}

static bool
same_key(const struct held_key *a, const struct held_key *b)
{
	return id_equal(&a->item, &b->item) && a->tier == b->tier &&
	    fpr_equal(&a->member, &b->member);
}

int
holders_read(struct holders *h, struct session *s, const struct id *submission)
{
	struct contents c;
	const struct path *p;
	size_t i, n = 0, kept = 0;
	int r;

	memset(h, 0, sizeof(*h));
	if ((r = contents_read(&c, s, submission)) < 0)
		return r;
	if ((h->v = calloc(c.npaths + 1, sizeof(*h->v))) == NULL)
		r = err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < c.npaths; i++) {
		p = &c.paths[i];
		if (p->kind == PATH_GRANT)
			h->v[n++] = (struct held_key){ .member = p->member,
			    .item = p->item, .tier = p->tier,
			    .first = p->version, .last = p->version };
	}
	if (n > 0)
		qsort(h->v, n, sizeof(*h->v), by_key);
	/* One key for all the epochs that it was sealed to. */
	for (i = 0; i < n; i++)
		if (kept > 0 && same_key(&h->v[kept - 1], &h->v[i]))
			h->v[kept - 1].last = h->v[i].last;
		else
			h->v[kept++] = h->v[i];
	h->n = kept;
	contents_free(&c);
	return r;
}

void
holders_free(struct holders *h)
{
	free(h->v);
	memset(h, 0, sizeof(*h));
}

static int
by_fpr(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct fpr));
}

int
holders_waiting(struct session *s, const struct holders *h,
    struct fpr **members, size_t *n)
{
	struct path p = { .kind = PATH_EPOCH };
	struct fpr *all;
	uint32_t newest;
	size_t i, kept = 0;
	int r = 0;

	*n = 0;
	if ((*members = all = calloc(h->n + 1, sizeof(*all))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; i < h->n && r == 0; i++) {
		p.member = h->v[i].member;
		if ((r = store_latest(s->store, &p, &newest)) == 0 &&
		    h->v[i].last >= newest)
			all[(*n)++] = p.member;
	}
	if (*n > 0)
		qsort(all, *n, sizeof(*all), by_fpr);
	for (i = 0; i < *n; i++)
		if (kept == 0 || !fpr_equal(&all[kept - 1], &all[i]))
			all[kept++] = all[i];
	*n = kept;
	return r;
}
