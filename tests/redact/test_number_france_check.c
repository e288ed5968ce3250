/*
 * test_number_france_check.c -- check digits of French numbers.  None of the
 * numbers was made with the code under test; where each is from stands beside
 * it: the examples of the npm package stdnum 2 and of the pages named.
 */
#include "check_kit.h"

#include "redact/find/number/france_check.h"

static void
test_a_nir_needs_its_key(void **state)
{
	(void)state;
	expect_alone(france_nir, "295109912611193", 14);	/* stdnum */
	/* fr.wikipedia.org, "Numéro de sécurité sociale en France" */
	expect_holds(france_nir, "255081416802538");
	expect_refused(france_nir, "295109912611199");	/* stdnum */
	expect_refused(france_nir, "595109912611193");
	expect_refused(france_nir, "29510991261119");
}

/* The keys are those that npm's stdnum accepts behind these 13 characters. */
static void
test_a_nir_of_corsica_counts_its_letter(void **state)
{
	(void)state;
	expect_alone(france_nir, "192122A33100131", 14);
	expect_alone(france_nir, "193082B33200112", 14);
	expect_refused(france_nir, "192122B33100131");
	expect_refused(france_nir, "192122C33100131");
}

static void
test_a_nir_without_key_needs_possible_parts(void **state)
{
	(void)state;
	expect_holds(france_nir_bare, "2951099126111");
	expect_holds(france_nir_bare, "1842312987654");	/* month unknown */
	expect_refused(france_nir_bare, "2951399126111");	/* month 13 */
	expect_refused(france_nir_bare, "2950099126111");
	expect_refused(france_nir_bare, "2951000126111");	/* department 00 */
	expect_refused(france_nir_bare, "2951099000111");
	expect_refused(france_nir_bare, "2951099126000");
	expect_refused(france_nir_bare, "5951099126111");
}

static void
test_a_nif_needs_its_key(void **state)
{
	(void)state;
	expect_alone(france_nif, "3023217600053", 12);	/* stdnum */
	expect_holds(france_nif, "0701987765493");	/* stdnum */
	expect_refused(france_nif, "3023217600054");	/* stdnum */
	expect_refused(france_nif, "9701987765432");	/* stdnum */
}

static void
test_a_siren_needs_its_check_digit(void **state)
{
	(void)state;
	expect_alone(france_siren, "552008443", 8);	/* stdnum */
	expect_holds(france_siren, "732829320");	/* INSEE's example */
	expect_refused(france_siren, "000000000");
}

static void
test_a_siret_needs_its_check_digit_but_for_the_post(void **state)
{
	(void)state;
	expect_alone(france_siret, "73282932000074", 13);	/* stdnum */
	expect_holds(france_siret, "35600000000048");	/* stdnum: La Poste */
	expect_holds(france_siret, "35600000049837");	/* the same */
	expect_refused(france_siret, "35600000049838");	/* the same */
	expect_refused(france_siret, "73282932000075");	/* stdnum */
}

static void
test_a_tva_number_needs_its_key(void **state)
{
	(void)state;
	expect_alone(france_tva, "FR40303265045", 3);	/* all of stdnum */
	expect_holds(france_tva, "FR23334175221");
	expect_holds(france_tva, "FRK7399859412");
	expect_holds(france_tva, "FR4Z123456782");
	expect_holds(france_tva, "FR04494887854");
	expect_refused(france_tva, "FR84323140391");
	expect_refused(france_tva, "FRO7399859412");
	expect_refused(france_tva, "DE40303265045");
}

/* The French line of SWIFT's IBAN registry, behind "FR14". */
static void
test_a_rib_needs_its_key(void **state)
{
	(void)state;
	expect_alone(france_rib, "20041010050500013M02606", 22);
	expect_holds(france_rib, "30006000011234567890189");
	expect_refused(france_rib, "20041010050500013N02606");
	expect_refused(france_rib, "2004101005050001-M02606");
}

static void
test_an_old_identity_card_has_a_month(void **state)
{
	(void)state;
	expect_holds(france_cni_old, "880692310285");	/* the specimen */
	expect_refused(france_cni_old, "881392310285");
	expect_refused(france_cni_old, "880092310285");
	expect_refused(france_cni_old, "8806923102855");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_nir_needs_its_key),
		cmocka_unit_test(test_a_nir_of_corsica_counts_its_letter),
		cmocka_unit_test(test_a_nir_without_key_needs_possible_parts),
		cmocka_unit_test(test_a_nif_needs_its_key),
		cmocka_unit_test(test_a_siren_needs_its_check_digit),
		cmocka_unit_test(test_a_siret_needs_its_check_digit_but_for_the_post),
		cmocka_unit_test(test_a_tva_number_needs_its_key),
		cmocka_unit_test(test_a_rib_needs_its_key),
		cmocka_unit_test(test_an_old_identity_card_has_a_month),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
