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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_decimal_pairs),
		cmocka_unit_test(test_finds_degrees_minutes_seconds),
		cmocka_unit_test(test_finds_links),
		cmocka_unit_test(test_leaves_other_decimals_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
