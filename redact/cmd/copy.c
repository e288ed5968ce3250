/* copy.c -- see copy.h; and the verbs `strip` and `safe`. */
#include "redact/cmd/copy.h"

#include <stdio.h>

#include "redact/cmd/cmd.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"

#define LINE_MAX_BYTES (1u << 20)	/* of one JSON line on a copy */
#define NAME_SIZE 512		/* bytes of an output's name, with NUL */

static int
copy_told(const struct visit *v, size_t node, const char *name, size_t removed)
{
	const struct report *r = &v->tree.nodes[node]->exam.report;
	const struct subject about = visit_subject(v, node);
	struct bytes path = BYTES_INIT(LINE_MAX_BYTES);
	struct bytes line = BYTES_INIT(LINE_MAX_BYTES);
	struct json j = json_writer(&line);
	const char *s;
	int x = 0;

	(void)bytes_addf(&path, "%s/%s", v->call->outdir, name);
	if ((s = bytes_str(&path)) == NULL) {
		x = bytes_ok(&path);
	} else if (v->options->json) {
		json_open(&j, '{');
		show_about(&j, &about);
		json_kstr(&j, "output", s);
		json_kstr(&j, "format", format_name(r->format));
		json_kstr(&j, "state", state_name(r->state));
		json_kuint(&j, "pages", r->pages);
		json_kuint(&j, "removed", removed);
		json_close(&j, '}');
		x = json_line(&line);
	} else if (!v->options->quiet) {
		if (about.parent != NULL) {
			print_escaped(stdout, about.file);
			(void)fputs(" is ", stdout);
		}
		print_escaped(stdout, s);
		(void)printf(": %s, %zu removed\n", format_name(r->format),
		    removed);
	}
	bytes_free(&line);
	bytes_free(&path);
	return x;
}

/* Members that are not in the copy, or not clean in it. */
static int
uncleaned(const struct visit *v)
{
	const struct tree_node *node;
	struct subject about;
	int r, result = 0;
	size_t i;

	for (i = 1; i < v->tree.n; i++) {
		node = v->tree.nodes[i];
		if (node->part != PART_OMITTED && node->part != PART_KEPT)
			continue;
		about = visit_subject(v, i);
		if ((r = show_uncleaned(v->options, &about,
		    &node->exam.report, node->part)) < 0)
			return r;
		result = EXIT_SOME_REFUSED;
	}
	return result;
}

static int
name_copy(char name[NAME_SIZE], const struct visit *v)
{
	const struct tree_node *root = v->tree.nodes[0];
	const bool other = root->made != FORMAT_UNKNOWN &&
	    root->made != root->exam.report.format;
	int n = snprintf(name, NAME_SIZE, "%s%s%s", input_base(v->file),
	    other ? "." : "", other ? format_ext(root->made) : "");

	return n >= 0 && n < NAME_SIZE ? 0 : err_set(ERR_TOO_BIG,
	    "%s is too long a name; make it shorter", v->file);
}

int
copy_done(const struct visit *v, int dirfd, size_t removed)
{
	const struct tree_node *root = v->tree.nodes[0];
	const struct subject about = visit_subject(v, 0);
	char name[NAME_SIZE];
	int r;

	if (root->exam.report.state != EXAM_DONE) {
		r = show_undone(v->options, &about, &root->exam.report);
		return r < 0 ? r : EXIT_SOME_REFUSED;
	}
	if ((r = name_copy(name, v)) < 0 ||
	    (r = output_file(root, dirfd, name)) < 0 ||
	    (r = copy_told(v, 0, name, removed)) < 0)
		return r;
	return uncleaned(v);
}

static int
strip_one(const struct visit *v)
{
	const struct report *r;
	size_t i, removed = 0;

	for (i = 0; i < v->tree.n; i++) {
		r = &v->tree.nodes[i]->exam.report;
		if (r->state == EXAM_DONE)
			removed += report_metas_left(r) + r->nmarks;
	}
	return copy_done(v, *(const int *)v->arg, removed);
}

/* Each document that has pages becomes a file of its own. */
static int
safe_node(const struct visit *v, int dirfd, size_t i)
{
	const struct exam *exam = &v->tree.nodes[i]->exam;
	const struct subject about = visit_subject(v, i);
	char name[NAME_SIZE], number[24] = "";
	int n, r;

	if (exam->report.state != EXAM_DONE) {
		r = show_undone(v->options, &about, &exam->report);
		return r < 0 ? r : EXIT_SOME_REFUSED;
	}
	if (exam->file < 0)
		return 0;	/* a container without pages of its own */
	if (i > 0)
		(void)snprintf(number, sizeof(number), ".%03zu", i);
	n = snprintf(name, sizeof(name), "%s%s.pdf", input_base(v->file),
	    number);
	if (n < 0 || (size_t)n >= sizeof(name))
		return err_set(ERR_TOO_BIG, "%s is too long a name; make it "
		    "shorter", v->file);
	if ((r = output_file(v->tree.nodes[i], dirfd, name)) < 0)
		return r;
	return copy_told(v, i, name, 0);
}

static int
safe_one(const struct visit *v)
{
	int r, result = 0;
	size_t i;

	for (i = 0; i < v->tree.n; i++) {
		if ((r = safe_node(v, *(const int *)v->arg, i)) < 0)
			return r;
		if (r > 0)
			result = r;
	}
	return result;
}

/* Both verbs: FILE... -o DIR. */
static int
copy_all(const struct options *o, int argc, char **argv, unsigned takes,
    struct visiting *visiting)
{
	struct call c;
	int dirfd = -1, r;

	if ((r = call_parse(&c, TAKES_OUTDIR | TAKES_DOCUMENTS | takes, argc,
	    argv)) < 0)
		return r;
	visiting->arg = &dirfd;
	if ((r = outdir_open(&dirfd, c.outdir)) == 0)
		r = visit_files(o, &c, visiting);
	io_close(&dirfd);
	call_free(&c);
	return r;
}

int
cmd_strip(const struct options *o, int argc, char **argv)
{
	struct visiting visiting = { .want = WANT_REPORT | WANT_CLEAN,
	    .each = strip_one };

	return copy_all(o, argc, argv, TAKES_MEMBERS, &visiting);
}

int
cmd_safe(const struct options *o, int argc, char **argv)
{
	struct visiting visiting = { .want = WANT_SAFE, .each = safe_one };

	return copy_all(o, argc, argv, 0, &visiting);
}
