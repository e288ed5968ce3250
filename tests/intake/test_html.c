/* test_html.c -- HTML as a reader sees it, and with nothing else in it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#include "intake/format/markup/css.h"
#include "intake/format/markup/html.h"
#include "intake/format/markup/markup.h"
#include "intake/format/normal/charset.h"
#include "tests/intake/test_support.h"

static struct html
page(const char *s)
{
	return (struct html){ .data = (const uint8_t *)s, .len = strlen(s) };
}

static void
assert_text(const char *html, const char *expected)
{
	struct bytes b = BYTES_INIT(1u << 20);
	struct html h = page(html);

	assert_int_equal(html_text(&b, &h), 0);
	assert_string_equal(bytes_str(&b), expected);
	bytes_free(&b);
}

/* The body of the cleaned page, and cleaning it again changes nothing. */
static char *
cleaned(const char *html)
{
	struct bytes once = BYTES_INIT(1u << 20), twice = BYTES_INIT(1u << 20);
	struct html h = page(html);
	char *copy;

	assert_int_equal(html_clean(&once, &h), 0);
	h = page(bytes_str(&once));
	assert_int_equal(html_clean(&twice, &h), 0);
	assert_string_equal(bytes_str(&twice), bytes_str(&once));
	copy = strdup((const char *)once.data);
	bytes_free(&once);
	bytes_free(&twice);
	return copy;
}

static void
assert_clean(const char *html, const char *body)
{
	char *copy = cleaned(html), *start = strstr(copy, "<body>\n");

	assert_non_null(start);
	start += strlen("<body>\n");
	*strstr(start, "</body>") = '\0';
	if (start[0] != '\0' && start[strlen(start) - 1] == '\n')
		start[strlen(start) - 1] = '\0';
	assert_string_equal(start, body);
	free(copy);
}

static void
test_html__text_is_what_a_reader_sees(void **state)
{
	(void)state;
	assert_text("<title>T  t</title><p>a\n  b<i>c</i> <b>d</b></p>e<br>f",
	    "a bc d\ne\nf\n");
	assert_text("<ul><li>one<li>two</ul><p>x &amp; y &eacute; &#8364;",
	    "one\ntwo\nx & y é €\n");
	assert_text("a<script>b</script><style>c</style><!-- d -->e", "ae\n");
	assert_text("<![if !mso]>shown<![endif]> <!-->more", "shown more\n");
	assert_text("<pre>\n  a\n\tb  c </pre>", "  a\n\tb  c\n");
	assert_text("<noscript>plain</noscript>", "plain\n");
}

static void
test_html__a_row_of_a_table_is_a_line(void **state)
{
	(void)state;
	assert_text("<table><tr><th>A<th>B<th>C<tr><td>1<td><td>3 "
	    "<tr><td></td><td><p>x</p></td><td>y<br>z</table>after",
	    "A\tB\tC\n1\t\t3\n\tx\ty z\nafter\n");
	/* A table that only places things is no table to a reader. */
	assert_text("<table><tr><td>a<br>b<p>c</table>", "a\nb\nc\n");
	assert_text("<table><tr><td><table><tr><td>1<td>2</table><td>x"
	    "</table>", "1\t2\nx\n");
}

static void
test_html__links_and_other_words_follow_their_line(void **state)
{
	(void)state;
	assert_text("<p>see <a href=' https://a.example/?q=1&amp;r=2 '>here"
	    "</a> <img alt='a cat' src=c.png title=tip> now<p>next",
	    "see here now\nhttps://a.example/?q=1&r=2\na cat\nc.png\ntip\n"
	    "next\n");
	assert_text("<p><a href='javascript:x()'>a</a><a href='#b'>b</a>",
	    "ab\n");
	assert_text("<input placeholder=name value=x type=text>"
	    "<input type=hidden value=y>", "name\nx\n");
}

static void
test_html__charset_is_found(void **state)
{
	struct bytes b = BYTES_INIT(1000);
	struct html h = page("<p>\xb1\xe6\xea");

	(void)state;
	h.charset = "iso-8859-2";
	assert_int_equal(html_text(&b, &h), 0);
	assert_string_equal(bytes_str(&b), "ąćę\n");
	bytes_free(&b);
	assert_text("<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2",
	    "Привет\n");
	assert_text("<meta http-equiv=Content-Type content='text/html; "
	    "charset=shift_jis'><p>\x82\xa0", "あ\n");
	assert_text("\xef\xbb\xbf<p>é", "é\n");
}

static void
test_html__a_copy_holds_only_what_is_known(void **state)
{
	(void)state;
	assert_clean("<body onload=x() data-user=1><p id=x class=y onclick=z"
	    " style='color:red;background:url(//t.example/p)'>a<!-- c --></p>"
	    "<iframe src=//e.example></iframe><form action=//e.example>"
	    "<input type=hidden value=s><input name=n></form>",
	    "<p style=\"color:red;background:none\">a</p><form><input></form>");
	assert_clean("<svg><script>x</script></svg><math><mi>q</mi></math>"
	    "<object data=x>y</object><embed src=x><o:p>z</o:p>", "qz");
	assert_clean("<img src=http://t.example/x.gif width=1 height=1>"
	    "<img src=http://t.example/y.gif alt=cat>"
	    "<img src=http://t.example/z.gif alt=''>"
	    "<img src=file:///etc/passwd alt=b><img src='\\\\h\\s' alt=c>",
	    "<img alt=\"cat\"><img alt=\"b\"><img alt=\"c\">");
	assert_clean("<a href='java\nscript:x()'>a</a><a href='data:,x'>b</a>"
	    "<a href='HTTP://c.example'>c</a>",
	    "<a>a</a><a>b</a><a href=\"HTTP://c.example\">c</a>");
	assert_clean("<p style='display:none'>a</p><p hidden>b</p>"
	    "<p style='font-size:0'>c<b style='font-size:9pt'>d</b></p>",
	    "<p style=\"font-size:0\"><b style=\"font-size:9pt\">d</b></p>");
	assert_clean("&lt;script&gt;x&lt;/script&gt;<title>&lt;b></title>",
	    "&lt;script&gt;x&lt;/script&gt;");
}

static void
test_html__names_stay_where_they_mean_something(void **state)
{
	char *copy = cleaned("<style>.a{color:red}#b{top:0}</style>"
	    "<p class='a t93' id=b>x<p class=q id=c>y<p id=d>"
	    "<a href='#c'>z</a>");

	(void)state;
	assert_non_null(strstr(copy, ".n1{color:red}#n2{top:0}"));
	assert_non_null(strstr(copy, "<p class=\"n1\" id=\"n2\">x</p>"));
	assert_non_null(strstr(copy, "<p id=\"n3\">y</p><p><a href=\"#n3\">"));
	assert_null(strstr(copy, "t93"));
	free(copy);
	copy = cleaned("<style>h2.jo-quist{color:#abcdef;top:.5em}</style>"
	    "<h2 class=jo-quist id=about-jo-quist>x</h2><a href="
	    "'#about-jo-quist'>y</a> <a href='#top'>z</a><img usemap=#quist "
	    "alt=m><map name=quist></map>");
	assert_null(strstr(copy, "quist"));
	assert_non_null(strstr(copy, "h2.n1{color:#abcdef;top:.5em}"));
	assert_non_null(strstr(copy, "<h2 class=\"n1\" id=\"n2\">x</h2>"));
	assert_non_null(strstr(copy, "<a href=\"#n2\">y</a> <a href=\"#top\">"));
	assert_non_null(strstr(copy, "<img usemap=\"#n3\" alt=\"m\">"
	    "<map name=\"n3\">"));
	free(copy);
}

static void
test_html__white_space_and_marks_are_normalised(void **state)
{
	(void)state;
	assert_clean("<p> a  b\n<b> c</b> \xe2\x80\x8b </p>\n\n<p>d&nbsp; e",
	    "<p>a b <b>c</b></p>\n<p>d e</p>");
	/* A look-alike letter is judged in its whole word. */
	assert_clean("<p>th<b>\xd0\xb5</b> sam<i>\xd0\xb5</i></p>",
	    "<p>th<b>e</b> sam<i>e</i></p>");
	assert_clean("<p>e<b>\xcc\x81</b>x", "<p>\xc3\xa9<b></b>x</p>");
	assert_clean("<pre>\n  a\n    b \n</pre>", "<pre>\n  a\n    b\n</pre>");
}

static void
test_html__xhtml_comes_out_well_formed(void **state)
{
	struct bytes b = BYTES_INIT(1u << 16);
	struct html h = page("<?xml version='1.0'?><!DOCTYPE html PUBLIC "
	    "'-//W3C//DTD XHTML 1.1//EN' 'x.dtd'><html xmlns='http://www.w3.org"
	    "/1999/xhtml' xml:lang='en'><head><title/></head><body><p>a&nbsp;b"
	    "<a id='q'/><br/>c &lt; d<img src='i.png' alt=''/></p></body>"
	    "</html>");

	(void)state;
	h.flags = HTML_XHTML | HTML_KEEP_NAMES;
	assert_int_equal(html_clean(&b, &h), 0);
	assert_non_null(strstr(bytes_str(&b), "<title></title>"));
	assert_non_null(strstr(bytes_str(&b), "<p>a b<a id=\"q\"></a><br/>"
	    "c &lt; d<img src=\"i.png\" alt=\"\"/></p>"));
	assert_non_null(strstr(bytes_str(&b), "xml:lang=\"en\""));
	bytes_free(&b);
}

static const char *
resource(void *ctx, enum html_use use, const char *address)
{
	(void)ctx;
	if (use == HTML_STYLE)
		return "s.css";
	return strcmp(address, "cid:1") == 0 ? "cid:x&y" : NULL;
}

static void
test_html__whoever_has_the_pictures_names_them(void **state)
{
	struct bytes b = BYTES_INIT(1u << 16);
	struct html h = page("<link rel=stylesheet href=a.css>"
	    "<img src='cid:1'><img src='q.png' alt=no>");

	(void)state;
	h.resource = resource;
	assert_int_equal(html_clean(&b, &h), 0);
	assert_non_null(strstr(bytes_str(&b), "<img src=\"cid:x&amp;y\">"
	    "<img alt=\"no\">"));
	assert_non_null(strstr(bytes_str(&b), "href=\"s.css\">"));
	bytes_free(&b);
}

static void
redact(struct edits *e, const char *text, const char *what)
{
	const char *at = strstr(text, what);

	assert_non_null(at);
	assert_int_equal(edits_add(e, (uint64_t)(at - text),
	    (uint64_t)(at - text) + strlen(what), "[X-1]"), 0);
}

static void
test_html__what_is_redacted_is_nowhere(void **state)
{
	static const char html[] = "<title>On Ann Roe</title><p>By <b>Ann</b> "
	    "R<i>oe</i>, <a href='mailto:ann@roe.example' title='Write to Ann'"
	    ">mail</a></p><table><tr><td>Ann<td>Roe</table>";
	struct exam e = EXAM_INIT, again = EXAM_INIT;
	struct bytes b = BYTES_INIT(1u << 16);
	struct edits edits = { 0 };
	const char *text;

	(void)state;
	assert_int_equal(run_format(&e, &format_html, html, strlen(html),
	    WANT_TEXT, NULL), 0);
	text = bytes_str(&e.text);
	assert_string_equal(text, "By Ann Roe, mail\n"
	    "mailto:ann@roe.example\nWrite to Ann\nAnn\tRoe\n");
	redact(&edits, text, "Ann Roe,");
	redact(&edits, text, "ann@roe.example");
	redact(&edits, text, "Ann\nAnn\tRoe");
	assert_int_equal(edits_check(&edits), 0);
	assert_int_equal(run_format(&again, &format_html, html, strlen(html),
	    WANT_APPLY, &edits), 0);
	assert_int_equal(exam_file_bytes(&again, &b), 0);
	assert_null(strcasestr(bytes_str(&b), "ann"));
	assert_null(strcasestr(bytes_str(&b), "roe"));
	assert_non_null(strstr(bytes_str(&b), "<p>By <b>[X-1]</b><i></i> <a "
	    "href=\"mailto:[X-1]\" title=\"Write to [X-1]\">mail</a></p>"));
	edits_free(&edits);
	bytes_free(&b);
	exam_free(&e);
	exam_free(&again);
}

static void
test_html__report_tells_what_the_copy_will_not_have(void **state)
{
	static const char html[] = "<!doctype html><meta name=author content="
	    "'Jane Roe'><title> secret\nplan </title><!-- note --><body onload=x() data-u=7><p hidden>h</p>"
	    "<script>y</script><img src=//t.example/p.gif>"
	    "<a href='javascript:z'>q</a>\xe2\x80\x8b";
	struct exam e = EXAM_INIT, again = EXAM_INIT;
	struct bytes b = BYTES_INIT(1u << 16);

	(void)state;
	assert_int_equal(run_format(&e, &format_html, html, strlen(html),
	    WANT_REPORT | WANT_CLEAN, NULL), 0);
	assert_string_equal(exam_meta(&e, "HTML", "author"), "Jane Roe");
	assert_string_equal(exam_meta(&e, "HTML", "Comment"), "note ");
	assert_string_equal(exam_meta(&e, "HTML", "Title"), "secret plan");
	assert_string_equal(exam_meta(&e, "HTML", "data-u"), "7");
	assert_string_equal(exam_meta(&e, "HTML", "Hidden text"), "h");
	assert_int_equal(exam_marks(&e, MARK_SCRIPT), 3);
	assert_int_equal(exam_marks(&e, MARK_EXTERNAL), 1);
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 1);
	assert_int_equal(exam_marks(&e, MARK_INVISIBLE), 1);
	assert_int_equal(exam_file_bytes(&e, &b), 0);
	assert_int_equal(run_format(&again, &format_html, b.data, b.len,
	    WANT_REPORT, NULL), 0);
	assert_int_equal(again.report.nmetas, 0);
	assert_int_equal(again.report.nmarks, 0);
	bytes_free(&b);
	exam_free(&e);
	exam_free(&again);
}

static void
test_html__deep_and_broken_pages_end(void **state)
{
	struct bytes in = BYTES_INIT(8u << 20), out = BYTES_INIT(64u << 20);
	struct html h;
	int i;

	(void)state;
	for (i = 0; i < 3000; i++)
		assert_int_equal(bytes_add_str(&in, "<div><table><b "), 0);
	h = page(bytes_str(&in));
	assert_int_equal(html_clean(&out, &h), 0);
	bytes_reset(&in);
	for (i = 0; i < 20000; i++)
		assert_int_equal(bytes_add_str(&in, "<div>"), 0);
	h = page(bytes_str(&in));
	assert_int_equal(html_clean(&out, &h), ERR_TOO_BIG);
	bytes_free(&in);
	bytes_free(&out);
}

static void
assert_css(const char *from, const char *to)
{
	struct bytes b = BYTES_INIT(1000);

	assert_int_equal(css_clean(&b, from, strlen(from), NULL), 0);
	assert_string_equal(bytes_str(&b) != NULL ? bytes_str(&b) : "", to);
	bytes_free(&b);
}

static void
test_css__nothing_is_loaded(void **state)
{
	(void)state;
	assert_css("a{background: url( 'http://x/)' ) red}",
	    "a{background: none red}");
	assert_css("a{b:u\\72l(x);c:\\55RL(//y)}", "a{b:none;c:none}");
	assert_css("@import 'x'; b{c:d} @font-face{src:url(x)} e{f:g}",
	    "b{c:d} e{f:g}");
	assert_css("a{b:-webkit-image-set(\"x\" 1x)}", "a{b:none}");
	assert_css("a{fill:url(#g) ; b: url(\"#h\")}",
	    "a{fill:url(#g) ; b: url(#h)}");
	assert_css("a/* c */{b:c}/*", "a {b:c}");
	assert_css("mso-x: y; color : red", "color : red");
	assert_css("a::after{content:'\xe2\x80\xa2 :'}",
	    "a::after{content:\"\xe2\x80\xa2 :\"}");
	/* Words that only a style says could not be redacted. */
	assert_css("a::after{content:'</style>\"\\41'}",
	    "a::after{content:\"\"}");
	assert_css("a{content:'Jo';font:1em 'Jo Sans';quotes:'J' '*'}",
	    "a{content:\"\";font:1em \"Jo Sans\";quotes:\"\" \"*\"}");
	assert_css("i[type='text'][title='Jo Quist']{a:b}",
	    "i[type=\"text\"][title=\"\"]{a:b}");
	assert_css("a{width: calc(1px + 2em)}", "a{width: calc(1px + 2em)}");
	assert_css("a<b", "a< b");
	/* What goes must not bring together what it stood between. */
	assert_css("a{b:url\x1f(//t)}", "a{b:url (//t)}");
	assert_css("a{b:u\xe2\x80\x8brl(//t)}", "a{b:none}");
	assert_css("a{b:url<!--(//t)}", "a{b:url (//t)}");
	assert_css("a{b:url@import;(//t)}", "a{b:url (//t)}");
	assert_css("a{b:expression(alert(1))}", "a{b:none}");
}

static void
assert_charset(const char *bytes, size_t len, const char *name,
    const char *text)
{
	struct bytes b = BYTES_INIT(1u << 16);
	struct charset c;

	assert_int_equal(charset_of(&c, bytes, len, NULL), 0);
	assert_string_equal(c.name, name);
	assert_int_equal(charset_convert(&b, &c, bytes, len), 0);
	assert_string_equal(bytes_str(&b), text);
	bytes_free(&b);
}

static void
test_charset__marks_zeros_and_guesses(void **state)
{
	struct charset c;

	(void)state;
	assert_charset("\xff\xfe" "a\0b\0", 6, "UTF-16LE", "ab");
	assert_charset("\xfe\xff\0a\xd8\x3d\xde\x00", 8, "UTF-16BE",
	    "a\xf0\x9f\x98\x80");
	assert_charset("h\0e\0l\0l\0o\0", 10, "UTF-16LE", "hello");
	assert_charset("caf\xc3\xa9", 5, "UTF-8", "caf\xc3\xa9");
	assert_charset("\xcf\xf0\xe8\xe2\xe5\xf2, \xea\xe0\xea \xe4\xe5\xeb"
	    "\xe0? \xdd\xf2\xee \xef\xf0\xee\xf1\xf2\xee\xe9 \xf2\xe5\xea\xf1"
	    "\xf2 \xed\xe0 \xf0\xf3\xf1\xf1\xea\xee\xec", 46, "windows-1251",
	    "Привет, как дела? Это простой текст на русском");
	assert_int_equal(charset_of(&c, "a\0b\x01", 4, NULL), ERR_FORMAT);
	assert_int_equal(charset_of(&c, "\xff\xd8\xff\xe0\0\x10JFIF", 10,
	    NULL), ERR_FORMAT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html__text_is_what_a_reader_sees),
		cmocka_unit_test(test_html__a_row_of_a_table_is_a_line),
		cmocka_unit_test(
		    test_html__links_and_other_words_follow_their_line),
		cmocka_unit_test(test_html__charset_is_found),
		cmocka_unit_test(test_html__a_copy_holds_only_what_is_known),
		cmocka_unit_test(
		    test_html__names_stay_where_they_mean_something),
		cmocka_unit_test(
		    test_html__white_space_and_marks_are_normalised),
		cmocka_unit_test(test_html__xhtml_comes_out_well_formed),
		cmocka_unit_test(
		    test_html__whoever_has_the_pictures_names_them),
		cmocka_unit_test(test_html__what_is_redacted_is_nowhere),
		cmocka_unit_test(
		    test_html__report_tells_what_the_copy_will_not_have),
		cmocka_unit_test(test_html__deep_and_broken_pages_end),
		cmocka_unit_test(test_css__nothing_is_loaded),
		cmocka_unit_test(test_charset__marks_zeros_and_guesses),
	};

	formats_use(formats_documents);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
