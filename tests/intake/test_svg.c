/* test_svg.c -- drawings draw the same and say nothing else; data stays. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#include "intake/format/markup/markup.h"
#include "tests/intake/test_support.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" \
	"<svg xmlns=\"http://www.w3.org/2000/svg\""

/* The copy as a string; cleaning it again changes nothing, and it holds
 * nothing that a report would tell. */
static char *
cleaned(const struct format *f, const char *s)
{
	struct bytes once = BYTES_INIT(1u << 22), twice = BYTES_INIT(1u << 22);
	struct exam e = EXAM_INIT, again = EXAM_INIT;
	char *copy;

	assert_int_equal(run_format(&e, f, s, strlen(s), WANT_CLEAN, NULL), 0);
	assert_int_equal(e.report.state, EXAM_DONE);
	assert_int_equal(exam_file_bytes(&e, &once), 0);
	assert_int_equal(run_format(&again, f, once.data, once.len,
	    WANT_REPORT | WANT_CLEAN, NULL), 0);
	assert_int_equal(exam_file_bytes(&again, &twice), 0);
	assert_string_equal(bytes_str(&twice), bytes_str(&once));
	assert_int_equal(again.report.nmetas, 0);
	assert_int_equal(again.report.nmarks, 0);
	copy = strdup((const char *)once.data);
	exam_free(&e);
	exam_free(&again);
	bytes_free(&once);
	bytes_free(&twice);
	return copy;
}

static void
assert_clean(const struct format *f, const char *from, const char *to)
{
	char *copy = cleaned(f, from);

	assert_string_equal(copy, to);
	free(copy);
}

static void
assert_text(const struct format *f, const char *from, const char *to)
{
	struct exam e = EXAM_INIT;

	assert_int_equal(run_format(&e, f, from, strlen(from), WANT_TEXT,
	    NULL), 0);
	assert_string_equal(e.text.len > 0 ? bytes_str(&e.text) :
	    "", to);
	exam_free(&e);
}

#define SVG "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink=" \
	"'http://www.w3.org/1999/xlink' xmlns:i='urn:i' width='9'"

static void
test_svg__what_draws_stays_and_nothing_else(void **state)
{
	(void)state;
	assert_clean(&format_svg, "<!-- a --><?x y?>" SVG " i:doc='/home/jo'>"
	    "<title>Jo</title><metadata>m</metadata><script>s</script>"
	    "<i:view a='b'><rect/></i:view><g onclick='x()' i:l='Layer Jo'"
	    " data-name='n' id='g77'><title>tip</title><path d='M0 0'/></g>"
	    "</svg>", HEAD " width=\"9\"><g><title>tip</title><path d=\"M0 0\">"
	    "</path></g></svg>\n");
	assert_clean(&format_svg, SVG " fill='none' style='a:url(#p);b:url("
	    "//t.example)'><p/><use xlink:href='#p'/><use href='x.svg#p'/>"
	    "<rect id='p' class='c'/></svg>", HEAD " xmlns:xlink=\""
	    "http://www.w3.org/1999/xlink\" width=\"9\"><g fill=\"none\" style="
	    "\"a:url(#n1);b:none\"><use xlink:href=\"#n1\"></use><use></use>"
	    "<rect id=\"n1\"></rect></g></svg>\n");
	assert_clean(&format_svg, SVG "><style>.a{fill:red}/* Jo */@import 'x'"
	    "</style><rect class='a b'/><image href='http://t.example/x'/>"
	    "<set attributeName='href' to='x'/></svg>", HEAD " width=\"9\">"
	    "<style>.n1{fill:red}</style><rect class=\"n1\"></rect><image>"
	    "</image></svg>\n");
}

static void
test_svg__document_types_and_entities_are_read(void **state)
{
	struct exam e = EXAM_INIT;
	struct bytes bomb = BYTES_INIT(1u << 16);
	int i;

	(void)state;
	assert_clean(&format_svg, "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG' 'x.dtd'"
	    " [<!ENTITY s 'http://www.w3.org/2000/svg'><!ENTITY c 'red'>"
	    "<!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
	    "<svg xmlns='&s;'><rect fill='&c;'/><text>&c;&f;</text></svg>",
	    HEAD "><rect fill=\"red\"></rect><text>red</text></svg>\n");
	/* A billion laughs end as a refusal, soon. */
	(void)bytes_add_str(&bomb, "<!DOCTYPE svg [<!ENTITY a0 'ha'>");
	for (i = 1; i < 30; i++)
		(void)bytes_addf(&bomb, "<!ENTITY a%d '&a%d;&a%d;&a%d;&a%d;"
		    "&a%d;&a%d;&a%d;&a%d;'>", i, i - 1, i - 1, i - 1, i - 1,
		    i - 1, i - 1, i - 1, i - 1);
	(void)bytes_add_str(&bomb, "]><svg><text>&a29;</text></svg>");
	assert_int_equal(run_format(&e, &format_svg, bomb.data, bomb.len,
	    WANT_TEXT, NULL), 0);
	assert_int_equal(e.report.state, EXAM_REFUSED);
	exam_free(&e);
	bytes_free(&bomb);
}

static void
test_svg__layers_that_are_not_shown_go(void **state)
{
	struct exam e = EXAM_INIT;
	static const char hidden[] = SVG "><g style='display:none'><text>draft"
	    "</text></g><text>shown</text></svg>";

	(void)state;
	assert_clean(&format_svg, hidden, HEAD " width=\"9\"><text>shown</text>"
	    "</svg>\n");
	assert_int_equal(run_format(&e, &format_svg, hidden, strlen(hidden),
	    WANT_REPORT, NULL), 0);
	assert_string_equal(exam_meta(&e, "SVG", "Hidden text"), "draft");
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 1);
	exam_free(&e);
	assert_clean(&format_svg, SVG " q='url(#h)'><g id='h' display='none'>"
	    "<text>draft</text></g></svg>", HEAD " width=\"9\"></svg>\n");
	assert_int_equal(run_format(&e, &format_svg, "<svg xmlns='urn:x'/>",
	    20, WANT_CLEAN, NULL), 0);
	assert_int_equal(e.report.reason, REASON_DAMAGED);
	exam_free(&e);
	/* Unless something is drawn from them. */
	assert_clean(&format_svg, SVG "><g display='none'><rect id='r'/></g>"
	    "<use href='#r'/></svg>", HEAD " width=\"9\"><g display=\"none\">"
	    "<rect id=\"n1\"></rect></g><use href=\"#n1\"></use></svg>\n");
	/* What is named after somebody is called something else. */
	assert_clean(&format_svg, SVG "><style>#jo.quist{fill:#c0c0c0}</style>"
	    "<g id='jo' class='quist'/><set id='s.x' begin='jo.click;0.5s' "
	    "end='s.x.end'/><g fill='url(#s.x)'/></svg>", HEAD " width=\"9\">"
	    "<style>#n1.n2{fill:#c0c0c0}</style><g id=\"n1\" class=\"n2\">"
	    "</g><set id=\"n3\" begin=\"n1.click;0.5s\" end=\"n4.x.end\"></set>"
	    "<g fill=\"url(#n3)\"></g></svg>\n");
}

static void
test_svg__texts_are_lines(void **state)
{
	(void)state;
	assert_text(&format_svg, SVG "><title>T</title><text>a <tspan>b</tspan>"
	    "\n  c</text><g><desc>d</desc></g><text><tspan y='1'>e</tspan>"
	    "<tspan x='0' y='2'>f</tspan></text><a href='https://g.example'>"
	    "<text>g</text></a></svg>",
	    "a b c\nd\ne\nf\nhttps://g.example\ng\n");
}

static void
test_svg__what_is_redacted_is_nowhere(void **state)
{
	static const char svg[] = SVG "><a href='mailto:ann@x.example'><text>"
	    "for <tspan>An</tspan>n</text></a></svg>";
	struct exam e = EXAM_INIT;
	struct edits edits = { 0 };
	struct bytes b = BYTES_INIT(1u << 16);

	(void)state;
	assert_text(&format_svg, svg, "mailto:ann@x.example\nfor Ann\n");
	assert_int_equal(edits_add(&edits, 7, 20, "[EMAIL-1]"), 0);
	assert_int_equal(edits_add(&edits, 25, 28, "[NAME-1]"), 0);
	assert_int_equal(edits_check(&edits), 0);
	assert_int_equal(run_format(&e, &format_svg, svg, strlen(svg),
	    WANT_APPLY, &edits), 0);
	assert_int_equal(exam_file_bytes(&e, &b), 0);
	assert_non_null(strstr(bytes_str(&b), "<a href=\"mailto:[EMAIL-1]\">"
	    "<text>for <tspan>[NAME-1]</tspan></text></a>"));
	exam_free(&e);
	edits_free(&edits);
	bytes_free(&b);
}

static void
test_xml__data_stays_and_describers_are_emptied(void **state)
{
	struct exam e = EXAM_INIT;
	static const char xml[] = "<?xml version='1.0'?><!-- by Jo --><r xmlns"
	    ":dc='http://purl.org/dc/elements/1.1/' a='1 &lt;'>\n <dc:creator "
	    "id='x'>Jo</dc:creator>\n <n>a<b>c</b> d</n><e/><?pi q?></r>";

	(void)state;
	assert_clean(&format_xml, xml, "<?xml version=\"1.0\" encoding=\"UTF-8\""
	    "?>\n<r xmlns:dc=\"http://purl.org/dc/elements/1.1/\" a=\"1 &lt;\">"
	    "\n <dc:creator/>\n <n>a<b>c</b> d</n><e/></r>\n");
	assert_text(&format_xml, xml, "1 <\nac d\n");
	assert_int_equal(run_format(&e, &format_xml, xml, strlen(xml),
	    WANT_REPORT, NULL), 0);
	assert_string_equal(exam_meta(&e, "XML", "dc:creator"), "Jo");
	assert_string_equal(exam_meta(&e, "XML", "Comment"), "by Jo ");
	exam_free(&e);
	assert_text(&format_xml, "<r><n>Ann</n><n>Bo</n></r>", "Ann\nBo\n");
}

static void
test_markup__is_known_by_its_first_element(void **state)
{
	static const struct {
		const char *s;
		bool html, svg, xml;
	} cases[] = {
		{ "<!doctype html><p>", true, false, false },
		{ " <!-- x --><HTML>", true, false, false },
		{ "<?xml version='1.0'?><svg:svg/>", false, true, true },
		{ "<!DOCTYPE svg [<!ENTITY a '>'>]><svg/>", false, true, true },
		{ "<rss></rss>", false, false, true },
		{ "<rss> and more", false, false, false },
		{ "text <html>", false, false, false },
		{ "<3 you", false, false, false }, { "", false, false, false },
		{ "<!-- only", false, false, false },
	};
	struct doc d;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		d = (struct doc){ .data = (const uint8_t *)cases[i].s,
		    .len = strlen(cases[i].s) };
		if (format_html.structure(&d) != cases[i].html ||
		    format_svg.structure(&d) != cases[i].svg ||
		    format_xml.structure(&d) != cases[i].xml)
			fail_msg("case %zu", i);
	}
	d = (struct doc){ .data = (const uint8_t *)"\xff\xfe<\0s\0v\0g\0>\0",
	    .len = 12 };
	assert_true(format_svg.structure(&d));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_svg__what_draws_stays_and_nothing_else),
		cmocka_unit_test(
		    test_svg__document_types_and_entities_are_read),
		cmocka_unit_test(test_svg__layers_that_are_not_shown_go),
		cmocka_unit_test(test_svg__texts_are_lines),
		cmocka_unit_test(test_svg__what_is_redacted_is_nowhere),
		cmocka_unit_test(
		    test_xml__data_stays_and_describers_are_emptied),
		cmocka_unit_test(test_markup__is_known_by_its_first_element),
	};

	formats_use(formats_documents);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
