/* test_pass.c -- the first pass calls finders where their triggers stand. */
#include "find_kit.h"

#include "redact/find/engine/pass.h"

/* What one finder was called with, as "D3 W9 ". */
static char calls[1024];
static size_t skip_to;
static size_t shift;	/* taken off each place */

static int
note(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	static const char letters[] = "D@:/\\.<LW-=";
	size_t len = strlen(calls);

	(void)v;
	snprintf(calls + len, sizeof(calls) - len, "%c%zu ",
	    letters[__builtin_ctz((unsigned)trigger)], at - shift);
	if (skip_to > at)
		*next = skip_to;
	return 0;
}

static const char *const words[] = { "tel", "telefon-", "at", "a", "ma\xc5\x82pa",
    "id card", "no.", NULL };
static const char *const other_words[] = { "telefon", "zip", NULL };
static const char *const kinds[] = { "ONE", NULL };

static const struct finder on_signs = { .name = "signs", .kinds = kinds,
    .triggers = TRIGGER_DIGIT | TRIGGER_AT | TRIGGER_COLON | TRIGGER_SLASH |
    TRIGGER_BACKSLASH | TRIGGER_DOT | TRIGGER_LESS | TRIGGER_LONG |
    TRIGGER_DASHES | TRIGGER_EQUALS, .at = note };
static const struct finder on_words = { .name = "words", .kinds = kinds,
    .triggers = TRIGGER_WORD, .words = words, .at = note };
static const struct finder on_others = { .name = "others", .kinds = kinds,
    .triggers = TRIGGER_WORD, .words = other_words, .at = note };
static const struct finder never = { .name = "never", .kinds = kinds };

static const char *
walk(const struct finder *f, const char *text)
{
	const struct finder *const list[] = { &never, f, NULL };
	struct view v = { .s = (const uint8_t *)text, .len = strlen(text) };
	struct pass *p;

	calls[0] = '\0';
	assert_int_equal(pass_new(&p, list), 0);
	assert_int_equal(pass_run(p, NULL, &v), 0);
	pass_free(p);
	return calls;
}

static void
test_signs_and_digits_at_every_edge(void **state)
{
	(void)state;
	assert_string_equal(walk(&on_signs, ""), "");
	assert_string_equal(walk(&on_signs, "1"), "D0 ");
	assert_string_equal(walk(&on_signs, "12 a34"), "D0 D4 ");
	assert_string_equal(walk(&on_signs, "@@"), "@0 @1 ");
	assert_string_equal(walk(&on_signs, "::/\\"), ":0 :1 /2 \\3 ");
	assert_string_equal(walk(&on_signs, ".a.b..c. ."), ".2 ");
	assert_string_equal(walk(&on_signs, "\xc5\x82.pl"), ".2 ");
	assert_string_equal(walk(&on_signs, "<<a<"), "<0 <3 ");
	assert_string_equal(walk(&on_signs, "a==b="), "=1 =4 ");
	assert_string_equal(walk(&on_signs, "---- -----x"), "-5 ");
	assert_string_equal(walk(&on_signs, "-------"), "-0 ");
	assert_string_equal(walk(&on_signs, "----"), "");
}

static void
test_a_long_run_is_told_once_where_it_begins(void **state)
{
	(void)state;
	assert_string_equal(walk(&on_signs, "abcdefghijklmnop"), "L0 ");
	assert_string_equal(walk(&on_signs, "abcdefghijklmno"), "");
	assert_string_equal(walk(&on_signs, "abcdefghijklmno pqr"), "");
	assert_string_equal(walk(&on_signs, "x (abcdefghijklmnopqrstuvwxyz)"),
	    "L3 ");
	/* The run first, then what else begins there. */
	assert_string_equal(walk(&on_signs, ".12345678901234567"), "L1 D1 ");
}

/* The pass goes by blocks: what stands across two of them is seen as well. */
static void
test_it_is_the_same_wherever_in_the_text(void **state)
{
	static const char text[] = "(tel 0048=a@b.c:\\/<<x -----BEGIN at "
	    "abcdefghijklmnopqrstuvwxyz\xc5\x82.pl.1)";
	char moved[512], expected[sizeof(calls)];
	size_t len;

	(void)state;
	for (size_t by = 0; by < 200; by++) {
		memset(moved, ' ', by);
		memcpy(moved + by, text, sizeof(text));
		shift = 0;
		snprintf(expected, sizeof(expected), "%s%s",
		    walk(&on_signs, text), "");
		len = strlen(expected);
		snprintf(expected + len, sizeof(expected) - len, "%s",
		    walk(&on_words, text));
		shift = by;
		assert_memory_equal(walk(&on_signs, moved), expected, len);
		assert_string_equal(walk(&on_words, moved), expected + len);
	}
	assert_string_equal(expected, "D5 =9 @11 .13 :15 \\16 /17 <18 -22 L36 "
	    ".64 .67 D68 W1 W10 W33 ");
	shift = 0;
}

static void
test_words_begin_and_end_as_words_do(void **state)
{
	(void)state;
	assert_string_equal(walk(&on_words, "Tel TEL tels"), "W0 W4 ");
	assert_string_equal(walk(&on_words, "telefonu xtel a"), "W0 W14 ");
	assert_string_equal(walk(&on_words, "at"), "W0 ");
	assert_string_equal(walk(&on_words, "(at) [a] att"), "W1 W6 ");
	assert_string_equal(walk(&on_words, "MA\xc5\x82PA"), "W0 ");
	assert_string_equal(walk(&on_words, "an id card, id cards"), "W3 ");
	assert_string_equal(walk(&on_words, "No.5 no"), "W0 ");
	assert_string_equal(walk(&on_words, "\xc3\xa9tel 1tel _tel"), "");
}

static void
test_a_finder_is_called_once_for_a_place(void **state)
{
	static const struct finder *const both[] = { &on_words, &on_others,
	    NULL };
	static const bool second[] = { false, true };
	static const char text[] = "telefon";
	struct view v = { .s = (const uint8_t *)text, .len = strlen(text) };
	struct pass *p;

	(void)state;
	assert_string_equal(walk(&on_words, text), "W0 ");
	calls[0] = '\0';
	assert_int_equal(pass_new(&p, both), 0);
	assert_int_equal(pass_run(p, NULL, &v), 0);
	assert_string_equal(calls, "W0 W0 ");
	calls[0] = '\0';
	assert_int_equal(pass_run(p, second, &v), 0);
	assert_string_equal(calls, "W0 ");
	pass_free(p);
}

static void
test_next_spares_the_calls_before_it(void **state)
{
	(void)state;
	skip_to = 4;
	assert_string_equal(walk(&on_signs, "@@@@@@"), "@0 @4 @5 ");
	skip_to = 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_signs_and_digits_at_every_edge),
		cmocka_unit_test(test_a_long_run_is_told_once_where_it_begins),
		cmocka_unit_test(test_it_is_the_same_wherever_in_the_text),
		cmocka_unit_test(test_words_begin_and_end_as_words_do),
		cmocka_unit_test(test_a_finder_is_called_once_for_a_place),
		cmocka_unit_test(test_next_spares_the_calls_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
