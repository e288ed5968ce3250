/*
 * test_find_us.c -- numbers of the United States: forms, words, what is none.
 */
#include "find_kit.h"

static void
test_finds_social_security_numbers(void **state)
{
	(void)state;
	find_expect("use 512-29-1161 / 3557", "US_SSN", "512-29-1161");
	find_expect("SSN:123-45-6780", "US_SSN", "123-45-6780");
	find_expect("SSN 512291161.", "US_SSN", "512291161");
	find_expect("SSN-512-29-1161", "US_SSN", "512-29-1161");
	find_expect("ssn512291161", "US_SSN", "512291161");
	find_expect("Row 14 (512 29 1161)", "US_SSN", "512 29 1161");
	find_expect("{\"ssn\":\"512291161\"}", "US_SSN", "512291161");
	find_expect("12 512-29-1161 9", "US_SSN", "512-29-1161");
	find_expect("512\xe2\x80\x93" "29\xe2\x80\x93" "1161", "US_SSN",
	    "512\xe2\x80\x93" "29\xe2\x80\x93" "1161");
}

static void
test_no_social_security_number_that_is_never_issued(void **state)
{
	static const char *const never[] = {
		"000-12-3456", "666-45-6789", "123-00-4567", "219-09-0000",
		"078-05-1120", "457-55-5462", "219-09-9999", "900-12-3456",
		"111-11-1111", "512291161", "512-29-11612", "1512-29-1161",
		"512-29-1161-22", "44-512-29-1161", "tel. 512-29-1161",
		"$512 29 1161", "x512-29-1161", "512-29-1161a",
		"RFC 512-29-1161",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		find_expect_none(never[i], "US_SSN");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_social_security_numbers),
		cmocka_unit_test(
		    test_no_social_security_number_that_is_never_issued),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
