/* test_find_gps.c -- positions on the earth. */
#include "find_kit.h"

static void
test_finds_decimal_pairs(void **state)
{
	(void)state;
	find_expect("at 52.22977, 21.01178.", "GPS", "52.22977, 21.01178");
	find_expect("-33.85678,151.21530", "GPS", "-33.85678,151.21530");
	find_expect("GPS 51.709 -1.214", "GPS", "51.709 -1.214");
	find_expect("52.22977\xc2\xb0 N, 21.01178\xc2\xb0 E", "GPS",
	    "52.22977\xc2\xb0 N, 21.01178\xc2\xb0 E");
}

static void
test_finds_degrees_minutes_seconds(void **state)
{
	(void)state;
	find_expect("53\xc2\xb0""22\xe2\x80\xb2""05\xe2\x80\xb3N "
	    "2\xc2\xb0""50\xe2\x80\xb2""11\xe2\x80\xb3""E", "GPS",
	    "53\xc2\xb0""22\xe2\x80\xb2""05\xe2\x80\xb3N "
	    "2\xc2\xb0""50\xe2\x80\xb2""11\xe2\x80\xb3""E");
	find_expect("48\xc2\xb0 51' 29.6\" N", "GPS",
	    "48\xc2\xb0 51' 29.6\" N");
	find_expect_none("53\xc2\xb0""62'05\"N", "GPS");
	find_expect_none("it was 21\xc2\xb0 in the shade", "GPS");
}

static void
test_finds_links(void **state)
{
	(void)state;
	find_expect("geo:48.2010,16.3695,183;u=10", "GPS",
	    "geo:48.2010,16.3695,183");
	find_expect("https://www.google.com/maps/@52.2297,21.0117,15z!", "GPS",
	    "https://www.google.com/maps/@52.2297,21.0117,15z");
	find_expect("https://www.openstreetmap.org/#map=15/52.2297/21.0117",
	    "GPS", "https://www.openstreetmap.org/#map=15/52.2297/21.0117");
	find_expect("https://maps.example.org/?q=52.2297,21.0117", "GPS",
	    "https://maps.example.org/?q=52.2297,21.0117");
}

static void
test_leaves_other_decimals_alone(void **state)
{
	(void)state;
	find_expect_none("grew from 1.25, 2.50 to 3.7", "GPS");
	find_expect_none("97.2345, 21.0117", "GPS");
	find_expect_none("52.2297, 210.0117", "GPS");
	find_expect_none("1.234,567.890", "GPS");
}

static void
test_finds_other_spellings(void **state)
{
	(void)state;
	find_expect("N 52 13.796 E 021 00.700", "GPS",
	    "N 52 13.796 E 021 00.700");
	find_expect("52\xc2\xb0 13.796' N, 21\xc2\xb0 0.7' E", "GPS",
	    "52\xc2\xb0 13.796' N, 21\xc2\xb0 0.7' E");
	find_expect("48\xc2\xb0""51'29\" N 2\xc2\xb0""17'40\" O", "GPS",
	    "48\xc2\xb0""51'29\" N 2\xc2\xb0""17'40\" O");
	find_expect("52,22977; 21,01178", "GPS", "52,22977; 21,01178");
	find_expect("N52.22977 E21.01178", "GPS", "N52.22977 E21.01178");
	find_expect("POINT(121.0117 52.2297)", "GPS", "121.0117 52.2297");
	find_expect("[21.01178, 52.22977]", "GPS", "21.01178, 52.22977");
}

static void
test_finds_halves_beside_their_word(void **state)
{
	(void)state;
	find_expect("{\"lat\": 52.2297, \"lng\": 21.0117}", "GPS", "52.2297");
	find_expect("{\"lat\": 52.2297, \"lng\": 21.0117}", "GPS", "21.0117");
	find_expect("latitude=-33.8568", "GPS", "-33.8568");
	find_expect("name;lat;lon\nx;52.229;21.011\n", "GPS", "52.229");
	find_expect("name;lat;lon\nx;52.229;21.011\n", "GPS", "21.011");
	find_expect_none("a rate of 52.2297", "GPS");
}

static void
test_finds_squares(void **state)
{
	(void)state;
	find_expect("meet at 9F4642GJ+7P now", "GPS", "9F4642GJ+7P");
	find_expect("plus code 42GJ+7P9 Warszawa", "GPS", "42GJ+7P9");
	find_expect("MGRS 34U DC 00123 87654", "GPS", "34U DC 00123 87654");
	find_expect("4QFJ12345678", "GPS", "4QFJ12345678");
	find_expect("34U 500123 5787654", "GPS", "34U 500123 5787654");
	find_expect("///filled.count.soap", "GPS", "///filled.count.soap");
	find_expect("https://www.openstreetmap.org/?mlat=52.2297&mlon=21.0117",
	    "GPS", "https://www.openstreetmap.org/?mlat=52.2297&mlon=21.0117");
	find_expect_none("42GJ+7P9", "GPS");
	find_expect_none("file:///usr.lib.so", "GPS");
	find_expect_none("99U DC 00123 87654", "GPS");
	find_expect_none("34U DC 00123 8765", "GPS");
}

static void
test_leaves_degrees_of_heat_alone(void **state)
{
	(void)state;
	find_expect_none("21\xc2\xb0""C and 70\xc2\xb0 F", "GPS");
	find_expect_none("21.5 \xc2\xb0""C, 22.5 \xc2\xb0""C", "GPS");
	find_expect_none("turn 90\xc2\xb0, then 45\xc2\xb0 left", "GPS");
	find_expect_none("12 30 N", "GPS");
	find_expect_none("97\xc2\xb0 10' 11\" N", "GPS");
	find_expect_none("latitude 197.2297", "GPS");
	find_expect_none("prices 1.234 2.345 3.456", "GPS");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_decimal_pairs),
		cmocka_unit_test(test_finds_degrees_minutes_seconds),
		cmocka_unit_test(test_finds_links),
		cmocka_unit_test(test_leaves_other_decimals_alone),
		cmocka_unit_test(test_finds_other_spellings),
		cmocka_unit_test(test_finds_halves_beside_their_word),
		cmocka_unit_test(test_finds_squares),
		cmocka_unit_test(test_leaves_degrees_of_heat_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
