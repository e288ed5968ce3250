/* A book is read in its order, and its copy holds pages and nothing else. */
#include "intake/format/epub/epub.h"
#include "tests/intake/verbs_kit.h"

#define F &format_epub
#define MIME "application/epub+zip"
#define CONTAINER { "META-INF/container.xml", "<container xmlns=\"urn:oasis:" \
	"names:tc:opendocument:xmlns:container\"><rootfiles><rootfile " \
	"full-path=\"B/book.opf\"/></rootfiles></container>" }
#define PAGE(s) "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>" \
	"t</title></head><body>" s "</body></html>"
#define OPF(metadata) { "B/book.opf", "<package xmlns=\"http://www.idpf.org/" \
	"2007/opf\" version=\"2.0\"><metadata xmlns:dc=\"http://purl.org/dc/" \
	"elements/1.1/\">" metadata "</metadata><manifest>" \
	"<item id=\"b\" href=\"two.xhtml\" media-type=\"application/" \
	"xhtml+xml\"/><item id=\"a\" href=\"one.xhtml\" media-type=\"" \
	"application/xhtml+xml\"/><item id=\"n\" href=\"toc.ncx\" " \
	"media-type=\"application/x-dtbncx+xml\"/><item id=\"c\" " \
	"href=\"s.css\" media-type=\"text/css\"/><item id=\"f\" " \
	"href=\"font.ttf\" media-type=\"font/ttf\"/></manifest>" \
	"<spine toc=\"n\"><itemref idref=\"a\"/><itemref idref=\"b\"/>" \
	"</spine></package>" }

static const struct kit_part book[] = { CONTAINER,
    OPF("<dc:title>Of greta</dc:title><dc:creator>greta</dc:creator>"
    "<meta name=\"calibre:timestamp\" content=\"2025-03-04\"/>"),
    { "B/two.xhtml", PAGE("<p>Second of Kim</p>") },
    { "B/one.xhtml", "<!DOCTYPE html>" PAGE("<p>First</p><!-- greta -->"
    "<script>greta()</script>") },
    { "B/toc.ncx", "<!DOCTYPE ncx PUBLIC \"-//NISO//DTD ncx 2005-1//EN\" "
    "\"http://www.daisy.org/z3986/2005/ncx-2005-1.dtd\"><ncx xmlns=\"http://"
    "www.daisy.org/z3986/2005/ncx/\"><head><meta name=\"dtb:uid\" content=\""
    "greta-1\"/></head><docAuthor><text>greta</text></docAuthor><navMap>"
    "<navPoint id=\"greta\"><navLabel><text>On Kim</text></navLabel><content "
    "src=\"two.xhtml\"/></navPoint></navMap></ncx>" },
    { "B/s.css", "/* greta */ p { color: red }" },
    { "B/font.ttf", "greta's font" },
    { "META-INF/calibre_bookmarks.txt", "greta" } };

static void
test_epub__pages_are_read_in_the_order_of_the_spine(void **state)
{
	struct bytes b = kit_zip(MIME, book, 8), c;
	struct exam e = EXAM_INIT;
	char *s = kit_text(F, &b);

	(void)state;
	assert_non_null(strstr(s, "First"));
	assert_non_null(strstr(s, "Second of Kim"));
	assert_true(strstr(s, "First") < strstr(s, "Second"));
	assert_true(strstr(s, "Second") < strstr(s, "On Kim"));
	free(s);
	assert_int_equal(run_format(&e, F, b.data, b.len, WANT_REPORT, NULL),
	    0);
	assert_string_equal(exam_meta(&e, "opf", "creator"), "greta");
	assert_string_equal(exam_meta(&e, "opf", "calibre:timestamp"),
	    "2025-03-04");
	assert_string_equal(exam_meta(&e, "ncx", "dtb:uid"), "greta-1");
	assert_int_equal(exam_marks(&e, MARK_SCRIPT), 1);
	exam_free(&e);
	c = kit_cleaned(F, &b);
	assert_false(kit_holds(&c, "greta"));
	assert_false(kit_holds(&c, "2025"));
	assert_true(kit_holds(&c, "color: red"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_epub__words_go_from_pages_and_from_the_contents(void **state)
{
	struct bytes b = kit_zip(MIME, book, 8), c;

	(void)state;
	c = kit_redacted(F, &b, "Kim", "[PERSON-1]");
	assert_false(kit_holds(&c, "Kim"));
	assert_true(kit_holds(&c, "Second of [PERSON-1]"));
	assert_true(kit_holds(&c, "On [PERSON-1]"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_epub__a_part_named_by_what_must_go_is_refused(void **state)
{
	struct edits edits = { .nranges = 0 };
	struct bytes b = kit_zip(MIME, (struct kit_part[]){ CONTAINER,
	    OPF(""), { "B/one.xhtml", PAGE("<p>one</p>") },
	    { "B/two.xhtml", PAGE("<p>x</p>") } }, 4);
	struct exam e = EXAM_INIT;
	char *s = kit_text(F, &b), *at = strstr(s, "one");

	(void)state;
	assert_int_equal(edits_add(&edits, (uint64_t)(at - s),
	    (uint64_t)(at - s) + 3, "[X-1]"), 0);
	assert_int_equal(run_format(&e, F, b.data, b.len, WANT_APPLY, &edits),
	    0);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	assert_int_equal(e.report.reason, REASON_UNSUPPORTED);
	exam_free(&e);
	edits_free(&edits);
	free(s);
	bytes_free(&b);
}

#define LOCK(algorithm) { "META-INF/encryption.xml", "<encryption xmlns:enc=" \
	"\"http://www.w3.org/2001/04/xmlenc#\"><enc:EncryptedData>" \
	"<enc:EncryptionMethod Algorithm=\"" algorithm "\"/>" \
	"</enc:EncryptedData></encryption>" }

static void
test_epub__a_locked_book_says_so_and_hidden_fonts_do_not_lock(void **state)
{
	struct kit_part parts[] = { CONTAINER, OPF(""),
	    { "B/one.xhtml", PAGE("<p>one</p>") },
	    LOCK("http://www.w3.org/2001/04/xmlenc#aes128-cbc") };
	struct kit_part fonts = LOCK("http://www.idpf.org/2008/embedding");
	struct bytes b = kit_zip(MIME, parts, 4), c;

	(void)state;
	kit_assert_refused(F, &b, REASON_ENCRYPTED);
	bytes_free(&b);
	parts[3] = fonts;
	b = kit_zip(MIME, parts, 4);
	c = kit_cleaned(F, &b);
	assert_false(kit_holds(&c, "encryption"));
	bytes_free(&b);
	bytes_free(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_epub__pages_are_read_in_the_order_of_the_spine),
		cmocka_unit_test(
		    test_epub__words_go_from_pages_and_from_the_contents),
		cmocka_unit_test(
		    test_epub__a_part_named_by_what_must_go_is_refused),
		cmocka_unit_test(
		    test_epub__a_locked_book_says_so_and_hidden_fonts_do_not_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
