/* A spreadsheet and a presentation say what they show, and their copies show
 * what they say and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "tests/intake/office_fixture.h"
#include "tests/intake/test_support.h"

/* Under AddressSanitizer: fontconfig keeps its configuration to the end. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define FILE_MAX ((size_t)64 << 20)

#define fixture(parts) fixture_of(parts, COUNT(parts))

static struct bytes
fixture_of(const struct zip_part *parts, size_t n)
{
	struct bytes b = BYTES_INIT(FILE_MAX);

	assert_int_equal(make_office(&b, parts, n), 0);
	return b;
}

static const struct format *
format_of(const struct bytes *b)
{
	const struct doc d = { .data = b->data, .len = b->len };

	assert_int_not_equal(format_xlsx.structure(&d),
	    format_pptx.structure(&d));
	return format_xlsx.structure(&d) ? &format_xlsx : &format_pptx;
}

static char *
text_of(const struct bytes *b)
{
	struct exam e = EXAM_INIT;
	char *s;

	assert_int_equal(run_format(&e, format_of(b), b->data, b->len,
	    WANT_TEXT, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_non_null(s = strdup(e.text.len > 0 ? bytes_str(&e.text) : ""));
	exam_free(&e);
	return s;
}

static void
assert_text(const struct bytes *b, const char *expected)
{
	char *s = text_of(b);

	assert_string_equal(s, expected);
	free(s);
}

static struct bytes
copy_of(const struct bytes *b, const struct edits *edits)
{
	struct bytes out = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, format_of(b), b->data, b->len,
	    edits != NULL ? WANT_APPLY : WANT_CLEAN, edits), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, &out), 0);
	exam_free(&e);
	return out;
}

static void
assert_nothing_left(const struct bytes *b)
{
	struct exam e = EXAM_INIT;
	size_t i;

	assert_int_equal(run_format(&e, format_of(b), b->data, b->len,
	    WANT_REPORT, NULL), 0);
	for (i = 0; i < e.report.nmetas; i++)
		print_message("left: %s %s %s\n", e.report.metas[i].group,
		    e.report.metas[i].name, e.report.metas[i].value);
	for (i = 0; i < e.report.nmarks; i++)
		print_message("left: mark %s\n",
		    mark_name(e.report.marks[i].kind));
	assert_int_equal(e.report.nmetas, 0);
	assert_int_equal(e.report.nmarks, 0);
	exam_free(&e);
}

/* Same text, nothing to report, the same when done twice. */
static struct bytes
cleaned(const struct bytes *b)
{
	struct bytes once = copy_of(b, NULL), twice = copy_of(&once, NULL);
	char *s = text_of(b);

	assert_text(&once, s);
	assert_nothing_left(&once);
	assert_int_equal(once.len, twice.len);
	assert_memory_equal(once.data, twice.data, once.len);
	bytes_free(&twice);
	free(s);
	return once;
}

/* Replace each occurrence of `what` in the text by `label`. */
static struct bytes
redacted(const struct bytes *b, const char *what, const char *label)
{
	struct edits edits = { .nranges = 0 };
	char *s = text_of(b), *at = s;
	struct bytes out;

	while ((at = strstr(at, what)) != NULL) {
		assert_int_equal(edits_add(&edits, (uint64_t)(at - s),
		    (uint64_t)(at - s) + strlen(what), label), 0);
		at += strlen(what);
	}
	assert_int_not_equal(edits.nranges, 0);
	out = copy_of(b, &edits);
	edits_free(&edits);
	free(s);
	return out;
}

static unsigned long
marks_of(const struct bytes *b, enum mark_kind kind)
{
	struct exam e = EXAM_INIT;
	unsigned long n;

	assert_int_equal(run_format(&e, format_of(b), b->data, b->len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	n = exam_marks(&e, kind);
	exam_free(&e);
	return n;
}

/* --- spreadsheets */

#define STYLES { "xl/styles.xml", "<styleSheet" NS_X "><numFmts count=\"2\">" \
	"<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt " \
	"numFmtId=\"165\" formatCode=\"&quot;Case Berg &quot;0\"/></numFmts>" \
	"<cellXfs count=\"5\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf " \
	"numFmtId=\"10\"/><xf numFmtId=\"4\"/><xf numFmtId=\"165\"/></cellXfs>" \
	"<cellStyles><cellStyle name=\"Berg house style\" xfId=\"0\"/>" \
	"</cellStyles></styleSheet>" }
#define STRINGS { "xl/sharedStrings.xml", "<sst" NS_X " count=\"9\"><si><t>" \
	"Anna Berg</t></si><si><t>a secret nobody shows</t></si><si><r><rPr><b/>" \
	"<rFont val=\"Times New Roman\"/></rPr><t>Anna</t></r><r><t " \
	"xml:space=\"preserve\"> Berg, twice</t></r></si></sst>" }
#define BOOK_RELS(more) { "xl/_rels/workbook.xml.rels", RELS(REL("s1", \
	"worksheet", "worksheets/sheet1.xml") REL("s2", "worksheet", \
	"worksheets/sheet2.xml") REL("st", "styles", "styles.xml") REL("ss", \
	"sharedStrings", "sharedStrings.xml") more) }

static const struct zip_part ledger[] = {
	BOOK(SHEET("Berg", "1", "") SHEET("Other", "2",
	    " state=\"veryHidden\"")),
	BOOK_RELS(REL("x", "externalLink", "externalLinks/externalLink1.xml")
	    REL("p", "pivotCacheDefinition", "pivotCache/p1.xml")),
	STYLES, STRINGS,
	{ "xl/worksheets/sheet1.xml", X(
	    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\">"
	    "<v>29223</v></c><c r=\"C1\" s=\"2\"><v>0.125</v></c><c r=\"D1\" "
	    "s=\"3\"><v>1234567.891</v></c></row>"
	    "<row r=\"2\" hidden=\"1\"><c r=\"A2\" t=\"s\"><v>2</v></c><c "
	    "r=\"B2\" t=\"b\"><v>1</v></c><c r=\"C2\"><v>48555123456789</v></c>"
	    "</row><row r=\"3\"><c r=\"A3\" s=\"4\"><v>7</v></c></row>"
	    "<row r=\"4\"><c r=\"A4\" t=\"str\"><f>\"Dear \"&amp;A1</f>"
	    "<v>Dear Anna Berg</v></c><c r=\"B4\"><f>SUM(D1,C1)</f><v>5</v>"
	    "</c><c r=\"C4\"><f>[1]Budget!A1</f><v>6</v></c><c r=\"D4\"><f>"
	    "WEBSERVICE(\"http://x/\")</f><v>8</v></c><c r=\"E4\"><f>"
	    "Berg!D1*2</f><v>9</v></c></row>") },
	{ "xl/worksheets/sheet2.xml", X("<row r=\"1\"><c r=\"A1\" "
	    "t=\"inlineStr\"><is><t>below\nthe line</t></is></c></row>") },
	{ "xl/externalLinks/externalLink1.xml", "<externalLink" NS_X
	    "><externalBook/></externalLink>" },
	{ "xl/pivotCache/p1.xml", "<pivotCacheDefinition" NS_X
	    " refreshedBy=\"Greta\"/>" }
};

static void
test_xlsx__cells_read_as_they_are_shown(void **state)
{
	struct bytes b = fixture(ledger);

	(void)state;
	assert_text(&b, "Berg\n"
	    "Anna Berg\t1980-01-03\t12.50%\t1,234,567.89\n"
	    "Anna Berg, twice\tTRUE\t48555123456789\n"
	    "Case Berg 7\n"
	    "Dear Anna Berg\t5\t6\t8\t9\n"
	    "\"Dear \"&A1\n"
	    "Other\n"
	    "below the line\n"
	    "\"Case Berg \"0\n");
	bytes_free(&b);
}

static void
test_xlsx__a_copy_has_nothing_but_what_it_shows(void **state)
{
	static const char *const gone[] = { "a secret nobody shows", "Greta",
	    "pivotCache", "externalLink", "Budget", "WEBSERVICE",
	    "Berg house style", "veryHidden", "hidden" };
	struct bytes b = fixture(ledger), c;
	size_t i;

	(void)state;
	assert_int_equal(marks_of(&b, MARK_HIDDEN_TEXT), 2);
	assert_int_equal(marks_of(&b, MARK_EXTERNAL), 1);
	c = cleaned(&b);
	for (i = 0; i < COUNT(gone); i++) {
		if (docx_holds(&c, gone[i]))
			print_message("left: %s\n", gone[i]);
		assert_false(docx_holds(&c, gone[i]));
	}
	assert_true(docx_holds(&c, "<f>SUM(D1,C1)</f>"));
	assert_true(docx_holds(&c, "Times New Roman"));
	assert_true(docx_holds(&c, "below\nthe line"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_xlsx__one_cell_of_a_shared_string_is_redacted_alone(void **state)
{
	static const struct zip_part parts[] = {
	    BOOK(SHEET("One", "1", "")), BOOK_RELS(""), STRINGS,
	    { "xl/worksheets/sheet1.xml", X("<row r=\"1\"><c r=\"A1\" t=\"s\">"
	    "<v>0</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
	    "</row>") } };
	struct edits edits = { .nranges = 0 };
	struct bytes b = fixture(parts), c;

	(void)state;
	assert_text(&b, "One\nAnna Berg\nAnna Berg\n");
	assert_int_equal(edits_add(&edits, 14, 23, "[NAME]"), 0);
	c = copy_of(&b, &edits);
	assert_text(&c, "One\nAnna Berg\n[NAME]\n");
	edits_free(&edits);
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_xlsx__a_name_goes_from_cells_formulas_sheets_and_formats(void **state)
{
	struct bytes b = fixture(ledger), c = redacted(&b, "Berg", "[WHO]");

	(void)state;
	assert_false(docx_holds(&c, "Berg"));
	assert_nothing_left(&c);
	assert_text(&c, "(WHO)\n"
	    "Anna [WHO]\t1980-01-03\t12.50%\t1,234,567.89\n"
	    "Anna [WHO], twice\tTRUE\t48555123456789\n"
	    "Case [WHO] 7\n"
	    "Dear Anna [WHO]\t5\t6\t8\t9\n"
	    "Other\n"
	    "below the line\n");
	assert_true(docx_holds(&c, "<f>'(WHO)'!D1*2</f>"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_xlsx__a_number_that_is_redacted_is_no_number_any_more(void **state)
{
	struct bytes b = fixture(ledger);
	struct bytes c = redacted(&b, "48555123456789", "[PHONE]");
	struct bytes d = redacted(&b, "1980-01-03", "[DATE]");

	(void)state;
	assert_false(docx_holds(&c, "48555123456789"));
	assert_true(docx_holds(&c, "[PHONE]"));
	assert_false(docx_holds(&d, "29223"));
	assert_true(docx_holds(&d, "[DATE]"));
	bytes_free(&b);
	bytes_free(&c);
	bytes_free(&d);
}

/* The cells of a shared formula depend on the one that holds it. */
static void
test_xlsx__a_shared_formula_goes_from_all_its_cells(void **state)
{
	static const struct zip_part parts[] = {
	    BOOK(SHEET("One", "1", "")), BOOK_RELS(""),
	    { "xl/worksheets/sheet1.xml", X("<row r=\"1\"><c r=\"A1\"><f "
	    "t=\"shared\" si=\"0\" ref=\"A1:A2\">B1&amp;\"x\"</f><v>77001"
	    "</v></c></row><row r=\"2\"><c r=\"A2\"><f t=\"shared\" si=\"0\"/>"
	    "<v>77002</v></c></row>") } };
	struct bytes b = fixture(parts), c;

	(void)state;
	c = cleaned(&b);
	assert_true(docx_holds(&c, "<f t=\"shared\" si=\"0\"></f>"));
	bytes_free(&c);
	c = redacted(&b, "77001", "[N]");
	assert_false(docx_holds(&c, "shared\" si"));
	assert_true(docx_holds(&c, "<v>77002</v>"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_xlsx__names_of_cells_are_lines_and_go_with_their_formulas(void **state)
{
	static const struct zip_part parts[] = {
	    { "xl/workbook.xml", "<workbook" NS_X "><sheets>"
	    SHEET("One", "1", "") "</sheets><definedNames><definedName "
	    "name=\"Berg_pay\">One!$A$1</definedName><definedName name=\"Far\">"
	    "'C:\\[x.xlsx]S'!$A$1</definedName><definedName name=\"Kept\">"
	    "One!$A$2</definedName></definedNames></workbook>" },
	    BOOK_RELS(""), { "xl/worksheets/sheet1.xml", X("<row r=\"1\"><c "
	    "r=\"A1\"><v>1</v></c><c r=\"B1\"><f>Berg_pay&amp;\"x\"</f><v>2</v></c>"
	    "<c r=\"C1\"><f>Kept*2</f><v>0</v></c></row>") } };
	struct bytes b = fixture(parts), c;

	(void)state;
	assert_text(&b, "One\n1\t2\t0\nBerg_pay&\"x\"\nBerg_pay\tOne!$A$1\nKept\tOne!$A$2\n");
	c = redacted(&b, "Berg", "[WHO]");
	assert_false(docx_holds(&c, "Berg"));
	assert_true(docx_holds(&c, "<f>Kept*2</f>"));
	bytes_free(&b);
	bytes_free(&c);
}

/* --- presentations */

static const struct zip_part talk[] = {
	SHOW,
	{ "ppt/slides/slide1.xml", S(
	    SHAPE("2", "name=\"Box of Greta\" descr=\"a map of Bergen\"",
	    AP(AR("Meet ") AR("Ber") AR("g") "<a:br/>" AR("at noon")))
	    SHAPE("3", "name=\"x\" hidden=\"1\"", AP(AR("a hidden shape")))
	    "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"4\" name=\"t\"/>"
	    "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/>"
	    "<a:graphic><a:graphicData uri=\"" ECMA "drawingml/2006/table\">"
	    "<a:tbl><a:tblGrid/><a:tr h=\"1\"><a:tc><a:txBody><a:bodyPr/>"
	    AP(AR("one")) AP(AR("more")) "</a:txBody></a:tc><a:tc><a:txBody>"
	    "<a:bodyPr/>" AP(AR("two")) "</a:txBody></a:tc></a:tr></a:tbl>"
	    "</a:graphicData></a:graphic></p:graphicFrame>"
	    "<mc:AlternateContent><mc:Choice Requires=\"v\">" SHAPE("5",
	    "name=\"y\"", AP(AR("unknown"))) "</mc:Choice><mc:Fallback>"
	    SHAPE("6", "name=\"z\"", AP(AR("known"))) "</mc:Fallback>"
	    "</mc:AlternateContent>"
	    "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"7\" name=\"c\"/>"
	    "<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/>"
	    "<a:graphic><a:graphicData uri=\"" ECMA "drawingml/2006/chart\">"
	    "<c:chart xmlns:c=\"" ECMA "drawingml/2006/chart\" r:id=\"c1\"/>"
	    "</a:graphicData></a:graphic></p:graphicFrame>") },
	{ "ppt/slides/_rels/slide1.xml.rels", RELS(REL("n", "notesSlide",
	    "../notesSlides/n.xml") REL("c1", "chart", "../charts/c.xml")
	    REL("k", "comments", "../comments/comment1.xml")) },
	{ "ppt/notesSlides/n.xml", "<p:notes" NS_P "><p:cSld><p:spTree>"
	    SHAPE("2", "name=\"n\"", AP(AR("Ask Berg"))) "</p:spTree></p:cSld>"
	    "</p:notes>" },
	{ "ppt/charts/c.xml", "<c:chartSpace" NS_C "><c:chart><c:plotArea>"
	    "<c:barChart><c:ser><c:cat><c:strRef><c:f>Berg!$A$1</c:f>"
	    "<c:strCache><c:pt idx=\"0\"><c:v>East Berg</c:v></c:pt>"
	    "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Berg!$B$1"
	    "</c:f><c:numCache><c:formatCode>General</c:formatCode><c:pt "
	    "idx=\"0\"><c:v>4711</c:v></c:pt></c:numCache></c:numRef></c:val>"
	    "</c:ser></c:barChart></c:plotArea></c:chart><c:externalData "
	    "r:id=\"w\"/></c:chartSpace>" },
	{ "ppt/charts/_rels/c.xml.rels", RELS(REL("w", "package",
	    "../embeddings/w.xlsx")) },
	{ "ppt/embeddings/w.xlsx", "a workbook that nobody sees" },
	{ "ppt/comments/comment1.xml", "<p:cmLst" NS_P "><p:cm authorId=\"0\">"
	    "<p:text>Greta says no</p:text></p:cm></p:cmLst>" }
};

static void
test_pptx__a_slide_reads_in_order_with_its_charts_and_notes(void **state)
{
	struct bytes b = fixture(talk);

	(void)state;
	assert_text(&b, "Slide 1\n"
	    "a map of Bergen\n"
	    "Meet Berg\nat noon\n"
	    "a hidden shape\n"
	    "one more\ttwo\n"
	    "known\n"
	    "East Berg\n"
	    "4711\n"
	    "Ask Berg\n");
	bytes_free(&b);
}

static void
test_pptx__a_copy_has_nothing_but_what_it_shows(void **state)
{
	static const char *const gone[] = { "Greta", "hidden=", "unknown",
	    "externalData", "nobody sees", "comment", "Box of" };
	struct bytes b = fixture(talk), c;
	size_t i;

	(void)state;
	assert_int_equal(marks_of(&b, MARK_HIDDEN_TEXT), 1);
	c = cleaned(&b);
	for (i = 0; i < COUNT(gone); i++) {
		if (docx_holds(&c, gone[i]))
			print_message("left: %s\n", gone[i]);
		assert_false(docx_holds(&c, gone[i]));
	}
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_pptx__a_name_goes_from_shapes_notes_and_charts(void **state)
{
	struct bytes b = fixture(talk), c = redacted(&b, "Berg", "[WHO]");
	char *s = text_of(&c);

	(void)state;
	assert_false(docx_holds(&c, "Berg"));
	assert_non_null(strstr(s, "a map of [WHO]en\nMeet [WHO]\nat noon\n"));
	assert_non_null(strstr(s, "Ask [WHO]"));
	assert_nothing_left(&c);
	free(s);
	bytes_free(&c);
	c = redacted(&b, "4711", "[SUM]");
	assert_false(docx_holds(&c, "4711"));
	assert_true(docx_holds(&c, "<c:v>0</c:v>"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_pptx__what_is_embedded_is_handed_out(void **state)
{
	struct bytes b = fixture(talk), inner = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(run_format(&e, &format_pptx, b.data, b.len,
	    WANT_CHILDREN, NULL), 0);
	assert_int_equal(e.children.n, 1);
	assert_int_equal(child_bytes(&e, 0, &inner), 0);
	assert_int_equal(inner.len, 27);
	assert_memory_equal(inner.data, "a workbook that nobody sees", 27);
	bytes_free(&inner);
	bytes_free(&b);
	exam_free(&e);
}

/* Animations that need a sound cannot play without it; the others stay. */
static void
test_pptx__animations_stay_but_for_those_with_sound(void **state)
{
#define TIMING(inside) "<p:timing><p:tnLst><p:par><p:cTn id=\"1\" dur=\"" \
	"indefinite\" nodeType=\"tmRoot\"><p:childTnLst>" inside \
	"</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
#define MOVING(inside) { SHOW, { "ppt/slides/slide1.xml", "<p:sld" NS_P \
	"><p:cSld><p:spTree>" SHAPE("2", "name=\"n\"", AP(AR("one"))) \
	"</p:spTree></p:cSld>" TIMING(inside) "</p:sld>" } }
	static const struct zip_part silent[] = MOVING("<p:set><p:cBhvr>"
	    "<p:cTn id=\"2\" dur=\"1\"/><p:tgtEl><p:spTgt spid=\"2\"/>"
	    "</p:tgtEl></p:cBhvr></p:set>");
	static const struct zip_part loud[] = MOVING("<p:audio><p:cMediaNode>"
	    "<p:cTn id=\"2\"/></p:cMediaNode></p:audio>");
	struct bytes b = fixture(silent), c = cleaned(&b);

	(void)state;
	assert_true(docx_holds(&c, "<p:spTgt spid=\"2\"/>"));
	bytes_free(&b);
	bytes_free(&c);
	b = fixture(loud);
	c = cleaned(&b);
	assert_false(docx_holds(&c, "p:timing"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_ooxml__broken_ones_are_refused_by_name(void **state)
{
	static const struct zip_part dtd[] = { SHOW,
	    { "ppt/slides/slide1.xml", "<!DOCTYPE p [<!ENTITY a \"a\">]>"
	    S("") } };
	static const struct zip_part other[] = { SHOW,
	    { "ppt/slides/slide1.xml", "<html/>" } };
	static const struct zip_part no_type[] = {
	    { "xl/workbook.xml", "<workbook/>" },
	    { "[Content_Types].xml", TYPES_OF("/xl/workbook.xml", "text/xml")
	    } };
	static const struct zip_part binary[] = {
	    { "xl/workbook.xml", "<workbook/>" },
	    { "[Content_Types].xml", TYPES_OF("/xl/workbook.xml",
	    "application/vnd.ms-excel.sheet.binary.macroEnabled.main") } };
	struct bytes all[4];
	struct exam e = EXAM_INIT;
	size_t i;

	(void)state;
	all[0] = fixture(dtd);
	all[1] = fixture(other);
	all[2] = fixture(no_type);
	all[3] = fixture(binary);
	for (i = 0; i < 4; i++) {
		assert_int_equal(run_format(&e, format_of(&all[i]),
		    all[i].data, all[i].len, WANT_REPORT, NULL), 0);
		assert_int_equal(e.report.state, EXAM_REFUSED);
		assert_int_equal(e.report.reason, i == 3 ?
		    REASON_UNSUPPORTED : REASON_DAMAGED);
		exam_free(&e);
		e = EXAM_INIT;
		bytes_free(&all[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_xlsx__cells_read_as_they_are_shown),
		cmocka_unit_test(
		    test_xlsx__a_copy_has_nothing_but_what_it_shows),
		cmocka_unit_test(
		    test_xlsx__one_cell_of_a_shared_string_is_redacted_alone),
		cmocka_unit_test(
		    test_xlsx__a_name_goes_from_cells_formulas_sheets_and_formats),
		cmocka_unit_test(
		    test_xlsx__a_number_that_is_redacted_is_no_number_any_more),
		cmocka_unit_test(
		    test_xlsx__a_shared_formula_goes_from_all_its_cells),
		cmocka_unit_test(
		    test_xlsx__names_of_cells_are_lines_and_go_with_their_formulas),
		cmocka_unit_test(
		    test_pptx__a_slide_reads_in_order_with_its_charts_and_notes),
		cmocka_unit_test(
		    test_pptx__a_copy_has_nothing_but_what_it_shows),
		cmocka_unit_test(
		    test_pptx__a_name_goes_from_shapes_notes_and_charts),
		cmocka_unit_test(test_pptx__what_is_embedded_is_handed_out),
		cmocka_unit_test(
		    test_pptx__animations_stay_but_for_those_with_sound),
		cmocka_unit_test(test_ooxml__broken_ones_are_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
