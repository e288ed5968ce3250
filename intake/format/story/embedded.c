/* embedded.c -- see embedded.h. */
#include "intake/format/story/embedded.h"

#include "intake/examine/collect.h"
#include "intake/format/answer.h"

static void
tell(struct answer *a, const char *group, const char *name,
    const struct report *r)
{
	size_t i;

	for (i = 0; i < r->nmetas && i < EMBEDDED_LINES_MAX; i++)
		answer_metaf(a, group, name, "%s %s: %s", r->metas[i].group,
		    r->metas[i].name, r->metas[i].value);
	for (i = 0; i < r->nmarks && i < EMBEDDED_LINES_MAX; i++)
		answer_mark(a, r->marks[i].kind, r->marks[i].count, "%s: %s",
		    name, r->marks[i].detail);
}

void
embedded_report(struct answer *a, const char *group, const char *name,
    const struct doc *d)
{
	static unsigned depth;	/* one child, one document, one thread */
	const struct format *f = NULL;
	struct exam e = EXAM_INIT;
	struct answer *inner = NULL;
	struct collect c;

	if (formats_holding(d, &f) != 1 || f->report == NULL ||
	    f->id == FORMAT_TEXT || depth >= NESTING_MAX) {
		answer_metaf(a, group, name, "is of a kind that is not "
		    "cleaned, and would be left out or replaced");
		return;
	}
	depth++;
	if (collect_begin(&c, &e, WANT_REPORT) < 0 ||
	    answer_new_sink(&inner, &c) < 0)
		goto done;
	answer_type(inner, f->id, "", "");
	(void)f->report(d, inner);
	if (answer_refused(inner) || answer_end(inner) < 0 ||
	    collect_end(&c) < 0)
		answer_metaf(a, group, name, "cannot be read, and would be "
		    "left out or replaced");
	else
		tell(a, group, name, &e.report);
done:
	depth--;
	answer_free(inner);
	exam_free(&e);
}
