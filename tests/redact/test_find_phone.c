/*
 * test_find_phone.c -- telephone numbers.  The samples are those that
 * regulators keep for fiction (Ofcom, ARCEP, NANPA 555-01XX) and E.123's.
 */
#include "find_kit.h"

#define NBSP "\xc2\xa0"

static void
test_finds_international_numbers(void **state)
{
	(void)state;
	find_expect("on signal at +1 917 257 1382, or", "PHONE",
	    "+1 917 257 1382");
	find_expect("+31 42 123 4567", "PHONE", "+31 42 123 4567");
	find_expect("+44 (0)20 7946 0958.", "PHONE", "+44 (0)20 7946 0958");
	find_expect("0048 532-312-180", "PHONE", "0048 532-312-180");
	find_expect("+33" NBSP "1" NBSP "99" NBSP "00" NBSP "12" NBSP "34",
	    "PHONE", "+33" NBSP "1" NBSP "99" NBSP "00" NBSP "12" NBSP "34");
	find_expect("+48532312180", "PHONE", "+48532312180");
	find_expect("tel:+48-532-312-180", "PHONE", "+48-532-312-180");
	find_expect("+1 (202) 555-0143 ext. 12", "PHONE",
	    "+1 (202) 555-0143 ext. 12");
}

static void
test_finds_american_numbers(void **state)
{
	(void)state;
	find_expect("(202) 555-0143", "PHONE", "(202) 555-0143");
	find_expect("202-555-0143", "PHONE", "202-555-0143");
	find_expect("202.555.0143", "PHONE", "202.555.0143");
	find_expect("call 2025550143 now", "PHONE", "2025550143");
	find_expect("1-202-555-0143x99", "PHONE", "1-202-555-0143x99");
	find_expect_none("102-555-0143", "PHONE");	/* N is 2-9 */
	find_expect_none("202-155-0143", "PHONE");
}

static void
test_finds_british_numbers(void **state)
{
	(void)state;
	find_expect("020 7946 0958", "PHONE", "020 7946 0958");
	find_expect("(020) 7946 0958", "PHONE", "(020) 7946 0958");
	find_expect("01632 960001", "PHONE", "01632 960001");
	find_expect("07700 900123", "PHONE", "07700 900123");
	find_expect("0808 157 0123", "PHONE", "0808 157 0123");
	find_expect("07700900123", "PHONE", "07700900123");
}

static void
test_finds_polish_numbers(void **state)
{
	(void)state;
	find_expect("532-312-180", "PHONE", "532-312-180");
	find_expect("22 621 12 34", "PHONE", "22 621 12 34");
	find_expect("(22) 621-12-34", "PHONE", "(22) 621-12-34");
	find_expect("tel. 532312180", "PHONE", "532312180");
	find_expect("kom\xc3\xb3rka: 600 100 200", "PHONE", "600 100 200");
}

static void
test_finds_french_numbers(void **state)
{
	(void)state;
	find_expect("01 99 00 12 34", "PHONE", "01 99 00 12 34");
	find_expect("06.39.98.12.34", "PHONE", "06.39.98.12.34");
	find_expect("t\xc3\xa9l. 0639981234", "PHONE", "0639981234");
}

static void
test_leaves_other_numbers_alone(void **state)
{
	(void)state;
	find_expect_none("Magazyn +972 I Rozmowa", "PHONE");
	find_expect_none("between 2019-2024 and 1939-1945", "PHONE");
	find_expect_none("on 2024-01-05 12:30:45", "PHONE");
	find_expect_none("on 12.03.2024, 3/12/2024", "PHONE");
	find_expect_none("version 1.2.3.4 or 10.15.7", "PHONE");
	find_expect_none("ISBN 978-3-16-148410-0", "PHONE");
	find_expect_none("3 266 360 z\xc5\x82, $1,234,567.89", "PHONE");
	find_expect_none("PL61 1090 1014 0000 0712 1981 2874", "PHONE");
	find_expect_none("12345678901234567890123456789", "PHONE");
	find_expect_none("5d41402abc4b2a76b9719d911017c592", "PHONE");
	find_expect_none("NIP 532-312-18-01", "PHONE");
	find_expect_none("RFC 8342, page 1234567", "PHONE");
	find_expect_none("+ 12", "PHONE");
}

static void
test_finds_numbers_of_other_countries(void **state)
{
	(void)state;
	find_expect("079 123 45 67", "PHONE", "079 123 45 67");
	find_expect("0475 12 34 56", "PHONE", "0475 12 34 56");
	find_expect("06-12345678", "PHONE", "06-12345678");
	find_expect("030/1234567", "PHONE", "030/1234567");
	find_expect("8 (495) 123-45-67", "PHONE", "8 (495) 123-45-67");
	find_expect("612 34 56 78", "PHONE", "612 34 56 78");
	find_expect("call 9469 9966", "PHONE", "9469 9966");
	find_expect("61 51 81 office", "PHONE", "61 51 81");
	find_expect("phone 98765 43210", "PHONE", "98765 43210");
	find_expect("+380 50 123 45 67", "PHONE", "+380 50 123 45 67");
}

static void
test_finds_numbers_beside_labels_of_every_sort(void **state)
{
	(void)state;
	find_expect("tel532312180", "PHONE", "532312180");
	find_expect("Tel.:(22)6211234", "PHONE", "(22)6211234");
	find_expect("phone=2025550143", "PHONE", "2025550143");
	find_expect("{\"phone\":\"532312180\"}", "PHONE", "532312180");
	find_expect("name;phone\nJan;532312180\n", "PHONE", "532312180");
	find_expect("tel. 600100200, 600100201", "PHONE", "600100201");
	find_expect("pod numerem telefonu 532312180", "PHONE", "532312180");
	find_expect("num\xc3\xa9ro de portable : 0639981234", "PHONE",
	    "0639981234");
}

static void
test_leaves_numbers_of_other_kinds_alone(void **state)
{
	(void)state;
	find_expect_none("LAPTOP-5323121801", "PHONE");
	find_expect_none("call id 5d4532312180ab", "PHONE");
	find_expect_none("2025550143 PLN", "PHONE");
	find_expect_none("0.123 456 78", "PHONE");
	find_expect_none("4185 4795 3781 7145", "PHONE");
	find_expect_none("item #2025550143", "PHONE");
	find_expect_none("the call of 12 03 24", "PHONE");
	find_expect_none("call 1939 1945", "PHONE");
	find_expect_none("about 621 234 birds", "PHONE");
	find_expect_none("clause 252.227-7013", "PHONE");
	find_expect_none("call 20240105123000", "PHONE");
	find_expect_none("call 0.33.3 2006-07-05", "PHONE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_international_numbers),
		cmocka_unit_test(test_finds_american_numbers),
		cmocka_unit_test(test_finds_british_numbers),
		cmocka_unit_test(test_finds_polish_numbers),
		cmocka_unit_test(test_finds_french_numbers),
		cmocka_unit_test(test_leaves_other_numbers_alone),
		cmocka_unit_test(test_finds_numbers_of_other_countries),
		cmocka_unit_test(test_finds_numbers_beside_labels_of_every_sort),
		cmocka_unit_test(test_leaves_numbers_of_other_kinds_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
