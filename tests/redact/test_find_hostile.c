/*
 * test_find_hostile.c -- megabytes made to be slow on: every finder is linear,
 * so each text takes seconds of CPU time, with a sanitizer too.
 */
#include "find_kit.h"

#include "redact/find/known/watchlist.h"

#include <stdlib.h>
#include <time.h>

#define HOSTILE_BYTES (10u << 20)
#define HOSTILE_MORE (1u << 20)	/* of the units behind the first */
#define HOSTILE_FIRST 4u
#define SECONDS_MAX 60.0

static void
test_megabytes_of_anything_finish(void **state)
{
	static const char *const units[] = {
		"@", "1", "1-", "a.", "a", ".", ":", "1:", "1.", "1 ", "+", "(", "[",
		"a@", "@a", "@a.b ", "http://", "://", "a:b", "www.",
		"4 ", "0", "00:", "a-", "geo:", "\xc2\xb0", "1\xc2\xb0",
		"a b ", "+1 ", "PL61 ", "\xe2\x80\x8b", "a\xe2\x80\x8b", "\n",
		"t.me/", "@1.000,1.000", "a at ", "a#", "05", "aaaaaaa.",
		"jan kowalski ", "\"", "a\"@", "\xd0\xb0""a", "1.234,1.234 ",
		"http://a)]", ")]", "a/?", "(1", "1/", "aa:", "http://a@1.000,1.000 ",
	};
	static const char list[] = "jan kowalski\nkowalski jan\n*a*\n"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n"
	    "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2\n";
	char *text = malloc(HOSTILE_BYTES);
	struct known *w;
	struct findings f;
	double seconds;
	clock_t begin;
	size_t len, size;
	int r;

	(void)state;
	assert_non_null(text);
	assert_int_equal(known_new(&w), 0);
	assert_int_equal(watchlist_read(w, list, strlen(list)), 0);
	assert_int_equal(known_ready(w), 0);
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		len = strlen(units[u]);
		size = u < HOSTILE_FIRST ? HOSTILE_BYTES : HOSTILE_MORE;
		for (size_t i = 0; i < size; i++)
			text[i] = units[u][i % len];
		begin = clock();
		r = find_in(text, size / len * len,
	    &(struct find_options){ .known = w }, &f);
		seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
		if (seconds > 3)
			print_message("'%s': %.1f s, %zu findings\n", units[u],
			    seconds, f.n);
		if (r != 0 && r != ERR_TOO_BIG)
			fail_msg("'%s': %s", units[u], err_line());
		if (seconds > SECONDS_MAX)
			fail_msg("'%s' took %.1f s", units[u], seconds);
		findings_free(&f);
	}
	known_free(w);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_megabytes_of_anything_finish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
