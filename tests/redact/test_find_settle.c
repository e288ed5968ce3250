/* test_find_settle.c -- which of the findings that overlap stay. */
#include "find_kit.h"

#include "redact/find/engine/settle.h"

static void
add(struct findings *f, const char *kind, uint64_t start, uint64_t end,
    double confidence)
{
	struct finding one = { .kind = kind, .finder = "test", .start = start,
	    .end = end, .confidence = confidence };

	assert_int_equal(findings_add(f, &one), 0);
}

static void
expect(const struct findings *f, size_t i, const char *kind, uint64_t start,
    uint64_t end)
{
	assert_true(i < f->n);
	assert_string_equal(f->list[i].kind, kind);
	assert_int_equal(f->list[i].start, start);
	assert_int_equal(f->list[i].end, end);
}

static void
test_equal_ranges_are_reported_once_the_surest(void **state)
{
	struct findings f = { NULL, 0 };

	(void)state;
	add(&f, "PHONE", 5, 15, 0.6);
	add(&f, "IBAN", 5, 15, 1.0);
	add(&f, "URL", 5, 15, 0.3);
	assert_int_equal(settle(&f, 100), 0);
	assert_int_equal(f.n, 1);
	expect(&f, 0, "IBAN", 5, 15);
	findings_free(&f);
}

static void
test_what_lies_inside_gives_way(void **state)
{
	struct findings f = { NULL, 0 };

	(void)state;
	add(&f, "EMAIL", 10, 20, 0.98);
	add(&f, "URL", 5, 40, 0.6);
	add(&f, "PHONE", 50, 60, 0.9);
	add(&f, "GPS", 45, 70, 0.4);	/* doubtful: nothing gives way */
	assert_int_equal(settle(&f, 100), 0);
	assert_int_equal(f.n, 2);
	expect(&f, 0, "URL", 5, 40);
	expect(&f, 1, "PHONE", 50, 60);
	findings_free(&f);
}

static void
test_the_loser_keeps_what_reaches_beyond(void **state)
{
	struct findings f = { NULL, 0 };

	(void)state;
	add(&f, "EMAIL", 10, 20, 0.9);
	add(&f, "URL", 15, 40, 0.8);
	add(&f, "PHONE", 8, 12, 0.7);	/* 2 bytes beyond: not worth it */
	assert_int_equal(settle(&f, 100), 0);
	assert_int_equal(f.n, 2);
	expect(&f, 0, "EMAIL", 10, 20);
	expect(&f, 1, "URL", 20, 40);
	findings_free(&f);
}

static void
test_the_watchlist_comes_first_and_keeps_the_rest_beside_it(void **state)
{
	struct findings f = { NULL, 0 };

	(void)state;
	add(&f, "EMAIL", 0, 30, 0.98);
	add(&f, "WATCHLIST", 6, 12, 1.0);
	add(&f, "WATCHLIST", 10, 14, 1.0);
	add(&f, "PHONE", 7, 14, 0.9);
	assert_int_equal(settle(&f, 100), 0);
	assert_int_equal(f.n, 2);
	expect(&f, 0, "EMAIL", 0, 30);
	expect(&f, 1, "WATCHLIST", 6, 14);
	findings_free(&f);
}

static void
test_a_guess_gives_way_to_the_most_of_it(void **state)
{
	struct findings f = { NULL, 0 };
	struct finding guess = { .kind = "ADDRESS", .finder = "tagger",
	    .start = 0, .end = 20, .confidence = 0.9 };

	(void)state;
	assert_int_equal(findings_add(&f, &guess), 0);
	add(&f, "PHONE", 4, 18, 0.6);
	guess.start = 30;
	guess.end = 60;
	assert_int_equal(findings_add(&f, &guess), 0);
	add(&f, "FR_POSTCODE", 40, 45, 0.8);
	guess.start = 70;
	guess.end = 99;
	assert_int_equal(findings_add(&f, &guess), 0);
	add(&f, "MESSENGER_HANDLE", 89, 99, 0.8);
	assert_int_equal(settle(&f, 100), 0);
	assert_int_equal(f.n, 4);
	expect(&f, 0, "PHONE", 4, 18);
	expect(&f, 1, "ADDRESS", 30, 60);
	/* What stands at its end is itself, and the guess keeps the rest. */
	expect(&f, 2, "ADDRESS", 70, 89);
	expect(&f, 3, "MESSENGER_HANDLE", 89, 99);
	findings_free(&f);
}

static void
test_nothing_to_settle(void **state)
{
	struct findings f = { NULL, 0 };

	(void)state;
	assert_int_equal(settle(&f, 0), 0);
	assert_int_equal(f.n, 0);
	assert_int_equal(find_in("", 0,
	    &(struct find_options){ 0 }, &f), 0);
	assert_int_equal(f.n, 0);
	assert_int_equal(find_in("\xff", 1,
	    &(struct find_options){ 0 }, &f), ERR_FORMAT);
	assert_null(f.list);
}

/* What touches is redacted as one, and then the table has a row less. */
static void
test_rows_and_cells_that_touch_are_parted(void **state)
{
	static const char text[] = "ab\ncd\tef gh\r\n ij";
	struct findings f = { NULL, 0 };

	(void)state;
	add(&f, "PERSON", 0, 3, 0.9);
	add(&f, "ORG", 3, 5, 0.8);
	add(&f, "CODE", 5, 8, 0.9);
	add(&f, "CODE", 8, 11, 0.9);	/* a blank parts nothing */
	add(&f, "CODE", 11, 16, 0.9);
	add(&f, "CODE", 13, 14, 0.2);
	assert_int_equal(settle(&f, sizeof(text) - 1), 0);
	settle_edges(&f, text);
	assert_int_equal(f.n, 5);
	expect(&f, 0, "PERSON", 0, 2);
	expect(&f, 1, "ORG", 3, 5);
	expect(&f, 2, "CODE", 6, 8);
	expect(&f, 3, "CODE", 8, 11);
	expect(&f, 4, "CODE", 14, 16);
	findings_free(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_equal_ranges_are_reported_once_the_surest),
		cmocka_unit_test(test_what_lies_inside_gives_way),
		cmocka_unit_test(test_the_loser_keeps_what_reaches_beyond),
		cmocka_unit_test(
		    test_the_watchlist_comes_first_and_keeps_the_rest_beside_it),
		cmocka_unit_test(test_a_guess_gives_way_to_the_most_of_it),
		cmocka_unit_test(test_nothing_to_settle),
		cmocka_unit_test(test_rows_and_cells_that_touch_are_parted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
