/* test_sheets.c -- a text without pages is looked at in stretches of lines. */
#include "plan_kit.h"

#include <stdlib.h>

#include "redact/doc/sheets.h"

static void
test_every_text_has_a_sheet(void **state)
{
	struct bytes text = plan_text("");
	struct layout none = { 0 };
	struct sheet *s;
	size_t n;

	(void)state;
	assert_int_equal(sheets_of(&s, &n, &none, &text), 0);
	assert_int_equal(n, 1);
	assert_int_equal(s[0].end, 0);
	free(s);
	bytes_free(&text);
}

static void
test_sheets_cover_the_text_and_end_with_lines(void **state)
{
	struct bytes text = plan_text("");
	struct layout none = { 0 };
	struct sheet *s;
	size_t n, i;

	(void)state;
	for (i = 0; i < 1000; i++)
		assert_int_equal(bytes_addf(&text, "line %zu\n", i * i), 0);
	/* One line that is longer than any sheet, of characters of 2 bytes. */
	for (i = 0; i < SHEET_BYTES_MAX; i++)
		assert_int_equal(bytes_add_str(&text, "\xc5\x82"), 0);
	assert_int_equal(sheets_of(&s, &n, &none, &text), 0);
	assert_true(n > 3);
	for (i = 0; i < n; i++) {
		assert_true(s[i].end - s[i].start <= SHEET_BYTES_MAX);
		assert_int_equal(s[i].start, i == 0 ? 0 : s[i - 1].end);
		assert_true(s[i].end == text.len ||
		    (text.data[s[i].end] & 0xc0) != 0x80);
		assert_int_equal(sheets_at(s, n, s[i].start), i);
		assert_int_equal(sheets_at(s, n, s[i].end - 1), i);
	}
	assert_int_equal(text.data[s[0].end - 1], '\n');
	assert_int_equal(s[n - 1].end, text.len);
	free(s);
	bytes_free(&text);
}

static void
test_pages_are_sheets(void **state)
{
	struct page pages[] = { { .start = 0, .own = 2, .end = 2 },
	    { .start = 2, .own = 2, .end = 2 },
	    { .start = 2, .own = 5, .end = 5 } };
	struct layout l = { .pages = pages, .npages = 3 };
	struct bytes text = plan_text("ab cd");
	struct sheet *s;
	size_t n;

	(void)state;
	assert_int_equal(sheets_of(&s, &n, &l, &text), 0);
	assert_int_equal(n, 3);
	assert_int_equal(sheets_at(s, n, 1), 0);
	assert_int_equal(sheets_at(s, n, 4), 2);
	free(s);
	bytes_free(&text);
}

static void
test_pictures_inside_are_sheets_behind_the_text(void **state)
{
	struct page pages[] = { { .start = 6, .own = 6, .end = 6 },
	    { .start = 6, .own = 6, .end = 9 } };
	struct layout l = { .pages = pages, .npages = 2 };
	struct bytes text = plan_text("words\nsea");
	struct sheet *s;
	size_t n;

	(void)state;
	assert_int_equal(sheets_of(&s, &n, &l, &text), 0);
	assert_int_equal(n, 3);
	assert_int_equal(s[0].end, 6);
	assert_int_equal(s[0].page, SHEET_NO_PAGE);
	assert_int_equal(s[1].page, 0);
	assert_int_equal(s[2].page, 1);
	assert_int_equal(s[2].end, 9);
	assert_int_equal(sheets_at(s, n, 5), 0);
	assert_int_equal(sheets_at(s, n, 6), 2);	/* one has no words */
	free(s);
	bytes_free(&text);
}

/* A long text ends where the first picture begins. */
static void
test_no_stretch_of_text_goes_on_in_a_picture(void **state)
{
	struct page page = { .start = 0 };
	struct layout l = { .pages = &page, .npages = 1 };
	struct bytes text = plan_text("");
	struct sheet *s;
	size_t n, i;

	(void)state;
	/* Nothing but a picture: no empty sheet before it. */
	assert_int_equal(sheets_of(&s, &n, &l, &text), 0);
	assert_int_equal(n, 1);
	assert_int_equal(s[0].page, 0);
	free(s);
	for (i = 0; i < 1500; i++)
		assert_int_equal(bytes_addf(&text, "line %zu\n", i), 0);
	page.start = page.own = text.len - 3;
	page.end = text.len;
	assert_int_equal(sheets_of(&s, &n, &l, &text), 0);
	assert_true(n > 3);
	assert_int_equal(s[n - 2].end, text.len - 3);
	assert_int_equal(s[n - 2].page, SHEET_NO_PAGE);
	assert_int_equal(s[n - 1].page, 0);
	free(s);
	bytes_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_text_has_a_sheet),
		cmocka_unit_test(test_sheets_cover_the_text_and_end_with_lines),
		cmocka_unit_test(test_pages_are_sheets),
		cmocka_unit_test(
		    test_pictures_inside_are_sheets_behind_the_text),
		cmocka_unit_test(test_no_stretch_of_text_goes_on_in_a_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
