/* align.c -- see align.h. */
#include "redact/compare/align.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

/* A stretch of each text. */
struct span {
	uint32_t a0, a1, b0, b1;
};

struct job {
	const struct word *a, *b;
	uint32_t *to;
};

struct entry {
	uint64_t key;
	uint32_t at;
};

/* A word that each stretch has once. */
struct anchor {
	uint32_t a, b;
	uint32_t before;	/* number of the anchor before it in a chain */
};

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "out of memory; compare parts of the "
	    "documents");
}

static int
by_key(const void *x, const void *y)
{
	const struct entry *p = x, *q = y;

	if (p->key != q->key)
		return p->key < q->key ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

static int
by_a(const void *x, const void *y)
{
	const struct anchor *p = x, *q = y;

	return p->a < q->a ? -1 : p->a > q->a;
}

/* Words at both ends that are the same; what is left is the span. */
static void
trim(const struct job *j, struct span *s)
{
	while (s->a0 < s->a1 && s->b0 < s->b1 &&
	    j->a[s->a0].key == j->b[s->b0].key)
		j->to[s->a0++] = s->b0++;
	while (s->a0 < s->a1 && s->b0 < s->b1 &&
	    j->a[s->a1 - 1].key == j->b[s->b1 - 1].key)
		j->to[--s->a1] = --s->b1;
}

static bool
is_once(const struct entry *e, size_t n, size_t i)
{
	return (i == 0 || e[i - 1].key != e[i].key) &&
	    (i + 1 == n || e[i + 1].key != e[i].key);
}

/* Sorted keys of a stretch, owned by the caller. */
static struct entry *
sorted(const struct word *v, uint32_t from, uint32_t end)
{
	struct entry *e = calloc((size_t)(end - from) + 1, sizeof(*e));
	uint32_t i;

	if (e == NULL)
		return NULL;
	for (i = from; i < end; i++)
		e[i - from] = (struct entry){ v[i].key, i };
	qsort(e, end - from, sizeof(*e), by_key);
	return e;
}

/* Words that stand once in each stretch, in the order of the first. */
static int
find_anchors(const struct job *j, const struct span *s,
    struct anchor **out, size_t *n)
{
	size_t na = s->a1 - s->a0, nb = s->b1 - s->b0, i = 0, k = 0;
	struct entry *a = sorted(j->a, s->a0, s->a1);
	struct entry *b = sorted(j->b, s->b0, s->b1);
	struct anchor *v = calloc((na < nb ? na : nb) + 1, sizeof(*v));

	*out = NULL;
	*n = 0;
	if (a == NULL || b == NULL || v == NULL) {
		free(a);
		free(b);
		free(v);
		return no_memory();
	}
	while (i < na && k < nb) {
		if (a[i].key < b[k].key) {
			i++;
		} else if (a[i].key > b[k].key) {
			k++;
		} else {
			if (is_once(a, na, i) && is_once(b, nb, k))
				v[(*n)++] = (struct anchor){ a[i].at, b[k].at,
				    ALIGN_NONE };
			i++;
			k++;
		}
	}
	free(a);
	free(b);
	qsort(v, *n, sizeof(*v), by_a);
	*out = v;
	return 0;
}

/* Of the anchors the longest chain that rises in both: v[0 .. returned). */
static int
longest_chain(struct anchor *v, size_t *n)
{
	uint32_t *tops = calloc(*n + 1, sizeof(*tops));
	struct anchor *chain = calloc(*n + 1, sizeof(*chain));
	size_t len = 0, low, high, mid, i;
	uint32_t at;

	if (tops == NULL || chain == NULL) {
		free(tops);
		free(chain);
		return no_memory();
	}
	for (i = 0; i < *n; i++) {
		for (low = 0, high = len; low < high;) {
			mid = (low + high) / 2;
			if (v[tops[mid]].b < v[i].b)
				low = mid + 1;
			else
				high = mid;
		}
		v[i].before = low > 0 ? tops[low - 1] : ALIGN_NONE;
		tops[low] = (uint32_t)i;
		len += low == len;
	}
	for (i = len, at = len > 0 ? tops[len - 1] : ALIGN_NONE; i > 0; i--) {
		chain[i - 1] = v[at];
		at = v[at].before;
	}
	memcpy(v, chain, len * sizeof(*v));
	*n = len;
	free(tops);
	free(chain);
	return 0;
}

/*
 * Myers' greedy algorithm: the furthest point on each diagonal for 0, 1, 2 ...
 * edits, all of them kept to find the way back.
 */
static int
shortest(const struct job *j, const struct span *s)
{
	int32_t n = (int32_t)(s->a1 - s->a0), m = (int32_t)(s->b1 - s->b0);
	int32_t max = n + m < (int32_t)ALIGN_EDITS_MAX ? n + m :
	    (int32_t)ALIGN_EDITS_MAX;
	int32_t d, k, x, y, *row, **rows;
	bool found = false;
	int r = 0;

	if ((rows = calloc((size_t)max + 1, sizeof(*rows))) == NULL)
		return no_memory();
	for (d = 0; d <= max && !found; d++) {
		if ((row = calloc(2 * (size_t)d + 3,
		    sizeof(*row))) == NULL) {
			r = no_memory();
			goto done;
		}
		rows[d] = row + d + 1;		/* diagonals -d-1 .. d+1 */
		for (k = -d; k <= d && !found; k += 2) {
			if (d == 0)
				x = 0;
			else if (k == -d || (k != d && rows[d - 1][k - 1] <
			    rows[d - 1][k + 1]))
				x = rows[d - 1][k + 1];
			else
				x = rows[d - 1][k - 1] + 1;
			for (y = x - k; x < n && y < m &&
			    j->a[s->a0 + (uint32_t)x].key ==
			    j->b[s->b0 + (uint32_t)y].key; y++)
				x++;
			rows[d][k] = x;
			found = x == n && y == m;
		}
	}
	if (!found)
		goto done;	/* too different: nothing is the same */
	for (d--, x = n, y = m; x > 0 || y > 0; d--) {
		int32_t from;

		k = x - y;
		if (d == 0)
			from = 0;
		else if (k == -d || (k != d && rows[d - 1][k - 1] <
		    rows[d - 1][k + 1]))
			from = rows[d - 1][k + 1];
		else
			from = rows[d - 1][k - 1] + 1;
		for (; x > from && y > from - k; x--, y--)
			j->to[s->a0 + (uint32_t)x - 1] =
			    s->b0 + (uint32_t)y - 1;
		if (d == 0)
			break;
		/* One step back, down or right. */
		if (k == -d || (k != d && rows[d - 1][k - 1] <
		    rows[d - 1][k + 1]))
			y--;
		else
			x--;
	}
done:
	for (d = 0; d <= max && rows[d] != NULL; d++)
		free(rows[d] - d - 1);
	free(rows);
	return r;
}

static int
align_span(const struct job *j, struct span s, unsigned depth)
{
	struct anchor *v = NULL;
	struct span part;
	size_t n = 0, i;
	int r;

	trim(j, &s);
	if (s.a0 == s.a1 || s.b0 == s.b1)
		return 0;
	if (depth < ALIGN_DEPTH_MAX && (s.a1 - s.a0) + (s.b1 - s.b0) > 64 &&
	    ((r = find_anchors(j, &s, &v, &n)) < 0 ||
	    (n > 0 && (r = longest_chain(v, &n)) < 0))) {
		free(v);
		return r;
	}
	if (n == 0) {
		free(v);
		return shortest(j, &s);
	}
	part = s;
	for (i = 0, r = 0; i <= n && r == 0; i++) {
		part.a1 = i < n ? v[i].a : s.a1;
		part.b1 = i < n ? v[i].b : s.b1;
		r = align_span(j, part, depth + 1);
		if (i < n) {
			j->to[v[i].a] = v[i].b;
			part.a0 = v[i].a + 1;
			part.b0 = v[i].b + 1;
		}
	}
	free(v);
	return r;
}

int
align(uint32_t *to, const struct words *a, const struct words *b)
{
	struct job j = { a->v, b->v, to };
	size_t i;

	for (i = 0; i < a->n; i++)
		to[i] = ALIGN_NONE;
	return align_span(&j, (struct span){ 0, (uint32_t)a->n, 0,
	    (uint32_t)b->n }, 0);
}
