/* decide.c -- see decide.h. */
#include "redact/review/decide.h"
#include "redact/find/view/fold.h"

#include <string.h>

#define VALUE_MAX ((size_t)6 << 28)	/* bytes of a folded value */

void
decide_one(struct planned *f, enum decision d, const struct fpr *by)
{
	f->decision = d;
	f->by = *by;
}

size_t
decide_all(struct plan *p, enum decision d, const struct fpr *by)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->list[i].decision == DECISION_NONE) {
			decide_one(&p->list[i], d, by);
			n++;
		}
	return n;
}

/* Is `kind` one of the words between commas? */
static bool
listed(const char *kinds, const char *kind)
{
	size_t len = strlen(kind), n;

	for (;; kinds += n + 1) {
		n = strcspn(kinds, ",");
		if (n == len && memcmp(kinds, kind, n) == 0)
			return true;
		if (kinds[n] == '\0')
			return false;
	}
}

size_t
decide_kinds(struct plan *p, const char *kinds, enum decision d,
    const struct fpr *by)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->list[i].decision == DECISION_NONE &&
		    listed(kinds, p->list[i].kind)) {
			decide_one(&p->list[i], d, by);
			n++;
		}
	return n;
}

/* Folded, is what the finding holds equal to `value`?  `b` is for its use. */
static int
is_equal(bool *equal, struct bytes *b, const struct planned *f,
    const struct bytes *text, const struct bytes *value)
{
	int r;

	bytes_reset(b);
	if ((r = fold_value(b, text->data + f->start,
	    (size_t)(f->end - f->start))) < 0)
		return r;
	*equal = b->len == value->len &&
	    (b->len == 0 || memcmp(b->data, value->data, b->len) == 0);
	return 0;
}

int
decide_equal(struct plan *const plans[], const struct bytes texts[], size_t n,
    const void *value, size_t len, enum decision d, const struct fpr *by,
    size_t *changed)
{
	struct bytes wanted = BYTES_INIT(VALUE_MAX), b = BYTES_INIT(VALUE_MAX);
	size_t count = 0, i, j;
	bool equal;
	int r;

	if ((r = fold_value(&wanted, value, len)) < 0)
		goto done;
	for (i = 0; i < n; i++)
		for (j = 0; j < plans[i]->n; j++) {
			if ((r = is_equal(&equal, &b, &plans[i]->list[j],
			    &texts[i], &wanted)) < 0)
				goto done;
			if (!equal)
				continue;
			count++;
			if (by != NULL)
				decide_one(&plans[i]->list[j], d, by);
		}
	if (changed != NULL)
		*changed = count;
done:
	bytes_free(&wanted);
	bytes_free(&b);
	return r;
}
