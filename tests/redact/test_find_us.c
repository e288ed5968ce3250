/*
 * test_find_us.c -- numbers of the United States: forms, words, what is none.
 *
 * SSN and EIN are drawn at random and judged by stdnum 1.11 (npm).  Routing
 * numbers are those that three banks print on cheques; the NPI is the example
 * of CMS and one of a programmer's page, the MBI the example of CMS; the DEA
 * number is worked out on paper: (5+3+7) + 2 (8+6+2) = 47.
 */
#include "find_kit.h"

static void
test_finds_social_security_numbers(void **state)
{
	static const struct find_vector all[] = {
		{ "use 512-29-1161 / 3557", "US_SSN", "512-29-1161" },
		{ "268-37-2472", "US_SSN", "268-37-2472" },
		{ "(095-36-2033)", "US_SSN", "095-36-2033" },
		{ "252-24-7766, 710-38-8717", "US_SSN", "710-38-8717" },
		{ "SSN:123-45-6780", "US_SSN", "123-45-6780" },
		{ "SSN 512291161.", "US_SSN", "512291161" },
		{ "SSN-512-29-1161", "US_SSN", "512-29-1161" },
		{ "ssn512291161", "US_SSN", "512291161" },
		{ "Row 14 (512 29 1161)", "US_SSN", "512 29 1161" },
		{ "{\"ssn\":\"512291161\"}", "US_SSN", "512291161" },
		{ "12 512-29-1161 9", "US_SSN", "512-29-1161" },
		{ "her Social Security number is 512.29.1161", "US_SSN",
		    "512.29.1161" },
		{ "512\xe2\x80\x93" "29\xe2\x80\x93" "1161", "US_SSN",
		    "512\xe2\x80\x93" "29\xe2\x80\x93" "1161" },
		{ "512\xc2\xa0" "29\xc2\xa0" "1161", "US_SSN",
		    "512\xc2\xa0" "29\xc2\xa0" "1161" },
	};

	(void)state;
	FIND_EXPECT(all);
}

static void
test_no_social_security_number_that_is_never_issued(void **state)
{
	static const char *const never[] = {
		"000-12-3456", "666-45-6789", "123-00-4567", "219-09-0000",
		"078-05-1120", "457-55-5462", "219-09-9999", "900-12-3456",
		"985-85-4675", "996-52-7668", "000-80-3628",
		"111-11-1111", "512291161", "512-29-11612", "1512-29-1161",
		"512-29-1161-22", "44-512-29-1161", "tel. 512-29-1161",
		"$512 29 1161", "x512-29-1161", "512-29-1161a",
		"RFC 512-29-1161", "512-29-1161.50", "512 291 161 z\xc5\x82",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		find_expect_none(never[i], "US_SSN");
}

static void
test_finds_numbers_of_the_tax_office(void **state)
{
	static const struct find_vector all[] = {
		{ "912-90-3457", "US_ITIN", "912-90-3457" },
		{ "ITIN 912903457", "US_ITIN", "912903457" },
		{ "900-93-1234", "US_ATIN", "900-93-1234" },
		{ "EIN 04-2103594", "US_EIN", "04-2103594" },
		{ "EIN: 57-3868541,", "US_EIN", "57-3868541" },
		{ "tax id 59-5622824", "US_EIN", "59-5622824" },
		{ "FEIN 642249798", "US_EIN", "642249798" },
		{ "PTIN P00123456", "US_PTIN", "P00123456" },
	};

	(void)state;
	FIND_EXPECT(all);
	find_expect_none("900-66-1234", "US_ITIN");
	find_expect_none("900-89-1234", "US_ITIN");
	find_expect_none("EIN 17-0797507", "US_EIN");
	find_expect_none("EIN 78-4529192", "US_EIN");
	find_expect_none("EIN 07-6908638", "US_EIN");
}

static void
test_finds_numbers_of_immigrants(void **state)
{
	static const struct find_vector all[] = {
		{ "A-Number A445125538", "US_A_NUMBER", "A445125538" },
		{ "A# 012-345-678", "US_A_NUMBER", "012-345-678" },
		{ "alien registration A73 850 331", "US_A_NUMBER",
		    "A73 850 331" },
		{ "her file, A012-345-678, was", "US_A_NUMBER",
		    "A012-345-678" },
		{ "EAC-22-123-45678", "US_USCIS_RECEIPT", "EAC-22-123-45678" },
		{ "IOE0912345678 was approved", "US_USCIS_RECEIPT",
		    "IOE0912345678" },
		{ "Form I-94 number 123456789A1", "US_I94", "123456789A1" },
		{ "I-94: 12345678901", "US_I94", "12345678901" },
		{ "passport no. 335891309", "US_PASSPORT", "335891309" },
		{ "US passport C52955657", "US_PASSPORT", "C52955657" },
	};

	(void)state;
	FIND_EXPECT(all);
	find_expect_none("ABC0912345678", "US_USCIS_RECEIPT");
	find_expect_none("335891309", "US_PASSPORT");
	find_expect_none("12345678901", "US_I94");
	find_expect_none("paszport EG0500334; 960603461", "US_PASSPORT");
}

static void
test_finds_numbers_with_check_digits(void **state)
{
	static const struct find_vector all[] = {
		{ "routing 111000025", "US_ABA", "111000025" },
		{ "ABA 021000021", "US_ABA", "021000021" },
		{ "routing number: 011401533", "US_ABA", "011401533" },
		{ "NPI 1234567893", "US_NPI", "1234567893" },
		{ "NPI: 1558598797", "US_NPI", "1558598797" },
		{ "DEA# AP5836727", "US_DEA", "AP5836727" },
		{ "Medicare 1EG4-TE5-MK73", "US_MBI", "1EG4-TE5-MK73" },
		{ "1EG4TE5MK73", "US_MBI", "1EG4TE5MK73" },
	};
	char text[64];

	(void)state;
	FIND_EXPECT(all);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]) - 2; i++) {
		snprintf(text, sizeof(text), "%s", all[i].text);
		text[strlen(text) - 1] =
		    text[strlen(text) - 1] == '7' ? '3' : '7';
		find_expect_none(text, all[i].kind);
	}
	find_expect_none("1EG4-TE5-SK73", "US_MBI");
	find_expect_none("routing 130000007", "US_ABA");
}

static void
test_finds_licences_and_codes_of_places(void **state)
{
	static const struct find_vector all[] = {
		{ "driver's license D1234567", "US_DRIVER_LICENSE",
		    "D1234567" },
		{ "FL DL S514-172-80-844-0", "US_DRIVER_LICENSE",
		    "S514-172-80-844-0" },
		{ "DL# WDLABCD456DG", "US_DRIVER_LICENSE", "WDLABCD456DG" },
		{ "drivers license: 23 456 781", "US_DRIVER_LICENSE",
		    "23 456 781" },
		{ "Springfield, IL 62704", "US_ZIP", "IL 62704" },
		{ "Beverly Hills, CA 90210-1234", "US_ZIP", "CA 90210-1234" },
		{ "ZIP: 62704", "US_ZIP", "62704" },
	};

	(void)state;
	FIND_EXPECT(all);
	find_expect_none("it cost 62704 in all", "US_ZIP");
	find_expect_none("D1234567", "US_DRIVER_LICENSE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_social_security_numbers),
		cmocka_unit_test(
		    test_no_social_security_number_that_is_never_issued),
		cmocka_unit_test(test_finds_numbers_of_the_tax_office),
		cmocka_unit_test(test_finds_numbers_of_immigrants),
		cmocka_unit_test(test_finds_numbers_with_check_digits),
		cmocka_unit_test(test_finds_licences_and_codes_of_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
