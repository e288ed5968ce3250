/* nested.c -- format_clean_nested() of format.h. */
#include "intake/worker/answer.h"
#include "intake/worker/format.h"

int
format_clean_nested(const struct format *f, const struct doc *d,
    struct bytes *out)
{
	static unsigned depth;	/* one child, one document, one thread */
	struct answer *a = NULL;
	size_t before = out->len;
	int r = -1;

	if (depth >= NESTING_MAX || !f->structure(d) ||
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
