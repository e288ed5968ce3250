/*
 * container_kit.h -- the law of what holds other documents: whatever can be
 * packed again with its own children has nothing left to report, and the same
 * children in the same order.
 */
#ifndef TESTS_INTAKE_CONTAINER_KIT_H
#define TESTS_INTAKE_CONTAINER_KIT_H

#include <stdlib.h>

#include "intake/format/archive/archive.h"
#include "intake/format/mail/mail.h"
#include "tests/intake/test_support.h"

struct container {
	struct exam exam;	/* report, text, children */
	struct parts parts;	/* each child by itself, or left out */
	struct bytes *bytes;	/* of each child */
	struct bytes copy;	/* the container, packed again */
};

static inline void
container_free(struct container *c)
{
	size_t i;

	for (i = 0; c->bytes != NULL && i < c->parts.n; i++)
		bytes_free(&c->bytes[i]);
	free(c->bytes);
	free(c->parts.list);
	bytes_free(&c->copy);
	exam_free(&c->exam);
}

/* Children that were refused are left out. */
static inline bool
container_take(struct container *c)
{
	size_t i, n = c->exam.children.n;

	c->parts.n = n;
	c->parts.list = calloc(n + 1, sizeof(*c->parts.list));
	c->bytes = calloc(n + 1, sizeof(*c->bytes));
	if (c->parts.list == NULL || c->bytes == NULL)
		return false;
	for (i = 0; i < n; i++) {
		c->bytes[i] = BYTES_INIT(1u << 30);
		c->parts.list[i].what = PART_OMITTED;
		if (c->exam.children.list[i].reason != REASON_NONE)
			continue;
		if (child_bytes(&c->exam, i, &c->bytes[i]) < 0)
			return false;
		c->parts.list[i] = (struct part){ PART_REPLACED,
		    c->bytes[i].data, c->bytes[i].len };
	}
	return true;
}

/* Read it; true when it ended as done. */
static inline bool
container_read(struct container *c, const struct format *f, const void *data,
    size_t len, const char *password)
{
	*c = (struct container){ .exam = EXAM_INIT,
	    .copy = BYTES_INIT(1u << 30) };
	if (run_format_with(&c->exam, f, data, len, WANT_REPORT | WANT_TEXT |
	    WANT_CHILDREN, NULL, NULL, password) < 0)
		abort();	/* the answer broke its rules */
	return c->exam.report.state == EXAM_DONE && container_take(c);
}

/* Pack it again, redacted by `e` if not NULL; true when it ended as done. */
static inline bool
container_pack(struct container *c, const struct format *f, const void *data,
    size_t len, const char *password, const struct edits *e)
{
	struct exam packed = EXAM_INIT;
	bool done;

	bytes_reset(&c->copy);
	if (run_format_with(&packed, f, data, len,
	    e != NULL ? WANT_APPLY : WANT_CLEAN, e,
	    c->parts.n > 0 ? &c->parts : NULL, password) < 0)
		abort();
	done = packed.report.state == EXAM_DONE &&
	    exam_file_bytes(&packed, &c->copy) == 0;
	exam_free(&packed);
	return done;
}

/* What was packed, read again: is it what it should be?  NULL, or what not. */
static inline const char *
container_check(const struct container *c, const struct format *f)
{
	struct doc d = { .data = c->copy.data, .len = c->copy.len };
	struct container again;
	const char *wrong = NULL;
	size_t i, k = 0;

	if (!f->structure(&d))
		return "the copy is of another format";
	if (!container_read(&again, f, c->copy.data, c->copy.len, NULL))
		wrong = "the copy cannot be read";
	else if (report_metas_left(&again.exam.report) > 0)
		wrong = "the copy has metadata";
	for (i = 0; i < c->parts.n && wrong == NULL; i++) {
		if (c->parts.list[i].what == PART_OMITTED)
			continue;
		if (k >= again.parts.n ||
		    again.bytes[k].len != c->bytes[i].len ||
		    memcmp(again.bytes[k].data, c->bytes[i].data,
		    c->bytes[i].len) != 0)
			wrong = "a child is missing or another one";
		k++;
	}
	if (wrong == NULL && k != again.parts.n)
		wrong = "there is a child too many";
	if (wrong != NULL && report_metas_left(&again.exam.report) > 0)
		fprintf(stderr, "left: %s, %s: %s\n", again.exam.report.metas[0].group,
		    again.exam.report.metas[0].name,
		    again.exam.report.metas[0].value);
	container_free(&again);
	return wrong;
}

/* The whole law for any input; for fuzz targets. */
static inline void
container_law(const struct format *f, const void *data, size_t len)
{
	struct doc d = { .data = data, .len = len };
	struct container c;
	const char *wrong;

	if (len == 0 || !f->structure(&d))
		return;
	if (container_read(&c, f, data, len, NULL) &&
	    container_pack(&c, f, data, len, NULL, NULL) &&
	    (wrong = container_check(&c, f)) != NULL) {
		fprintf(stderr, "%s: %s\n", format_name(f->id), wrong);
		abort();
	}
	container_free(&c);
}

#endif
