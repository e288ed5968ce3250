/* An RTF file says what it shows, and its copy shows what it says. */
#include "intake/format/rtf/rtf.h"
#include "intake/format/rtf/rtf_read.h"
#include "tests/intake/verbs_kit.h"

#define F &format_rtf

static struct bytes
rtf(const char *s)
{
	struct bytes b = BYTES_INIT(KIT_FILE_MAX);

	assert_int_equal(bytes_add_str(&b, s), 0);
	return b;
}

static bool
holds(const struct bytes *b, const char *words)
{
	return b->len > 0 && memmem(b->data, b->len, words, strlen(words)) !=
	    NULL;
}

#define FONTS "{\\fonttbl{\\f0\\fnil\\fcharset0 Arial;}{\\f1\\fcharset238 " \
	"Arial CE{\\*\\falt greta};}{\\f2\\fcharset128 MS;}{\\f3\\fcharset2 " \
	"Symbol;}}"

static void
test_rtf__characters_of_many_charsets_become_one(void **state)
{
	struct bytes b = rtf("{\\rtf1\\ansi\\ansicpg1251\\deff0" FONTS
	    "\\f0 caf\\'e9 \\f1 \\'b3\\'f3d\\'9f \\f2\\'93\\'fa\\'96\\'7b "
	    "\\f0\\u8364?\\uc2\\u960 ab\\uc1 \\u-10179?\\u-8704? a\\emdash b"
	    "\\~c\\{\\}\\\\\\par second\\line third\\par}"), c;

	(void)state;
	kit_assert_text(F, &b, "caf\xc3\xa9 \xc5\x82\xc3\xb3" "d\xc5\xba "
	    "\xe6\x97\xa5\xe6\x9c\xac \xe2\x82\xac\xcf\x80\xf0\x9f\x98\x80 "
	    "a\xe2\x80\x94" "b c{}\\\nsecond\nthird\n");
	c = kit_cleaned(F, &b);
	assert_false(holds(&c, "greta"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_rtf__every_range_of_a_line_is_spliced_exactly(void **state)
{
	struct bytes b = rtf("{\\rtf1 ab{\\b c\\tab d} e{\\i f}\\par}");

	(void)state;
	kit_assert_text(F, &b, "abc\td ef\n");
	kit_splice_all(F, &b, 8);
	bytes_free(&b);
}

static void
test_rtf__a_row_is_a_line(void **state)
{
	struct bytes b = rtf("{\\rtf1 before\\par\\trowd\\cellx100\\cellx200"
	    "\\pard\\intbl one\\par two\\cell three\\cell\\row\\trowd"
	    "\\cellx100\\pard\\intbl\\cell x\\cell\\row\\pard after\\par}"), c;

	(void)state;
	kit_assert_text(F, &b, "before\none two\tthree\n\tx\nafter\n");
	c = kit_cleaned(F, &b);
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_rtf__what_is_known_of_people_and_machines_goes(void **state)
{
	struct bytes b = rtf("{\\rtf1\\ansi{\\info{\\author greta}{\\operator "
	    "greta}{\\creatim\\yr2025\\mo3\\dy4}}{\\*\\generator Suite greta;}"
	    "{\\*\\userprops{\\propname Client}\\proptype30{\\staticval acme}}"
	    "{\\*\\rsidtbl\\rsid12648430}{\\*\\revtbl{greta;}}{\\*\\unknowndest"
	    " greta}{\\stylesheet{\\s0 Normal;}{\\s7\\snext7 Draft by greta;}}"
	    "{\\*\\themedata 0123456789abcdef}"
	    "\\insrsid12648430\\s7 Text{\\*\\bkmkstart greta}{\\*\\bkmkend "
	    "greta}{\\*\\atnid G}{\\*\\atnauthor greta}\\chatn{\\*\\annotation "
	    "call greta}\\par}"), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(F, &b, "Text\n");
	assert_int_equal(run_format(&e, F, b.data, b.len, WANT_REPORT, NULL),
	    0);
	assert_string_equal(exam_meta(&e, "rtf", "author"), "greta");
	assert_string_equal(exam_meta(&e, "rtf", "annotation"), "call greta");
	assert_string_equal(exam_meta(&e, "rtf", "staticval"), "acme");
	assert_string_equal(exam_meta(&e, "names", "Style"), "Draft by greta");
	assert_string_equal(exam_meta(&e, "names", "Bookmark"), "greta");
	assert_non_null(strstr(exam_meta(&e, "rtf", "creatim"), "yr2025"));
	assert_non_null(exam_meta(&e, "ids", "Editing sessions (rsid)"));
	exam_free(&e);
	c = kit_cleaned(F, &b);
	assert_false(holds(&c, "greta"));
	assert_false(holds(&c, "12648430"));
	assert_true(holds(&c, "Normal;"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_rtf__hidden_and_deleted_text_is_told_and_goes(void **state)
{
	struct bytes b = rtf("{\\rtf1 a{\\v ghost1}b\\v ghost2\\v0 c"
	    "{\\deleted\\revauthdel1 old}{\\revised\\revauth1 new}\\par}"), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(F, &b, "abcnew\n");
	assert_int_equal(run_format(&e, F, b.data, b.len, WANT_REPORT, NULL),
	    0);
	assert_string_equal(exam_meta(&e, "hidden", "Text"), "ghost1ghost2");
	assert_string_equal(exam_meta(&e, "tracked", "Deleted"), "old");
	assert_int_equal(exam_marks(&e, MARK_HIDDEN_TEXT), 2);
	exam_free(&e);
	c = kit_cleaned(F, &b);
	assert_false(holds(&c, "ghost"));
	assert_false(holds(&c, "old"));
	assert_false(holds(&c, "rev"));
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_rtf__fields_keep_their_results_and_few_their_code(void **state)
{
	struct bytes b = rtf("{\\rtf1 {\\field{\\*\\fldinst{\\b HYPERLINK "
	    "\"https://example.org/greta\"}}{\\fldrslt{\\ul site}}} {\\field"
	    "{\\*\\fldinst AUTHOR greta}{\\fldrslt G.}} {\\field{\\*\\fldinst "
	    "INCLUDEPICTURE \"C:\\\\\\\\greta\\\\\\\\x.png\"}{\\fldrslt pic}} "
	    "{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}{\\footnote\\pard see "
	    "Kim\\par}{\\header top\\par} end\\par}"), c;
	struct exam e = EXAM_INIT;

	(void)state;
	kit_assert_text(F, &b, "site G. pic 3 end\n"
	    "https://example.org/greta\nsee Kim\ntop\n");
	assert_int_equal(run_format(&e, F, b.data, b.len, WANT_REPORT, NULL),
	    0);
	assert_int_equal(exam_marks(&e, MARK_EXTERNAL), 1);
	exam_free(&e);
	c = kit_cleaned(F, &b);
	assert_true(holds(&c, "HYPERLINK \"https://example.org/greta\""));
	assert_true(holds(&c, "\\fldinst{PAGE}"));
	assert_false(holds(&c, "AUTHOR"));
	assert_false(holds(&c, "INCLUDE"));
	bytes_free(&c);
	c = kit_redacted(F, &b, "greta", "[PERSON-1]");
	assert_false(holds(&c, "greta"));
	kit_assert_text(F, &c, "site G. pic 3 end\nsee Kim\ntop\n");
	bytes_free(&c);
	bytes_free(&b);
}

static void
test_rtf__pictures_are_cleaned_and_objects_are_children(void **state)
{
	/* One grey pixel with a comment, in the digits of its bytes. */
	struct bytes b = rtf("{\\rtf1 x{\\*\\shppict{\\pict{\\*\\picprop{\\sp"
	    "{\\sn wzName}{\\sv greta.png}}}\\pngblip\\picw1\\pich1 "
	    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
	    "3a7e9b550000000c74455874436f6d6d656e74006772657461d9ba7f3a"
	    "0000000a49444154789c6368000000820081dd436af40000000049454e44"
	    "ae426082}}{\\nonshppict{\\pict\\wmetafile8 00ff}}{\\object"
	    "\\objemb{\\*\\objclass Package}{\\*\\objdata 0105000002000000"
	    "0800000050616 36b61676500 00000000 00000000 05000000"
	    "68656c6c6f}{\\result shown}}\\par}"), c;
	struct exam e = EXAM_INIT;
	int fd = -1;
	char data[8] = "";

	(void)state;
	kit_assert_text(F, &b, "xshown\n");
	c = kit_cleaned(F, &b);
	assert_false(holds(&c, "greta"));
	assert_false(holds(&c, "6772657461"));
	assert_true(holds(&c, "\\pngblip"));
	assert_false(holds(&c, "68656c6c6f"));
	assert_int_equal(run_format(&e, F, b.data, b.len, WANT_CHILDREN,
	    NULL), 0);
	assert_int_equal(e.children.n, 1);
	assert_int_equal(children_open(&e.children, 0, &fd), 0);
	assert_int_equal(read(fd, data, sizeof data), 5);
	assert_string_equal(data, "hello");
	(void)close(fd);
	exam_free(&e);
	bytes_free(&b);
	bytes_free(&c);
}

static void
test_rtf__what_is_damaged_is_refused_by_name(void **state)
{
	static const char *const bad[] = { "{\\rtf1 open", "{\\rtf1 {\\b x}",
	    "{\\rtf1 \\'g1}", "{\\rtf1\\bin999 x}", "{\\rtf1\\", "{\\rtfx1 x}" };
	struct bytes b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		b = rtf(bad[i]);
		kit_assert_refused(F, &b, REASON_DAMAGED);
		bytes_free(&b);
	}
	b = rtf("{\\rtf1 ");
	for (i = 0; i < RTF_DEPTH_MAX + 1; i++)
		(void)bytes_add_str(&b, "{");
	for (i = 0; i < RTF_DEPTH_MAX + 2; i++)
		(void)bytes_add_str(&b, "}");
	kit_assert_refused(F, &b, REASON_LIMIT);
	bytes_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rtf__characters_of_many_charsets_become_one),
		cmocka_unit_test(
		    test_rtf__every_range_of_a_line_is_spliced_exactly),
		cmocka_unit_test(test_rtf__a_row_is_a_line),
		cmocka_unit_test(
		    test_rtf__what_is_known_of_people_and_machines_goes),
		cmocka_unit_test(
		    test_rtf__hidden_and_deleted_text_is_told_and_goes),
		cmocka_unit_test(
		    test_rtf__fields_keep_their_results_and_few_their_code),
		cmocka_unit_test(
		    test_rtf__pictures_are_cleaned_and_objects_are_children),
		cmocka_unit_test(test_rtf__what_is_damaged_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
