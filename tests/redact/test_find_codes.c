/* test_find_codes.c -- numbers of cases, files, badges; what is none. */
#include "rule_kit.h"

static void
test_codes__courts(void **state)
{
	(void)state;
	rule_expect("The case began in an application (no. 14027/15).",
	    RULE_CASE_NUMBER, "14027/15");
	rule_expect("Applications nos. 101/02 and 2203/03 were joined.",
	    RULE_CASE_NUMBER, "2203/03");
	rule_expect("A l'origine, une requête (n° 30022/98) du 3 mai.",
	    RULE_CASE_NUMBER, "30022/98");
	rule_expect("Wyrok o sygn. akt II K 123/24 jest znany.",
	    RULE_CASE_NUMBER, "II K 123/24");
	rule_expect("Sprawa toczyła się (VI ACa 712/10) długo.",
	    RULE_CASE_NUMBER, "VI ACa 712/10");
	rule_expect("It is filed as 1:20-cv-01234 there.", RULE_CASE_NUMBER,
	    "1:20-cv-01234");
	rule_expect("As said in [2003] EWCA Civ 123 before.",
	    RULE_CASE_NUMBER, "[2003] EWCA Civ 123");
	rule_expect("Pourvoi n° 95-12.345 rejeté.", RULE_CASE_NUMBER,
	    "95-12.345");
	rule_expect("RG 12/345 devant la cour.", RULE_CASE_NUMBER, "12/345");
}

static void
test_codes__beside_their_word(void **state)
{
	(void)state;
	rule_expect("His badge 44817 was seen.", RULE_CODE, "44817");
	rule_expect("Ticket AB-2291 is still open.", RULE_CODE, "AB-2291");
	rule_expect("Invoice no. C-2019-44 was paid.", RULE_CODE,
	    "C-2019-44");
	rule_expect("Faktura nr FV/12/2020 została wysłana.", RULE_CODE,
	    "FV/12/2020");
	rule_expect("Le dossier 88231 est clos.", RULE_CODE, "88231");
	rule_expect("They own plots nos. 260, 268, 45 and 119.", RULE_CODE,
	    "45");
}

static void
test_codes__a_law_is_none(void **state)
{
	(void)state;
	rule_expect_none("Under Article 6 § 1 of the Convention.", RULE_CODE);
	rule_expect_none("Law no. 3953 was repealed.", RULE_CODE);
	rule_expect_none("Zarzut z art. 233 § 1 kodeksu.", RULE_CODE);
	rule_expect_none("L'article 8 de la loi no 77 s'applique.",
	    RULE_CODE);
}

/* What failed its check digit is not taken for a code instead. */
static void
test_codes__long_numbers_need_a_word(void **state)
{
	(void)state;
	rule_expect_none("NIP no. 9237104367 is wrong.", RULE_CODE);
	rule_expect_none("number 5158238451429425 fails", RULE_CODE);
	rule_expect_none("Kontakt: Anna, 92072682896, wieczorem.", RULE_CODE);
	rule_expect_none("ISBN 978-83-87860529 is misprinted.", RULE_CODE);
	rule_expect_none("host A; II K 565/25 and nothing else.",
	    RULE_CASE_NUMBER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes__courts),
		cmocka_unit_test(test_codes__beside_their_word),
		cmocka_unit_test(test_codes__a_law_is_none),
		cmocka_unit_test(test_codes__long_numbers_need_a_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
