/*
 * test_pdf_keep.c -- a redacted PDF that stays letters and lines: nothing of what
 * goes is left in any stream, and what cannot be taken apart becomes a picture
 * and is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>

#include "tests/intake/test_support.h"

const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

/* One page; `objects` may be those from 5 on. */
static void
make(struct bytes *b, const char *content, const char *resources,
    const char *page_extra, const char *objects)
{
	*b = BYTES_INIT(64 << 20);
	bytes_addf(b, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R"
	    "/Outlines<</Count 1/First<</Title(Zyx Qov)>>>>>>endobj\n"
	    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]"
	    "/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1"
	    "/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>%s>>%s>>endobj\n"
	    "4 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n%s"
	    "trailer<</Root 1 0 R/Size 20>>\nstartxref\n9\n%%%%EOF\n",
	    resources, page_extra, strlen(content) + 1, content, objects);
	assert_int_equal(bytes_ok(b), 0);
}

static void
text_of(const struct bytes *b, struct bytes *text)
{
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, &format_pdf, b->data, b->len,
	    WANT_TEXT, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	*text = BYTES_INIT(1 << 20);
	bytes_add(text, e.text.data, e.text.len);
	bytes_add(text, "", 1);
	exam_free(&e);
}

/* Redact every "Zyx Qov" and what is in `box`; how many pages became pictures. */
static unsigned long
keep(const struct bytes *b, const struct box *box, struct bytes *made)
{
	struct edits edits = { .flags = EDITS_KEEP };
	struct exam e = EXAM_INIT;
	struct bytes text;
	unsigned long pictured;
	const char *at;

	text_of(b, &text);
	for (at = (char *)text.data; (at = strstr(at, "Zyx Qov")) != NULL;
	    at += 7)
		assert_int_equal(edits_add(&edits, (uint64_t)(at -
		    (char *)text.data), (uint64_t)(at - (char *)text.data) + 7,
		    "[PERSON-1]"), 0);
	if (box != NULL)
		assert_int_equal(edits_add_box(&edits, box), 0);
	assert_int_equal(run_format(&e, &format_pdf, b->data, b->len,
	    WANT_APPLY | WANT_REPORT, &edits), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	*made = BYTES_INIT(64 << 20);
	assert_int_equal(exam_file_bytes(&e, made), 0);
	pictured = exam_marks(&e, MARK_PICTURED);
	for (size_t i = 0; i < e.report.nmarks; i++)
		if (e.report.marks[i].kind == MARK_PICTURED)
			printf("  %s\n", e.report.marks[i].detail);
	edits_free(&edits);
	exam_free(&e);
	bytes_free(&text);
	return pictured;
}

/* All of the file with its streams unpacked. */
static void
unpack(const struct bytes *file, struct bytes *to)
{
	qpdf_data q = qpdf_init();

	assert_int_equal(qpdf_read_memory(q, "made", (const char *)file->data,
	    file->len, "") & QPDF_ERRORS, 0);
	assert_int_equal(qpdf_init_write_memory(q) & QPDF_ERRORS, 0);
	qpdf_set_qdf_mode(q, QPDF_TRUE);
	qpdf_set_static_ID(q, QPDF_TRUE);
	assert_int_equal(qpdf_write(q) & QPDF_ERRORS, 0);
	*to = BYTES_INIT(64 << 20);
	bytes_add(to, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
	qpdf_cleanup(&q);
}

static bool
holds(const struct bytes *b, const char *words)
{
	return memmem(b->data, b->len, words, strlen(words)) != NULL;
}

/* Its text is these words, and nothing unpacked tells of letters of the name
 * (Z, Q, v have no other place on the page). */
static void
assert_gone(const struct bytes *made, const char *words)
{
	struct bytes text, all;

	text_of(made, &text);
	printf("  %s\n", (char *)text.data);
	assert_false(holds(&text, "Zyx"));
	assert_false(holds(&text, "Qov"));
	assert_true(holds(&text, words));
	unpack(made, &all);
	assert_false(holds(&all, "Zyx"));
	assert_false(holds(&all, "<005a>"));
	assert_false(holds(&all, "<005A>"));
	assert_false(holds(&all, "<0051>"));
	assert_false(holds(&all, "<0076>"));
	bytes_free(&text);
	bytes_free(&all);
}

static void
test_pdf_keep__letters_stay_letters_without_those_that_go(void **state)
{
	struct bytes b, made;

	(void)state;
	make(&b, "BT /F 12 Tf 20 250 Td (Then Zyx Qov came with the others.)"
	    " Tj 0 -20 Td (They left soon.) Tj ET 20 200 100 30 re S", "", "",
	    "");
	assert_int_equal(keep(&b, NULL, &made), 0);
	assert_gone(&made, "came with the others");
	assert_false(holds(&made, "/Image"));
	bytes_free(&b);
	bytes_free(&made);
}

static void
test_pdf_keep__finds_it_in_forms_actual_text_and_links(void **state)
{
	struct bytes b, made;

	(void)state;
	make(&b, "/Span<</ActualText(Zyx Qov)>>BDC BT /F 12 Tf 20 250 Td (Then "
	    "Zyx Qov came.) Tj ET EMC q 1 0 0 1 0 -50 cm /X Do Q q 1 0 0 1 0 "
	    "-150 cm /X Do Q", "/XObject<</X 5 0 R>>", "/Annots[<</Type/Annot"
	    "/Subtype/Link/Rect[20 240 200 260]/Contents(Zyx Qov)/A<</S/URI"
	    "/URI(http://x.example/Zyx)>>>>]",
	    "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 400 300]/Length 59"
	    "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont"
	    "/Helvetica>>>>>>>>stream\nBT /F 12 Tf 20 250 Td (In a form: Zyx "
	    "Qov and more.) Tj ET\nendstream endobj\n");
	(void)keep(&b, NULL, &made);
	assert_gone(&made, "and more");
	bytes_free(&b);
	bytes_free(&made);
}

static void
test_pdf_keep__a_box_over_a_picture_makes_a_picture_of_the_page(void **state)
{
	const struct box box = { 0, 10000, 10000, 20000, 14000 };
	struct bytes b, made;

	(void)state;
	make(&b, "q 200 0 0 100 80 120 cm /I Do Q BT /F 12 Tf 20 250 Td (Words "
	    "on top.) Tj ET", "/XObject<</I 5 0 R>>", "",
	    "5 0 obj<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace"
	    "/DeviceGray/BitsPerComponent 8/Length 4>>stream\n\x40\x80\x20\x60\n"
	    "endstream endobj\n");
	assert_int_equal(keep(&b, &box, &made), 1);
	assert_gone(&made, "Words on top");
	assert_true(holds(&made, "/Image"));
	bytes_free(&b);
	bytes_free(&made);
}

static void
test_pdf_keep__a_box_over_words_takes_their_letters(void **state)
{
	const struct box box = { 0, 4800, 3600, 10000, 5400 };
	struct bytes b, made;

	(void)state;
	make(&b, "BT /F 12 Tf 20 250 Td (Then Quiz vizier came in.) Tj 0 -50 Td "
	    "(They left soon.) Tj ET", "", "", "");
	assert_int_equal(keep(&b, &box, &made), 0);
	assert_gone(&made, "They left soon");
	bytes_free(&b);
	bytes_free(&made);
}

/* A line across a box cannot be cut in two here. */
static void
test_pdf_keep__what_lies_across_makes_a_picture_of_the_page(void **state)
{
	const struct box box = { 0, 4800, 3600, 10000, 5400 };
	struct bytes b, made;

	(void)state;
	make(&b, "20 260 m 390 250 l S BT /F 12 Tf 20 200 Td (They left.) Tj "
	    "ET", "", "", "");
	assert_int_equal(keep(&b, &box, &made), 1);
	assert_gone(&made, "They left");
	bytes_free(&b);
	bytes_free(&made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_pdf_keep__letters_stay_letters_without_those_that_go),
		cmocka_unit_test(
		    test_pdf_keep__finds_it_in_forms_actual_text_and_links),
		cmocka_unit_test(
		    test_pdf_keep__a_box_over_a_picture_makes_a_picture_of_the_page),
		cmocka_unit_test(
		    test_pdf_keep__a_box_over_words_takes_their_letters),
		cmocka_unit_test(
		    test_pdf_keep__what_lies_across_makes_a_picture_of_the_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
