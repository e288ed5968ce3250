/*
 * test_find_world.c -- devices, vehicles, coins, machine readable lines, banks
 * and days of birth.
 *
 * Coins: the examples of BIP 173, BIP 350, BIP 32 and EIP-55, the first
 * block, the Monero project's donation addresses; others are made with the npm
 * packages bech32, base-x and ethereum-checksum-address.  Vehicles are judged
 * by vin-validator (npm).  Machine readable lines are ICAO's specimens (Doc
 * 9303), whose check digits the npm package mrz finds right, and the French
 * card of Wikipedia.  IMEI and ICCID are examples of the GSMA, Wikipedia and a
 * maker of cards.
 */
#include "find_kit.h"

/* Each value is found in a sentence, and none with one character changed. */
static void
expect_checked(const char *const *values, size_t n, const char *kind)
{
	char text[256], *c;

	for (size_t i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "x=%s, and (%s)", values[i],
		    values[i]);
		assert_int_equal(find_count(text, kind), 2);
		snprintf(text, sizeof(text), "%s", values[i]);
		c = text + strlen(text) / 2;
		*c = *c == 'c' ? 'd' : *c == '5' ? '6' : *c > '9' ? 'c' : '5';
		find_expect_none(text, kind);
		snprintf(text, sizeof(text), "%s7", values[i]);
		find_expect_none(text, kind);
	}
}

#define EXPECT_CHECKED(v, kind) \
	expect_checked(v, sizeof(v) / sizeof((v)[0]), kind)

static const char *const bitcoin[] = {
	"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
	"1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
	"3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
	"BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
	"tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
	"bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k"
	    "t5nd6y",
	"bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs",
	"bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
	"bc1q0ks52zuc65tkzekx443gkzpazxh0ryy2kmqam4atasmngv6q4chqe33ar3",
	"bc1qcxhaeganv2wknmtx672p5z4q8chx54p06z9z9p",
	"bc1pe25t0gk5exukrskylp6e0wxakz3nq3rne8x9afnkrgrg282nfnyqkg3t3l",
};

/* Bech32 where Bech32m belongs and the other way; of both cases. */
static const char *const no_bitcoin[] = {
	"bc1q0ks52zuc65tkzekx443gkzpazxh0ryy2kmqam4atasmngv6q4chqvdp3xn",
	"bc1pe25t0gk5exukrskylp6e0wxakz3nq3rne8x9afnkrgrg282nfnyqr5p85a",
	"bc1qcxhaeganv2wknmtx672p5z4q8chx54p0074wqr",
	"bc1qcxhaeganv2wknmtx672p5z4q8chx54p06z9z9P",
	"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
	"1111111111111111111111111111111111",
};

static void
test_finds_bitcoin_addresses_whose_checksum_holds(void **state)
{
	(void)state;
	EXPECT_CHECKED(bitcoin, "BTC");
	for (size_t i = 0; i < sizeof(no_bitcoin) / sizeof(no_bitcoin[0]); i++)
		find_expect_none(no_bitcoin[i], "BTC");
	find_expect_only("https://x.example/address/"
	    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa xpub661MyMwAqRbcFtXgS5sYJABqqG"
	    "9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7"
	    "usUDFdp6W1EGMcet8", "BTC", "xpub661MyMwAqRbcFtXgS5sYJABqqG"
	    "9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7"
	    "usUDFdp6W1EGMcet8");
	find_expect_only("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ",
	    "PRIVATE_KEY",
	    "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ");
}

static const char *const ether[] = {
	"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
	"0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
	"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
	"0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
	"0x7F7158c45c59876BbCF3ec06C8d54007953Bf06c",
	"0x90097C0921d532AE981a68DdF5d3375A3D747166",
};

static void
test_finds_ethereum_addresses_whose_capitals_hold(void **state)
{
	static const struct find_vector plain[] = {
		{ "0x52908400098527886E0F7030069857D2E4169EE7", "ETH",
		    "0x52908400098527886E0F7030069857D2E4169EE7" },
		{ "ETH 0xde709f2102306220921060314715629080e2fb77", "ETH",
		    "0xde709f2102306220921060314715629080e2fb77" },
	};

	(void)state;
	EXPECT_CHECKED(ether, "ETH");
	FIND_EXPECT(plain);
	find_expect_none("0x90097C0921d532Ae981a68DdF5d3375A3D747166", "ETH");
}

static const char *const monero[] = {
	"44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb9"
	    "8uNbr2VBBEt7f2wfn3RVGQBEP3A",
	"888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiK"
	    "c9dhwMVgN5S9cQUiyoogDavup3H",
	"4LL9oSLmtpccfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44q"
	    "o9mtmXCqY45DJ852K5Jv2bYXZKKQePHES9khPK",
};

static void
test_finds_monero_addresses_whose_checksum_holds(void **state)
{
	(void)state;
	EXPECT_CHECKED(monero, "XMR");
}

static void
test_finds_devices_and_cards(void **state)
{
	static const struct find_vector all[] = {
		{ "490154203237518", "IMEI", "490154203237518" },
		{ "IMEI 35-209900-176148-1.", "IMEI", "35-209900-176148-1" },
		{ "IMEISV 35-209900-176148-23", "IMEI",
		    "35-209900-176148-23" },
		{ "imei:352099001761481;", "IMEI", "352099001761481" },
		{ "8965880812100011146", "ICCID", "8965880812100011146" },
		{ "SIM 8991101200003204510", "ICCID", "8991101200003204510" },
		{ "ICCID 8991 1012 0000 3204 510", "ICCID",
		    "8991 1012 0000 3204 510" },
		{ "IMSI 260021234567890", "IMSI", "260021234567890" },
		{ "imsi=310150123456789", "IMSI", "310150123456789" },
	};

	(void)state;
	FIND_EXPECT(all);
	find_expect_none("490154203237517", "IMEI");
	find_expect_none("181014800470488", "IMEI");
	find_expect_none("000000000000000", "IMEI");
	find_expect_none("260021234567890", "IMSI");
	find_expect_none("8965880812100011145", "ICCID");
	find_expect_none("4901542032375180", "IMEI");
}

static const char *const vehicles[] = {
	"1M8GDM9AXKP042788", "5GZCZ43D13S812715", "14CZX4DU6F8EP59A0",
	"1U6YFHPJ9EYJX1KDY", "13J08B5X2BT0KEU9J", "1D2XVF542YHNGZ1EY",
};

static void
test_finds_vehicles(void **state)
{
	static const struct find_vector europe[] = {
		{ "WVWZZZ1JZ3W386752", "VIN", "WVWZZZ1JZ3W386752" },
		{ "VIN VF1AAAA0654321098", "VIN", "VF1AAAA0654321098" },
		{ "vin: 1m8gdm9axkp042788", "VIN", "1m8gdm9axkp042788" },
	};

	(void)state;
	EXPECT_CHECKED(vehicles, "VIN");
	FIND_EXPECT(europe);
	find_expect_none("1LU363E3Z102B25CR", "VIN");
	find_expect_none("VIN 1M8GDM9AOKP042788", "VIN");
}

static void
test_finds_machine_readable_lines(void **state)
{
	static const char *const whole[] = {
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\n"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
		"I<UTOD231458907<<<<<<<<<<<<<<<\n"
		"7408122F1204159UTO<<<<<<<<<<<6\n"
		"ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
		"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
		"D231458907UTO7408122F1204159<<<<<<<6",
		"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<\n"
		"8806923102858CORINNE<<<<<<<6512068F6",
		"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
		/* One character of the number is read wrongly. */
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L898902G36UTO7408122F1204159ZE184226B<<<<<10",
		/* What is left of a page. */
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
		"I<UTOD231458907<<<<<<<<<<<<<<<",
		"7408122F1204159UTO<<<<<<<<<<<6",
		"ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
	};
	static const char *const none[] = {
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
		"L898902C36UTO7408122F1204159ZE184226B<<<<<17",
		"I<UTOD231458907<<<<<<<<<<<<<<<\n"
		"7408122F1204159UTO<<<<<<<<<<<7\n"
		"ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
		"L898902C36UTO7408122F1204158ZE184226B<<<<<10",
		"<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
		"if (a << 3 < b) x <<= 1;",
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		snprintf(text, sizeof(text), "read: %s, it says", whole[i]);
		find_expect_only(text, "MRZ", whole[i]);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		find_expect_none(none[i], "MRZ");
}

static void
test_finds_codes_of_banks_beside_their_name(void **state)
{
	static const struct find_vector all[] = {
		{ "BIC: DEUTDEFF", "BIC", "DEUTDEFF" },
		{ "BIC/SWIFT DEUTDEFF500,", "BIC", "DEUTDEFF500" },
		{ "kod SWIFT: PKOPPLPWXXX", "BIC", "PKOPPLPWXXX" },
		{ "the swift code is NWBKGB2L.", "BIC", "NWBKGB2L" },
	};

	(void)state;
	FIND_EXPECT(all);
	find_expect_none("DEUTDEFF", "BIC");
	find_expect_none("SWIFT sent us a DECISION", "BIC");
	find_expect_none("SWIFT DEUTXXFF", "BIC");
}

static void
test_finds_days_of_birth_in_three_languages(void **state)
{
	static const struct find_vector all[] = {
		{ "born 13 February 1972.", "DATE_OF_BIRTH",
		    "13 February 1972" },
		{ "born on the 3rd of May, 1980", "DATE_OF_BIRTH",
		    "3rd of May, 1980" },
		{ "born October 3, 1998;", "DATE_OF_BIRTH",
		    "October 3, 1998" },
		{ "DOB: 02/28/1985", "DATE_OF_BIRTH", "02/28/1985" },
		{ "dob=1983-02-05", "DATE_OF_BIRTH", "1983-02-05" },
		{ "DOB 19830205", "DATE_OF_BIRTH", "19830205" },
		{ "date of birth 5-Feb-83", "DATE_OF_BIRTH", "5-Feb-83" },
		{ "She was born in 1983 in Leeds", "DATE_OF_BIRTH", "1983" },
		{ "ur. 23.08.1987, zam.", "DATE_OF_BIRTH", "23.08.1987" },
		{ "ur. 18 marca 1975 r.; nr", "DATE_OF_BIRTH",
		    "18 marca 1975 r." },
		{ "urodzona 1 pa\xc5\xba" "dziernika 1960", "DATE_OF_BIRTH",
		    "1 pa\xc5\xba" "dziernika 1960" },
		{ "data urodzenia: 12 III 1980", "DATE_OF_BIRTH",
		    "12 III 1980" },
		{ "n\xc3\xa9(e) le 8 septembre 1995", "DATE_OF_BIRTH",
		    "8 septembre 1995" },
		{ "n\xc3\xa9" "e le 1er ao\xc3\xbbt 1962 \xc3\xa0 Lyon",
		    "DATE_OF_BIRTH", "1er ao\xc3\xbbt 1962" },
		{ "date de naissance : 22/02/1969", "DATE_OF_BIRTH",
		    "22/02/1969" },
		{ "07.09.1981 (date of birth)", "DATE_OF_BIRTH",
		    "07.09.1981" },
	};
	static const char *const none[] = {
		"13 February 1972", "born 31.02.1972", "born 13 February 1772",
		"the stubborn 13 February 1972", "in 1983 he left",
		"version born 1.2.3",
	};

	(void)state;
	FIND_EXPECT(all);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		find_expect_none(none[i], "DATE_OF_BIRTH");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    test_finds_bitcoin_addresses_whose_checksum_holds),
		cmocka_unit_test(
		    test_finds_ethereum_addresses_whose_capitals_hold),
		cmocka_unit_test(
		    test_finds_monero_addresses_whose_checksum_holds),
		cmocka_unit_test(test_finds_devices_and_cards),
		cmocka_unit_test(test_finds_vehicles),
		cmocka_unit_test(test_finds_machine_readable_lines),
		cmocka_unit_test(test_finds_codes_of_banks_beside_their_name),
		cmocka_unit_test(test_finds_days_of_birth_in_three_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
