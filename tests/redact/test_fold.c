/* test_fold.c -- the folded views and the way back to the text. */
#include "find_kit.h"

#include "redact/find/view/fold.h"

static void
expect_fold(const char *text, enum fold_view view, const char *folded)
{
	struct fold *f;
	const uint8_t *s;
	char got[256];
	size_t len;

	assert_int_equal(fold_new(&f, text, strlen(text), view), 0);
	s = fold_bytes(f, &len);
	assert_in_range(len, 0, sizeof(got) - 1);
	memcpy(got, s, len);
	got[len] = '\0';
	assert_string_equal(got, folded);
	fold_free(f);
}

static void
test_reading_view_drops_what_shows_nothing(void **state)
{
	(void)state;
	expect_fold("a\xe2\x80\x8b""b\xc2\xad""c\xe2\x80\xae""d", FOLD_READ,
	    "abcd");
	expect_fold("a\xc2\xa0""b\xe2\x80\xaf""c\nd", FOLD_READ, "a b c\nd");
	expect_fold("\xef\xbc\xa1\xef\xbc\xa0\xef\xbc\x91", FOLD_READ, "A@1");
	expect_fold("\xe2\x80\x9cx\xe2\x80\x9d \xe2\x80\x99 \xe2\x80\x91",
	    FOLD_READ, "\"x\" ' -");
	expect_fold("\xd9\xa4\xd9\xa8", FOLD_READ, "48");
}

static void
test_look_alikes_are_latin_in_latin_words_only(void **state)
{
	(void)state;
	/* "pаypal" with a Cyrillic a; "мир" stays as it is. */
	expect_fold("p\xd0\xb0ypal \xd0\xbc\xd0\xb8\xd1\x80", FOLD_READ,
	    "paypal \xd0\xbc\xd0\xb8\xd1\x80");
	expect_fold("\xd1\x81\xd0\xbe\xd0\xba", FOLD_READ,
	    "\xd1\x81\xd0\xbe\xd0\xba");
}

static void
test_reading_view_keeps_what_belongs(void **state)
{
	/* A family emoji with its joiners; Polish letters. */
	static const char family[] = "\xf0\x9f\x91\xa9\xe2\x80\x8d"
	    "\xf0\x9f\x91\xa7";

	(void)state;
	expect_fold(family, FOLD_READ, family);
	expect_fold("Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87", FOLD_READ,
	    "Za\xc5\xbc\xc3\xb3\xc5\x82\xc4\x87");
}

static void
test_comparing_view_makes_equal_things_equal(void **state)
{
	(void)state;
	expect_fold("Za\xc5\xbb\xc3\xb3\xc5\x81\xc4\x86", FOLD_COMPARE,
	    "zazolc");
	expect_fold("Stra\xc3\x9f""e \xef\xac\x81n \xc3\x86sir", FOLD_COMPARE,
	    "strasse fin aesir");
	expect_fold("e\xcc\x81te\xcc\x81", FOLD_COMPARE, "ete");
	/* KOWALSKI with a Greek capital kappa. */
	expect_fold("\xce\x9aOWALSKI", FOLD_COMPARE, "kowalski");
}

static void
test_every_range_leads_back_to_whole_characters(void **state)
{
	static const char text[] = "x\xe2\x80\x8bj\xe2\x80\x8b\xd0\xb0n\xc2\xa0"
	    "\xef\xac\x81\xe2\x80\x8by";
	struct fold *f;
	const uint8_t *s;
	size_t len, start, end;

	(void)state;
	assert_int_equal(fold_new(&f, text, strlen(text), FOLD_COMPARE), 0);
	s = fold_bytes(f, &len);
	assert_int_equal(len, 8);
	assert_memory_equal(s, "xjan fiy", 8);
	/* "jan": from behind the first hidden one to the n, one inside. */
	assert_int_equal(fold_start(f, 1), 4);
	assert_int_equal(fold_end(f, 4), 11);
	/* Half of the ligature is the whole ligature. */
	assert_int_equal(fold_start(f, 6), 13);
	assert_int_equal(fold_end(f, 6), 16);
	for (size_t i = 0; i < len; i++)
		for (size_t j = i + 1; j <= len; j++) {
			start = fold_start(f, i);
			end = fold_end(f, j);
			assert_true(start < end && end <= strlen(text));
			assert_int_not_equal(text[start] & 0xc0, 0x80);
			assert_int_not_equal(text[end] & 0xc0, 0x80);
		}
	fold_free(f);
}

static void
expect_equal(const char *a, const char *b, bool equal)
{
	struct bytes x = BYTES_INIT(1024), y = BYTES_INIT(1024);

	assert_int_equal(fold_value(&x, a, strlen(a)), 0);
	assert_int_equal(fold_value(&y, b, strlen(b)), 0);
	if ((x.len == y.len && memcmp(x.data, y.data, x.len) == 0) != equal)
		fail_msg("\"%s\" and \"%s\"", a, b);
	bytes_free(&x);
	bytes_free(&y);
}

static void
test_values_are_equal_however_written(void **state)
{
	(void)state;
	expect_equal("Jan Kowalski", "JAN\nKOWALSKI", true);
	expect_equal("Marche-\nnoir", "Marchenoir", true);
	expect_equal("+48 532-312-180", "+48532312180", true);
	expect_equal("\xc5\x81ukasz", "Lukasz", true);
	expect_equal("jane@example.org", "jane@example.net", false);
}

static void
test_refuses_what_is_not_utf8(void **state)
{
	struct fold *f;

	(void)state;
	assert_int_equal(fold_new(&f, "a\xff", 2, FOLD_READ), ERR_FORMAT);
	assert_null(f);
	assert_int_equal(fold_new(&f, "\xc3", 1, FOLD_COMPARE), ERR_FORMAT);
	assert_int_equal(fold_new(&f, "", 0, FOLD_READ), 0);
	fold_free(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading_view_drops_what_shows_nothing),
		cmocka_unit_test(
		    test_look_alikes_are_latin_in_latin_words_only),
		cmocka_unit_test(test_reading_view_keeps_what_belongs),
		cmocka_unit_test(test_comparing_view_makes_equal_things_equal),
		cmocka_unit_test(
		    test_every_range_leads_back_to_whole_characters),
		cmocka_unit_test(test_values_are_equal_however_written),
		cmocka_unit_test(test_refuses_what_is_not_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
