/* inspect.c -- `tipline inspect FILE...`: what is in a file. */
#include "redact/cmd/cmd.h"
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
	return result;
}

int
cmd_inspect(const struct options *o, int argc, char **argv)
{
	static const struct visiting visiting = {
		.want = WANT_REPORT | WANT_TEXT | WANT_CODES, .each = inspect_one
	};
	struct call c;
	int r;

	if ((r = call_parse(&c, TAKES_DOCUMENTS, argc, argv)) < 0)
		return r;
	r = visit_files(o, &c, &visiting);
	call_free(&c);
	return r;
}
