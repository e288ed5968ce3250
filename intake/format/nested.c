/* nested.c -- documents inside documents; see format.h. */
#include "intake/format/answer.h"
#include "intake/format/format.h"
#include "intake/format/inner.h"

int
format_clean_nested(const struct format *f, const struct doc *d,
    struct bytes *out)
{
	static unsigned depth;	/* one child, one document, one thread */
	struct answer *a = NULL;
	size_t before = out->len;
	int r = -1;

	if (depth >= NESTING_MAX || f->clean == NULL || !f->structure(d) ||
	    answer_new_file(&a, out) < 0)
		return -1;
	depth++;
	if (f->clean(d, a) == 0 && !answer_refused(a) && answer_end(a) == 0)
		r = 0;
	else
		out->len = before;	/* whole or not at all */
	depth--;
	answer_free(a);
	return r;
}

const struct format *
format_clean_embedded(const struct doc *d, struct bytes *out)
{
	const struct format *f;
	const size_t at = out->len;
	struct doc now;
	bool changed;

	if (formats_holding(d, &f) != 1 || format_clean_nested(f, d, out) < 0)
		return NULL;
	if (inner_met(f, out, at, &changed) < 0) {
		out->len = at;
		return NULL;
	}
	now = (struct doc){ .data = out->data + at, .len = out->len - at };
	return !changed ? f : formats_holding(&now, &f) == 1 ? f : NULL;
}
