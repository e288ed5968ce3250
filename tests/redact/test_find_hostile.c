/*
 * test_find_hostile.c -- text made to be slow on.  Every finder is linear, so
 * twice the text takes about twice the CPU time, whatever the text repeats.
 * TIPLINE_HOSTILE_MIB=100 also takes so much of each and prints the speed.
 */
#include "find_kit.h"

#include <stdlib.h>
#include <time.h>

#include "redact/find/known/known.h"
#include "redact/find/known/watchlist.h"

#define HALF_BYTES (64u << 10)
#define SECONDS_MAX 40.0	/* CPU, for twice that, with a sanitizer too */
#define RATIO_MAX 3.2		/* of twice the text to half of it */
#define SURE_SECONDS 0.25	/* what is quicker says nothing of a ratio */
#define TRIES 3			/* other work on the machine disturbs */

static const char *const units[] = {
	/* numbers, addresses, punctuation */
	"@", "1", "1-", "a.", "a", ".", ":", "1:", "1.", "1 ", "+", "(", "[",
	"a@", "@a", "@a.b ", "http://", "://", "a:b", "www.", "4 ", "0", "00:",
	"a-", "geo:", "\xc2\xb0", "1\xc2\xb0", "a b ", "+1 ", "PL61 ", "\n",
	"t.me/", "@1.000,1.000", "a at ", "a#", "05", "aaaaaaa.", "\"",
	"a\"@", "1.234,1.234 ", "http://a)]", ")]", "a/?", "(1", "1/", "aa:",
	"http://a@1.000,1.000 ", "48 600 ", "1 2 3 4 5 6 ", "12/", "1985-01-",
	"((((((((", "a(b[c{", "]})>", "5' 5\" ",
	/* letters that are not what they seem, and what shows nothing */
	"\xe2\x80\x8b", "a\xe2\x80\x8b", "\xd0\xb0""a", "e\xcc\x81",
	"\xcc\x81", "\xe2\x80\x8e\xd7\x90",
	/* names and sentences */
	"jan kowalski ", "Jan Kowalski ", "Mr Mr Mr ", "Mr. ", "Jan ", "A. ",
	"of the ", "O'", "d'", "Mc", "von der ", "Ab-", "Dr. Dr. ", "A B C ",
	"Ltd. ", "Jan,\n", "I. J. K", "in January ", "No. ", "v. ",
	/* numbers with letters, keys, coins, documents */
	"<", "P<", "<<<<A", "P<POLNOWAK<<ANNA<", "bc1q", "1A1zP1", "0x",
	"AB12", "AB 12 34 56 C ", "sk_live_", "AKIA", "ghp_", "eyJ", "eyJh.",
	"-----", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----\n", "a=", "A1b2C3",
	"deadbeef", "deadbeef-", "AGE-SECRET-KEY-1", "password: ", "pass=",
	"C:\\", "\\\\", "/home/", "/a", "S-1-5-", "\\a\\", "::", "a::b:",
	"0.0.0.", "X-A: ", "Received: from ", "ssh-rsa AAAA", "urn:uuid:",
	/* tables, keys and forms */
	",", ";", "\t", "|", "name,phone\n", "name,phone\n\"", "a,\"", "\",\"",
	"name;phone\n1;", "{", "{\"", "[[", "{\"a\":", "{\"phone\":[", "\"a\":",
	"{\"a\":\"\\", "a=\"", "a='b\"", "key=value ", "Phone: ", "Phone:\n",
	"Phone\n", "Phone....", "Phone\t", "Phone  ", "From: ", "From: <",
	"To: \"a, ", "-- \n", "Regards,\n", "[1.1.24, 10:00] ", "Name: x  ",
};

static const char list[] = "jan kowalski\nkowalski jan\n*a*\n"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n"
    "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2\n";

struct room {
	struct known *known;
	char *text;
};

/* CPU seconds for `size` bytes of the unit, whole ones. */
static double
seconds_for(const struct room *room, const char *unit, size_t size)
{
	struct find_options o = { .known = room->known };
	size_t len = strlen(unit);
	struct findings f;
	clock_t begin;
	int r;

	for (size_t i = 0; i < size; i++)
		room->text[i] = unit[i % len];
	begin = clock();
	r = find_in(room->text, size / len * len, &o, &f);
	if (r != 0 && r != ERR_TOO_BIG)
		fail_msg("'%s': %s", unit, err_line());
	findings_free(&f);
	return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

static void
is_linear(const struct room *room, const char *unit)
{
	double half = 0, whole = 0;

	for (unsigned i = 0; i < TRIES; i++) {
		half = seconds_for(room, unit, HALF_BYTES);
		whole = seconds_for(room, unit, 2 * HALF_BYTES);
		if (whole > SECONDS_MAX)
			fail_msg("'%s' took %.1f s", unit, whole);
		if (whole < SURE_SECONDS || whole < RATIO_MAX * half)
			return;
	}
	fail_msg("'%s': %u KiB took %.2f s, twice that %.2f s", unit,
	    HALF_BYTES >> 10, half, whole);
}

static void
test_twice_the_text_takes_twice_the_time(void **state)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		is_linear(*state, units[i]);
}

/* One thing that opens at the start and never closes, and so on. */
static void
test_what_begins_once_and_never_ends(void **state)
{
	static const char *const pairs[][2] = {
		{ "name,phone\n\"", "a\n" }, { "name,phone\n", "a," },
		{ "name;phone\n", "\"a;\n" }, { "{\"phone\":\"", "a" },
		{ "{\"phone\":[", "\"a\"," }, { "[", "[" }, { "{", "\"a\":{" },
		{ "Phone: ", "1 a " }, { "From: ", "A <a@b.c>, " },
		{ "password = \"", "a" }, { "-----BEGIN PRIVATE KEY-----\n",
		    "QUJD" }, { "a@", "a." }, { "http://", "a/" },
		{ "P<POL", "<" }, { "Mr ", "A" }, { "(", "1" }, { "\"", "a " },
	};
	const struct room *room = *state;
	struct findings f;
	double half, whole = 0;
	size_t size, len, head;
	clock_t begin;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		for (unsigned tries = 0;; tries++) {
			half = whole = 0;
			for (size = HALF_BYTES; size <= 2 * HALF_BYTES;
			    size *= 2) {
				head = strlen(pairs[i][0]);
				len = strlen(pairs[i][1]);
				memcpy(room->text, pairs[i][0], head);
				for (size_t k = head; k < size; k++)
					room->text[k] =
					    pairs[i][1][(k - head) % len];
				begin = clock();
				assert_int_equal(find_in(room->text, size,
				    &(struct find_options){ 0 }, &f), 0);
				findings_free(&f);
				half = whole;
				whole = (double)(clock() - begin) /
				    CLOCKS_PER_SEC;
			}
			if (whole < SURE_SECONDS || whole < RATIO_MAX * half)
				break;
			if (tries == TRIES)
				fail_msg("'%s' and '%s': %.2f s, then %.2f s",
				    pairs[i][0], pairs[i][1], half, whole);
		}
}

static void
test_a_great_deal_of_it(void **state)
{
	const struct room *room = *state;
	const char *mib = getenv("TIPLINE_HOSTILE_MIB");
	size_t size = mib != NULL ? strtoul(mib, NULL, 10) << 20 : 0;
	struct room big = *room;
	double seconds;

	if (size == 0)
		return;
	assert_non_null(big.text = malloc(size));
	big.known = NULL;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		seconds = seconds_for(&big, units[i], size);
		print_message("%8.2f MB/s  '%s'\n",
		    (double)size / 1e6 / seconds, units[i]);
	}
	free(big.text);
}

/* The rule for bytes that are no UTF-8: the text is refused as it stands. */
static void
test_what_is_no_utf8_is_refused(void **state)
{
	static const char *const texts[] = { "a\xff", "\xc0\xaf", "\xed\xa0\x80",
	    "a@b.example \xf4\x90\x80\x80", "\xe2\x80", "\x8a\x9e" "1", "jan\x80kowalski" };
	struct findings f;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_int_equal(find_in(texts[i], strlen(texts[i]),
		    &(struct find_options){ 0 }, &f), ERR_FORMAT);
		assert_null(f.list);
		assert_int_equal(f.n, 0);
	}
}

static int
set_up(void **state)
{
	static struct room room;

	if ((room.text = malloc(2 * HALF_BYTES)) == NULL ||
	    known_new(&room.known) < 0 ||
	    watchlist_read(room.known, list, strlen(list)) < 0 ||
	    known_ready(room.known) < 0)
		return -1;
	*state = &room;
	return 0;
}

static int
tear_down(void **state)
{
	struct room *room = *state;

	known_free(room->known);
	free(room->text);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_twice_the_text_takes_twice_the_time),
		cmocka_unit_test(test_what_begins_once_and_never_ends),
		cmocka_unit_test(test_a_great_deal_of_it),
		cmocka_unit_test(test_what_is_no_utf8_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
