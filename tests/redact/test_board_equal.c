/* test_board_equal.c -- what is decided on together: the same value, in every
 * form that a person's name takes. */
#include "board_kit.h"

/* Findings of people, made where these words stand. */
static void
people(struct kit *k, size_t item, const char *const names[])
{
	const struct board_choice none = { .reason = NULL };
	const char *text = bytes_str(&k->texts[item]), *at = text;

	for (; *names != NULL; names++) {
		if ((at = strstr(at, *names)) == NULL)
			fail_msg("%s is not in the text", *names);
		assert_int_equal(board_add(k->board, item, "PERSON",
		    (uint64_t)(at - text), (uint64_t)(at - text) +
		    strlen(*names), &none), 0);
		at += strlen(*names);
	}
}

/* "rk--": the decisions, item by item. */
static void
expect(const struct kit *k, const char *wanted)
{
	static const char letters[] = "-rk";
	char got[64] = "";
	size_t n = 0;

	for (size_t i = 0; i < KIT_ITEMS; i++)
		for (size_t f = 0; f < k->plans[i].n; f++)
			got[n++] = letters[k->plans[i].list[f].decision];
	assert_string_equal(got, wanted);
}

static void
test_a_name_is_decided_in_all_its_forms(void **state)
{
	static const char *const a[] = { "Jan Kowalski", "Kowalskiego",
	    "Anna Nowak", NULL };
	static const char *const b[] = { "J. Kowalski", "JAN KOWALSKI",
	    "\xd0\xaf\xd0\xbd \xd0\x9a\xd0\xbe\xd0\xb2\xd0\xb0\xd0\xbb"
	    "\xd1\x8c\xd1\x81\xd0\xba\xd0\xb8\xd0\xb9",
	    "Nowakiem", NULL };
	struct board_count count;
	struct kit k;

	(void)state;
	kit_make_of(&k, "Jan Kowalski zna Kowalskiego, a Anna Nowak nie.",
	    "J. Kowalski, JAN KOWALSKI; \xd0\xaf\xd0\xbd \xd0\x9a\xd0\xbe"
	    "\xd0\xb2\xd0\xb0\xd0\xbb\xd1\x8c\xd1\x81\xd0\xba\xd0\xb8\xd0\xb9"
	    " z Nowakiem.");
	people(&k, 0, a);
	people(&k, 1, b);
	/* Counted first: nothing is decided by it. */
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[0], NULL,
	    &count), 0);
	expect(&k, "-------");
	assert_int_equal(count.findings, 5);
	assert_int_equal(count.items, 2);
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[0],
	    &kit_redact, &count), 0);
	expect(&k, "rr-rrr-");
	assert_int_equal(board_undo(k.board, NULL, NULL), 0);
	expect(&k, "-------");
	/* From any of its forms. */
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[1],
	    &kit_keep, &count), 0);
	expect(&k, "kk-kkk-");
	kit_end(&k);
}

/* "Kowalski" may be either's: their full names are not decided with it. */
static void
test_two_people_of_one_name_are_two(void **state)
{
	static const char *const a[] = { "Jan Kowalski", "Kowalski", NULL };
	static const char *const b[] = { "Piotr Kowalski", NULL };
	struct board_count count;
	struct kit k;

	(void)state;
	kit_make_of(&k, "Jan Kowalski. Kowalski.", "Piotr Kowalski.");
	people(&k, 0, a);
	people(&k, 1, b);
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[1],
	    &kit_redact, &count), 0);
	expect(&k, "-r-");
	assert_int_equal(board_equal(k.board, 1, &k.plans[1].list[0],
	    &kit_keep, &count), 0);
	assert_int_equal(k.plans[0].list[0].decision, DECISION_NONE);
	kit_end(&k);
}

static void
test_equal_bytes_of_any_kind_are_equal(void **state)
{
	struct board_count count;
	struct kit k;

	(void)state;
	kit_make(&k);
	assert_int_equal(board_words(k.board, "jane@example.org", 16,
	    &kit_keep, &count), 0);
	assert_int_equal(count.findings, 2);
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[0],
	    &kit_redact, &count), 0);
	assert_int_equal(count.findings, 4);
	expect(&k, "rr-rr-");
	kit_end(&k);
}

/* What came or went since the last time counts, too. */
static void
test_counts_what_was_added_meanwhile(void **state)
{
	static const char *const more[] = { "Zofia", NULL };
	static const char *const again[] = { "zofia", NULL };
	struct board_count count;
	struct kit k;

	(void)state;
	kit_make(&k);
	people(&k, 0, more);
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[0], NULL,
	    &count), 0);
	assert_int_equal(count.findings, 1);
	people(&k, 0, again);
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[0], NULL,
	    &count), 0);
	assert_int_equal(count.findings, 2);
	assert_int_equal(board_undo(k.board, NULL, NULL), 0);
	assert_int_equal(board_equal(k.board, 0, &k.plans[0].list[0], NULL,
	    &count), 0);
	assert_int_equal(count.findings, 1);
	kit_end(&k);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_name_is_decided_in_all_its_forms),
		cmocka_unit_test(test_two_people_of_one_name_are_two),
		cmocka_unit_test(test_equal_bytes_of_any_kind_are_equal),
		cmocka_unit_test(test_counts_what_was_added_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
