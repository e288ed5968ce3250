/* Old office files are read; nothing is written that would be called clean. */
#include "intake/format/old/old.h"
#include "tests/intake/ole_fixture.h"
#include "tests/intake/verbs_kit.h"

#define MAIN_SIZE 0x600u	/* bytes before the text of the DOC */

static void
put16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

/* A property set with an author, in the charset of Poland. */
static size_t
summary(uint8_t *p)
{
	memset(p, 0, 160);
	put16(p, 0xfffe);
	ole_put32(p + 24, 1);
	ole_put32(p + 44, 48);
	ole_put32(p + 48, 80);
	ole_put32(p + 52, 2);
	ole_put32(p + 56, 1);		/* the charset */
	ole_put32(p + 60, 24);
	ole_put32(p + 64, 4);		/* the author */
	ole_put32(p + 68, 32);
	ole_put32(p + 72, 2);
	put16(p + 76, 1250);
	ole_put32(p + 80, 30);
	ole_put32(p + 84, 6);
	memcpy(p + 88, "Zo\xb3" "a", 5);
	return 128;
}

/* A DOC of two pieces, one in bytes and one in UTF-16. */
static struct bytes
doc(unsigned flags)
{
	static const char first[] = "Met \x13 HYPERLINK \"http://x.org\" \x14"
	    "site\x15 at\xa0noon\rA\x07" "B\x07\x07";
	static const uint8_t second[] = { 'Z', 0, 0x42, 1, '\r', 0 };
	static uint8_t main[MAIN_SIZE + 256], table[64], props[160];
	const size_t n = sizeof first - 1;
	struct bytes b = BYTES_INIT(KIT_FILE_MAX);

	memset(main, 0, sizeof main);
	put16(main, 0xa5ec);
	put16(main + 2, 0xc1);
	put16(main + 10, 0x0200 | flags);
	ole_put32(main + 0x1a2, 0);
	ole_put32(main + 0x1a6, 5 + 12 + 16);
	memcpy(main + MAIN_SIZE, first, n);
	memcpy(main + MAIN_SIZE + 128, second, sizeof second);
	memset(table, 0, sizeof table);
	table[0] = 2;
	ole_put32(table + 1, 12 + 16);
	ole_put32(table + 9, (uint32_t)n);
	ole_put32(table + 13, (uint32_t)n + 3);
	ole_put32(table + 19, 0x40000000u | (MAIN_SIZE * 2));
	ole_put32(table + 27, MAIN_SIZE + 128);
	const struct ole_part parts[] = {
		{ "WordDocument", main, sizeof main },
		{ "1Table", table, sizeof table },
		{ "\5SummaryInformation", props, summary(props) },
		{ "Macros", NULL, 0 },
		{ "Macros/VBA", "x", 1 },
		{ "ObjectPool", NULL, 0 },
		{ "ObjectPool/_1", NULL, 0 },
		{ "ObjectPool/_1/Package", "PK inside", 9 } };

	assert_int_equal(make_ole(&b, parts, 8), 0);
	return b;
}

static void
test_old__a_doc_gives_its_text_and_its_author(void **state)
{
	struct bytes b = doc(0);
	struct exam e = EXAM_INIT;
	struct doc d = { .data = b.data, .len = b.len };

	(void)state;
	assert_true(format_doc.structure(&d));
	assert_false(format_xls.structure(&d));
	assert_false(format_ppt.structure(&d));
	kit_assert_text(&format_doc, &b, "Met < HYPERLINK \"http://x.org\" > "
	    "site at\xc2\xa0noon\nA\tB\t\nZ\xc5\x82\n");
	assert_int_equal(run_format(&e, &format_doc, b.data, b.len,
	    WANT_REPORT | WANT_CHILDREN, NULL), 0);
	assert_string_equal(exam_meta(&e, "summary", "Author"),
	    "Zo\xc5\x82" "a");
	assert_true(exam_marks(&e, MARK_SCRIPT) > 0);
	assert_int_equal(e.children.n, 1);
	assert_string_equal(e.children.list[0].name, "ObjectPool/_1/Package");
	exam_free(&e);
	bytes_free(&b);
}

static void
test_old__a_clean_copy_ends_in_quarantine_by_that_name(void **state)
{
	struct bytes b = doc(0);
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(run_format(&e, &format_doc, b.data, b.len, WANT_CLEAN,
	    NULL), 0);
	assert_int_equal(e.report.state, EXAM_QUARANTINED);
	assert_int_equal(e.report.reason, REASON_OLD_FORMAT);
	exam_free(&e);
	assert_int_equal(run_format(&e, &format_doc, b.data, b.len, WANT_SAFE,
	    NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_old__encrypted_and_damaged_files_are_refused_by_name(void **state)
{
	struct bytes b = doc(0x0100);
	size_t i;

	(void)state;
	kit_assert_refused(&format_doc, &b, REASON_ENCRYPTED);
	bytes_free(&b);
	b = doc(0);
	/* The piece says that it lies behind the end of the stream. */
	for (i = 0; i + 4 < b.len; i++)
		if (memcmp(b.data + i, "\x00\x0c\x00\x40", 4) == 0)
			ole_put32(b.data + i, 0x7fffff00u);
	kit_assert_refused(&format_doc, &b, REASON_DAMAGED);
	bytes_free(&b);
}

/* A record of an XLS. */
static void
record(struct bytes *b, unsigned type, const void *p, size_t len)
{
	uint8_t head[4];

	put16(head, type);
	put16(head + 2, (unsigned)len);
	(void)bytes_add(b, head, 4);
	(void)bytes_add(b, p, len);
}

static void
test_old__an_xls_gives_sheets_rows_and_shared_strings(void **state)
{
	static const uint8_t bof[16] = { 0, 6, 5 };
	/* Two strings, the second of which goes on in the next record, there
	 * in UTF-16. */
	static const uint8_t sst[] = { 2, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 'N',
	    'a', 'm', 'e', 4, 0, 0, 'Z', 'o' };
	static const uint8_t more[] = { 1, 0x42, 1, 'a', 0 };
	static const uint8_t a1[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	static const uint8_t c1[] = { 0, 0, 2, 0, 0, 0, 1, 0, 0, 0 };
	static const uint8_t a2[] = { 1, 0, 0, 0, 0, 0, 2 | 1 << 2, 0, 0, 0 };
	uint8_t sheet[] = { 0, 0, 0, 0, 1, 0, 3, 0, 'K', 'i', 'm' };
	struct bytes w = BYTES_INIT(65536), b = BYTES_INIT(KIT_FILE_MAX);
	struct ole_part part = { .name = "Workbook" };
	struct exam e = EXAM_INIT;
	size_t at;

	(void)state;
	record(&w, 0x809, bof, sizeof bof);
	at = w.len + 4;
	record(&w, 0x85, sheet, sizeof sheet);
	record(&w, 0xfc, sst, sizeof sst);
	record(&w, 0x3c, more, sizeof more);
	record(&w, 0x0a, NULL, 0);
	ole_put32(w.data + at, (uint32_t)w.len);
	record(&w, 0x809, bof, sizeof bof);
	record(&w, 0xfd, a1, sizeof a1);
	record(&w, 0xfd, c1, sizeof c1);
	record(&w, 0x27e, a2, sizeof a2);
	record(&w, 0x0a, NULL, 0);
	part.data = w.data;
	part.len = w.len;
	assert_int_equal(make_ole(&b, &part, 1), 0);
	assert_true(format_xls.structure(&(struct doc){ .data = b.data,
	    .len = b.len }));
	kit_assert_text(&format_xls, &b, "Kim\nName\t\tZo\xc5\x82" "a\n1\n");
	assert_int_equal(run_format(&e, &format_xls, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 1);
	exam_free(&e);
	bytes_free(&w);
	bytes_free(&b);
}

static void
test_old__a_ppt_gives_the_text_of_its_slides(void **state)
{
	/* A slide with a text of bytes and one of UTF-16; a master. */
	static const uint8_t stream[] = { 0x0f, 0, 0xee, 3, 22, 0, 0, 0,
	    0, 0, 0xa8, 0x0f, 2, 0, 0, 0, 'H', 'i',
	    0, 0, 0xa0, 0x0f, 4, 0, 0, 0, 'Z', 0, 0x42, 1,
	    0x0f, 0, 0xf8, 3, 11, 0, 0, 0,
	    0, 0, 0xa8, 0x0f, 3, 0, 0, 0, 'n', 'o', 't' };
	const struct ole_part part = { "PowerPoint Document", stream,
	    sizeof stream };
	struct bytes b = BYTES_INIT(KIT_FILE_MAX);

	(void)state;
	assert_int_equal(make_ole(&b, &part, 1), 0);
	kit_assert_text(&format_ppt, &b, "Hi\nZ\xc5\x82\n");
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_old__a_doc_gives_its_text_and_its_author),
		cmocka_unit_test(
		    test_old__a_clean_copy_ends_in_quarantine_by_that_name),
		cmocka_unit_test(
		    test_old__encrypted_and_damaged_files_are_refused_by_name),
		cmocka_unit_test(
		    test_old__an_xls_gives_sheets_rows_and_shared_strings),
		cmocka_unit_test(test_old__a_ppt_gives_the_text_of_its_slides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
