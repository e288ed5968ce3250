/*
 * test_support.h -- run a format's own functions in this process, without a
 * fork and without a sandbox, on bytes; its records go through the clean
 * side's checks all the same.
 *
 *	struct exam e = EXAM_INIT;
 *
 *	assert_int_equal(run_format(&e, &format_png, data, len,
 *	    WANT_REPORT | WANT_CLEAN, NULL), 0);
 *	... e.report, e.text, e.layout; exam_file_bytes(&e, &b);
 *	exam_free(&e);
 *
 * A container: WANT_CHILDREN fills e.children, child_bytes(&e, i, &b) reads
 * one; with a file asked for too, e.waits is true.  What becomes of them is
 * told to a second run:
 *
 *	struct part list[] = { { PART_REPLACED, clean, len }, { PART_OMITTED } };
 *	struct parts parts = { list, 2 };
 *
 *	run_format_with(&e, &format_zip, data, len, WANT_CLEAN, NULL, &parts,
 *	    "password or NULL")
 */
#ifndef TESTS_INTAKE_TEST_SUPPORT_H
#define TESTS_INTAKE_TEST_SUPPORT_H

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "intake/worker/documents/formats.h"
#include "intake/format/image/image.h"
#include "intake/format/office/office.h"
#include "intake/format/pdf/pdf.h"
#include "intake/format/text/text.h"
#include "intake/worker/job.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

/*
 * 0 when the answer kept the rules: e->report says how it ended (state,
 * reason, detail).  Negative, with a printed line, when it broke them.
 */
__attribute__((unused))
static int
run_format_with(struct exam *e, const struct format *f, const void *data,
    size_t len, unsigned want, const struct edits *edits,
    const struct parts *parts, const char *password)
{
	struct doc d = { .data = data, .len = len, .password = password };
	struct job job = { .want = want, .edits = edits, .parts = parts };
	struct answer *a = NULL;
	struct collect c;
	int r;

	formats_use(formats_documents);	/* for what is inside others */
	if ((r = collect_begin(&c, e, want)) < 0 ||
	    (r = answer_new_sink(&a, &c)) < 0)
		goto done;
	c.packed = len;
	c.has_parts = parts != NULL;
	answer_type(a, f->id, "test", "test");
	(void)job_run(f, &d, &job, a);
	if ((r = answer_end(a)) < 0)
		goto done;
	r = collect_end(&c);
done:
	if (r < 0)
		printf("answer refused by the clean side: %s\n", err_line());
	else if (e->report.state != EXAM_DONE)
		printf("%s, %s: %s\n", state_name(e->report.state),
		    reason_name(e->report.reason), e->report.detail);
	answer_free(a);
	return r;
}

__attribute__((unused))
static int
run_format(struct exam *e, const struct format *f, const void *data,
    size_t len, unsigned want, const struct edits *edits)
{
	return run_format_with(e, f, data, len, want, edits, NULL, NULL);
}

/* The bytes of the child with this number, appended to `b`. */
__attribute__((unused))
static int
child_bytes(const struct exam *e, size_t i, struct bytes *b)
{
	int fd, r;

	if (i >= e->children.n || children_open(&e->children, i, &fd) < 0)
		return -1;
	r = io_read_all(fd, b);
	io_close(&fd);
	return r;
}

/* The whole file that came out, appended to `b`. */
__attribute__((unused))
static int
exam_file_bytes(const struct exam *e, struct bytes *b)
{
	if (e->file < 0 || lseek(e->file, 0, SEEK_SET) != 0)
		return -1;
	return io_read_all(e->file, b);
}

/* The value of the first metadata line so named; NULL when there is none. */
__attribute__((unused))
static const char *
exam_meta(const struct exam *e, const char *group, const char *name)
{
	for (size_t i = 0; i < e->report.nmetas; i++)
		if (strcmp(e->report.metas[i].group, group) == 0 &&
		    strcmp(e->report.metas[i].name, name) == 0)
			return e->report.metas[i].value;
	return NULL;
}

/* How many marks of a kind were counted. */
__attribute__((unused))
static unsigned long
exam_marks(const struct exam *e, enum mark_kind kind)
{
	unsigned long n = 0;

	for (size_t i = 0; i < e->report.nmarks; i++)
		if (e->report.marks[i].kind == kind)
			n += e->report.marks[i].count;
	return n;
}

/* A file below the repository's root, appended to `b`; 0 or negative. */
__attribute__((unused))
static int
load(const char *path, struct bytes *b)
{
	return io_read_file(AT_FDCWD, path, b);
}

#endif
