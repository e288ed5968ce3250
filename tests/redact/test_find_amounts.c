/* test_find_amounts.c -- sums of money, per cent, measures. */
#include "rule_kit.h"

static void
test_amounts__money(void **state)
{
	(void)state;
	rule_expect("They paid EUR 4,000 in advance.", RULE_AMOUNT,
	    "EUR 4,000");
	rule_expect("He owed $12.5 million to them.", RULE_AMOUNT,
	    "$12.5 million");
	rule_expect("It cost 350,000 Polish zlotys (PLN) then.", RULE_AMOUNT,
	    "350,000 Polish zlotys (PLN)");
	rule_expect("A fine of five hundred euros was set.", RULE_AMOUNT,
	    "five hundred euros");
	rule_expect("Zapłacił 1 250 zł gotówką.", RULE_AMOUNT, "1 250 zł");
	rule_expect("Kara wyniosła 3 mln euro.", RULE_AMOUNT, "3 mln euro");
	rule_expect("Elle a versé 2 500 € au notaire.", RULE_AMOUNT,
	    "2 500 €");
	rule_expect("Une somme de 80 000 francs suisses.", RULE_AMOUNT,
	    "80 000 francs");
}

static void
test_amounts__shares_and_measures(void **state)
{
	(void)state;
	rule_expect("A disability of 37 % was found.", RULE_AMOUNT, "37 %");
	rule_expect("About 15 per cent agreed.", RULE_AMOUNT, "15 per cent");
	rule_expect("A plot of 12 hectares was sold.", RULE_AMOUNT,
	    "12 hectares");
}

/* In a row of figures a sum tells on nobody. */
static void
test_amounts__a_row_of_figures_is_left(void **state)
{
	(void)state;
	rule_expect_none("Row 7: host A, 5 345 436 zł;status=open",
	    RULE_AMOUNT);
	rule_expect_none("ref X / 8 187 146 zł", RULE_AMOUNT);
	rule_expect_none("The mark was good.", RULE_AMOUNT);
	rule_expect_none("He counted 12 sheep.", RULE_AMOUNT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_amounts__money),
		cmocka_unit_test(test_amounts__shares_and_measures),
		cmocka_unit_test(test_amounts__a_row_of_figures_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
