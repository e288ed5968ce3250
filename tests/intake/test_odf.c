/* An OpenDocument file says what it shows, and its copy shows what it says. */
#include "intake/format/odf/odf.h"
#include "tests/intake/odf_fixture.h"
#include "tests/intake/verbs_kit.h"

static struct bytes
odt(const char *content)
{
	const struct kit_part part = { "content.xml", content };

	return kit_zip(ODF_TYPE "text", &part, 1);
}

static void
test_odf__a_paragraph_is_a_line_and_a_row_is_one(void **state)
{
	struct bytes b = odt(ODF_TEXT("", TP("One  \n two<text:s text:c=\"3\"/>"
	    "x<text:tab/>y<text:line-break/>z") TP("") TP("R&amp;D &lt;x&gt;")
	    "<table:table table:name=\"T\"><table:table-column/>"
	    "<table:table-row><table:table-cell>" TP("a") TP("b")
	    "</table:table-cell><table:table-cell/><table:table-cell>" TP("c")
	    "</table:table-cell></table:table-row><table:table-row>"
	    "<table:table-cell table:number-columns-repeated=\"9\"/>"
	    "</table:table-row></table:table>")), c;

	(void)state;
	kit_assert_text(&format_odt, &b, "One two x\ty\nz\n\nR&D <x>\n"
	    "a b\t\tc\n");
	c = kit_cleaned(&format_odt, &b);
	/* A reader finds out by the first member what it is. */
	assert_memory_equal(c.data + 30, "mimetype" ODF_TYPE "text", 8 +
	    strlen(ODF_TYPE "text"));
	assert_true(format_odt.structure(&(struct doc){ .data = c.data,
	    .len = c.len }));
	assert_false(format_ods.structure(&(struct doc){ .data = c.data,
	    .len = c.len }));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_odf__every_range_of_a_line_is_spliced_exactly(void **state)
{
	struct bytes b = odt(ODF_TEXT("", TP("ab<text:span>c<text:tab/>d"
	    "</text:span> e<text:s text:c=\"2\"/><text:span>f</text:span>")));

	(void)state;
	kit_assert_text(&format_odt, &b, "abc\td e f\n");
	kit_splice_all(&format_odt, &b, 9);
	bytes_free(&b);
}

static void
test_odf__changes_are_accepted_and_told(void **state)
{
	struct bytes b = odt(ODF_TEXT("", "<text:tracked-changes>"
	    "<text:changed-region><text:deletion><office:change-info>"
	    "<dc:creator>Hedda</dc:creator><dc:date>2025-01-02T03:04:05"
	    "</dc:date></office:change-info>" TP("secret plan")
	    "</text:deletion></text:changed-region></text:tracked-changes>"
	    TP("<text:change-start text:change-id=\"c1\"/>new <text:change-end "
	    "text:change-id=\"c1\"/>text<office:annotation><dc:creator>Hedda"
	    "</dc:creator>" TP("call Kim first") "</office:annotation>"))), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(&format_odt, &b, "new text\n");
	assert_int_equal(run_format(&e, &format_odt, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_DELETED_TEXT), 1);
	assert_string_equal(exam_meta(&e, "tracked", "Deleted"),
	    "secret plan");
	assert_string_equal(exam_meta(&e, "changes", "Annotation"),
	    "call Kim first");
	assert_string_equal(exam_meta(&e, "changes", "Author"), "Hedda (2)");
	exam_free(&e);
	c = kit_cleaned(&format_odt, &b);
	assert_false(kit_holds(&c, "Hedda"));
	assert_false(kit_holds(&c, "secret"));
	assert_false(kit_holds(&c, "Kim"));
	assert_false(kit_holds(&c, "2025"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_odf__hidden_text_is_told_and_does_not_come_along(void **state)
{
	static const struct kit_part parts[] = {
	    { "content.xml", ODF_TEXT(ODF_HIDE("P1", "paragraph")
	    "<style:style style:name=\"T1\" style:family=\"text\" "
	    "style:parent-style-name=\"Ghost\"/>",
	    TP("seen <text:span text:style-name=\"T1\">ghost1</text:span>"
	    "<text:hidden-text text:string-value=\"ghost2\"/>end")
	    "<text:p text:style-name=\"P1\">ghost3</text:p>"
	    "<text:section text:name=\"S\" text:display=\"none\">" TP("ghost4")
	    "</text:section>") },
	    { "styles.xml", "<office:document-styles" ODF_XMLNS
	    "><office:styles>" ODF_HIDE("Ghost", "text") "</office:styles>"
	    "</office:document-styles>" } };
	struct bytes b = kit_zip(ODF_TYPE "text", parts, 2), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(&format_odt, &b, "seen end\n");
	assert_int_equal(run_format(&e, &format_odt, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 4);
	assert_string_equal(exam_meta(&e, "hidden", "Text"),
	    "ghost1ghost2ghost3ghost4");
	exam_free(&e);
	c = kit_cleaned(&format_odt, &b);
	assert_false(kit_holds(&c, "ghost"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_odf__what_is_known_of_people_and_machines_goes(void **state)
{
	static const struct kit_part parts[] = {
	    { "content.xml", "<!-- from greta's disk -->" ODF_TEXT(
	    "<style:style style:name=\"Draft by greta\" style:family="
	    "\"paragraph\"><style:text-properties officeooo:rsid=\"00c0ffee\" "
	    "style:font-name=\"Arial\"/></style:style>",
	    "<office:forms><greta/></office:forms><text:p text:style-name="
	    "\"Draft by greta\" xml:id=\"greta1\">Hello <text:author-name>"
	    "G. K.</text:author-name><text:bookmark text:name=\"to_greta\"/>"
	    "<text:script script:language=\"x\">greta()</text:script></text:p>"
	    "<office:event-listeners><script:event-listener xlink:href="
	    "\"vnd.sun.star.script:greta\"/></office:event-listeners>") },
	    { "meta.xml", "<office:document-meta" ODF_XMLNS "><office:meta>"
	    "<meta:initial-creator>greta</meta:initial-creator><meta:generator"
	    ">Suite/7</meta:generator><meta:user-defined meta:name=\"Client\">"
	    "acme</meta:user-defined></office:meta></office:document-meta>" },
	    { "settings.xml", "<office:document-settings" ODF_XMLNS
	    "><office:settings><config:config-item config:name=\"PrinterName\""
	    " config:type=\"string\">greta-laser</config:config-item>"
	    "<config:config-item config:name=\"Rsid\" config:type=\"int\">"
	    "12648430</config:config-item></office:settings>"
	    "</office:document-settings>" },
	    { "Basic/Standard/m.xml", "<greta/>" },
	    { "Thumbnails/thumbnail.png", "greta" },
	    { "layout-cache", "greta" },
	    { "META-INF/documentsignatures.xml", "<greta/>" } };
	struct bytes b = kit_zip(ODF_TYPE "text", parts, 7), c;
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(run_format(&e, &format_odt, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_string_equal(exam_meta(&e, "meta.xml", "initial-creator"),
	    "greta");
	assert_string_equal(exam_meta(&e, "user-defined", "Client"), "acme");
	assert_string_equal(exam_meta(&e, "settings.xml", "PrinterName"),
	    "greta-laser");
	assert_string_equal(exam_meta(&e, "names", "Style"),
	    "Draft by greta (1)");
	assert_non_null(strstr(exam_meta(&e, "ids",
	    "Editing sessions (rsid)"), "00c0ffee"));
	assert_non_null(strstr(exam_meta(&e, "package", "XML comment"),
	    "greta's disk"));
	assert_true(exam_marks(&e, MARK_SCRIPT) >= 3);
	assert_int_equal(exam_marks(&e, MARK_THUMBNAIL), 1);
	exam_free(&e);
	kit_assert_text(&format_odt, &b, "Hello G. K.\n");
	c = kit_cleaned(&format_odt, &b);
	assert_false(kit_holds(&c, "greta"));
	assert_false(kit_holds(&c, "c0ffee"));
	assert_true(kit_holds(&c, "Arial"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_odf__links_notes_and_descriptions_follow_the_line(void **state)
{
	struct bytes b = odt(ODF_TEXT("", TP("a <text:a xlink:type=\"simple\" "
	    "xlink:href=\"mailto:kim@example.org\" office:name=\"kim\">link"
	    "</text:a><text:a xlink:href=\"file:///home/kim/x.odt\"> local"
	    "</text:a><text:note text:note-class=\"footnote\">"
	    "<text:note-citation>1</text:note-citation><text:note-body>"
	    TP("see Kim") "</text:note-body></text:note> b<draw:frame "
	    "draw:name=\"kim.png\"><draw:text-box>" TP("in a box")
	    "</draw:text-box><svg:desc>Kim at work</svg:desc></draw:frame>"
	    "."))), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(&format_odt, &b, "a link local1 b.\n"
	    "mailto:kim@example.org\nsee Kim\nin a box\nKim at work\n");
	assert_int_equal(run_format(&e, &format_odt, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_EXTERNAL), 1);
	exam_free(&e);
	c = kit_cleaned(&format_odt, &b);
	assert_true(kit_holds(&c, "mailto:kim@example.org"));
	assert_false(kit_holds(&c, "/home/kim"));
	assert_false(kit_holds(&c, "kim.png"));
	bytes_free(&c);
	c = kit_redacted(&format_odt, &b, "kim@example.org", "[EMAIL-1]");
	assert_false(kit_holds(&c, "kim@"));
	kit_assert_text(&format_odt, &c, "a link local1 b.\nsee Kim\nin a box"
	    "\nKim at work\n");
	bytes_free(&c);
	c = kit_redacted(&format_odt, &b, "Kim", "[PERSON-1]");
	assert_false(kit_holds(&c, "Kim"));
	bytes_free(&c);
	bytes_free(&b);
}

#define CELL(attrs, s) "<table:table-cell " attrs ">" TP(s) \
	"</table:table-cell>"

static struct bytes
sheets(void)
{
	static const struct kit_part part = { "content.xml", ODF_CONTENT(
	    "<style:style style:name=\"ta2\" style:family=\"table\">"
	    "<style:table-properties table:display=\"false\"/></style:style>",
	    "<office:spreadsheet><table:table table:name=\"People\">"
	    "<table:table-row>" CELL("office:value-type=\"string\"",
	    "Zofia Nowak") CELL("office:value-type=\"float\" office:value="
	    "\"48601234567\"", "4.86E+10") CELL("office:value-type=\"string\""
	    " table:formula=\"of:=IF([.A1]=&quot;Zofia Nowak&quot;;&quot;yes"
	    "&quot;;1)\" office:string-value=\"yes\"", "yes") CELL(
	    "office:value-type=\"float\" office:value=\"7\" table:formula="
	    "\"of:='file:///home/kim/a.ods'#$S.A1\"", "7")
	    "<table:table-cell office:value-type=\"float\" office:value=\"5\""
	    "/></table:table-row><table:table-row table:visibility="
	    "\"collapse\">" CELL("", "hidden row") "</table:table-row>"
	    "</table:table><table:table table:name=\"Secret\" "
	    "table:style-name=\"ta2\"><table:table-row>" CELL("", "on it")
	    "</table:table-row></table:table><table:named-expressions>"
	    "<table:named-range table:name=\"Budget\" "
	    "table:cell-range-address=\"$People.$B$1\"/>"
	    "</table:named-expressions><table:database-ranges>"
	    "<table:database-range table:name=\"kim\"/>"
	    "</table:database-ranges></office:spreadsheet>") };

	return kit_zip(ODF_TYPE "spreadsheet", &part, 1);
}

static void
test_odf__sheets_have_names_and_what_was_hidden_is_shown(void **state)
{
	struct bytes b = sheets(), c;
	struct exam e = EXAM_INIT;

	(void)state;
	/* The number that is not shown as it is, and the formula's words. */
	kit_assert_text(&format_ods, &b, "People\n"
	    "Zofia Nowak\t4.86E+10\tyes\t7\t5\n48601234567\nZofia Nowak\nyes\n"
	    "hidden row\nSecret\non it\nBudget\n");
	assert_int_equal(run_format(&e, &format_ods, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 2);
	exam_free(&e);
	c = kit_cleaned(&format_ods, &b);
	assert_true(kit_holds(&c, "of:=IF("));
	assert_true(kit_holds(&c, "office:value=\"48601234567\""));
	assert_true(kit_holds(&c, "$People.$B$1"));
	assert_false(kit_holds(&c, "collapse"));
	assert_false(kit_holds(&c, "kim"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_odf__a_redacted_cell_keeps_no_value_and_no_formula(void **state)
{
	struct bytes b = sheets(), c;

	(void)state;
	c = kit_redacted(&format_ods, &b, "Zofia Nowak", "[PERSON-1]");
	assert_false(kit_holds(&c, "Nowak"));
	assert_false(kit_holds(&c, "of:="));
	assert_false(kit_holds(&c, "Budget"));
	assert_true(kit_holds(&c, "48601234567"));
	bytes_free(&c);
	c = kit_redacted(&format_ods, &b, "48601234567", "[PHONE-1]");
	assert_false(kit_holds(&c, "48601234567"));
	bytes_free(&c);
	c = kit_redacted(&format_ods, &b, "People", "[X-1]");
	assert_false(kit_holds(&c, "People"));
	bytes_free(&c);
	bytes_free(&b);
}

static void
test_odf__slides_begin_with_their_names(void **state)
{
	static const struct kit_part part = { "content.xml", ODF_CONTENT(
	    "<style:style style:name=\"dp1\" style:family=\"drawing-page\">"
	    "<style:drawing-page-properties presentation:visibility=\"hidden\""
	    "/></style:style>", "<office:presentation><draw:page draw:name="
	    "\"Plan\" draw:style-name=\"dp1\"><draw:frame "
	    "presentation:class=\"title\"><draw:text-box>" TP("Title")
	    "</draw:text-box></draw:frame><presentation:notes><draw:frame>"
	    "<draw:text-box>" TP("say this") "</draw:text-box></draw:frame>"
	    "</presentation:notes></draw:page></office:presentation>") };
	struct bytes b = kit_zip(ODF_TYPE "presentation", &part, 1), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(&format_odp, &b, "Plan\nTitle\nsay this\n");
	assert_int_equal(run_format(&e, &format_odp, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 1);
	exam_free(&e);
	c = kit_cleaned(&format_odp, &b);
	assert_false(kit_holds(&c, "visibility"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_odf__documents_inside_are_cleaned_in_their_place(void **state)
{
	static const struct kit_part parts[] = {
	    { "content.xml", ODF_TEXT("", TP("before <draw:frame><draw:object "
	    "xlink:href=\"./Object 7\"/><draw:image xlink:href="
	    "\"./ObjectReplacements/Object 7\"/></draw:frame><draw:frame>"
	    "<draw:object-ole xlink:href=\"./Object 9\"/></draw:frame>after"))
	    },
	    { "Object 7/content.xml", ODF_CONTENT("", "<office:chart>"
	    "<chart:chart chart:class=\"chart:bar\"><chart:title>"
	    TP("Pay of Kim") "</chart:title><table:table table:name=\""
	    "local-table\"><table:table-rows><table:table-row>"
	    CELL("office:value-type=\"string\"", "Kim")
	    CELL("office:value-type=\"float\" office:value=\"12.5\"", "12.5")
	    "</table:table-row></table:table-rows></table:table>"
	    "</chart:chart></office:chart>") },
	    { "Object 7/meta.xml", "<office:document-meta" ODF_XMLNS "/>" },
	    { "ObjectReplacements/Object 7", "not a picture of Kim" },
	    { "Object 9", "OLE of Kim" } };
	struct bytes b = kit_zip(ODF_TYPE "text", parts, 5), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(&format_odt, &b, "before after\nPay of Kim\n"
	    "Kim\t12.5\n");
	c = kit_cleaned(&format_odt, &b);
	assert_true(kit_holds(&c, "Object 1/content.xml"));
	assert_false(kit_holds(&c, "Object 7"));
	assert_false(kit_holds(&c, "OLE of"));
	assert_false(kit_holds(&c, "not a picture"));
	bytes_free(&c);
	c = kit_redacted(&format_odt, &b, "Kim", "[PERSON-1]");
	assert_false(kit_holds(&c, "Kim"));
	assert_true(kit_holds(&c, "Pay of [PERSON-1]"));
	assert_true(kit_holds(&c, "12.5"));
	bytes_free(&c);
	assert_int_equal(run_format(&e, &format_odt, b.data, b.len,
	    WANT_CHILDREN, NULL), 0);
	assert_int_equal(e.children.n, 1);
	assert_string_equal(e.children.list[0].name, "Object 9");
	exam_free(&e);
	bytes_free(&b);
}

static void
test_odf__what_cannot_be_read_is_refused_by_name(void **state)
{
	static const struct kit_part locked[] = { { "content.xml", "xxx" },
	    { "META-INF/manifest.xml", "<m><manifest:encryption-data/></m>" } };
	static const struct kit_part broken = { "content.xml", "<a><b></a>" };
	struct bytes b = kit_zip(ODF_TYPE "text", locked, 2);

	(void)state;
	kit_assert_refused(&format_odt, &b, REASON_ENCRYPTED);
	bytes_free(&b);
	b = kit_zip(ODF_TYPE "text", &broken, 1);
	kit_assert_refused(&format_odt, &b, REASON_DAMAGED);
	bytes_free(&b);
	b = odt(ODF_TEXT("", TP("cut")));
	b.len -= 30;
	assert_true(format_odt.structure(&(struct doc){ .data = b.data,
	    .len = b.len }));
	kit_assert_refused(&format_odt, &b, REASON_DAMAGED);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_odf__a_paragraph_is_a_line_and_a_row_is_one),
		cmocka_unit_test(
		    test_odf__every_range_of_a_line_is_spliced_exactly),
		cmocka_unit_test(test_odf__changes_are_accepted_and_told),
		cmocka_unit_test(
		    test_odf__hidden_text_is_told_and_does_not_come_along),
		cmocka_unit_test(
		    test_odf__what_is_known_of_people_and_machines_goes),
		cmocka_unit_test(
		    test_odf__links_notes_and_descriptions_follow_the_line),
		cmocka_unit_test(
		    test_odf__sheets_have_names_and_what_was_hidden_is_shown),
		cmocka_unit_test(
		    test_odf__a_redacted_cell_keeps_no_value_and_no_formula),
		cmocka_unit_test(test_odf__slides_begin_with_their_names),
		cmocka_unit_test(
		    test_odf__documents_inside_are_cleaned_in_their_place),
		cmocka_unit_test(
		    test_odf__what_cannot_be_read_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
