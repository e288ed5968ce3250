/* copy.c -- see copy.h; and the verbs `strip` and `safe`. */
#include "redact/cmd/copy.h"

#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "redact/cmd/show.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define LINE_MAX_BYTES (64u << 10)	/* of one JSON line on a copy */

static int
copy_told(const struct visit *v, const char *ending, size_t removed)
{
	const struct report *r = &v->exam->report;
	struct bytes name = BYTES_INIT(LINE_MAX_BYTES);
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	const char *s;
	int x = 0;

	(void)bytes_addf(&name, "%s/%s%s", v->call->outdir,
	    input_base(v->file), ending);
	if ((s = bytes_str(&name)) == NULL) {
		x = bytes_ok(&name);
	} else if (v->options->json) {
		json_open(&j, '{');
		json_kstr(&j, "file", v->file);
		json_kstr(&j, "output", s);
		json_kstr(&j, "format", format_name(r->format));
		json_kstr(&j, "state", state_name(r->state));
		json_kuint(&j, "pages", r->pages);
		json_kuint(&j, "removed", removed);
		json_close(&j, '}');
		x = json_line(&line);
	} else if (!v->options->quiet) {
		print_escaped(stdout, s);
		(void)printf(": %s, %zu removed\n", format_name(r->format),
		    removed);
	}
	bytes_free(&line);
	bytes_free(&name);
	return x;
}

int
copy_done(const struct visit *v, int dirfd, const char *ending, size_t removed)
{
	int r;

	if (v->exam->report.state != EXAM_DONE) {
		r = show_undone(v->options, v->file, &v->exam->report);
		return r < 0 ? r : EXIT_SOME_REFUSED;
	}
	if ((r = output_file(v, dirfd, ending)) < 0)
		return r;
	return copy_told(v, ending, removed);
}

static int
strip_one(const struct visit *v)
{
	const struct report *r = &v->exam->report;

	return copy_done(v, *(const int *)v->arg, "", r->nmetas + r->nmarks);
}

static int
safe_one(const struct visit *v)
{
	return copy_done(v, *(const int *)v->arg, ".pdf", 0);
}

/* Both verbs: FILE... -o DIR. */
static int
copy_all(const struct options *o, int argc, char **argv, unsigned want,
    int (*each)(const struct visit *v))
{
	struct call c;
	int dirfd = -1, r;

	if ((r = call_parse(&c, TAKES_OUTDIR, argc, argv)) < 0 ||
	    (r = outdir_open(&dirfd, c.outdir)) < 0)
		return r;
	r = visit_files(o, &c, want, each, &dirfd);
	io_close(&dirfd);
	return r;
}

int
cmd_strip(const struct options *o, int argc, char **argv)
{
	return copy_all(o, argc, argv, WANT_REPORT | WANT_CLEAN, strip_one);
}

int
cmd_safe(const struct options *o, int argc, char **argv)
{
	return copy_all(o, argc, argv, WANT_SAFE, safe_one);
}
