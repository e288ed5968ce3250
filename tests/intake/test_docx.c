/* A DOCX says what it shows, and its copy shows what it says and no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>

#include "tests/intake/docx_fixture.h"
#include "tests/intake/test_support.h"

/* Under AddressSanitizer: fontconfig keeps its configuration to the end. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define FILE_MAX ((size_t)64 << 20)

static struct bytes
fixture(const struct zip_part *parts, size_t n)
{
	struct bytes b = BYTES_INIT(FILE_MAX);

	assert_int_equal(make_docx(&b, parts, n), 0);
	return b;
}

static struct bytes
of_body(const char *document)
{
	struct zip_part part = { "word/document.xml", document };

	return fixture(&part, 1);
}

/* The text of the package, for free(). */
static char *
text_of(const struct bytes *b)
{
	struct exam e = EXAM_INIT;
	char *s;

	assert_int_equal(run_format(&e, &format_docx, b->data, b->len,
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

	assert_int_equal(run_format(&e, &format_docx, b->data, b->len,
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

	assert_int_equal(run_format(&e, &format_docx, b->data, b->len,
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

static void
assert_refused(const struct bytes *b, enum exam_reason reason)
{
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, &format_docx, b->data, b->len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, reason);
	exam_free(&e);
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

static void
test_docx__a_paragraph_is_a_line(void **state)
{
	struct bytes b = of_body(W(
	    P(R("One ") "<w:r><w:t>two</w:t><w:tab/><w:t>three</w:t><w:br/>"
	    "<w:t>four</w:t><w:noBreakHyphen/><w:t> five </w:t></w:r>")
	    "<w:p/>"
	    "<w:tbl><w:tr><w:tc>" P(R("left")) "</w:tc><w:tc>" P(R("right"))
	    "</w:tc></w:tr></w:tbl>" P(R("R&amp;D &lt;x&gt;")))), c;

	(void)state;
	assert_text(&b, "One two\tthree\nfour\xe2\x80\x91" "five\n\n"
	    "left\tright\nR&D <x>\n");
	c = cleaned(&b);
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__a_name_over_several_runs_becomes_one_label(void **state)
{
	struct bytes b = of_body(W(P(R("Met ") R("Zo") "<w:r><w:rPr><w:b/>"
	    "</w:rPr><w:t>fia</w:t></w:r>" R(" Nowak") R(" at noon")))), c;

	(void)state;
	c = redacted(&b, "Zofia Nowak", "[PERSON-1]");
	assert_text(&c, "Met [PERSON-1] at noon\n");
	assert_false(docx_holds(&c, "fia"));
	assert_false(docx_holds(&c, "Nowak"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__a_range_over_paragraphs_leaves_the_paragraphs(void **state)
{
	struct bytes b = of_body(W(P(R("keep 5 High")) P("<w:r><w:t>Street"
	    "</w:t><w:tab/><w:t>Town</w:t></w:r>" R(" and on")))), c;

	(void)state;
	c = redacted(&b, "5 High\nStreet\tTown", "[ADDRESS-1]");
	assert_text(&c, "keep [ADDRESS-1]\n and on\n");
	bytes_free(&b);
	bytes_free(&c);
}

/* The law of apply(): the text of the copy is the text, spliced. */
static void
test_docx__every_range_of_a_line_is_spliced_exactly(void **state)
{
	struct bytes b = of_body(W(P(R("ab") "<w:r><w:tab/><w:t>cd</w:t>"
	    "<w:br/></w:r>" "<w:ins w:author=\"x\">" R("ef") "</w:ins>"
	    R("g\xc3\xa9")))), c;
	const char *text = "ab\tcd\nefg\xc3\xa9\n";
	struct edits edits = { .nranges = 0 };
	size_t i, j, end = strlen(text) - 1;
	char expected[64];

	(void)state;
	assert_text(&b, text);
	for (i = 0; i < end; i++)
		for (j = i + 1; j <= end; j++) {
			if (i == end - 1 || j == end - 1)
				continue;	/* inside the last character */
			assert_int_equal(edits_add(&edits, i, j, "[X-1]"), 0);
			c = copy_of(&b, &edits);
			(void)snprintf(expected, sizeof expected, "%.*s[X-1]%s",
			    (int)i, text, text + j);
			assert_text(&c, expected);
			bytes_free(&c);
			edits_free(&edits);
			edits = (struct edits){ .nranges = 0 };
		}
	bytes_free(&b);
}

static void
test_docx__a_text_box_follows_its_line_in_both_forms(void **state)
{
	struct bytes b = of_body(W(P(R("Hel") "<w:r><mc:AlternateContent>"
	    "<mc:Choice Requires=\"shp\"><w:drawing><wp:inline><wp:docPr "
	    "id=\"7\" name=\"Jan.jpg\" descr=\"A map by Jan Kos\"/><a:graphic>"
	    "<a:graphicData uri=\"http://schemas.microsoft.com/office/word/"
	    "2010/wordprocessingShape\"><shp:wsp><shp:txbx><w:txbxContent>"
	    P(R("Jan Kos inside")) "</w:txbxContent></shp:txbx></shp:wsp>"
	    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
	    "<mc:Fallback><w:pict><v:shape id=\"jan\" alt=\"old\"><v:textbox>"
	    "<w:txbxContent>" P(R("Jan Kos inside")) "</w:txbxContent>"
	    "</v:textbox></v:shape></w:pict></mc:Fallback>"
	    "</mc:AlternateContent></w:r>" R("lo") ))), c;

	(void)state;
	assert_text(&b, "Hello\nA map by Jan Kos\nJan Kos inside\nold\n"
	    "Jan Kos inside\n");
	c = cleaned(&b);
	assert_false(docx_holds(&c, "Jan.jpg"));
	assert_true(docx_holds(&c, "Requires=\"wps\""));
	bytes_free(&c);
	c = redacted(&b, "Jan Kos", "[PERSON-1]");
	assert_false(docx_holds(&c, "Kos"));
	assert_text(&c, "Hello\nA map by [PERSON-1]\n[PERSON-1] inside\nold\n"
	    "[PERSON-1] inside\n");
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__tracked_changes_are_accepted_and_told(void **state)
{
	struct bytes b = of_body(W(P("<w:pPr><w:pPrChange w:author=\"Hedda\" "
	    "w:id=\"1\"><w:pPr/></w:pPrChange></w:pPr><w:ins w:id=\"2\" "
	    "w:author=\"Hedda\" w:date=\"2025-01-02T03:04:05Z\">" R("new ")
	    "</w:ins><w:del w:id=\"3\" w:author=\"Hedda\"><w:r><w:delText>"
	    "secret plan</w:delText></w:r></w:del>" R("text")) "<w:tbl><w:tr>"
	    "<w:tc>" P(R("stays")) "</w:tc></w:tr><w:tr><w:trPr><w:del "
	    "w:id=\"4\" w:author=\"Hedda\"/></w:trPr><w:tc>" P(R("gone row"))
	    "</w:tc></w:tr></w:tbl>")), c;
	struct exam e = EXAM_INIT;

	(void)state;
	assert_text(&b, "new text\nstays\n");
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_DELETED_TEXT), 2);
	assert_string_equal(exam_meta(&e, "tracked", "Deleted"),
	    "secret plangone row");
	assert_non_null(strstr(exam_meta(&e, "tracked", "Author"), "Hedda"));
	exam_free(&e);
	c = cleaned(&b);
	assert_false(docx_holds(&c, "Hedda"));
	assert_false(docx_holds(&c, "secret"));
	assert_false(docx_holds(&c, "gone"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__hidden_text_is_told_and_does_not_come_along(void **state)
{
	static const struct zip_part parts[] = {
	    { "word/document.xml", W(
	    P(R("seen ") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ghost1</w:t>"
	    "</w:r><w:r><w:rPr><w:rStyle w:val=\"Child\"/></w:rPr><w:t>ghost2"
	    "</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"Child\"/><w:vanish "
	    "w:val=\"0\"/></w:rPr><w:t>shown</w:t></w:r>")
	    P("<w:pPr><w:pStyle w:val=\"Hide\"/></w:pPr>" R("ghost3"))
	    P(R("end") "<w:r><w:footnoteReference w:id=\"1\"/></w:r>")) },
	    { "word/styles.xml", "<w:styles" NS "><w:style w:type=\"paragraph\""
	    " w:styleId=\"Hide\"><w:name w:val=\"Hide\"/><w:rPr><w:vanish/>"
	    "</w:rPr></w:style><w:style w:type=\"character\" w:styleId=\""
	    "Child\"><w:basedOn w:val=\"Hide\"/></w:style></w:styles>" },
	    { "word/footnotes.xml", "<w:footnotes" NS "><w:footnote w:id=\"1\">"
	    P(R("a note")) "</w:footnote><w:footnote w:id=\"2\">"
	    P(R("ghost4")) "</w:footnote></w:footnotes>" },
	    { "word/_rels/document.xml.rels", RELS(REL("s", "styles",
	    "styles.xml") REL("f", "footnotes", "/word/footnotes.xml")) } };
	struct bytes b = fixture(parts, COUNT(parts)), c;
	struct exam e = EXAM_INIT;

	(void)state;
	assert_text(&b, "seen shown\n\nend\na note\n");
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 4);
	assert_string_equal(exam_meta(&e, "hidden", "Text"),
	    "ghost1ghost2ghost3ghost4");
	exam_free(&e);
	c = cleaned(&b);
	assert_false(docx_holds(&c, "ghost"));
	assert_false(docx_holds(&c, "vanish"));
	bytes_free(&b);
	bytes_free(&c);
}

#define BEGIN "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
#define CODE(s) "<w:r><w:instrText>" s "</w:instrText></w:r>"
#define SEPARATE "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
#define END "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"

static void
test_docx__fields_keep_their_results_and_few_their_code(void **state)
{
	struct bytes b = of_body(W(
	    P(BEGIN CODE(" INCLUDEPICTURE \"C:\\\\Users\\\\greta\\\\a.png\" ")
	    SEPARATE R("picture") END)
	    P(R("page ") BEGIN CODE(" PA") CODE("GE \\* MERGEFORMAT ")
	    SEPARATE R("3") END)
	    P("<w:fldSimple w:instr=\" AUTHOR greta \">" R("G.")
	    "</w:fldSimple>")
	    P(BEGIN CODE(" HYPERLINK \"https://example.org/greta\" ") SEPARATE
	    R("site") END)
	    P(BEGIN CODE(" IF ") BEGIN CODE(" MERGEFIELD greta ") SEPARATE
	    R("inner") END CODE(" = 1 ") SEPARATE R("outer") END)
	    P(BEGIN CODE(" PAGE ") SEPARATE R("9") "<w:r><w:rPr><w:vanish/>"
	    "</w:rPr><w:fldChar w:fldCharType=\"end\"/></w:r>" R(" on")))), c;

	(void)state;
	assert_text(&b, "picture\npage 3\nG.\nsite\n"
	    "https://example.org/greta\nouter\n9 on\n");
	c = cleaned(&b);
	assert_false(docx_holds(&c, "Users"));
	assert_false(docx_holds(&c, "AUTHOR"));
	assert_false(docx_holds(&c, "MERGEFIELD"));
	assert_true(docx_holds(&c, " PAGE \\* MERGEFORMAT "));
	assert_true(docx_holds(&c, " HYPERLINK \"https://example.org/greta\""));
	/* three fields stay, and each of them ends, the hidden end too */
	assert_true(docx_holds(&c, "<w:t>9</w:t></w:r><w:r><w:fldChar "
	    "w:fldCharType=\"end\"/></w:r>"));
	bytes_free(&c);
	c = redacted(&b, "greta", "[PERSON-1]");
	assert_false(docx_holds(&c, "greta"));
	assert_text(&c, "picture\npage 3\nG.\nsite\nouter\n9 on\n");
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__links_are_text_and_go_whole(void **state)
{
	static const struct zip_part parts[] = {
	    { "word/document.xml", W(
	    P("<w:hyperlink r:id=\"m\">" R("write") "</w:hyperlink>" R(" or ")
	    "<w:hyperlink r:id=\"f\">" R("look") "</w:hyperlink>" R(" or ")
	    "<w:hyperlink w:anchor=\"for_greta\">" R("jump") "</w:hyperlink>")
	    P("<w:bookmarkStart w:id=\"5\" w:name=\"for_greta\"/>" R("here")
	    "<w:bookmarkEnd w:id=\"5\"/><w:bookmarkStart w:id=\"6\" w:name=\""
	    "unused_greta\"/><w:bookmarkEnd w:id=\"6\"/>")) },
	    { "word/_rels/document.xml.rels", RELS(
	    REL_OUT("m", "hyperlink", "mailto:kim@example.org")
	    REL_OUT("f", "hyperlink", "file:///C:/greta/x.docx")
	    REL_OUT("t", "attachedTemplate", "file:///C:/greta.dotm")) } };
	struct bytes b = fixture(parts, COUNT(parts)), c;
	struct exam e = EXAM_INIT;

	(void)state;
	assert_text(&b, "write or look or jump\nmailto:kim@example.org\n"
	    "here\n");
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_string_equal(exam_meta(&e, "outside", "attachedTemplate"),
	    "file:///C:/greta.dotm");
	exam_free(&e);
	c = cleaned(&b);
	assert_false(docx_holds(&c, "greta"));
	assert_true(docx_holds(&c, "w:anchor=\"b1\""));
	assert_true(docx_holds(&c, "w:name=\"b1\""));
	assert_true(docx_holds(&c, "mailto:kim@example.org"));
	bytes_free(&c);
	c = redacted(&b, "kim@example.org", "[EMAIL-1]");
	assert_false(docx_holds(&c, "kim"));
	assert_false(docx_holds(&c, "mailto"));
	assert_text(&c, "write or look or jump\nhere\n");
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__what_is_not_named_does_not_come_along(void **state)
{
	static const struct zip_part parts[] = {
	    { "word/document.xml", "<?agent greta1?><!-- greta2 --><w:document"
	    NS " xmlns:g=\"urn:greta3\" g:x=\"greta4\"><w:body><w:p w:rsidR=\""
	    "00AABBCC\" w14:paraId=\"12345678\" w:greta5=\"1\"><w:sdt><w:sdtPr>"
	    "<w:alias w:val=\"greta6\"/><w:tag w:val=\"greta7\"/></w:sdtPr>"
	    "<w:sdtContent>" R("kept") "</w:sdtContent></w:sdt><g:y>greta8"
	    "</g:y><w:r><w:rPr><w:rStyle w:val=\"Greta9\"/><w:lang w:val=\""
	    "pl-PL\"/></w:rPr><w:t> too</w:t></w:r><w:jc w:val=\"greta is "
	    "here10\"/></w:p></w:body></w:document>" },
	    { "word/styles.xml", "<w:styles" NS "><w:style w:type=\"character\""
	    " w:customStyle=\"1\" w:styleId=\"Greta9\"><w:name w:val=\"greta "
	    "style\"/></w:style></w:styles>" },
	    { "word/comments.xml", "<w:comments" NS "><w:comment w:id=\"0\" "
	    "w:author=\"greta11\" w:initials=\"g\">" P(R("ask greta12"))
	    "</w:comment></w:comments>" },
	    { "word/settings.xml", "<w:settings" NS "><w:rsids><w:rsidRoot "
	    "w:val=\"00AABBCC\"/></w:rsids><w:docVars><w:docVar w:name=\"v\" "
	    "w:val=\"greta13\"/></w:docVars><w:evenAndOddHeaders/>"
	    "</w:settings>" },
	    { "docProps/core.xml", "<cp:coreProperties xmlns:cp=\"urn:c\" "
	    "xmlns:dc=\"urn:d\"><dc:creator>greta14</dc:creator>"
	    "</cp:coreProperties>" },
	    { "customXml/item1.xml", "<a>greta15</a>" },
	    { "word/_rels/document.xml.rels", RELS(REL("s", "styles",
	    "styles.xml") REL("c", "comments", "comments.xml") REL("t",
	    "settings", "settings.xml")) } };
	struct bytes b = fixture(parts, COUNT(parts)), c;
	struct exam e = EXAM_INIT;

	(void)state;
	assert_text(&b, "kepttoo\n");
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_string_equal(exam_meta(&e, "core.xml", "creator"), "greta14");
	assert_string_equal(exam_meta(&e, "comment", "Text"), "ask greta12 ");
	assert_string_equal(exam_meta(&e, "document variable", "v"),
	    "greta13");
	assert_string_equal(exam_meta(&e, "document.xml", "alias"), "greta6");
	assert_string_equal(exam_meta(&e, "document.xml", "XML comment"),
	    "greta1");
	assert_non_null(exam_meta(&e, "ids", "Editing sessions (rsid)"));
	exam_free(&e);
	c = cleaned(&b);
	assert_false(docx_holds(&c, "greta"));
	assert_false(docx_holds(&c, "Greta"));
	assert_false(docx_holds(&c, "AABBCC"));
	assert_false(docx_holds(&c, "pl-PL"));
	assert_true(docx_holds(&c, "evenAndOddHeaders"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__headers_and_lists_are_part_of_the_text(void **state)
{
	static const struct zip_part parts[] = {
	    { "word/document.xml", W(P(R("body")) "<w:sectPr>"
	    "<w:footerReference w:type=\"default\" r:id=\"b\"/>"
	    "<w:headerReference w:type=\"default\" r:id=\"a\"/></w:sectPr>") },
	    { "word/greta_head.xml", "<w:hdr" NS ">" P(R("head Jan"))
	    "</w:hdr>" },
	    { "word/foot.xml", "<w:ftr" NS ">" P(R("foot")) "</w:ftr>" },
	    { "word/lists.xml", "<w:numbering" NS "><w:abstractNum "
	    "w:abstractNumId=\"0\"><w:nsid w:val=\"12345678\"/><w:lvl "
	    "w:ilvl=\"0\"><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl w:ilvl=\"1"
	    "\"><w:lvlText w:val=\"Jan %2\"/></w:lvl></w:abstractNum>"
	    "</w:numbering>" },
	    { "word/_rels/document.xml.rels", RELS(REL("a", "header",
	    "greta_head.xml") REL("b", "footer", "foot.xml") REL("n",
	    "numbering", "lists.xml")) } };
	struct bytes b = fixture(parts, COUNT(parts)), c;

	(void)state;
	assert_text(&b, "body\nhead Jan\nfoot\nJan %2\n");
	c = cleaned(&b);
	assert_false(docx_holds(&c, "greta"));
	assert_false(docx_holds(&c, "12345678"));
	bytes_free(&c);
	c = redacted(&b, "Jan", "[NAME-1]");
	assert_text(&c, "body\nhead [NAME-1]\nfoot\n[NAME-1] %2\n");
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__characters_that_hide_marks_go(void **state)
{
	struct bytes b = of_body(W(P(R("wa\xe2\x80\x8bter") R("mark\xe2\x81\xa0"
	    "ed ") R(" and spaced ") R(" ")))), c;
	struct exam e = EXAM_INIT;

	(void)state;
	assert_text(&b, "watermarked and spaced\n");
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_INVISIBLE), 2);
	exam_free(&e);
	c = cleaned(&b);
	/* Of two spaces one is left, at the end of the line none. */
	assert_true(docx_holds(&c, ">marked <"));
	assert_true(docx_holds(&c, ">and spaced<"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__a_picture_of_another_kind_becomes_a_grey_one(void **state)
{
	static const struct zip_part parts[] = {
	    { "word/document.xml", W(P("<w:r><w:drawing><wp:inline><wp:docPr "
	    "id=\"1\" name=\"C:\\greta.gif\"/><a:graphic><a:graphicData uri=\""
	    "http://schemas.openxmlformats.org/drawingml/2006/picture\">"
	    "<pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml"
	    "/2006/picture\"><pic:blipFill><a:blip r:embed=\"g\" r:link=\"l\""
	    "/></pic:blipFill></pic:pic></a:graphicData></a:graphic>"
	    "</wp:inline></w:drawing></w:r>")) },
	    { "word/media/greta.gif", "GIF89a greta" },
	    { "word/_rels/document.xml.rels", RELS(REL("g", "image",
	    "media/greta.gif") REL_OUT("l", "image", "file:///greta.gif")) } };
	struct bytes b = fixture(parts, COUNT(parts)), c;

	(void)state;
	c = cleaned(&b);
	assert_false(docx_holds(&c, "greta"));
	assert_true(docx_holds(&c, "media/image1.png"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__macros_go_and_the_kind_of_document_stays(void **state)
{
	static const char type[] = "application/vnd.ms-word.document."
	    "macroEnabled.main+xml";
	static const struct zip_part parts[] = {
	    { "word/document.xml", W(P(R("Minutes"))) },
	    { "word/vbaProject.bin", "Sub AutoOpen()" },
	    { "[Content_Types].xml", "<Types xmlns=\"http://schemas."
	    "openxmlformats.org/package/2006/content-types\"><Default "
	    "Extension=\"bin\" ContentType=\"application/vnd.ms-office."
	    "vbaProject\"/><Override PartName=\"/word/document.xml\" "
	    "ContentType=\"application/vnd.ms-word.document.macroEnabled."
	    "main+xml\"/></Types>" } };
	struct bytes b = fixture(parts, COUNT(parts)), c;
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(exam_marks(&e, MARK_SCRIPT), 1);
	exam_free(&e);
	c = cleaned(&b);
	assert_false(docx_holds(&c, "AutoOpen"));
	assert_false(docx_holds(&c, "vbaProject"));
	assert_true(docx_holds(&c, type));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_docx__broken_and_dangerous_ones_are_refused_by_name(void **state)
{
	static const struct zip_part dtd[] = { { "word/document.xml",
	    "<!DOCTYPE w:document [<!ENTITY a \"aaaa\">]>" W(P(R("&a;"))) } };
	static const struct zip_part cut[] = { { "word/document.xml",
	    "<w:document" NS "><w:body>" } };
	static const struct zip_part other[] = { { "word/document.xml",
	    "<html/>" } };
	static const struct zip_part no_types[] = {
	    { "word/document.xml", W(P(R("x"))) },
	    { "[Content_Types].xml", "" } };
	static const struct zip_part no_main[] = { { "word/other.xml", "<a/>" } };
	static const struct {
		const struct zip_part *parts;
		size_t n;
		enum exam_reason reason;
	} cases[] = { { dtd, 1, REASON_DAMAGED },
	    { cut, 1, REASON_DAMAGED }, { other, 1, REASON_DAMAGED },
	    { no_types, 2, REASON_DAMAGED }, { no_main, 1, REASON_DAMAGED } };
	struct bytes b;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		b = fixture(cases[i].parts, cases[i].n);
		assert_refused(&b, cases[i].reason);
		bytes_free(&b);
	}
}

static void
test_docx__deep_nesting_is_a_limit_not_a_crash(void **state)
{
	struct bytes xml = BYTES_INIT(1u << 24), b;
	unsigned i;

	(void)state;
	(void)bytes_add_str(&xml, "<w:document" NS "><w:body>");
	for (i = 0; i < 1000; i++)
		(void)bytes_add_str(&xml, "<w:sdt><w:sdtContent>");
	for (i = 0; i < 1000; i++)
		(void)bytes_add_str(&xml, "</w:sdtContent></w:sdt>");
	(void)bytes_add_str(&xml, "</w:body></w:document>");
	b = of_body(bytes_str(&xml));
	assert_refused(&b, REASON_LIMIT);
	bytes_free(&b);
	bytes_free(&xml);
}

static void
test_docx__boxes_are_not_for_documents_without_pages(void **state)
{
	struct bytes b = of_body(W(P(R("x"))));
	struct edits edits = { .nranges = 0 };
	struct box box = { .page = 0, .x1 = 10, .y1 = 10 };
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(edits_add_box(&edits, &box), 0);
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_APPLY, &edits), 0);
	assert_int_equal(e.report.reason, REASON_UNSUPPORTED);
	assert_int_equal(e.file, -1);
	exam_free(&e);
	edits_free(&edits);
	bytes_free(&b);
}

/* Damage of any kind ends in a refusal or in a copy with nothing left. */
static void
test_docx__no_wrong_byte_breaks_the_rules(void **state)
{
	struct bytes b = of_body(W(P(R("one") BEGIN CODE("PAGE") SEPARATE
	    R("1") END) P("<w:ins w:author=\"a\">" R("two") "</w:ins>"))), c;
	struct exam e;
	size_t i;

	(void)state;
	for (i = 0; i < b.len; i++) {
		b.data[i] ^= 0x15;
		e = EXAM_INIT;
		assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
		    WANT_CLEAN, NULL), 0);
		if (e.report.state == EXAM_DONE) {
			c = BYTES_INIT(FILE_MAX);
			assert_int_equal(exam_file_bytes(&e, &c), 0);
			assert_nothing_left(&c);
			bytes_free(&c);
		}
		exam_free(&e);
		b.data[i] ^= 0x15;
	}
	bytes_free(&b);
}

/* The planted secrets of kind meta; the text ones go by apply(). */
static void
test_docx__planted_secrets_are_gone(void **state)
{
	const char *dir = "../shared/corpus/planted/";
	struct bytes labels = BYTES_INIT(1u << 20), b, c;
	char *line, *save = NULL, path[256], file[128], kind[16], secret[128];
	unsigned n = 0;

	(void)state;
	if (load("../shared/corpus/planted/LABELS.tsv", &labels) < 0) {
		print_message("no ../shared/corpus/planted: skipped\n");
		skip();
	}
	for (line = strtok_r((char *)(uintptr_t)bytes_str(&labels), "\n",
	    &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
		if (strncmp(line, "docx/", 5) != 0 || sscanf(line,
		    "%127[^\t]\t%15[^\t]\t%*[^\t]\t%127[^\t]", file, kind,
		    secret) != 3)
			continue;
		(void)snprintf(path, sizeof path, "%s%s", dir, file);
		b = BYTES_INIT(FILE_MAX);
		assert_int_equal(load(path, &b), 0);
		c = cleaned(&b);
		if (strcmp(kind, "term") == 0 &&
		    strstr(file, "hidden") == NULL) {
			bytes_free(&c);
			c = redacted(&b, secret, "[TERM-1]");
		}
		if (docx_holds(&c, secret))
			fail_msg("%s still holds its secret", file);
		n++;
		bytes_free(&b);
		bytes_free(&c);
	}
	assert_int_equal(n, 17);
	bytes_free(&labels);
}

static void
test_docx__the_samples_are_cleaned_or_refused(void **state)
{
	static const struct {
		const char *file;
		enum exam_reason reason;	/* NONE: it is cleaned */
	} cases[] = {
	    { "mat2-broken_xml_content_types", REASON_DAMAGED },
	    { "mat2-malformed_content_types", REASON_DAMAGED },
	    { "mat2-no_content_types", REASON_DAMAGED },
	    { "mat2-embedded_corrupted", REASON_DAMAGED },
	    { "tika-testWORD_truncated", REASON_DAMAGED },
	    { "tika-testWORD_protected_passtika", REASON_ENCRYPTED },
	    { "mat2-dangling_rels", REASON_NONE },
	    { "mat2-dirty_with_nsid", REASON_NONE },
	    { "pandoc-textbox_image", REASON_NONE },
	    { "pandoc-alternate_document_path", REASON_NONE },
	    { "pandoc-sdt_elements", REASON_NONE },
	    { "tika-testWORD_template", REASON_NONE },
	    { "tika-testWORD_embedded_pics", REASON_NONE },
	    { "tika-testWORD_embedded_pdf", REASON_NONE },
	    { "tika-testHoverAndVml", REASON_NONE } };
	struct bytes b, c;
	char path[256];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		(void)snprintf(path, sizeof path,
		    "../shared/corpus/office/%s.docx", cases[i].file);
		b = BYTES_INIT(FILE_MAX);
		if (load(path, &b) < 0) {
			print_message("no ../shared/corpus: skipped\n");
			skip();
		}
		print_message("%s\n", cases[i].file);
		if (cases[i].reason != REASON_NONE) {
			assert_refused(&b, cases[i].reason);
		} else {
			c = cleaned(&b);
			bytes_free(&c);
		}
		bytes_free(&b);
	}
}

static void
test_docx__a_safe_copy_is_a_pdf(void **state)
{
	struct bytes b = of_body(W(P(R("Hello")))), pdf = BYTES_INIT(FILE_MAX);
	struct exam e = EXAM_INIT;

	(void)state;
	assert_int_equal(run_format(&e, &format_docx, b.data, b.len,
	    WANT_SAFE, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, &pdf), 0);
	assert_true(pdf.len > 5 && memcmp(pdf.data, "%PDF-", 5) == 0);
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&pdf);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_docx__a_paragraph_is_a_line),
		cmocka_unit_test(
		    test_docx__a_name_over_several_runs_becomes_one_label),
		cmocka_unit_test(
		    test_docx__a_range_over_paragraphs_leaves_the_paragraphs),
		cmocka_unit_test(
		    test_docx__every_range_of_a_line_is_spliced_exactly),
		cmocka_unit_test(
		    test_docx__a_text_box_follows_its_line_in_both_forms),
		cmocka_unit_test(
		    test_docx__tracked_changes_are_accepted_and_told),
		cmocka_unit_test(
		    test_docx__hidden_text_is_told_and_does_not_come_along),
		cmocka_unit_test(
		    test_docx__fields_keep_their_results_and_few_their_code),
		cmocka_unit_test(test_docx__links_are_text_and_go_whole),
		cmocka_unit_test(
		    test_docx__what_is_not_named_does_not_come_along),
		cmocka_unit_test(
		    test_docx__headers_and_lists_are_part_of_the_text),
		cmocka_unit_test(test_docx__characters_that_hide_marks_go),
		cmocka_unit_test(
		    test_docx__a_picture_of_another_kind_becomes_a_grey_one),
		cmocka_unit_test(
		    test_docx__macros_go_and_the_kind_of_document_stays),
		cmocka_unit_test(
		    test_docx__broken_and_dangerous_ones_are_refused_by_name),
		cmocka_unit_test(
		    test_docx__deep_nesting_is_a_limit_not_a_crash),
		cmocka_unit_test(
		    test_docx__boxes_are_not_for_documents_without_pages),
		cmocka_unit_test(test_docx__no_wrong_byte_breaks_the_rules),
		cmocka_unit_test(test_docx__planted_secrets_are_gone),
		cmocka_unit_test(
		    test_docx__the_samples_are_cleaned_or_refused),
		cmocka_unit_test(test_docx__a_safe_copy_is_a_pdf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
