/* test_find_people.c -- persons, organisations, peoples, professions. */
#include "rule_kit.h"

static void
test_people__titles(void **state)
{
	(void)state;
	rule_expect("It was signed by Mr J. Halloran in ink.", RULE_PERSON,
	    "Mr J. Halloran");
	rule_expect("Then Dr. Vandersteen left.", RULE_PERSON,
	    "Dr. Vandersteen");
	rule_expect("We saw Mrs Ilse von der Heyde there.", RULE_PERSON,
	    "Mrs Ilse von der Heyde");
	rule_expect("Wczoraj pan Grzelak zadzwonił.", RULE_PERSON,
	    "pan Grzelak");
	rule_expect("Opinię wydał prof. dr Jan Brzezicki.", RULE_PERSON,
	    "prof. dr Jan Brzezicki");
	rule_expect("Hier, Mme Lefranc-Dubois a parlé.", RULE_PERSON,
	    "Mme Lefranc-Dubois");
	rule_expect("Assisté de Me Axelsson, il a répondu.", RULE_PERSON,
	    "Me Axelsson");
}

static void
test_people__without_titles(void **state)
{
	(void)state;
	rule_expect("Later Anna Wieczorek signed it.", RULE_PERSON,
	    "Anna Wieczorek");
	rule_expect("A letter by K. Osterhagen was found.", RULE_PERSON,
	    "K. Osterhagen");
	rule_expect("Widziano tam Jana Kowalskiego z żoną.", RULE_PERSON,
	    "Jana Kowalskiego");
	rule_expect("On the list: NOWAK, Piotr and others.", RULE_PERSON,
	    "NOWAK, Piotr");
	rule_expect("Rzecznik Ministerstwa Finansów Marek Dąbrowski wie.",
	    RULE_PERSON, "Marek Dąbrowski");
	rule_expect("His wife Selma kept the key.", RULE_PERSON, "Selma");
	rule_expect("Elle est née Vasseur-Lemoine à Lyon.", RULE_PERSON,
	    "Vasseur-Lemoine");
	rule_expect("Dear Keiko, here it is.", RULE_PERSON, "Keiko");
	rule_expect("please ask daniel kowalski about it", RULE_PERSON,
	    "daniel kowalski");
}

static void
test_people__headings_and_words_are_none(void **state)
{
	(void)state;
	rule_expect_none("I. THE CIRCUMSTANCES OF THE CASE", RULE_PERSON);
	rule_expect_none("C. Proceedings on appeal", RULE_PERSON);
	rule_expect_none("Will they mark the bill in may?", RULE_PERSON);
	rule_expect_none("The Court was of the opinion that it failed.",
	    RULE_PERSON);
	rule_expect_none("Monsieur le Président, je parle.", RULE_PERSON);
	rule_expect_none("P<POLNOWAK<<ANNA<<<<<<<<<<", RULE_PERSON);
}

static void
test_people__organisations(void **state)
{
	(void)state;
	rule_expect("He sued Brightwater Holdings Ltd in May.", RULE_ORG,
	    "Brightwater Holdings Ltd");
	rule_expect("The Kayseri Administrative Court agreed.", RULE_ORG,
	    "Kayseri Administrative Court");
	rule_expect("Wyrok wydał Sąd Rejonowy w Radomiu po raz drugi.", RULE_ORG,
	    "Sąd Rejonowy w Radomiu");
	rule_expect("Devant le tribunal de grande instance de Nantes.",
	    RULE_ORG, "tribunal de grande instance de Nantes");
	rule_expect("Umowa z Drukarnia Polna sp. z o.o. wygasła.", RULE_ORG,
	    "Drukarnia Polna sp. z o.o.");
	rule_expect_none("The court and the bank were closed.", RULE_ORG);
}

static void
test_people__nations_and_professions(void **state)
{
	(void)state;
	rule_expect("She is a Lithuanian national.", RULE_NATIONALITY,
	    "Lithuanian");
	rule_expect("Jest to obywatel ukraiński z Polski.", RULE_NATIONALITY,
	    "ukraiński");
	rule_expect("Un ressortissant suédois fut entendu.", RULE_NATIONALITY,
	    "suédois");
	rule_expect_none("I polish the shoes every day.", RULE_NATIONALITY);
	rule_expect("He worked as a lorry driver.", RULE_PROFESSION,
	    "lorry driver");
	rule_expect("Pracuje jako pielęgniarka od lat.", RULE_PROFESSION,
	    "pielęgniarka");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_people__titles),
		cmocka_unit_test(test_people__without_titles),
		cmocka_unit_test(test_people__headings_and_words_are_none),
		cmocka_unit_test(test_people__organisations),
		cmocka_unit_test(test_people__nations_and_professions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
