/* inspect.c -- `tipline inspect FILE...`: what is in a file; of two, also
 * where they differ. */
#include "redact/cmd/cmd.h"
#include "redact/cmd/compare.h"
#include "redact/cmd/input.h"

static int
inspect_one(const struct visit *v)
{
	struct subject about;
	const struct report *report;
	int r, result = 0;
	size_t i;

	for (i = 0; i < v->tree.n; i++) {
		about = visit_subject(v, i);
		report = &v->tree.nodes[i]->exam.report;
		if ((r = show_report(v->options, &about, report)) < 0)
			return r;
		if (report->state != EXAM_DONE)
			result = EXIT_SOME_REFUSED;
	}
	if (v->call->nfiles == 2 &&
	    (r = compared_add(v->arg, v)) < 0)
		return r;
	return result;
}

int
cmd_inspect(const struct options *o, int argc, char **argv)
{
	struct compared compared = COMPARED_INIT;
	const struct visiting visiting = {
		.want = WANT_REPORT | WANT_TEXT | WANT_CODES,
		.each = inspect_one, .arg = &compared
	};
	struct call c;
	int r, shown;

	if ((r = call_parse(&c, TAKES_DOCUMENTS, argc, argv)) < 0)
		return r;
	r = visit_files(o, &c, &visiting);
	if (r >= 0 && c.nfiles == 2 &&
	    (shown = compared_show(&compared, o)) < 0)
		r = shown;
	compared_free(&compared);
	call_free(&c);
	return r;
}
