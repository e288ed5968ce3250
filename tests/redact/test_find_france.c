/*
 * test_find_france.c -- French numbers in the forms that people write.  The
 * numbers are those of test_number_france_check.c.
 */
#include "find_kit.h"

static void
test_finds_a_nir_in_any_dress(void **state)
{
	(void)state;
	find_expect("NIR 2 95 10 99 126 111 93", "FR_NIR",
	    "2 95 10 99 126 111 93");
	find_expect("n\xc2\xb0 de s\xc3\xa9""cu : 295109912611193", "FR_NIR",
	    "295109912611193");
	find_expect("2.95.10.99.126.111.93", "FR_NIR", "2.95.10.99.126.111.93");
	find_expect("2951099126111 93", "FR_NIR", "2951099126111 93");
	find_expect("(1 92 12 2A 331 001 31)", "FR_NIR",
	    "1 92 12 2A 331 001 31");
	find_expect("192122a33100131", "FR_NIR", "192122a33100131");
	find_expect("s\xc3\xa9""curit\xc3\xa9 sociale 2 95 10 99 126 111",
	    "FR_NIR", "2 95 10 99 126 111");
	find_expect("{\"nir\": \"295109912611193\"}", "FR_NIR",
	    "295109912611193");
	find_expect_none("n\xc2\xb0 de s\xc3\xa9""cu 295109912611194", "FR_NIR");
	find_expect("(2 95 10 99 126 111)", "FR_NIR", "2 95 10 99 126 111");
	find_expect_none("2951099126111", "FR_NIR");
}

static void
test_finds_tax_payers(void **state)
{
	(void)state;
	find_expect("num\xc3\xa9ro fiscal 30 23 217 600 053", "FR_NIF",
	    "30 23 217 600 053");
	find_expect("N\xc2\xb0 fiscal 3023 2176 0005 3", "FR_NIF",
	    "3023 2176 0005 3");
	find_expect("SPI:3023217600053", "FR_NIF", "3023217600053");
	find_expect("n\xc2\xb0 TVA FR 40 303 265 045", "FR_TVA",
	    "FR 40 303 265 045");
	find_expect("FR40303265045", "FR_TVA", "FR40303265045");
	find_expect("FRK7399859412", "FR_TVA", "FRK7399859412");
	find_expect_none("num\xc3\xa9ro fiscal 3023217600054", "FR_NIF");
	find_expect_none("FR41303265045", "FR_TVA");
}

static void
test_finds_firms_and_accounts(void **state)
{
	(void)state;
	find_expect("SIREN 552 008 443", "FR_SIREN", "552 008 443");
	find_expect("552008443 RCS Paris", "FR_SIREN", "552008443");
	find_expect("SIRET : 732 829 320 00074", "FR_SIRET",
	    "732 829 320 00074");
	find_expect("73282932000074", "FR_SIRET", "73282932000074");
	find_expect("SIRET 35600000049837", "FR_SIRET", "35600000049837");
	find_expect("RIB 20041 01005 0500013M026 06", "FR_RIB",
	    "20041 01005 0500013M026 06");
	find_expect("20041010050500013M02606", "FR_RIB",
	    "20041010050500013M02606");
	find_expect("N\xc2\xb0 compte 0500013M026 Cl\xc3\xa9 06", "FR_RIB",
	    "0500013M026");
	find_expect_none("552008443", "FR_SIREN");
	find_expect_none("SIREN 552008442", "FR_SIREN");
	find_expect_none("SIRET 73282932000075", "FR_SIRET");
	find_expect_none("RIB 20041 01005 0500013M026 07", "FR_RIB");
}

static void
test_finds_papers(void **state)
{
	(void)state;
	find_expect("CNI n\xc2\xb0 880692310285", "FR_CNI", "880692310285");
	find_expect("carte d'identit\xc3\xa9 X4RTBPFW4", "FR_CNI", "X4RTBPFW4");
	find_expect("passeport n\xc2\xb0 12AB34567", "FR_PASSPORT",
	    "12AB34567");
	find_expect("passeport 12 AB 34567", "FR_PASSPORT", "12 AB 34567");
	find_expect("permis de conduire 990175200123", "FR_DRIVING_LICENCE",
	    "990175200123");
	find_expect("num\xc3\xa9ro \xc3\xa9tranger : 7503123456", "FR_AGDREF",
	    "7503123456");
	find_expect("AGDREF 9912345678", "FR_AGDREF", "9912345678");
	find_expect_none("880692310285", "FR_CNI");
	find_expect_none("commande X4RTBPFW4", "FR_CNI");
}

static void
test_finds_places_and_cars(void **state)
{
	(void)state;
	find_expect_only("immatricul\xc3\xa9""e AB-123-CD", "FR_PLATE", "AB-123-CD");
	find_expect_only("la voiture AB 123 CD", "FR_PLATE", "AB 123 CD");
	find_expect_only("plaque 123 ABC 75", "FR_PLATE", "123 ABC 75");
	find_expect_only("12 rue de la Paix, 75002 Paris", "FR_POSTCODE", "75002");
	find_expect_only("code postal : 13001", "FR_POSTCODE", "13001");
	find_expect_none("AI-123-CD", "FR_PLATE");
	find_expect_none("it weighs 75002 kg", "FR_POSTCODE");
	find_expect_none("rue de la Paix, 99002", "FR_POSTCODE");
	find_expect_none("Bowers Avenue, Santa Clara, CA 95051",
	    "FR_POSTCODE");
	find_expect_none("in total 75002 people", "FR_POSTCODE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_a_nir_in_any_dress),
		cmocka_unit_test(test_finds_tax_payers),
		cmocka_unit_test(test_finds_firms_and_accounts),
		cmocka_unit_test(test_finds_papers),
		cmocka_unit_test(test_finds_places_and_cars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
