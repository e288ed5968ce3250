/*
 * test_find_poland.c -- Polish numbers in the forms that people write.  The
 * numbers are those of test_number_poland_check.c.
 */
#include "find_kit.h"

static void
test_finds_a_pesel_in_any_dress(void **state)
{
	(void)state;
	find_expect("PESEL 44051401359", "PL_PESEL", "44051401359");
	find_expect("PESEL: 440514 01359.", "PL_PESEL", "440514 01359");
	find_expect("nr PESEL-u 440514-01359", "PL_PESEL", "440514-01359");
	find_expect("{\"pesel\":\"44051401359\"}", "PL_PESEL", "44051401359");
	find_expect("pesel=44051401359&x=1", "PL_PESEL", "44051401359");
	find_expect("PESEL44051401359", "PL_PESEL", "44051401359");
	find_expect("(44051401359)", "PL_PESEL", "44051401359");
	find_expect("Jan;Nowak;44051401359;Kielce", "PL_PESEL", "44051401359");
	find_expect("PESEL nr 4405 1401 359", "PL_PESEL", "4405 1401 359");
	find_expect("PESEL 80123101354", "PL_PESEL", "80123101354");
	find_expect_none("PESEL 44051401358", "PL_PESEL");
	find_expect_none("PESEL 44990501359", "PL_PESEL");
	find_expect_none("144051401359", "PL_PESEL");
	find_expect_none("44051401359 z\xc5\x82", "PL_PESEL");
}

static void
test_finds_a_nip_in_any_dress(void **state)
{
	(void)state;
	find_expect("NIP 856-734-62-15", "PL_NIP", "856-734-62-15");
	find_expect("NIP: 856 73 46 215,", "PL_NIP", "856 73 46 215");
	find_expect("podatnik o NIP-ie 8567346215", "PL_NIP", "8567346215");
	find_expect("VAT: PL8567346215", "PL_NIP", "PL8567346215");
	find_expect("VAT ID PL 856-734-62-15", "PL_NIP", "PL 856-734-62-15");
	find_expect("856-734-62-15", "PL_NIP", "856-734-62-15");
	find_expect("firma jest w rejestrze jako 8567346215", "PL_NIP",
	    "8567346215");
	find_expect_none("NIP 856-734-62-16", "PL_NIP");
	find_expect_none("8567346215", "PL_NIP");	/* of any country */
	find_expect_none("ISBN 8567346215", "PL_NIP");
}

static void
test_finds_firms_and_courts(void **state)
{
	(void)state;
	find_expect("REGON: 192598184", "PL_REGON", "192598184");
	find_expect("regonem 192-598-184", "PL_REGON", "192-598-184");
	find_expect("REGON 12345678512347", "PL_REGON", "12345678512347");
	find_expect("nr KRS: 0000028860", "PL_KRS", "0000028860");
	find_expect("w Krajowym Rejestrze S\xc4\x85""dowym pod numerem 0000028860",
	    "PL_KRS", "0000028860");
	find_expect("KRS nr 28860", "PL_KRS", "28860");
	find_expect("KW nr KA1S/00012345/6", "PL_LAND_REGISTER",
	    "KA1S/00012345/6");
	find_expect("ksi\xc4\x99gi wieczystej ka1s/00012345/6",
	    "PL_LAND_REGISTER", "ka1s/00012345/6");
	find_expect_none("192598184", "PL_REGON");
	find_expect_none("REGON 192598183", "PL_REGON");
	find_expect_none("KRS 9000028860", "PL_KRS");
	find_expect_none("KW nr KA1S/00012345/7", "PL_LAND_REGISTER");
}

static void
test_finds_papers(void **state)
{
	(void)state;
	find_expect("dow\xc3\xb3""d osobisty ABA 300000", "PL_ID_CARD",
	    "ABA 300000");
	find_expect("dowodem osobistym nr ABA300000", "PL_ID_CARD",
	    "ABA300000");
	find_expect("Seria i numer: ABA-300000", "PL_ID_CARD", "ABA-300000");
	find_expect("dow\xc3\xb3""d seria ABA nr 300000", "PL_ID_CARD",
	    "ABA nr 300000");
	find_expect("paszport serii ZS numer 0000177", "PL_PASSPORT",
	    "ZS numer 0000177");
	find_expect("dow\xc3\xb3""d seria ABA i nr 300000", "PL_ID_CARD",
	    "ABA i nr 300000");
	find_expect_none("dow\xc3\xb3""d seria ABA nr 400000", "PL_ID_CARD");
	find_expect("dow\xc3\xb3""d aba300000", "PL_ID_CARD", "aba300000");
	find_expect("paszportem ZS 0000177", "PL_PASSPORT", "ZS 0000177");
	find_expect("paszport nr EA1234567", "PL_PASSPORT", "EA1234567");
	find_expect("prawo jazdy nr 00123/15/1465", "PL_DRIVING_LICENCE",
	    "00123/15/1465");
	find_expect_none("dow\xc3\xb3""d ABA 400000", "PL_ID_CARD");
	find_expect_none("model EA1234567", "PL_PASSPORT");
}

static void
test_finds_places_and_cars(void **state)
{
	(void)state;
	find_expect_only("ul. D\xc5\x82uga 5, 00-950 Warszawa", "PL_POSTCODE",
	    "00-950");
	find_expect_only("30-001 Krak\xc3\xb3w", "PL_POSTCODE", "30-001");
	find_expect_only("kod pocztowy: 90-001", "PL_POSTCODE", "90-001");
	find_expect_only("samoch\xc3\xb3""d o nr rej. WA 12345", "PL_PLATE",
	    "WA 12345");
	find_expect_only("tablice rejestracyjne KR1AC23", "PL_PLATE", "KR1AC23");
	find_expect_only("audi WPI 4G12", "PL_PLATE", "WPI 4G12");
	find_expect_none("pages 12-345 of it", "PL_POSTCODE");
	find_expect_none("12-345-678", "PL_POSTCODE");
	find_expect_none("see WA 12345", "PL_PLATE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_a_pesel_in_any_dress),
		cmocka_unit_test(test_finds_a_nip_in_any_dress),
		cmocka_unit_test(test_finds_firms_and_courts),
		cmocka_unit_test(test_finds_papers),
		cmocka_unit_test(test_finds_places_and_cars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
