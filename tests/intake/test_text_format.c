/* test_text_format.c -- plain text: read, cleaned, redacted, made safe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/normal/normalise.h"
#include "tests/intake/test_support.h"

#define PLANTED "../shared/corpus/planted/"
#define TEXTS "../shared/corpus/text"
#define FILE_MAX (32u << 20)

static void
is_normal(const char *from, const char *to, unsigned flags)
{
	struct bytes b = BYTES_INIT(4096);

	assert_int_equal(normalise_text(&b, from, strlen(from), flags), 0);
	assert_string_equal(bytes_str(&b), to);
	bytes_free(&b);
}

static void
test_normalise__takes_marks_away(void **state)
{
	static const struct {
		const char *from, *to;
	} cases[] = {
		{ "", "" },
		{ "plain\n", "plain\n" },
		{ "no end", "no end" },
		{ "a\r\nb\rc\n", "a\nb\nc\n" },
		{ "a\xe2\x80\xa8" "b\xc2\x85" "c\n", "a\nb\nc\n" },
		{ "a \t\nb  \n", "a\nb\n" },
		{ "end\n\n \n", "end\n" },
		{ "one\n\n\ntwo\n", "one\n\n\ntwo\n" },
		{ "  in  dent\n", "  in dent\n" },
		{ "tab\tstays \t here\n", "tab\tstays\there\n" },
		{ "nb\xc2\xa0sp\xe2\x80\x89thin\n", "nb sp thin\n" },
		{ "z\xe2\x80\x8bw\xef\xbb\xbf\xc2\xad\n", "zw\n" },
		{ "cafe\xcc\x81\n", "caf\xc3\xa9\n" },
		{ "r\xd0\xb5view \xd0\xb0 c\xd0\xbepy\n", "review a copy\n" },
		{ "\xef\xbd\x88\xef\xbd\x89\xef\xbc\x81\n", "hi!\n" },
		{ "it\xe2\x80\x99s \xe2\x80\x9cso\xe2\x80\x9d\n",
		    "it's \"so\"\n" },
		{ "\xc2\xab oui \xc2\xbb\n", "\xc2\xab oui \xc2\xbb\n" },
		{ "page\fbreak\n", "page\fbreak\n" },
		{ "\xe2\x80\x8b\n", "\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		is_normal(cases[i].from, cases[i].to, 0);
}

static void
test_normalise__leaves_other_scripts_alone(void **state)
{
	static const char *const keep[] = {
		"\xd0\xa1\xd0\xbe\xd1\x80 \xd0\xb8 \xd0\xb0\n",	/* Russian */
		"\xce\xb7 \xce\xba\xce\xb1\xce\xb9 \xcf\x84\xce\xbf\n",
		"the \xce\xb1 particle\n",	/* a symbol, not a letter a */
		"\xe6\x9d\xb1\xe4\xba\xac\xef\xbc\xa1\xe9\xa7\x85\n",
		"\xd0\xb0\xd0\xb5\xd0\xbe \xd0\xb6\n",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(keep) / sizeof(keep[0]); i++)
		is_normal(keep[i], keep[i], 0);
}

static void
test_normalise__makes_quotes_plain_but_in_names_of_files(void **state)
{
	static const char curly[] = "\xe2\x80\x9c" "a\xe2\x80\x9d "
	    "\xe2\x80\x9e" "b\xe2\x80\x9c it\xca\xb9s o\xca\xbc" "c\n";

	(void)state;
	is_normal(curly, "\"a\" \"b\" it's o'c\n", 0);
	is_normal(curly, curly, NORMALISE_KEEP_QUOTES | NORMALISE_NODE);
}

static void
test_normalise__makes_signs_plain(void **state)
{
	(void)state;
	is_normal("a\xe2\x80\x90" "b\xe2\x80\x91" "c\xe2\x80\xa4 "
	    "d\xea\x9e\x89\n", "a-b-c. d:\n", 0);
	is_normal("\xef\xac\x81rst o\xef\xac\x83" "ce\xe2\x80\xa6\n",
	    "first office...\n", 0);
	is_normal("at 1\xf0\x9d\x9f\xbb\n", "at 15\n", 0);
	is_normal("\xe2\x85\xa0t is\n", "It is\n", 0);
	/* Mathematics keeps its letters and signs. */
	is_normal("\xf0\x9d\x94\xbd \xe2\x8a\x82 \xe2\x84\x9d, "
	    "\xe2\x88\x97\n", "\xf0\x9d\x94\xbd \xe2\x8a\x82 "
	    "\xe2\x84\x9d, \xe2\x88\x97\n", 0);
}

static void
test_normalise__keeps_marks_that_are_seen(void **state)
{
	/* The flag of Scotland is a black one and six tags. */
	static const char flag[] = "\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7"
	    "\xf3\xa0\x81\xa2\xf3\xa0\x81\xb3\xf3\xa0\x81\xa3"
	    "\xf3\xa0\x81\xb4\xf3\xa0\x81\xbf\n";
	/* Hebrew, and C++ in it: without the mark the signs would go left. */
	static const char hebrew[] = "\xd7\x90\xd7\x91 C++\xe2\x80\x8e "
	    "\xd7\x92\xd7\x93\n";

	(void)state;
	is_normal(flag, flag, 0);
	is_normal("\xf0\x9f\x8f\xb4\xf3\xa0\x81\xa7 x\n",
	    "\xf0\x9f\x8f\xb4 x\n", 0);
	is_normal(hebrew, hebrew, 0);
	is_normal("\xd7\x90\xe2\x80\x8f\xd7\x91 \xe2\x80\x8f\xd7\x92\n",
	    "\xd7\x90\xd7\x91 \xd7\x92\n", 0);
	is_normal("a\xe2\x80\x8e b\xe2\x80\xaa" "c\xe2\x80\xac\n",
	    "a bc\n", 0);
	/* A joiner works with a mark beside it, too. */
	is_normal("\xd9\x85\xdb\x8c\xe2\x80\x8e\xe2\x80\x8c\xd8\xae\n",
	    "\xd9\x85\xdb\x8c\xe2\x80\x8c\xd8\xae\n", 0);
}

static void
test_normalise__leaves_the_ends_of_a_run(void **state)
{
	(void)state;
	is_normal(" run  of text ", " run of text ", NORMALISE_NODE);
	is_normal("a\n\n", "a\n\n", NORMALISE_NODE);
	is_normal("\xc2\xa0", " ", NORMALISE_NODE);
}

static void
test_normalise__refuses_what_is_not_utf8(void **state)
{
	struct bytes b = BYTES_INIT(4096);

	(void)state;
	assert_int_equal(normalise_text(&b, "caf\xe9", 4, 0), ERR_FORMAT);
	assert_int_equal(b.len, 0);
	bytes_free(&b);
}

/* As many look-alikes as fit, in time that grows with their number alone. */
static void
test_normalise__is_not_slowed_by_a_hostile_line(void **state)
{
	static const char *const unit[] = {
		"\xd0\xb0 ", "e\xcc\x81", "\xd0\xb0 \xcc\x81 ", "\xe2\x80\x8d"
	};
	struct bytes b = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(unit) / sizeof(unit[0]); i++) {
		bytes_reset(&b);
		bytes_reset(&out);
		for (n = 0; n < 300000; n++)
			assert_int_equal(bytes_add_str(&b, unit[i]), 0);
		assert_int_equal(normalise_text(&out, b.data, b.len, 0), 0);
	}
	bytes_free(&b);
	bytes_free(&out);
}

/* --- the format's row --- */

static void
test_text__reports_marks_and_where_they_are(void **state)
{
	static const char text[] = "a\xe2\x80\x8b" "b\xe2\x80\xae c  d\r\n"
	    "w\xd0\xberd e\xcc\x81 \xe2\x80\x98q'\xef\xb8\x80";
	struct exam e = EXAM_INIT;
	unsigned kind;

	(void)state;
	assert_int_equal(run_format(&e, &format_text, text, strlen(text),
	    WANT_REPORT, NULL), 0);
	assert_int_equal(e.report.nmetas, 0);
	for (kind = MARK_INVISIBLE; kind <= MARK_LINE_ENDINGS; kind++) {
		printf("  %s %lu\n", mark_name(kind), exam_marks(&e, kind));
		assert_int_equal(exam_marks(&e, kind), 1);
	}
	assert_string_equal(e.report.marks[0].detail, "U+200B at byte 1");
	exam_free(&e);
}

static void
test_text__counts_more_marks_than_it_names(void **state)
{
	struct bytes b = BYTES_INIT(1 << 16);
	struct exam e = EXAM_INIT;
	unsigned i;

	(void)state;
	for (i = 0; i < 100; i++)
		assert_int_equal(bytes_add_str(&b, "x\xe2\x80\x8b"), 0);
	assert_int_equal(run_format(&e, &format_text, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_INVISIBLE), 100);
	assert_non_null(strstr(e.report.marks[0].detail, "byte 17, ..."));
	exam_free(&e);
	bytes_free(&b);
}

static void
test_text__is_itself_byte_for_byte(void **state)
{
	struct bytes b = BYTES_INIT(1 << 20);
	struct exam e = EXAM_INIT;
	unsigned i;

	(void)state;
	/* Long enough for several records, cut inside characters if at all. */
	for (i = 0; i < 70000; i++)
		assert_int_equal(bytes_add_str(&b, "\xe2\x80\x8bq"), 0);
	assert_int_equal(run_format(&e, &format_text, b.data, b.len,
	    WANT_TEXT | WANT_LAYOUT, NULL), 0);
	assert_int_equal(e.text.len, b.len);
	assert_memory_equal(e.text.data, b.data, b.len);
	assert_int_equal(e.layout.npages, 0);
	exam_free(&e);
	bytes_free(&b);
}

static void
redacted(const char *text, const struct edits *edits, const char *expect)
{
	struct bytes b = BYTES_INIT(4096);
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, &format_text, text, strlen(text),
	    WANT_APPLY, edits), 0);
	if (expect == NULL) {
		assert_int_equal(e.report.state, EXAM_REFUSED);
	} else {
		assert_int_equal(exam_file_bytes(&e, &b), 0);
		assert_string_equal(bytes_str(&b), expect);
	}
	bytes_free(&b);
	exam_free(&e);
}

static void
test_text__replaces_ranges_by_labels(void **state)
{
	static const struct box box = { 0, 0, 0, 1, 1 };
	struct edits edits = { 0 };

	(void)state;
	redacted("all  of it\n", &edits, "all of it\n");
	assert_int_equal(edits_add(&edits, 0, 3, "[NAME-1]"), 0);
	assert_int_equal(edits_add(&edits, 8, 10, "[NAME-2]"), 0);
	redacted("Jan  an\xd0\xb0 Al\n", &edits, NULL);	/* inside a letter */
	edits.ranges[1].start = 9;
	edits.ranges[1].end = 11;
	redacted("Jan  and Al\n", &edits, "[NAME-1] and [NAME-2]\n");
	redacted("Jan  and Al", &edits, "[NAME-1] and [NAME-2]");
	redacted("Jan  and A", &edits, NULL);	/* past the end */
	assert_int_equal(edits_add_box(&edits, &box), 0);
	redacted("Jan  and Al\n", &edits, NULL);	/* no page to draw on */
	edits_free(&edits);
}

static void
test_text__knows_itself_by_structure(void **state)
{
	static const struct {
		const char *text;
		bool is;
	} cases[] = {
		{ "hi", true }, { "\xef\xbb\xbfhi\r\n\t\f", true },
		{ "<b> begins a line", true }, { "\x1b[31mred", true },
		{ "caf\xe9", true }, { "caf\xe9\x01", false },
		{ "%!PS-Adobe", false }, { " \n<!DOCTYPE html>", false },
		{ "\xef\xbb\xbf<?xml version", false },
		{ "{\\rtf1 x}", false }, { "<SVG>", false },
	};
	struct doc d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		d.data = (const uint8_t *)cases[i].text;
		d.len = strlen(cases[i].text);
		if (format_text.structure(&d) != cases[i].is)
			fail_msg("case %zu", i);
	}
}

static void
test_text__refuses_what_leaves_nothing(void **state)
{
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(run_format(&e, &format_text, "\xe2\x80\x8b", 3,
	    WANT_CLEAN, NULL), 0);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_EMPTY);
	exam_free(&e);
}

/* --- the corpus --- */

/* Clean a file; and clean it again: nothing more, and nothing reported. */
static void
clean_file(const char *path, struct bytes *out)
{
	struct bytes b = BYTES_INIT(FILE_MAX), again = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	if (load(path, &b) < 0)
		fail_msg("%s: %s", path, err_line());
	assert_int_equal(run_format(&e, &format_text, b.data, b.len,
	    WANT_CLEAN, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, out), 0);
	exam_free(&e);
	assert_int_equal(run_format(&e, &format_text, out->data, out->len,
	    WANT_REPORT | WANT_CLEAN, NULL), 0);
	if (e.report.nmarks > 0)
		fail_msg("%s: %s left, %s", path,
		    mark_name(e.report.marks[0].kind),
		    e.report.marks[0].detail);
	assert_int_equal(exam_file_bytes(&e, &again), 0);
	assert_int_equal(again.len, out->len);
	assert_memory_equal(again.data, out->data, out->len);
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&again);
}

static bool
have(const char *path)
{
	if (access(path, R_OK) == 0)
		return true;
	printf("skipped: %s is not there\n", path);
	return false;
}

static void
test_text__makes_all_copies_of_a_canary_the_same(void **state)
{
	static const char *const kinds[] = {
		"apostrophe-quotes", "bidi-controls",
		"combining-grapheme-joiner", "double-space", "fullwidth-latin",
		"homoglyph-cyrillic", "line-endings", "nbsp", "nfd-vs-nfc",
		"soft-hyphen", "tag-characters", "trailing-whitespace",
		"unicode-spaces", "variation-selectors",
		"word-joiner-invisible-ops", "zero-width",
		"zero-width-joiner-bom"
	};
	struct bytes reference = BYTES_INIT(FILE_MAX);
	struct bytes b = BYTES_INIT(FILE_MAX);
	char path[256];
	size_t i;

	(void)state;
	if (!have(PLANTED "canary/00-reference.txt"))
		skip();
	assert_int_equal(load(PLANTED "canary/00-reference.txt", &reference),
	    0);
	for (i = 0; i < 3 * sizeof(kinds) / sizeof(kinds[0]); i++) {
		(void)snprintf(path, sizeof(path), PLANTED "canary/%s-%c.txt",
		    kinds[i / 3], "abc"[i % 3]);
		bytes_reset(&b);
		clean_file(path, &b);
		if (b.len != reference.len ||
		    memcmp(b.data, reference.data, b.len) != 0)
			fail_msg("%s differs from the reference", path);
	}
	bytes_free(&reference);
	bytes_free(&b);
}

/* Without any white space. */
static void
squeeze(struct bytes *b)
{
	size_t i, to;

	for (i = to = 0; i < b->len; i++) {
		if (strchr(" \t\r\n", b->data[i]) != NULL)
			continue;
		if (i + 1 < b->len && b->data[i] == 0xc2 &&
		    b->data[i + 1] == 0xa0) {
			i++;
			continue;
		}
		if (i + 2 < b->len && memcmp(b->data + i, "\xe2\x80\xaf",
		    3) == 0) {
			i += 2;
			continue;
		}
		b->data[to++] = b->data[i];
	}
	b->len = to;
}

static void
test_text__keeps_characters_that_have_a_function(void **state)
{
	static const char path[] = PLANTED "keep/legit-unicode.txt";
	struct bytes before = BYTES_INIT(FILE_MAX);
	struct bytes after = BYTES_INIT(FILE_MAX);

	(void)state;
	if (!have(path))
		skip();
	assert_int_equal(load(path, &before), 0);
	clean_file(path, &after);
	squeeze(&before);
	squeeze(&after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, after.len);
	bytes_free(&before);
	bytes_free(&after);
}

static void
test_text__cleans_every_text_of_the_corpus_once(void **state)
{
	struct bytes b = BYTES_INIT(FILE_MAX), out = BYTES_INIT(FILE_MAX);
	char path[512];
	unsigned n = 0;
	struct dirent *f;
	struct doc d;
	DIR *dir;

	(void)state;
	if (!have(TEXTS))
		skip();
	assert_non_null(dir = opendir(TEXTS));
	while ((f = readdir(dir)) != NULL) {
		(void)snprintf(path, sizeof(path), TEXTS "/%s", f->d_name);
		bytes_reset(&b);
		if (load(path, &b) < 0 || b.len == 0)
			continue;
		d = (struct doc){ .data = b.data, .len = b.len };
		if (!format_text.structure(&d))
			continue;
		bytes_reset(&out);
		clean_file(path, &out);
		n++;
	}
	(void)closedir(dir);
	printf("  %u texts\n", n);
	assert_true(n > 0);
	bytes_free(&b);
	bytes_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_normalise__takes_marks_away),
		cmocka_unit_test(test_normalise__leaves_other_scripts_alone),
		cmocka_unit_test(
		    test_normalise__makes_quotes_plain_but_in_names_of_files),
		cmocka_unit_test(test_normalise__makes_signs_plain),
		cmocka_unit_test(test_normalise__keeps_marks_that_are_seen),
		cmocka_unit_test(test_normalise__leaves_the_ends_of_a_run),
		cmocka_unit_test(test_normalise__refuses_what_is_not_utf8),
		cmocka_unit_test(
		    test_normalise__is_not_slowed_by_a_hostile_line),
		cmocka_unit_test(test_text__reports_marks_and_where_they_are),
		cmocka_unit_test(test_text__counts_more_marks_than_it_names),
		cmocka_unit_test(test_text__is_itself_byte_for_byte),
		cmocka_unit_test(test_text__replaces_ranges_by_labels),
		cmocka_unit_test(test_text__knows_itself_by_structure),
		cmocka_unit_test(test_text__refuses_what_leaves_nothing),
		cmocka_unit_test(
		    test_text__makes_all_copies_of_a_canary_the_same),
		cmocka_unit_test(
		    test_text__keeps_characters_that_have_a_function),
		cmocka_unit_test(
		    test_text__cleans_every_text_of_the_corpus_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
