/*
 * test_width.c -- what is left of a page must not tell how wide the name was
 * that is gone: PDFs that differ only in a name (names.py) become, once it is
 * redacted, the same bytes, as pictures and as what they were made of.
 *
 * TIPLINE_NAMES=200 takes so many names; TIPLINE_LAYOUTS="a b" only those.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>

#include "tests/intake/test_support.h"

#define NAMES "6"

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static unsigned pictured;	/* pages that could not be kept */
static char folder[] = "/tmp/width-XXXXXX";

static int
make_all(void **state)
{
	const char *names = getenv("TIPLINE_NAMES");
	const char *layouts = getenv("TIPLINE_LAYOUTS");
	char command[4096];

	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(command, sizeof command,
	    "python3 tests/intake/names.py %s %s %s", folder,
	    names != NULL ? names : NAMES, layouts != NULL ? layouts : "");
	return system(command) == 0 ? 0 : -1;
}

static int
remove_all(void **state)
{
	char command[64];

	(void)state;
	(void)snprintf(command, sizeof command, "rm -r %s", folder);
	return system(command) == 0 ? 0 : -1;
}

/* Where `name` stands at `p`, a line's end being as good as a space; 0: not. */
static size_t
stands(const char *p, const char *name)
{
	const char *at = p;

	for (; *name != '\0'; name++, at++)
		if (*name == ' ' ? !isspace((unsigned char)*at) : *at != *name)
			return 0;
	return (size_t)(at - p);
}

/* The PDF without the name, appended to `made`. */
static void
redact(const char *path, const char *name, unsigned flags, struct bytes *made)
{
	struct edits edits = { .flags = flags };
	struct exam e = EXAM_INIT, text = EXAM_INIT;
	struct bytes b = BYTES_INIT(64 << 20);
	const char *p;
	size_t n, i;

	assert_int_equal(load(path, &b), 0);
	assert_int_equal(run_format(&text, &format_pdf, b.data, b.len,
	    WANT_TEXT, NULL), 0);
	bytes_add(&text.text, "", 1);
	for (p = (char *)text.text.data; *p != '\0'; p++)
		if ((n = stands(p, name)) > 0) {
			uint64_t at = (uint64_t)(p - (char *)text.text.data);

			assert_int_equal(edits_add(&edits, at, at + n,
			    "[PERSON-1]"), 0);
		}
	if (edits.nranges == 0)
		fail_msg("%s: no %s in its text", path, name);
	assert_int_equal(run_format(&e, &format_pdf, b.data, b.len, WANT_APPLY |
	    WANT_REPORT, &edits), 0);
	for (i = 0; i < e.report.nmarks; i++)
		if (e.report.marks[i].kind == MARK_PICTURED) {
			if (pictured++ == 0)
				printf("  %s\n", e.report.marks[i].detail);
		}
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, made), 0);
	edits_free(&edits);
	exam_free(&text);
	exam_free(&e);
	bytes_free(&b);
}

/* How many of a layout's PDFs come out unlike the first. */
static unsigned
compare(const char *first, unsigned flags)
{
	struct bytes one = BYTES_INIT(64 << 20), b = BYTES_INIT(64 << 20);
	struct bytes name = BYTES_INIT(100);
	char path[200], words[200];
	size_t stem = strlen(first) - strlen("000.pdf");
	const char *keep;
	unsigned i, unlike = 0;

	pictured = 0;
	keep = getenv("TIPLINE_MADE");	/* to look at */

	for (i = 0;; i++) {
		(void)snprintf(path, sizeof path, "%.*s%03u.pdf", (int)stem,
		    first, i);
		(void)snprintf(words, sizeof words, "%s/%03u.txt", folder, i);
		bytes_reset(&name);
		if (access(path, R_OK) < 0 || load(words, &name) < 0)
			break;
		bytes_reset(&b);
		redact(path, bytes_str(&name), flags, i == 0 ? &one : &b);
		if (keep != NULL) {
			(void)snprintf(path, sizeof path, "%s/%s%u-%03u.pdf", keep,
			    strrchr(first, '/') + 1, flags, i);
			FILE *f = fopen(path, "wb");
			fwrite(i == 0 ? one.data : b.data, 1,
			    i == 0 ? one.len : b.len, f);
			fclose(f);
		}
		if (i > 0 && (b.len != one.len ||
		    memcmp(b.data, one.data, b.len) != 0))
			unlike++;
	}
	printf("  %.*s: %u of %u unlike the first, %u pictured\n", (int)(stem -
	    1 - strlen(folder) - 1), first + strlen(folder) + 1, unlike, i,
	    pictured);
	bytes_free(&one);
	bytes_free(&b);
	bytes_free(&name);
	return unlike;
}

static void
compare_all(unsigned flags)
{
	char pattern[64];
	unsigned unlike = 0;
	glob_t g;
	size_t i;

	(void)snprintf(pattern, sizeof pattern, "%s/*-000.pdf", folder);
	assert_int_equal(glob(pattern, 0, NULL, &g), 0);
	for (i = 0; i < g.gl_pathc; i++)
		unlike += compare(g.gl_pathv[i], flags) > 0;
	printf("  %u of %zu layouts tell the name's width\n", unlike,
	    g.gl_pathc);
	globfree(&g);
	assert_int_equal(unlike, 0);
}

static void
test_width__pictures_tell_nothing_of_a_name(void **state)
{
	(void)state;
	compare_all(0);
}

static void
test_width__what_stays_letters_tells_nothing_of_a_name(void **state)
{
	(void)state;
	compare_all(EDITS_KEEP);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_width__pictures_tell_nothing_of_a_name),
		cmocka_unit_test(
		    test_width__what_stays_letters_tells_nothing_of_a_name),
	};

	return cmocka_run_group_tests(tests, make_all, remove_all);
}
