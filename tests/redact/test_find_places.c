/* test_find_places.c -- places and addresses; the lists themselves. */
#include "rule_kit.h"

#include <stdlib.h>

static void
test_places__of_lists(void **state)
{
	(void)state;
	rule_expect("They drove to Gdynia at night.", RULE_LOCATION,
	    "Gdynia");
	rule_expect("Mieszka w Krakowie od roku.", RULE_LOCATION, "Krakowie");
	rule_expect("W pobliżu Wrocławia stoi dom.", RULE_LOCATION,
	    "Wrocławia");
	rule_expect("Il habite à Clermont-Ferrand.", RULE_LOCATION,
	    "Clermont-Ferrand");
	rule_expect("We flew to New York yesterday.", RULE_LOCATION,
	    "New York");
	rule_expect("Wróciła z Nowego Sącza wczoraj.", RULE_LOCATION,
	    "Nowego Sącza");
	rule_expect("Uciekł do Turcji przez morze.", RULE_LOCATION, "Turcji");
}

static void
test_places__asked_for(void **state)
{
	(void)state;
	rule_expect("He lives in Qorvenholt, alone.", RULE_LOCATION,
	    "Qorvenholt");
	rule_expect("The village of Ozdurbasi burned.", RULE_LOCATION,
	    "Ozdurbasi");
	rule_expect("Leży w województwie łódzkim.", RULE_LOCATION, "łódzkim");
	rule_expect_none("In general, at first, in fact.", RULE_LOCATION);
	rule_expect_none("He was reading in the bath.", RULE_LOCATION);
}

static void
test_places__addresses(void **state)
{
	(void)state;
	rule_expect("She stays at 12 Baker Street, London.", RULE_ADDRESS,
	    "12 Baker Street, London");
	rule_expect("Mieszka przy ul. Długiej 5/7 od zawsze.", RULE_ADDRESS,
	    "ul. Długiej 5/7");
	rule_expect("Kod 00-950 Warszawa wystarczy.", RULE_ADDRESS,
	    "00-950 Warszawa");
	rule_expect("Il vit 12, rue de la Paix, 75002 Paris.", RULE_ADDRESS,
	    "12, rue de la Paix, 75002 Paris");
	rule_expect("Dr. Siobhan Ruiz, 44 Upper Brook Street, Ipswich.",
	    RULE_ADDRESS, "44 Upper Brook Street, Ipswich");
	rule_expect("Write to P.O. Box 1108 only.", RULE_ADDRESS,
	    "P.O. Box 1108");
	rule_expect("Er wohnt Lindenstraße 6 hinten.", RULE_ADDRESS,
	    "Lindenstraße 6");
	rule_expect_none("On 14 April 2008 the Civil Court sat.",
	    RULE_ADDRESS);
	rule_expect_none("In 12 cases the State paid.", RULE_ADDRESS);
}

/* How many lines the finder of addresses over lines takes. */
static size_t
lines_of_addresses(const char *text)
{
	struct findings found;
	size_t n = 0;

	assert_int_equal(find_in(text, strlen(text),
	    &(struct find_options){ 0 }, &found), 0);
	for (size_t i = 0; i < found.n; i++)
		n += strcmp(found.list[i].finder, "address") == 0;
	findings_free(&found);
	return n;
}

static void
test_places__addresses_over_lines(void **state)
{
	(void)state;
	find_expect("Please write to\n\n12 Harbour Lane\nApt. 4\nQuimbleford\n"
	    "Latvia 04731\n\nThank you", "ADDRESS", "Quimbleford");
	find_expect("> 31 vesturgata 66\n> suite 574\n> reykjavik\n",
	    "ADDRESS", "31 vesturgata 66");
	assert_int_equal(lines_of_addresses("12 eggs\n3 apples\nmilk\nbread\n"),
	    0);
	assert_int_equal(lines_of_addresses("Chapter 4\nThe river\n\nIt was.\n"),
	    0);
}

/* Upper and lower case, with and without accents: one entry. */
static void
test_places__lists_fold(void **state)
{
	static struct tokens t;
	static uint32_t bits[TOKENS_MAX];
	const char *text = "Łódź LODZ Kraków krakow Île-de-France San Francisco";
	struct fold *f;
	struct view v = { 0 };

	(void)state;
	assert_int_equal(fold_new(&f, text, strlen(text), FOLD_READ), 0);
	v.fold = f;
	v.s = fold_bytes(f, &v.len);
	assert_true(tokens_next(&t, &v, 0));
	lists_mark(&t, bits);
	for (size_t i = 0; i < t.n; i++)
		if ((bits[i] & LIST_BIT(LIST_PLACE)) == 0)
			fail_msg("token %zu of \"%s\" is no place", i, text);
	assert_int_equal(t.n, 7);
	fold_free(f);
}

/* A hundred thousand numbers and capitals: no rule looks far. */
static void
test_places__rules_are_linear(void **state)
{
	enum { UNITS = 40000 };
	static const char unit[] = "Aa 1, nos. 2/3 St. 4 and V. of ";
	char *text = malloc(UNITS * (sizeof(unit) - 1) + 1);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < UNITS; i++)
		memcpy(text + i * (sizeof(unit) - 1), unit, sizeof(unit));
	(void)rule_count(text, RULE_CODE, NULL, 0, false);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places__of_lists),
		cmocka_unit_test(test_places__asked_for),
		cmocka_unit_test(test_places__addresses),
		cmocka_unit_test(test_places__addresses_over_lines),
		cmocka_unit_test(test_places__lists_fold),
		cmocka_unit_test(test_places__rules_are_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
