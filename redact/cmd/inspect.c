/* inspect.c -- `tipline inspect FILE...`: what is in a file. */
#include "redact/cmd/cmd.h"
#include "redact/cmd/input.h"
#include "redact/cmd/show.h"

static int
inspect_one(const struct visit *v)
{
	int r;

	if ((r = show_report(v->options, v->file, &v->exam->report)) < 0)
		return r;
	return v->exam->report.state == EXAM_DONE ? 0 : EXIT_SOME_REFUSED;
}

int
cmd_inspect(const struct options *o, int argc, char **argv)
{
	struct call c;
	int r;

	if ((r = call_parse(&c, 0, argc, argv)) < 0)
		return r;
	return visit_files(o, &c, WANT_REPORT, inspect_one, NULL);
}
