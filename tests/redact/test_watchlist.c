/* test_watchlist.c -- a person's list of names against a text. */
#include "find_kit.h"

#include "redact/find/engine/choice.h"
#include "redact/find/known/watchlist.h"

#include <stdlib.h>
#include <time.h>

#include "vault/base/bytes.h"

static void
match(struct findings *f, const char *list, const char *text)
{
	struct known *w = NULL;
	struct choice *c;

	if (choice_new(&c, NULL, "names") < 0 || known_new(&w) < 0 ||
	    watchlist_read(w, list, strlen(list)) < 0 || known_ready(w) < 0 ||
	    find_in(text, strlen(text), &(struct find_options){ .known = w,
	    .choice = c }, f) < 0)
		fail_msg("%s", err_line());
	known_free(w);
	choice_free(c);
}

static void
expect(const char *list, const char *text, const char *value)
{
	struct findings f;
	bool found = false;

	match(&f, list, text);
	for (size_t i = 0; i < f.n; i++)
		found |= strcmp(f.list[i].kind, "WATCHLIST") == 0 &&
		    f.list[i].end - f.list[i].start == strlen(value) &&
		    memcmp(text + f.list[i].start, value, strlen(value)) == 0;
	if (!found) {
		find_say(text, &f);
		fail_msg("\"%s\" is not matched by %s", value, list);
	}
	findings_free(&f);
}

static void
expect_none(const char *list, const char *text)
{
	struct findings f;

	match(&f, list, text);
	for (size_t i = 0; i < f.n; i++)
		if (strcmp(f.list[i].kind, "WATCHLIST") == 0) {
			find_say(text, &f);
			fail_msg("%s matches", list);
		}
	findings_free(&f);
}

static void
test_matches_in_any_case_and_accent(void **state)
{
	(void)state;
	expect("Jan Kowalski", "pan JAN KOWALSKI,", "JAN KOWALSKI");
	expect("Lukasz Zolc", "z \xc5\x81ukaszem? \xc5\x81ukasz "
	    "\xc5\xbb\xc3\xb3\xc5\x82\xc4\x87.",
	    "\xc5\x81ukasz \xc5\xbb\xc3\xb3\xc5\x82\xc4\x87");
	expect("\xc3\x89tienne", "E\xcc\x81tienne", "E\xcc\x81tienne");
	expect("Stra\xc3\x9f""e", "STRASSE 5", "STRASSE");
}

static void
test_matches_across_lines_spaces_and_hyphens(void **state)
{
	(void)state;
	expect("Jan Kowalski", "Jan\n  Kowalski", "Jan\n  Kowalski");
	expect("Jan Kowalski", "Jan\xc2\xa0Kowalski", "Jan\xc2\xa0Kowalski");
	expect("Mirela Marchenoir", "Mirela Marche-\nnoir 93",
	    "Mirela Marche-\nnoir");
	expect("Marchenoir", "Marche\xc2\xadnoir", "Marche\xc2\xadnoir");
	expect("Jean-Paul Roy", "Jean Paul Roy", "Jean Paul Roy");
	expect("Jean Paul Roy", "Jean-Paul Roy", "Jean-Paul Roy");
	expect("hfd.90", "name hfd.90;", "hfd.90");
}

static void
test_sees_through_hidden_and_look_alike_characters(void **state)
{
	(void)state;
	expect("Kowalski", "Kow\xe2\x80\x8b""alski", "Kow\xe2\x80\x8b""alski");
	expect("Kowalski", "K\xd0\xbewalski", "K\xd0\xbewalski");
	expect("Kowalski", "\xef\xbc\xabowalski", "\xef\xbc\xabowalski");
	expect("\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "\xd0\x98\xd0\x92\xd0\x90"
	    "\xd0\x9d", "\xd0\x98\xd0\x92\xd0\x90\xd0\x9d");
}

static void
test_matches_whole_words_only(void **state)
{
	(void)state;
	expect_none("Kowal", "Kowalski");
	expect_none("wal", "Kowalski");
	expect_none("Jan Kowal", "Jan Kowalski");
	expect_none("Ann Lee", "AnnLee");
	expect_none("Annlee", "Ann Lee");
	expect("Davies", "harry.davies@example.org", "davies");
}

static void
test_star_takes_the_whole_word(void **state)
{
	(void)state;
	expect("Kowalsk*", "z Kowalskiego, ", "Kowalskiego");
	expect("Kowalsk*", "Kowalsk", "Kowalsk");
	expect("*burg", "in Magdeburg.", "Magdeburg");
	expect("*wals*", "o Kowalskim", "Kowalskim");
	expect("Jan* Kowalsk*", "Jan Kowalski", "Jan Kowalski");
	expect_none("Kowalsk*", "Nowakowalski");
	expect_none("*burg", "burger");
}

static void
test_forms_and_order(void **state)
{
	(void)state;
	expect("Jan Kowalski|J. Kowalski|Janek", "with J. Kowalski.",
	    "J. Kowalski");
	expect("Jan Kowalski|Janek", "our Janek", "Janek");
	expect("Jan Kowalski", "Kowalski, Jan", "Kowalski, Jan");
	expect("Jan Kowalski", "KOWALSKI Jan", "KOWALSKI Jan");
	expect_none("Jan Maria Kowalski", "Kowalski Jan Maria");
}

static void
test_long_entries_match_through_spaces_between_letters(void **state)
{
	(void)state;
	expect("Zofia Wierzbowska", "x Z o f i a W i e r z b o w s k a y",
	    "Z o f i a W i e r z b o w s k a");
	expect("Zofia Wierzbowska", "ZofiaWierzbowska", "ZofiaWierzbowska");
	expect("Jan Roy", "x J a n R o y z", "J a n R o y");
	expect("Jan Roy", "J.a.n R.o.y", "J.a.n R.o.y");
	expect_none("Jan Roy", "Ja nR oy");
}

static void
test_overlapping_entries_are_found_whole(void **state)
{
	(void)state;
	expect("Jan Kowalski\nKowalski Anna", "Jan Kowalski Anna x",
	    "Jan Kowalski Anna");
}

static void
test_comments_blank_lines_and_line_ends_do_not_count(void **state)
{
	struct findings f;

	(void)state;
	match(&f, "\xef\xbb\xbf# list\r\n\r\n  Jan Kowalski  \r\n#Anna\n",
	    "Jan Kowalski, Anna");
	assert_int_equal(f.n, 1);
	assert_string_equal(f.list[0].why, "line 3 of the watchlist");
	findings_free(&f);
}

static void
test_refuses_what_cannot_be_looked_for(void **state)
{
	struct known *w;
	char longest[600];

	(void)state;
	memset(longest, 'a', sizeof(longest));
	assert_int_equal(known_new(&w), 0);
	assert_int_equal(watchlist_read(w, "ok\n***\n", 7), ERR_FORMAT);
	assert_non_null(strstr(err_line(), "line 2"));
	assert_int_equal(watchlist_read(w, "a||b", 4), ERR_FORMAT);
	assert_int_equal(watchlist_read(w, "a\n\xff\n", 4), ERR_FORMAT);
	assert_int_equal(watchlist_read(w, longest, 256), 0);
	assert_int_equal(watchlist_read(w, longest, 257), ERR_TOO_BIG);
	assert_int_equal(watchlist_read(w, "", 0), 0);
	known_free(w);
}

/* 100,000 entries over some MB of text: seconds, not minutes. */
static void
test_a_full_list_is_fast(void **state)
{
	struct bytes list = BYTES_INIT(WATCHLIST_MAX);
	struct bytes text = BYTES_INIT(16u << 20);
	struct findings f;
	struct known *w;
	size_t expected = 0;
	uint32_t x = 1;
	struct choice *c;
	clock_t begin;
	double seconds;

	(void)state;
	for (unsigned i = 0; i < WATCHLIST_ENTRIES_MAX; i++)
		assert_int_equal(bytes_addf(&list, "Name%u Surname%u\n", i,
		    i * 7919u % 100000u), 0);
	while (text.len < (8u << 20)) {
		x = x * 1664525u + 1013904223u;
		if (x >> 20 == 0) {
			assert_int_equal(bytes_addf(&text, "NAME%u\nsurname%u ",
			    x % 100000u, x % 100000u * 7919u % 100000u), 0);
			expected++;
		} else {
			assert_int_equal(bytes_addf(&text, "name%u word ",
			    x >> 8), 0);
		}
	}
	begin = clock();
	assert_int_equal(known_new(&w), 0);
	assert_int_equal(watchlist_read(w, list.data, list.len), 0);
	assert_int_equal(known_ready(w), 0);
	assert_int_equal(choice_new(&c, NULL, "names"), 0);
	assert_int_equal(find_in(text.data, text.len, &(struct find_options){
	    .known = w, .choice = c }, &f), 0);
	choice_free(c);
	seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
	print_message("%u entries, %zu bytes, %zu findings: %.2f s\n",
	    WATCHLIST_ENTRIES_MAX, text.len, f.n, seconds);
	assert_true(expected > 0);
	assert_int_equal(f.n, expected);
	assert_true(seconds < 60);
	findings_free(&f);
	known_free(w);
	assert_int_equal(bytes_add_str(&list, "One More\n"), 0);
	assert_int_equal(known_new(&w), 0);
	assert_int_equal(watchlist_read(w, list.data, list.len), ERR_TOO_BIG);
	known_free(w);
	bytes_free(&list);
	bytes_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches_in_any_case_and_accent),
		cmocka_unit_test(test_matches_across_lines_spaces_and_hyphens),
		cmocka_unit_test(
		    test_sees_through_hidden_and_look_alike_characters),
		cmocka_unit_test(test_matches_whole_words_only),
		cmocka_unit_test(test_star_takes_the_whole_word),
		cmocka_unit_test(test_forms_and_order),
		cmocka_unit_test(
		    test_long_entries_match_through_spaces_between_letters),
		cmocka_unit_test(test_overlapping_entries_are_found_whole),
		cmocka_unit_test(
		    test_comments_blank_lines_and_line_ends_do_not_count),
		cmocka_unit_test(test_refuses_what_cannot_be_looked_for),
		cmocka_unit_test(test_a_full_list_is_fast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
