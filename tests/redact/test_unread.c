/* test_unread.c -- pages that no finder has seen are counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "redact/doc/unread.h"

/* Pages end at form feeds; flags[i] are those of page i, 0 behind its end. */
static size_t
count_flagged(enum format_id format, const char *s, const char *flags)
{
	struct bytes text = BYTES_INIT(256);
	struct report report = REPORT_INIT;
	struct layout layout = { 0 };
	struct page p = { .width = 1, .height = 1 };
	size_t n;

	report.format = format;
	assert_int_equal(bytes_add_str(&text, s), 0);
	for (;; s++) {
		p.own = p.end;
		if (*s != '\0' && *s != '\f') {
			p.end++;
			continue;
		}
		p.flags = *flags != '\0' ? (uint8_t)(*flags++ - '0') : 0;
		assert_int_equal(layout_add_page(&layout, &p), 0);
		if (*s == '\0')
			break;
		p.start = ++p.end;
	}
	n = unread_pages(&report, &layout, &text);
	layout_free(&layout);
	bytes_free(&text);
	return n;
}

static size_t
count(enum format_id format, const char *s)
{
	return count_flagged(format, s, "");
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
	assert_int_equal(count(FORMAT_DOC, ""), 0);
	assert_int_equal(count(FORMAT_DOCX, ""), 1);	/* a picture in it */
}

static void
test_unread__what_was_read_is_not_told_and_what_is_in_doubt_is(void **state)
{
	(void)state;
	assert_int_equal(count_flagged(FORMAT_PDF, "\f\f", "101"), 1);
	assert_int_equal(count_flagged(FORMAT_PDF, "one\ftwo", "20"), 1);
	assert_int_equal(count_flagged(FORMAT_PDF, "one\ftwo", "30"), 0);
	assert_int_equal(count_flagged(FORMAT_TIFF, "\f", "10"), 1);
	assert_int_equal(count_flagged(FORMAT_JPEG, "", "1"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unread__counts_pages_without_words),
		cmocka_unit_test(
		    test_unread__a_picture_is_one_page_and_a_text_none),
		cmocka_unit_test(
		    test_unread__what_was_read_is_not_told_and_what_is_in_doubt_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
