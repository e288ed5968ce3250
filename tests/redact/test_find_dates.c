/* test_find_dates.c -- dates, times and ages in three languages. */
#include "rule_kit.h"

static void
test_dates__days_months_and_years(void **state)
{
	(void)state;
	rule_expect("She left on 14 March 1987 by train.", RULE_DATE,
	    "14 March 1987");
	rule_expect("He called on March 14, 1987, at dusk.", RULE_DATE,
	    "March 14, 1987");
	rule_expect("They met on 8 and 9 May 2011 in the barn.", RULE_DATE,
	    "8 and 9 May 2011");
	rule_expect("The fair ran from 3 to 5 June that year.", RULE_DATE,
	    "3 to 5 June");
	rule_expect("It was the 21st of October 1998.", RULE_DATE,
	    "21st of October 1998");
	rule_expect("Umowę zawarto 3 marca 1999 r. w biurze.", RULE_DATE,
	    "3 marca 1999 r.");
	rule_expect("W styczniu 2004 roku wyjechała.", RULE_DATE,
	    "styczniu 2004 roku");
	rule_expect("Le dossier fut ouvert le 3 mars 1999.", RULE_DATE,
	    "3 mars 1999");
	rule_expect("La fête du 1er mai 2010 fut calme.", RULE_DATE,
	    "1er mai 2010");
	rule_expect("Les 10, 15 et 21 septembre 1993, il plut.", RULE_DATE,
	    "10, 15 et 21 septembre 1993");
}

static void
test_dates__figures(void **state)
{
	(void)state;
	rule_expect("Signed on 12.03.1999 by both.", RULE_DATE, "12.03.1999");
	rule_expect("Received 1999-03-12 by post.", RULE_DATE, "1999-03-12");
	rule_expect("Paid on 12/03/99 in cash.", RULE_DATE, "12/03/99");
	rule_expect("Sent 2019-11-02 04:51:40 from home.", RULE_DATE,
	    "2019-11-02 04:51:40");
	rule_expect("Przesłuchano ją 12.XI.2018 rano.", RULE_DATE,
	    "12.XI.2018");
	rule_expect("Spisano dnia 5 V 1984 r. w domu.", RULE_DATE,
	    "5 V 1984 r.");
	rule_expect("Call me at 5.30 p.m. please", RULE_DATE, "5.30 p.m.");
	rule_expect("Rendez-vous à 14h30 devant la gare.", RULE_DATE, "14h30");
	rule_expect("Spotkanie o godz. 17 w parku.", RULE_DATE, "17");
}

static void
test_dates__years_and_longer_times(void **state)
{
	(void)state;
	rule_expect("The plant was closed in 1963 for good.", RULE_DATE,
	    "1963");
	rule_expect("W 1994 r. zmieniła pracę.", RULE_DATE, "1994 r.");
	rule_expect("Il a démissionné en 2007 sans bruit.", RULE_DATE, "2007");
	rule_expect("Between the summer of 1994 and now.", RULE_DATE,
	    "summer of 1994");
	rule_expect("He served two years and one month.", RULE_DATE,
	    "two years and one month");
	rule_expect("A two-year contract was signed.", RULE_DATE, "two-year");
}

static void
test_dates__are_told_from_other_numbers(void **state)
{
	(void)state;
	rule_expect_none("Version 460.9.16.646 is out.", RULE_DATE);
	rule_expect_none("The address is 397.19.11.14 here.", RULE_DATE);
	rule_expect_none("Chapter 13.45.1999.2 of it.", RULE_DATE);
	rule_expect_none("We march on and may win.", RULE_DATE);
	rule_expect_none("See page 1987 of the annex.", RULE_DATE);
	rule_expect_none("It weighs 1950 kg at least.", RULE_DATE);
	rule_expect_none("They want RFC 2045 for this.", RULE_DATE);
	rule_expect_none("It is 45/31/2010 somewhere.", RULE_DATE);
}

static void
test_ages__beside_their_words(void **state)
{
	(void)state;
	rule_expect("A man aged 45 opened the door.", RULE_AGE, "aged 45");
	rule_expect("The 45-year-old engineer left.", RULE_AGE, "45-year-old");
	rule_expect("She is 19 years old and shy.", RULE_AGE, "19 years old");
	rule_expect("Zatrzymano 45-letniego kierowcę.", RULE_AGE,
	    "45-letniego");
	rule_expect("Mężczyzna w wieku 45 lat uciekł.", RULE_AGE,
	    "wieku 45 lat");
	rule_expect("Un homme âgé de 45 ans a vu tout.", RULE_AGE,
	    "âgé de 45 ans");
	rule_expect_none("The wine is aged in oak.", RULE_AGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates__days_months_and_years),
		cmocka_unit_test(test_dates__figures),
		cmocka_unit_test(test_dates__years_and_longer_times),
		cmocka_unit_test(test_dates__are_told_from_other_numbers),
		cmocka_unit_test(test_ages__beside_their_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
