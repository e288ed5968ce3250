/*
 * test_find_numbers.c -- bank accounts and payment cards.  Accounts are the
 * examples of SWIFT's registry; cards are the test numbers of the schemes.
 */
#include "find_kit.h"

static const char *const ibans[] = {
	"GB29NWBK60161331926819", "DE89370400440532013000",
	"FR1420041010050500013M02606", "PL61109010140000071219812874",
	"NO9386011117947", "MT84MALT011000012345MTLCAST001S",
	"SA0380000000608010167519", "BR1800360305000010009795493C1",
	"LC55HEMM000100010012001200023015", "GR1601101250000000012300695",
	"CH9300762011623852957", "NL91ABNA0417164300", "BE68539007547034",
	"AT611904300234573201", "ES9121000418450200051332",
	"IT60X0542811101000000123456", "SE4550000000058398257466",
	"CR05015202001026284066", "MU17BOMM0101101030300200000MUR",
	"XK051212012345678906", "UA213223130000026007233566001",
};

static const char *const cards[] = {
	"4111111111111111", "4012888888881881", "4222222222222",
	"378282246310005", "371449635398431", "5555555555554444",
	"5105105105105100", "2223003122003222", "6011111111111117",
	"6011000990139424", "30569309025904", "38520000023237",
	"3530111333300000", "3566002020360505", "6304000000000000",
};

/* In groups of four, as printed. */
static void
spaced(char *to, const char *from, char sep)
{
	for (size_t i = 0; from[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			*to++ = sep;
		*to++ = from[i];
	}
	*to = '\0';
}

static void
test_finds_every_account_of_the_registry(void **state)
{
	char text[128], value[64];

	(void)state;
	for (size_t i = 0; i < sizeof(ibans) / sizeof(ibans[0]); i++) {
		snprintf(text, sizeof(text), "to %s, please", ibans[i]);
		find_expect(text, "IBAN", ibans[i]);
		spaced(value, ibans[i], ' ');
		snprintf(text, sizeof(text), "to %s.", value);
		find_expect(text, "IBAN", value);
	}
	find_expect("61 1090 1014 0000 0712 1981 2874", "IBAN",
	    "61 1090 1014 0000 0712 1981 2874");
}

static void
test_no_account_with_one_character_changed(void **state)
{
	char text[64];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(ibans) / sizeof(ibans[0]); i++) {
		len = strlen(ibans[i]);
		for (size_t at = 2; at < len; at++) {
			snprintf(text, sizeof(text), "%s", ibans[i]);
			text[at] = text[at] == '7' ? '3' : '7';
			find_expect_none(text, "IBAN");
		}
		snprintf(text, sizeof(text), "%s7", ibans[i]);
		find_expect_none(text, "IBAN");
	}
}

static void
test_finds_every_test_card(void **state)
{
	char text[64], value[32];

	(void)state;
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++) {
		snprintf(text, sizeof(text), "paid with %s.", cards[i]);
		find_expect(text, "CREDIT_CARD", cards[i]);
		if (strlen(cards[i]) != 16)
			continue;
		spaced(value, cards[i], i % 2 ? ' ' : '-');
		snprintf(text, sizeof(text), "paid with %s 12/27", value);
		find_expect(text, "CREDIT_CARD", value);
	}
	find_expect("3782 822463 10005", "CREDIT_CARD", "3782 822463 10005");
	find_expect("scan_4111111111111111\xe2\x80\xa6", "CREDIT_CARD",
	    "4111111111111111");
}

static void
test_no_card_with_one_digit_changed(void **state)
{
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cards) / sizeof(cards[0]); i++)
		for (size_t at = 6; cards[i][at] != '\0'; at++) {
			snprintf(text, sizeof(text), "%s", cards[i]);
			text[at] = text[at] == '9' ? '0' : text[at] + 1;
			find_expect_none(text, "CREDIT_CARD");
		}
}

static void
test_no_card_inside_a_longer_number(void **state)
{
	(void)state;
	find_expect_none("94111111111111111", "CREDIT_CARD");
	find_expect_none("41111111111111119", "CREDIT_CARD");
	find_expect_none("12 4111 1111 1111 1111", "CREDIT_CARD");
	find_expect_none("IMEI 3530111333300000", "CREDIT_CARD");
	find_expect_none("0000000000000000", "CREDIT_CARD");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_every_account_of_the_registry),
		cmocka_unit_test(test_no_account_with_one_character_changed),
		cmocka_unit_test(test_finds_every_test_card),
		cmocka_unit_test(test_no_card_with_one_digit_changed),
		cmocka_unit_test(test_no_card_inside_a_longer_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
