/* test_text_kinds.c -- texts in any charset, of any make. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#include "intake/format/text/chat.h"
#include "tests/intake/test_support.h"

static void
examine(struct exam *e, const void *p, size_t len, unsigned want)
{
	*e = EXAM_INIT;
	assert_int_equal(run_format(e, &format_text, p, len, want, NULL), 0);
	assert_int_equal(e->report.state, EXAM_DONE);
}

static void
test_text__of_another_charset_is_converted(void **state)
{
	static const char latin2[] = "Za\xbf\xf3\xb3\xe6 g\xea\xb6l\xb1 "
	    "ja\xbc\xf1. Wczoraj wieczorem w \xa3odzi odby\xb3o si\xea "
	    "spotkanie, na kt\xf3rym rozmawiano o przysz\xb3o\xb6" "ci.";
	struct bytes b = BYTES_INIT(1u << 16);
	struct exam e, again;

	(void)state;
	examine(&e, latin2, sizeof(latin2) - 1, WANT_REPORT | WANT_TEXT |
	    WANT_CLEAN);
	assert_string_equal(bytes_str(&e.text), "Zażółć gęślą jaźń. Wczoraj "
	    "wieczorem w Łodzi odbyło się spotkanie, na którym rozmawiano o "
	    "przyszłości.");
	assert_non_null(strstr(exam_meta(&e, "Text", "Charset"),
	    "ISO-8859-2, guessed"));
	assert_int_equal(exam_file_bytes(&e, &b), 0);
	examine(&again, b.data, b.len, WANT_REPORT | WANT_TEXT);
	assert_int_equal(again.report.nmetas, 0);
	assert_string_equal(bytes_str(&again.text), bytes_str(&e.text));
	exam_free(&e);
	exam_free(&again);
	bytes_free(&b);
}

static void
test_text__in_utf8_is_the_file_itself(void **state)
{
	static const char text[] = "\xef\xbb\xbf a \x1b[1m\r\nb";
	struct exam e;

	(void)state;
	examine(&e, text, sizeof(text) - 1, WANT_TEXT);
	assert_int_equal(e.text.len, sizeof(text) - 1);
	assert_memory_equal(e.text.data, text, sizeof(text) - 1);
	exam_free(&e);
}

static void
assert_clean(const char *from, const char *to)
{
	struct bytes b = BYTES_INIT(1u << 16);
	struct exam e;

	examine(&e, from, strlen(from), WANT_CLEAN);
	assert_int_equal(exam_file_bytes(&e, &b), 0);
	assert_string_equal(bytes_str(&b), to);
	exam_free(&e);
	bytes_free(&b);
}

static void
test_text__terminal_commands_and_controls_go(void **state)
{
	struct exam e;

	(void)state;
	assert_clean("\x1b[31;1mred\x1b[0m\x1b]0;title\x07 x", "red x");
	assert_clean("N\bNA\bAM\bME\bE\n", "NAME\n");
	assert_clean("a\x01" "b\xc2\x85" "c\x7f\x1b(B", "ab\nc");
	examine(&e, "a\x1b[1mb\x02", 7, WANT_REPORT);
	assert_int_equal(exam_marks(&e, MARK_INVISIBLE), 2);
	exam_free(&e);
}

static void
assert_chat(const char *text, const char *kind)
{
	const char *found = chat_kind((const uint8_t *)text, strlen(text));

	assert_string_equal(found != NULL ? found : "none", kind);
}

static void
test_text__exports_of_chats_are_named(void **state)
{
	struct exam e;
	static const char whatsapp[] = "31/12/20, 23:59 - Ann: hello\n"
	    "1/1/21, 0:00 - Bob: hi\nand more\n";

	(void)state;
	assert_chat("{\n \"name\": \"A\", \"messages\": [{\"id\": 1, "
	    "\"date_unixtime\": \"1\", \"from_id\": \"user1\"}]}", "Telegram");
	assert_chat("{\"envelope\":{\"source\":\"+1\",\"timestamp\":1}}\n",
	    "Signal (signal-cli)");
	assert_chat("[{\"client_msg_id\": \"x\", \"ts\": \"1.2\"}]", "Slack");
	assert_chat("{\"guild\":{},\"channel\":{},\"messages\":[]}", "Discord");
	assert_chat("{\"participants\":[],\"messages\":[{\"sender_name\":\"A\""
	    ",\"timestamp_ms\":1}]}", "Facebook Messenger or Instagram");
	assert_chat("\xe2\x80\x8e[12.03.21, 10:00:01] Ann: Hi\r\n"
	    "[12.03.21, 10:00:09] Bob: yo\r\n", "WhatsApp");
	assert_chat(whatsapp, "WhatsApp");
	assert_chat("{\"messages\": []}", "none");
	assert_chat("12.03.2021: a diary\n13.03.2021: more\n", "none");
	assert_chat("", "none");
	/* It is what the copy is, too. */
	examine(&e, whatsapp, strlen(whatsapp), WANT_REPORT | WANT_CLEAN);
	assert_string_equal(exam_meta(&e, "Chat", "Export"), "WhatsApp");
	exam_free(&e);
}

static void
test_text__a_line_on_every_page_is_a_watermark(void **state)
{
	static const char pages[] = "one and\nCopy 3 for J. Roe, page 1\f"
	    "two or so\nCopy 3 for J. Roe, page 2\f"
	    "three\nCopy 3 for J.  Roe, page 31\n";
	static const char plain[] = "some line\nsome line\nsome line\n";
	static const char marked[] = "a\nLicensed to 17\nb\nLicensed to 17\n"
	    "c\nLicensed to 17\n";
	struct exam e;

	(void)state;
	examine(&e, pages, strlen(pages), WANT_REPORT);
	assert_int_equal(exam_marks(&e, MARK_WATERMARK), 3);
	exam_free(&e);
	examine(&e, plain, strlen(plain), WANT_REPORT);
	assert_int_equal(exam_marks(&e, MARK_WATERMARK), 0);
	exam_free(&e);
	examine(&e, marked, strlen(marked), WANT_REPORT);
	assert_int_equal(exam_marks(&e, MARK_WATERMARK), 3);
	exam_free(&e);
}

static void
test_text__links_that_tell_who_reads_are_named(void **state)
{
	static const char text[] = "see https://a.example/x?id=1&utm_source=n, "
	    "(https://b.example/?m=jo%40c.example) https://d.example/?q=utm_x";
	struct exam e;

	(void)state;
	examine(&e, text, strlen(text), WANT_REPORT);
	assert_int_equal(e.report.nmetas, 2);
	assert_string_equal(exam_meta(&e, "Links", "Link that counts readers"),
	    "a.example/x?id=1&utm_source=n");
	assert_string_equal(exam_meta(&e, "Links", "Link for one reader"),
	    "b.example/?m=jo%40c.example");
	exam_free(&e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text__of_another_charset_is_converted),
		cmocka_unit_test(test_text__in_utf8_is_the_file_itself),
		cmocka_unit_test(test_text__terminal_commands_and_controls_go),
		cmocka_unit_test(test_text__exports_of_chats_are_named),
		cmocka_unit_test(
		    test_text__a_line_on_every_page_is_a_watermark),
		cmocka_unit_test(
		    test_text__links_that_tell_who_reads_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
