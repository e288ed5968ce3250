/*
 * verbs_kit.h -- the verbs of one format on bytes, for tests: its text, its
 * copy, its redacted copy; and the laws that hold for each of them.
 */
#ifndef TESTS_INTAKE_VERBS_KIT_H
#define TESTS_INTAKE_VERBS_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/package/zip.h"
#include "tests/intake/test_support.h"

#define KIT_FILE_MAX ((size_t)64 << 20)

struct kit_part {
	const char *name, *content;
};

/* Under AddressSanitizer: fontconfig keeps its configuration to the end. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

__attribute__((unused))
static struct bytes
kit_zip(const char *mime, const struct kit_part *parts, size_t n)
{
	struct bytes b = BYTES_INIT(KIT_FILE_MAX);
	struct zip_writer *w = NULL;
	size_t i;

	assert_int_equal(zip_writer_new(&w, &b), 0);
	assert_int_equal(zip_writer_add(w, "mimetype", mime, strlen(mime),
	    false), 0);
	for (i = 0; i < n; i++)
		assert_int_equal(zip_writer_add(w, parts[i].name,
		    parts[i].content, strlen(parts[i].content), true), 0);
	assert_int_equal(zip_writer_end(w), 0);
	zip_writer_free(w);
	return b;
}

/* Does any member of the package hold these words? */
__attribute__((unused))
static bool
kit_holds(const struct bytes *b, const char *words)
{
	struct bytes raw = BYTES_INIT(KIT_FILE_MAX);
	struct zip *z = NULL;
	bool found = false;
	size_t i;

	assert_int_equal(zip_open(&z, b->data, b->len), 0);
	for (i = 0; i < zip_count(z); i++) {
		bytes_reset(&raw);
		assert_int_equal(zip_read(z, zip_at(z, i), &raw), 0);
		if (strstr(zip_at(z, i)->name, words) != NULL ||
		    (raw.len > 0 && memmem(raw.data, raw.len, words,
		    strlen(words)) != NULL))
			found = true;
	}
	zip_free(z);
	bytes_free(&raw);
	return found;
}

__attribute__((unused))
static char *
kit_text(const struct format *f, const struct bytes *b)
{
	struct exam e = EXAM_INIT;
	char *s;

	assert_int_equal(run_format(&e, f, b->data, b->len, WANT_TEXT, NULL),
	    0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_non_null(s = strdup(e.text.len > 0 ? bytes_str(&e.text) : ""));
	exam_free(&e);
	return s;
}

__attribute__((unused))
static void
kit_assert_text(const struct format *f, const struct bytes *b,
    const char *expected)
{
	char *s = kit_text(f, b);

	assert_string_equal(s, expected);
	free(s);
}

__attribute__((unused))
static struct bytes
kit_copy(const struct format *f, const struct bytes *b,
    const struct edits *edits)
{
	struct bytes out = BYTES_INIT(KIT_FILE_MAX);
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, f, b->data, b->len,
	    edits != NULL ? WANT_APPLY : WANT_CLEAN, edits), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, &out), 0);
	exam_free(&e);
	return out;
}

/* Same text, nothing to report, the same when done twice. */
__attribute__((unused))
static struct bytes
kit_cleaned(const struct format *f, const struct bytes *b)
{
	struct bytes once = kit_copy(f, b, NULL);
	struct bytes twice = kit_copy(f, &once, NULL);
	char *s = kit_text(f, b);
	struct exam e = EXAM_INIT;
	size_t i;

	kit_assert_text(f, &once, s);
	assert_int_equal(run_format(&e, f, once.data, once.len, WANT_REPORT,
	    NULL), 0);
	for (i = 0; i < e.report.nmetas; i++)
		print_message("left: %s %s %s\n", e.report.metas[i].group,
		    e.report.metas[i].name, e.report.metas[i].value);
	for (i = 0; i < e.report.nmarks; i++)
		print_message("left: mark %s\n",
		    mark_name(e.report.marks[i].kind));
	assert_int_equal(e.report.nmetas, 0);
	assert_int_equal(e.report.nmarks, 0);
	exam_free(&e);
	assert_int_equal(once.len, twice.len);
	assert_memory_equal(once.data, twice.data, once.len);
	bytes_free(&twice);
	free(s);
	return once;
}

/* Each occurrence of `what` in the text becomes `label`. */
__attribute__((unused))
static struct bytes
kit_redacted(const struct format *f, const struct bytes *b, const char *what,
    const char *label)
{
	struct edits edits = { .nranges = 0 };
	char *s = kit_text(f, b), *at = s;
	struct bytes out;

	while ((at = strstr(at, what)) != NULL) {
		assert_int_equal(edits_add(&edits, (uint64_t)(at - s),
		    (uint64_t)(at - s) + strlen(what), label), 0);
		at += strlen(what);
	}
	assert_int_not_equal(edits.nranges, 0);
	out = kit_copy(f, b, &edits);
	edits_free(&edits);
	free(s);
	return out;
}

/* The text of the copy is the text, spliced: for every range of the first
 * `end` bytes, which are ASCII. */
__attribute__((unused))
static void
kit_splice_all(const struct format *f, const struct bytes *b, size_t end)
{
	struct edits edits = { .nranges = 0 };
	char *text = kit_text(f, b), expected[1024];
	struct bytes c;
	size_t i, j;

	for (i = 0; i < end; i++)
		for (j = i + 1; j <= end; j++) {
			assert_int_equal(edits_add(&edits, i, j, "[X-1]"), 0);
			c = kit_copy(f, b, &edits);
			(void)snprintf(expected, sizeof expected,
			    "%.*s[X-1]%s", (int)i, text, text + j);
			kit_assert_text(f, &c, expected);
			bytes_free(&c);
			edits_free(&edits);
			edits = (struct edits){ .nranges = 0 };
		}
	free(text);
}

__attribute__((unused))
static void
kit_assert_refused(const struct format *f, const struct bytes *b,
    enum exam_reason reason)
{
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, f, b->data, b->len, WANT_REPORT, NULL),
	    0);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, reason);
	exam_free(&e);
}

#endif
