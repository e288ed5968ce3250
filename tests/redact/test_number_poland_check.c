/*
 * test_number_poland_check.c -- check digits of Polish numbers.  None of the
 * numbers was made with the code under test; where each is from stands beside
 * it: the examples of the npm packages stdnum 2, polish-validators 2 and
 * validate-polish 2, and of the pages named.
 */
#include "check_kit.h"

#include "redact/find/number/poland_check.h"

static void
test_a_pesel_needs_a_date_and_its_check_digit(void **state)
{
	(void)state;
	expect_alone(poland_pesel, "44051401359", 10);	/* stdnum */
	expect_holds(poland_pesel, "80123101354");	/* polish-validators */
	expect_holds(poland_pesel, "00222901352");	/* the same, leap day */
	/* Both packages take 29 February of 1804, and none of 1900. */
	expect_holds(poland_pesel, "04822901358");
	for (char d = '0'; d <= '9'; d++)
		expect_refused(poland_pesel, (char[]){ '0', '0', '0', '2', '2',
		    '9', '0', '1', '3', '5', d, '\0' });
	expect_refused(poland_pesel, "01222901359");	/* the same: no leap */
	expect_refused(poland_pesel, "44043201359");	/* the same: day 32 */
	expect_refused(poland_pesel, "44990501359");	/* the same: month 99 */
	expect_refused(poland_pesel, "00000000000");
	expect_refused(poland_pesel, "4405140135A");
	expect_refused(poland_pesel, "4405140135");
	expect_refused(poland_pesel, "");
}

static void
test_a_nip_needs_its_check_digit(void **state)
{
	(void)state;
	expect_alone(poland_nip, "8567346215", 9);	/* stdnum */
	expect_holds(poland_nip, "5260250274");	/* the Ministry of Finance */
	expect_holds(poland_nip, "7740001454");	/* PKN Orlen */
	expect_refused(poland_nip, "0000002000");
	expect_refused(poland_nip, "856734621");
}

static void
test_a_regon_needs_its_check_digits(void **state)
{
	(void)state;
	expect_alone(poland_regon, "192598184", 8);	/* stdnum */
	expect_holds(poland_regon, "123456785");	/* stdnum */
	expect_alone(poland_regon, "12345678512347", 13);	/* stdnum */
	expect_refused(poland_regon, "12345678612342");	/* stdnum */
	expect_refused(poland_regon, "000000000");
	expect_refused(poland_regon, "00000000000000");
}

static void
test_an_id_card_needs_its_check_digit(void **state)
{
	(void)state;
	expect_alone(poland_id_card, "ABA300000", 3);	/* en.wikipedia.org */
	expect_holds(poland_id_card, "ABC412345");	/* polish-validators */
	expect_refused(poland_id_card, "ABC512345");	/* the same */
	expect_refused(poland_id_card, "AB4123456");
	expect_refused(poland_id_card, "ABC4A2345");
}

/* The specimen of the Polish passport of 2006. */
static void
test_a_passport_may_hold_its_check_digit(void **state)
{
	(void)state;
	expect_alone(poland_passport, "ZS0000177", 2);
	expect_refused(poland_passport, "ZSA000177");
}

/* romek.info/ut/ksiega-wieczysta.html works this one out by hand. */
static void
test_a_land_register_needs_its_check_digit(void **state)
{
	(void)state;
	expect_alone(poland_land_register, "KA1S000123456", 12);
	expect_refused(poland_land_register, "KV1S000123456");
	expect_refused(poland_land_register, "K11S000123456");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_pesel_needs_a_date_and_its_check_digit),
		cmocka_unit_test(test_a_nip_needs_its_check_digit),
		cmocka_unit_test(test_a_regon_needs_its_check_digits),
		cmocka_unit_test(test_an_id_card_needs_its_check_digit),
		cmocka_unit_test(test_a_passport_may_hold_its_check_digit),
		cmocka_unit_test(test_a_land_register_needs_its_check_digit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
