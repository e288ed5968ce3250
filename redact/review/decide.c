/* decide.c -- see decide.h. */
#include "redact/review/decide.h"

#include <string.h>

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
