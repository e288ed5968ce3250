/*
 * test_pdf.c -- PDFs: what is told, what is read, what a cleaned and what a
 * redacted copy still holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <cairo.h>
#include <qpdf/qpdf-c.h>
#include <glob.h>

#include "intake/format/format.h"
#include "intake/format/pdf/pdf_frame.h"
#include "intake/format/pdf/pdf_image.h"
#include "intake/format/pdf/pdf_picture.h"
#include "tests/intake/test_support.h"

#define FILE_MAX (64u << 20)

/* fontconfig forgets a little of its own configuration; LeakSanitizer's hook. */
const char *__lsan_default_suppressions(void);

const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

/* A PDF of one page with these content operators and extras; no xref: both
 * libraries mend that. */
static void
make_with(struct bytes *b, const char *content, const char *resources,
    const char *page_extra, const char *objects, const char *trailer_extra,
    const char *catalog_extra)
{
	*b = BYTES_INIT(FILE_MAX);
	bytes_addf(b, "%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R%s>>endobj\n"
	    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]"
	    "/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1"
	    "/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>%s>>%s>>endobj\n"
	    "4 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n%s"
	    "trailer<</Root 1 0 R/Size 20%s>>\nstartxref\n9\n%%%%EOF\n",
	    catalog_extra, resources, page_extra, strlen(content) + 1, content, objects, trailer_extra);
	assert_int_equal(bytes_ok(b), 0);
}

static void
make(struct bytes *b, const char *content, const char *page_extra,
    const char *objects, const char *trailer_extra)
{
	make_with(b, content, "", page_extra, objects, trailer_extra, "");
}

static void
run(struct exam *e, const struct bytes *b, unsigned want,
    const struct edits *edits)
{
	assert_int_equal(run_format(e, &format_pdf, b->data, b->len, want,
	    edits), 0);
}

static void
text_of(const struct bytes *b, struct bytes *text)
{
	struct exam e = EXAM_INIT;

	run(&e, b, WANT_TEXT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	*text = BYTES_INIT(FILE_MAX);
	bytes_add(text, e.text.data, e.text.len);
	bytes_add(text, "", 1);
	exam_free(&e);
}

/* The file asked for, made from `b`. */
static void
file_of(const struct bytes *b, unsigned want, const struct edits *edits,
    struct bytes *file)
{
	struct exam e = EXAM_INIT;

	run(&e, b, want, edits);
	assert_int_equal(e.report.state, EXAM_DONE);
	*file = BYTES_INIT(FILE_MAX);
	assert_int_equal(exam_file_bytes(&e, file), 0);
	assert_true(file->len > 0);
	exam_free(&e);
}

static void
assert_says_nothing(const struct bytes *file)
{
	struct exam e = EXAM_INIT;
	size_t i;

	run(&e, file, WANT_REPORT, NULL);
	for (i = 0; i < e.report.nmetas; i++)
		print_message("left: %s/%s: %s\n", e.report.metas[i].group,
		    e.report.metas[i].name, e.report.metas[i].value);
	for (i = 0; i < e.report.nmarks; i++)
		print_message("left: mark %s: %s\n",
		    mark_name(e.report.marks[i].kind),
		    e.report.marks[i].detail);
	assert_int_equal(e.report.nmetas, 0);
	for (i = 0; i < e.report.nmarks; i++)
		assert_int_equal(e.report.marks[i].kind, MARK_COVERED_TEXT);
	exam_free(&e);
}

/* The cleaned copy's text, and that cleaning it again changes nothing. */
static void
clean_text_of(const struct bytes *b, struct bytes *text)
{
	struct bytes one, two;

	file_of(b, WANT_CLEAN, NULL, &one);
	file_of(&one, WANT_CLEAN, NULL, &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	text_of(&one, text);
	bytes_free(&one);
	bytes_free(&two);
}

static bool
holds(const struct bytes *b, const char *words)
{
	return memmem(b->data, b->len, words, strlen(words)) != NULL;
}

/* Redact every place where `words` stand in the text. */
static void
redact(const struct bytes *b, const char *words, struct bytes *file)
{
	struct edits e = { .ranges = NULL };
	struct bytes text;
	const char *at;
	int n = 0;

	text_of(b, &text);
	for (at = (const char *)text.data;
	    (at = strstr(at, words)) != NULL; at += strlen(words), n++)
		assert_int_equal(edits_add(&e,
		    (uint64_t)(at - (const char *)text.data),
		    (uint64_t)(at - (const char *)text.data) + strlen(words),
		    "[PERSON-1]"), 0);
	assert_true(n > 0);
	assert_int_equal(edits_check(&e), 0);
	file_of(b, WANT_APPLY, &e, file);
	edits_free(&e);
	bytes_free(&text);
}

static bool
is_pdf(const char *s)
{
	struct doc d = { .data = (const uint8_t *)s, .len = strlen(s) };

	return format_pdf.structure(&d);
}

static void
test_pdf__is_told_by_its_structure(void **state)
{
	(void)state;
	assert_true(is_pdf("%PDF-1.7\n1 0 obj ... trailer<<>> %%EOF"));
	assert_true(is_pdf("\n\n%PDF-1.7\nstartxref"));
	assert_false(is_pdf("%PDF-1.7\n and nothing more"));
	assert_false(is_pdf("%!PS-Adobe trailer %%EOF"));
	assert_false(is_pdf(""));
}

static void
test_pdf__report_tells_what_is_hidden(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td 3 Tr (unseen) Tj ET",
	    "/Annots[6 0 R]/PieceInfo<</App<</Private(secret note)>>>>",
	    "5 0 obj<</Author(Ann Author)/Custom(own key)>>endobj\n"
	    "6 0 obj<</Type/Annot/Subtype/Text/Rect[1 1 9 9]/T(Tom)"
	    "/Contents(a remark)>>endobj\n"
	    "7 0 obj<</Nobody(leads here)>>endobj\n",
	    "/Info 5 0 R/ID[<00><00>]");
	bytes_add_str(&b, "behind the end");
	run(&e, &b, WANT_REPORT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_string_equal(exam_meta(&e, "PDF", "Author"), "Ann Author");
	assert_string_equal(exam_meta(&e, "PDF", "Custom"), "own key");
	assert_non_null(exam_meta(&e, "PDF", "ID"));
	assert_string_equal(exam_meta(&e, "Annot", "T"), "Tom");
	assert_string_equal(exam_meta(&e, "Annot", "Contents"), "a remark");
	assert_string_equal(exam_meta(&e, "PieceInfo", "Private"),
	    "secret note");
	assert_string_equal(exam_meta(&e, "PDF", "Orphans"),
	    "1 objects nothing leads to");
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), strlen("unseen"));
	assert_int_equal(exam_marks(&e, MARK_TRACKING_ID), 1);
	assert_int_equal(exam_marks(&e, MARK_TRAILING_DATA), 12);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_pdf__earlier_revisions_are_counted_once_each(void **state)
{
	static const char one[] = "%PDF-1.4\nstartxref\n9\n%%EOF\n";
	static const char two[] = "%PDF-1.4\nstartxref\n9\n%%EOF\n"
	    "startxref\n20\n%%EOF\n";
	static const char linear[] = "%PDF-1.4\nstartxref\n0\n%%EOF\n"
	    "startxref\n20\n%%EOF\n";
	struct doc d = { .data = (const uint8_t *)one, .len = sizeof one - 1 };

	(void)state;
	assert_int_equal(pdf_frame(&d, false).revisions, 0);
	d = (struct doc){ .data = (const uint8_t *)two, .len = sizeof two - 1 };
	assert_int_equal(pdf_frame(&d, false).revisions, 1);
	d = (struct doc){ .data = (const uint8_t *)linear, .len = sizeof linear - 1 };
	assert_int_equal(pdf_frame(&d, true).revisions, 0);
}

static const char *
mark_detail(const struct exam *e, enum mark_kind kind)
{
	size_t i;

	for (i = 0; i < e->report.nmarks; i++)
		if (e->report.marks[i].kind == kind)
			return e->report.marks[i].detail;
	return "";
}

/* Saved once more, with another text on its page. */
static void
test_pdf__an_earlier_revision_is_told_and_is_a_document_in_it(void **state)
{
	struct exam e = EXAM_INIT, old = EXAM_INIT;
	struct bytes b, child = BYTES_INIT(FILE_MAX);
	size_t first;
	int fd = -1;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (First words) Tj ET", "", "", "");
	first = b.len;
	bytes_add_str(&b, "4 0 obj<</Length 42>>stream\n"
	    "BT /F 12 Tf 20 200 Td (Other words) Tj ET\nendstream endobj\n"
	    "trailer<</Root 1 0 R/Size 20>>\nstartxref\n9\n%%EOF\n");
	run(&e, &b, WANT_REPORT | WANT_CHILDREN | WANT_TEXT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_non_null(strstr((const char *)e.text.data, "Other"));
	assert_int_equal(exam_marks(&e, MARK_REVISION), 1);
	print_message("%s, of %zu bytes\n", mark_detail(&e, MARK_REVISION),
	    first);
	assert_non_null(strstr(mark_detail(&e, MARK_REVISION),
	    "1 objects were written, pages 1"));
	assert_int_equal(e.children.n, 1);
	assert_string_equal(e.children.list[0].name, "revision-1.pdf");
	assert_int_equal(children_open(&e.children, 0, &fd), 0);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(io_read_all(fd, &child), 0);
	io_close(&fd);
	run(&old, &child, WANT_REPORT | WANT_CHILDREN | WANT_TEXT, NULL);
	assert_int_equal(old.report.state, EXAM_DONE);
	assert_non_null(strstr((const char *)old.text.data, "First"));
	assert_int_equal(old.children.n, 0);
	exam_free(&e);
	exam_free(&old);
	bytes_free(&b);
	bytes_free(&child);
}

static void
test_pdf__attached_files_are_documents_in_it(void **state)
{
	static const char *const names[] = { "pinned.txt", "notes.txt",
		"attachment" };
	struct exam e = EXAM_INIT;
	struct bytes b;
	size_t i;

	(void)state;
	make_with(&b, "q Q", "", "/Annots[8 0 R]",
	    "6 0 obj<</Type/Filespec/F(x)/UF(notes.txt)/EF<</F 7 0 R>>>>"
	    "endobj\n7 0 obj<</Type/EmbeddedFile/Length 5>>stream\nnotes\n"
	    "endstream endobj\n"
	    "8 0 obj<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]"
	    "/FS<</Type/Filespec/F(pinned.txt)/EF<</F 9 0 R>>>>>>endobj\n"
	    "9 0 obj<</Type/EmbeddedFile/Length 3>>stream\npin\nendstream "
	    "endobj\n10 0 obj<</Type/EmbeddedFile/Length 4>>stream\nleft\n"
	    "endstream endobj\n", "",
	    "/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>");
	run(&e, &b, WANT_REPORT | WANT_CHILDREN, NULL);
	assert_int_equal(e.children.n, 3);
	for (i = 0; i < 3; i++) {
		print_message("%s\n", e.children.list[i].name);
		assert_string_equal(e.children.list[i].name, names[i]);
	}
	exam_free(&e);
	bytes_free(&b);
}

/* The same slanted, light words on every page; the pages' own words are not. */
static void
test_pdf__a_watermark_on_every_page_is_told_and_stays(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b = BYTES_INIT(FILE_MAX), text;
	int i;

	(void)state;
	bytes_add_str(&b, "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj"
	    "\n2 0 obj<</Type/Pages/Kids[10 0 R 11 0 R]/Count 2>>endobj\n"
	    "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
	    "4 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 400 400]/Resources<<"
	    "/Font<</F 3 0 R>>>>/Length 64>>stream\n.8 g BT /F 40 Tf .7 .7 -.7 "
	    ".7 100 100 Tm (COPY 4711) Tj ET     \nendstream endobj\n");
	for (i = 0; i < 2; i++)
		bytes_addf(&b, "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 "
		    "400 400]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>"
		    "/XObject<</W 4 0 R>>>>>>endobj\n%d 0 obj<</Length 48>>"
		    "stream\nBT /F 12 Tf .7 g 20 200 Td (Page %d) Tj ET /W Do   "
		    "\nendstream endobj\n", 10 + i, 20 + i, 20 + i, i);
	bytes_add_str(&b, "trailer<</Root 1 0 R/Size 30>>\nstartxref\n9\n"
	    "%%EOF\n");
	run(&e, &b, WANT_REPORT, NULL);
	assert_int_equal(exam_marks(&e, MARK_WATERMARK), 2);
	assert_string_equal(mark_detail(&e, MARK_WATERMARK),
	    "text on each page: COPY 4711");
	clean_text_of(&b, &text);
	print_message("%s\n", (const char *)text.data);
	assert_non_null(strstr((const char *)text.data, "47"));
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&text);
}

static void
test_pdf__a_font_that_is_copied_as_other_letters_is_told(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b;

	(void)state;
	make_with(&b, "BT /Y 12 Tf 20 200 Td (AB) Tj ET", "/Font<</Y 9 0 R>>",
	    "", "9 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding"
	    "/WinAnsiEncoding/ToUnicode 10 0 R>>endobj\n10 0 obj<</Length 47>>"
	    "stream\n2 beginbfchar <41> <0058> <42> <0042> endbfchar\n"
	    "endstream endobj\n", "", "");
	run(&e, &b, WANT_REPORT, NULL);
	assert_int_equal(exam_marks(&e, MARK_OTHER_TEXT), 1);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_pdf__scripts_and_what_reaches_out_are_told(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b, file;

	(void)state;
	make_with(&b, "q Q", "", "/Thumb 7 0 R",
	    "6 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj\n"
	    "7 0 obj<</Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent "
	    "8/Length 1>>stream\nx\nendstream endobj\n"
	    "8 0 obj<</S/Launch/F(calc.exe)>>endobj\n", "",
	    "/OpenAction 6 0 R/AA<</WC 8 0 R>>");
	run(&e, &b, WANT_REPORT, NULL);
	assert_int_equal(exam_marks(&e, MARK_SCRIPT), 1);
	assert_int_equal(exam_marks(&e, MARK_EXTERNAL), 1);
	assert_int_equal(exam_marks(&e, MARK_THUMBNAIL), 1);
	assert_string_equal(exam_meta(&e, "Link", "F"), "calc.exe");
	file_of(&b, WANT_CLEAN, NULL, &file);
	assert_says_nothing(&file);
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&file);
}

static void
test_pdf__text_has_a_place_for_every_word(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b;
	size_t i;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Alpha beta) Tj "
	    "0 -20 Td (gamma) Tj ET", "", "", "");
	run(&e, &b, WANT_TEXT | WANT_LAYOUT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(e.layout.npages, 1);
	assert_int_equal(e.layout.pages[0].width, 40000);
	assert_int_equal(e.layout.pages[0].height, 30000);
	assert_int_equal(e.layout.nplaces, 3);
	for (i = 0; i < 3; i++) {
		static const char *const words[] = { "Alpha", "beta", "gamma" };
		const struct place *p = &e.layout.places[i];

		assert_int_equal(p->end - p->start, strlen(words[i]));
		assert_memory_equal(e.text.data + p->start, words[i],
		    strlen(words[i]));
	}
	/* 20 points from the left, 100 from the top to the base line. */
	assert_in_range(e.layout.places[0].x0, 1990, 2010);
	assert_in_range(e.layout.places[0].y0, 8800, 9400);
	assert_in_range(e.layout.places[0].y1, 10000, 10500);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_pdf__text_is_the_same_with_and_without_places(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b, text;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Alpha) Tj 150 0 Td (beta) Tj ET",
	    "", "", "");
	text_of(&b, &text);
	run(&e, &b, WANT_TEXT | WANT_LAYOUT, NULL);
	assert_int_equal(e.text.len, text.len - 1);
	assert_memory_equal(e.text.data, text.data, e.text.len);
	assert_null(strstr((const char *)text.data, "Alphabeta"));
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&text);
}

static void
test_pdf__what_a_field_shows_is_text(void **state)
{
	struct bytes b, text;

	(void)state;
	make(&b, "q Q", "/Annots[6 0 R 7 0 R]",
	    "6 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(Nora Field)"
	    "/Rect[20 20 200 40]>>endobj\n"
	    "7 0 obj<</Type/Annot/Subtype/Stamp/Rect[20 60 200 80]"
	    "/AP<</N 8 0 R>>>>endobj\n"
	    "8 0 obj<</Length 34/BBox[0 0 180 20]/Resources<</Font<</F"
	    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>stream\n"
	    "BT /F 12 Tf 2 4 Td (Stamped) Tj ET\nendstream endobj\n", "");
	text_of(&b, &text);
	assert_non_null(strstr((const char *)text.data, "Nora Field"));
	assert_non_null(strstr((const char *)text.data, "Stamped"));
	bytes_free(&b);
	bytes_free(&text);
}

static void
test_pdf__clean_keeps_text_and_loses_the_rest(void **state)
{
	struct bytes b, file, text;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (come in) Tj 3 Tr (Unseen) Tj ET",
	    "/Annots[6 0 R]",
	    "5 0 obj<</Author(Ann Author)/Producer(P)>>endobj\n"
	    "6 0 obj<</Type/Annot/Subtype/Text/Rect[1 1 9 9]/T(Tom)"
	    "/Contents(a remark)>>endobj\n", "/Info 5 0 R/ID[<00><00>]");
	file_of(&b, WANT_CLEAN, NULL, &file);
	assert_says_nothing(&file);
	assert_false(holds(&file, "Ann Author"));
	assert_false(holds(&file, "cairo"));
	assert_false(holds(&file, "/ID"));
	text_of(&file, &text);
	assert_non_null(strstr((const char *)text.data, "come in"));
	assert_null(strstr((const char *)text.data, "Unseen"));
	bytes_free(&b);
	bytes_free(&file);
	bytes_free(&text);
}

static void
test_pdf__the_same_document_cleans_to_the_same_bytes(void **state)
{
	struct bytes b, one, two;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Kept) Tj ET", "", "", "");
	file_of(&b, WANT_CLEAN, NULL, &one);
	file_of(&b, WANT_CLEAN, NULL, &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	bytes_free(&one);
	bytes_free(&two);
	file_of(&b, WANT_SAFE, NULL, &one);
	file_of(&b, WANT_SAFE, NULL, &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	bytes_free(&b);
	bytes_free(&one);
	bytes_free(&two);
}

/* Each hides "Unseen" in another way; "Seen" and what follows stay. */
static void
test_pdf__text_that_cannot_be_seen_is_not_in_the_clean_copy(void **state)
{
	static const char *const ways[] = {
		"BT /F 12 Tf 20 200 Td (Seen ) Tj 3 Tr (Unseen) Tj 0 Tr "
		    "( after) Tj ET",
		"BT /F 12 Tf 20 200 Td (Seen) Tj 1 g 0 -40 Td (Unseen) Tj "
		    "0 g 0 -40 Td (after) Tj ET",
		"BT /F 12 Tf 20 200 Td (Seen) Tj 500 0 Td (Unseen) Tj "
		    "-500 -40 Td (after) Tj ET",
		"BT /F 12 Tf 20 200 Td (Seen) Tj /F .01 Tf 0 -40 Td (Unseen) Tj "
		    "/F 12 Tf 0 -40 Td (after) Tj ET",
		"BT /F 12 Tf 20 200 Td (Seen) Tj 0 -40 Td (Unseen) Tj "
		    "0 -40 Td (after) Tj ET 0 g 10 150 90 30 re f",
		"0 g 10 150 90 30 re f BT /F 12 Tf 20 200 Td (Seen) Tj 0 -40 "
		    "Td (Unseen) Tj 0 -40 Td (after) Tj ET",
		"BT /F 12 Tf 20 200 Td (Seen) Tj /OC /L BDC 0 -40 Td (Unseen) "
		    "Tj EMC 0 -40 Td (after) Tj ET",
		"BT /F 12 Tf 20 200 Td (Seen) Tj q /T gs 0 -40 Td (Unseen) Tj "
		    "Q 0 -40 Td (after) Tj ET",
		/* hatched, so that the box is not of one colour */
		"BT /F 12 Tf 20 200 Td (Seen) Tj 0 -40 Td (Unseen) Tj "
		    "0 -40 Td (after) Tj ET 0 g 10 150 90 30 re f 1 G 1 w "
		    "10 150 m 40 180 l 30 150 m 60 180 l 50 150 m 80 180 l "
		    "40 150 m 10 180 l 60 150 m 30 180 l 80 150 m 50 180 l S",
		/* a part of a word */
		"BT /F 12 Tf 20 200 Td (SeenUnseen) Tj 0 -40 Td (after) Tj ET "
		    "0 g 49 190 60 25 re f",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		struct exam e = EXAM_INIT;
		struct bytes b, text;

		print_message("way %zu\n", i);
		make_with(&b, ways[i], "/Properties<</L 9 0 R>>/ExtGState<</T"
		    "<</ca 0>>>>", "", "9 0 obj<</Type/OCG/Name(secret)>>endobj"
		    "\n", "", "/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>");
		run(&e, &b, WANT_REPORT, NULL);
		assert_true(exam_marks(&e, MARK_HIDDEN_TEXT) >= 6);
		exam_free(&e);
		clean_text_of(&b, &text);
		assert_non_null(strstr((const char *)text.data, "Seen"));
		assert_null(strstr((const char *)text.data, "Unseen"));
		assert_non_null(strstr((const char *)text.data, "after"));
		bytes_free(&b);
		bytes_free(&text);
	}
}

/* A scan with black on it: its text stays where it shows something, only. */
static void
test_pdf__the_text_of_a_scan_stays_where_the_scan_shows_something(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b, text, file;

	(void)state;
	make_with(&b, "q 400 0 0 300 0 0 cm /I Do Q BT /F 12 Tf 3 Tr "
	    "60 225 Td (Readable) Tj 200 0 Td (Blackened) Tj ET",
	    "/XObject<</I 9 0 R>>", "",
	    "9 0 obj<</Type/XObject/Subtype/Image/Width 8/Height 2"
	    "/ColorSpace/DeviceGray/BitsPerComponent 8/Length 16"
	    "/Filter/ASCIIHexDecode/Length 33>>stream\n"
	    "ff00ff00000000ffffffffffffffffff>\nendstream endobj\n", "", "");
	run(&e, &b, WANT_REPORT, NULL);
	assert_int_equal(exam_marks(&e, MARK_OTHER_TEXT), strlen("Readable"));
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT),
	    strlen("Blackened"));
	exam_free(&e);
	clean_text_of(&b, &text);
	assert_non_null(strstr((const char *)text.data, "Readable"));
	assert_null(strstr((const char *)text.data, "Blackened"));
	bytes_free(&text);
	file_of(&b, WANT_CLEAN, NULL, &file);
	assert_false(holds(&file, "ASCIIHex"));
	bytes_free(&file);
	bytes_free(&b);
}

/* Where letters still show a little, they are kept, and told. */
static void
test_pdf__what_shows_a_little_is_kept_and_told(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b, text;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Seen Hidden) Tj ET "
	    "0 g 48 196 60 11 re f", "", "", "");
	run(&e, &b, WANT_REPORT, NULL);
	assert_int_equal(exam_marks(&e, MARK_COVERED_TEXT), 1);
	exam_free(&e);
	clean_text_of(&b, &text);
	assert_non_null(strstr((const char *)text.data, "Seen"));
	assert_null(strstr((const char *)text.data, "Hidden"));
	bytes_free(&b);
	bytes_free(&text);
}

static void
test_pdf__only_resources_that_are_used_are_kept(void **state)
{
	struct bytes b, file;

	(void)state;
	make_with(&b, "% a comment\nBT /F 12 Tf 20 200 Td (Kept) Tj ET\n"
	    "/Unknown (operator) xyz", "/XObject<</Left 9 0 R>>/Private(p)", "",
	    "9 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 20>>"
	    "stream\n(left behind) xyz    \nendstream endobj\n", "", "");
	file_of(&b, WANT_CLEAN, NULL, &file);
	assert_false(holds(&file, "Left"));
	assert_false(holds(&file, "Private"));
	assert_false(holds(&file, "/Form"));
	bytes_free(&b);
	bytes_free(&file);
}

/* An inline picture becomes an object, and is the same in every copy. */
static void
test_pdf__an_inline_picture_stays(void **state)
{
	struct bytes b, text, file;

	(void)state;
	make(&b, "q 50 0 0 50 20 100 cm BI /W 2 /H 1 /BPC 8 /CS /G ID \001 EI"
	    " EI Q BT /F 12 Tf 20 200 Td (Kept) Tj ET", "", "", "");
	clean_text_of(&b, &text);
	assert_non_null(strstr((const char *)text.data, "Kept"));
	file_of(&b, WANT_CLEAN, NULL, &file);
	assert_true(holds(&file, "/Subtype/Image"));
	assert_true(holds(&file, "/Width 2"));
	bytes_free(&b);
	bytes_free(&text);
	bytes_free(&file);
}

static void
test_pdf__a_form_that_draws_itself_ends(void **state)
{
	struct bytes b, text;

	(void)state;
	make_with(&b, "/X Do BT /F 12 Tf 20 200 Td (Kept) Tj ET",
	    "/XObject<</X 9 0 R>>", "",
	    "9 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources"
	    "<</XObject<</X 9 0 R>>>>/Length 5>>stream\n/X Do\nendstream "
	    "endobj\n", "", "");
	clean_text_of(&b, &text);
	assert_non_null(strstr((const char *)text.data, "Kept"));
	bytes_free(&b);
	bytes_free(&text);
}

static void
encrypt(struct bytes *out, const struct bytes *b)
{
	qpdf_data q = qpdf_init();

	assert_int_equal(qpdf_read_memory(q, "b", (const char *)b->data,
	    b->len, NULL) & QPDF_ERRORS, 0);
	assert_int_equal(qpdf_init_write_memory(q) & QPDF_ERRORS, 0);
	qpdf_set_r6_encryption_parameters2(q, "user", "owner", QPDF_TRUE,
	    QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE, QPDF_TRUE,
	    qpdf_r3p_full, QPDF_TRUE);
	assert_int_equal(qpdf_write(q) & QPDF_ERRORS, 0);
	*out = BYTES_INIT(FILE_MAX);
	bytes_add(out, qpdf_get_buffer(q), qpdf_get_buffer_length(q));
	qpdf_cleanup(&q);
}

/* How the examination of an encrypted document ends with this password. */
static void
run_with(struct exam *e, const struct bytes *b, const char *password)
{
	assert_int_equal(run_format_with(e, &format_pdf, b->data, b->len,
	    WANT_REPORT | WANT_TEXT | WANT_CLEAN, NULL, NULL, password), 0);
}

static void
test_pdf__a_password_opens_what_is_encrypted(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b, locked, file = BYTES_INIT(FILE_MAX), text;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Locked) Tj ET", "", "", "");
	encrypt(&locked, &b);
	run_with(&e, &locked, NULL);
	assert_int_equal(e.report.reason, REASON_ENCRYPTED);
	exam_free(&e);
	e = EXAM_INIT;
	run_with(&e, &locked, "wrong");
	assert_int_equal(e.report.reason, REASON_WRONG_PASSWORD);
	exam_free(&e);
	e = EXAM_INIT;
	run_with(&e, &locked, "user");
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_non_null(strstr((const char *)e.text.data, "Locked"));
	assert_int_equal(exam_file_bytes(&e, &file), 0);
	assert_false(holds(&file, "/Encrypt"));
	text_of(&file, &text);
	assert_non_null(strstr((const char *)text.data, "Locked"));
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&locked);
	bytes_free(&file);
	bytes_free(&text);
}

static void
test_pdf__a_jpeg_inside_loses_its_notes(void **state)
{
	static const uint8_t jpeg[] = {
		0xff, 0xd8, 0xff, 0xe1, 0, 10, 'E', 'x', 'i', 'f', 0, 0, 1, 2,
		0xff, 0xfe, 0, 6, 'n', 'o', 't', 'e',
		0xff, 0xda, 0, 4, 1, 1, 0x12, 0xff, 0x00, 0x34, 0xff, 0xd9,
		'b', 'e', 'h', 'i', 'n', 'd'
	};
	static const uint8_t bare[] = {
		0xff, 0xd8, 0xff, 0xda, 0, 4, 1, 1, 0x12, 0xff, 0x00, 0x34,
		0xff, 0xd9
	};
	struct bytes out = BYTES_INIT(1024);

	(void)state;
	assert_true(pdf_image_strip(&out, PDF_IMAGE_JPEG, jpeg, sizeof jpeg));
	assert_int_equal(out.len, sizeof bare);
	assert_memory_equal(out.data, bare, sizeof bare);
	bytes_free(&out);
}

static void
test_pdf__redacted_words_are_gone_and_the_rest_stays(void **state)
{
	struct bytes b, file, text;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Mail to \\(jan@example.org\\) today.)"
	    " Tj 0 -20 Td (Another line.) Tj ET", "", "", "");
	redact(&b, "jan@example.org", &file);
	assert_says_nothing(&file);
	assert_false(holds(&file, "Helvetica"));
	text_of(&file, &text);
	assert_null(strstr((const char *)text.data, "example"));
	assert_non_null(strstr((const char *)text.data, "Mail to ("));
	assert_non_null(strstr((const char *)text.data, "[PERSON-1]"));
	assert_non_null(strstr((const char *)text.data, ") today."));
	assert_non_null(strstr((const char *)text.data, "Another line."));
	bytes_free(&b);
	bytes_free(&file);
	bytes_free(&text);
}

/* Left-aligned, centred, in a column, upside down: the copy is the same. */
static void
test_pdf__a_redaction_does_not_tell_how_long_the_name_was(void **state)
{
	static const char *const lines[] = {
		"BT /F 12 Tf 20 200 Td (seen by %s in town) Tj ET",
		("BT /F 12 Tf 20 250 Td (A heading) Tj ET "
		    "BT /F 12 Tf 0 1 -1 0 200 60 Tm (seen by %s in town) Tj ET"),
		"BT /F 12 Tf 20 200 Td (%s) Tj 250 0 Td (cell) Tj ET",
		"BT /F 12 Tf -1 0 0 -1 380 200 Tm (seen by %s in town) Tj ET"
	};
	static const char *const names[] = { "Li", "Gwenaelle Quenneville" };
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct bytes b, file[2];
		char content[512];

		for (k = 0; k < 2; k++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(content, sizeof content, lines[i], names[k]);
#pragma GCC diagnostic pop
			make(&b, content, "", "", "");
			redact(&b, names[k], &file[k]);
			bytes_free(&b);
		}
		print_message("line %zu\n", i);
		assert_int_equal(file[0].len, file[1].len);
		assert_memory_equal(file[0].data, file[1].data, file[0].len);
		bytes_free(&file[0]);
		bytes_free(&file[1]);
	}
}

static void
test_pdf__a_centred_line_does_not_tell_it_either(void **state)
{
	struct bytes b, one, two;

	(void)state;
	make(&b, "BT /F 12 Tf 20 250 Td (Some text above here) Tj ET "
	    "BT /F 12 Tf 190 200 Td (Li) Tj ET", "", "", "");
	redact(&b, "Li", &one);
	bytes_free(&b);
	make(&b, "BT /F 12 Tf 20 250 Td (Some text above here) Tj ET "
	    "BT /F 12 Tf 140 200 Td (Gwenaelle) Tj ET", "", "", "");
	redact(&b, "Gwenaelle", &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	bytes_free(&b);
	bytes_free(&one);
	bytes_free(&two);
}

static void
test_pdf__text_under_a_box_is_not_in_the_text_layer(void **state)
{
	struct bytes b, file, text;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Covered) Tj 100 0 Td (Open) Tj ET "
	    "0 g 10 190 70 25 re f", "", "", "");
	file_of(&b, WANT_SAFE, NULL, &file);
	text_of(&file, &text);
	assert_null(strstr((const char *)text.data, "Covered"));
	assert_non_null(strstr((const char *)text.data, "Open"));
	bytes_free(&b);
	bytes_free(&file);
	bytes_free(&text);
}

static void
test_pdf__a_drawn_box_takes_words_with_it(void **state)
{
	struct box box = { 0, 1500, 8000, 9000, 11000 };
	struct edits e = { .ranges = NULL };
	struct bytes b, file, text;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Boxed) Tj 100 0 Td (Open) Tj ET",
	    "", "", "");
	assert_int_equal(edits_add_box(&e, &box), 0);
	file_of(&b, WANT_APPLY, &e, &file);
	text_of(&file, &text);
	assert_null(strstr((const char *)text.data, "Boxed"));
	assert_non_null(strstr((const char *)text.data, "Open"));
	edits_free(&e);
	bytes_free(&b);
	bytes_free(&file);
	bytes_free(&text);
}

static void
test_pdf__an_empty_page_is_a_page(void **state)
{
	static const char empty[] = "%PDF-1.4\n"
	    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
	    "trailer<</Root 1 0 R/Size 4>>\n%%EOF\n";
	struct bytes b = BYTES_INIT(FILE_MAX), file;
	struct exam e = EXAM_INIT;

	(void)state;
	bytes_add_str(&b, empty);
	run(&e, &b, WANT_REPORT | WANT_TEXT, NULL);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(e.report.pages, 1);
	assert_int_equal(e.text.len, 0);
	file_of(&b, WANT_SAFE, NULL, &file);
	assert_says_nothing(&file);
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&file);
}

static void
test_pdf__a_plan_for_another_document_is_refused(void **state)
{
	struct exam e = EXAM_INIT;
	struct edits edits = { .ranges = NULL };
	struct bytes b;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Short) Tj ET", "", "", "");
	assert_int_equal(edits_add(&edits, 2, 4000, "[X]"), 0);
	run(&e, &b, WANT_APPLY, &edits);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_DAMAGED);
	edits_free(&edits);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_pdf__a_page_without_size_is_refused(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes b;

	(void)state;
	make(&b, "q Q", "/CropBox[0 0 20000 20000]/MediaBox[0 0 20000 20000]",
	    "", "");
	run(&e, &b, WANT_TEXT, NULL);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_LIMIT);
	exam_free(&e);
	bytes_free(&b);
}

/* Every file of the corpus, whole and cut, ends in 0 or a named refusal; what
 * comes out says nothing and has as many pages. */
static void
test_pdf__the_corpus_comes_out_clean(void **state)
{
	static const unsigned wants[] = { WANT_REPORT | WANT_TEXT | WANT_LAYOUT,
		WANT_CLEAN, WANT_SAFE };
	glob_t g;
	size_t i, k;

	(void)state;
	if (glob("../shared/corpus/planted/pdf/*.pdf", 0, NULL, &g) != 0) {
		print_message("no ../shared/corpus here\n");
		skip();
	}
	for (i = 0; i < g.gl_pathc; i++) {
		struct bytes b = BYTES_INIT(FILE_MAX), file;

		assert_int_equal(load(g.gl_pathv[i], &b), 0);
		for (k = 0; k < 3; k++) {
			struct exam e = EXAM_INIT;
			uint32_t pages;

			run(&e, &b, wants[k], NULL);
			assert_int_equal(e.report.state, EXAM_DONE);
			pages = e.report.pages;
			if (k > 0) {
				file = BYTES_INIT(FILE_MAX);
				exam_file_bytes(&e, &file);
				assert_says_nothing(&file);
				exam_free(&e);
				e = EXAM_INIT;
				run(&e, &file, WANT_REPORT, NULL);
				assert_int_equal(e.report.pages, pages);
				bytes_free(&file);
			}
			exam_free(&e);
		}
		bytes_free(&b);
	}
	globfree(&g);
}

static void
test_pdf__cut_documents_end_in_a_named_way(void **state)
{
	struct bytes b;
	size_t cut;

	(void)state;
	make(&b, "BT /F 12 Tf 20 200 Td (Some words) Tj ET", "/Annots[6 0 R]",
	    "6 0 obj<</Type/Annot/Subtype/Square/IC[0 0 0]/Rect[1 1 9 9]>>"
	    "endobj\n", "");
	for (cut = 0; cut < b.len; cut += 17) {
		struct exam e = EXAM_INIT;

		assert_int_equal(run_format(&e, &format_pdf, b.data, cut,
		    WANT_REPORT | WANT_TEXT | WANT_CLEAN, NULL), 0);
		if (e.report.state != EXAM_DONE)
			assert_int_not_equal(e.report.reason, REASON_NONE);
		exam_free(&e);
	}
	bytes_free(&b);
}

static int
prepare(void **state)
{
	(void)state;
	pdf_prepare();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pdf__is_told_by_its_structure),
		cmocka_unit_test(test_pdf__report_tells_what_is_hidden),
		cmocka_unit_test(
		    test_pdf__earlier_revisions_are_counted_once_each),
		cmocka_unit_test(
		    test_pdf__an_earlier_revision_is_told_and_is_a_document_in_it),
		cmocka_unit_test(test_pdf__attached_files_are_documents_in_it),
		cmocka_unit_test(
		    test_pdf__a_watermark_on_every_page_is_told_and_stays),
		cmocka_unit_test(
		    test_pdf__a_font_that_is_copied_as_other_letters_is_told),
		cmocka_unit_test(test_pdf__scripts_and_what_reaches_out_are_told),
		cmocka_unit_test(test_pdf__text_has_a_place_for_every_word),
		cmocka_unit_test(
		    test_pdf__text_is_the_same_with_and_without_places),
		cmocka_unit_test(test_pdf__what_a_field_shows_is_text),
		cmocka_unit_test(test_pdf__clean_keeps_text_and_loses_the_rest),
		cmocka_unit_test(
		    test_pdf__the_same_document_cleans_to_the_same_bytes),
		cmocka_unit_test(
		    test_pdf__text_that_cannot_be_seen_is_not_in_the_clean_copy),
		cmocka_unit_test(
		    test_pdf__the_text_of_a_scan_stays_where_the_scan_shows_something),
		cmocka_unit_test(test_pdf__what_shows_a_little_is_kept_and_told),
		cmocka_unit_test(test_pdf__only_resources_that_are_used_are_kept),
		cmocka_unit_test(test_pdf__an_inline_picture_stays),
		cmocka_unit_test(test_pdf__a_form_that_draws_itself_ends),
		cmocka_unit_test(test_pdf__a_password_opens_what_is_encrypted),
		cmocka_unit_test(test_pdf__a_jpeg_inside_loses_its_notes),
		cmocka_unit_test(
		    test_pdf__redacted_words_are_gone_and_the_rest_stays),
		cmocka_unit_test(
		    test_pdf__a_redaction_does_not_tell_how_long_the_name_was),
		cmocka_unit_test(
		    test_pdf__a_centred_line_does_not_tell_it_either),
		cmocka_unit_test(
		    test_pdf__text_under_a_box_is_not_in_the_text_layer),
		cmocka_unit_test(test_pdf__a_drawn_box_takes_words_with_it),
		cmocka_unit_test(test_pdf__an_empty_page_is_a_page),
		cmocka_unit_test(
		    test_pdf__a_plan_for_another_document_is_refused),
		cmocka_unit_test(test_pdf__a_page_without_size_is_refused),
		cmocka_unit_test(test_pdf__the_corpus_comes_out_clean),
		cmocka_unit_test(test_pdf__cut_documents_end_in_a_named_way),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
