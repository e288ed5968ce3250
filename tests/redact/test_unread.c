/* test_unread.c -- pages that no finder has seen are counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "redact/doc/unread.h"

static size_t
count(enum format_id format, const char *s)
{
	struct bytes text = BYTES_INIT(256);
	struct report report = REPORT_INIT;
	size_t n;

	report.format = format;
	assert_int_equal(bytes_add_str(&text, s), 0);
	n = unread_pages(&report, &text);
	bytes_free(&text);
	return n;
}

static void
test_unread__counts_pages_without_words(void **state)
{
	(void)state;
	assert_int_equal(count(FORMAT_PDF, "one\ftwo"), 0);
	assert_int_equal(count(FORMAT_PDF, "one\f \n\fthree"), 1);
	assert_int_equal(count(FORMAT_PDF, "\f\f"), 3);
	assert_int_equal(count(FORMAT_PDF, ""), 1);
}

static void
test_unread__a_picture_is_one_page_and_a_text_none(void **state)
{
	(void)state;
	assert_int_equal(count(FORMAT_JPEG, ""), 1);
	assert_int_equal(count(FORMAT_PNG, ""), 1);
	assert_int_equal(count(FORMAT_TEXT, "\f"), 0);
	assert_int_equal(count(FORMAT_DOCX, ""), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unread__counts_pages_without_words),
		cmocka_unit_test(
		    test_unread__a_picture_is_one_page_and_a_text_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
