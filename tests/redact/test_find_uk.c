/*
 * test_find_uk.c -- numbers of the United Kingdom: forms, words, what is none.
 *
 * NINO, UTR and VAT are drawn at random and judged by stdnum 1.11 (npm); other
 * VAT numbers are Oracle's examples.  The NHS number and the first driving
 * licence are Wikipedia's, the CHI numbers those of phsmethods (CRAN).
 */
#include "find_kit.h"

static void
expect_none_of(const char *const *texts, size_t n, const char *kind)
{
	for (size_t i = 0; i < n; i++)
		find_expect_none(texts[i], kind);
}

#define EXPECT_NONE(t, kind) \
	expect_none_of(t, sizeof(t) / sizeof((t)[0]), kind)

static void
test_finds_insurance_numbers(void **state)
{
	static const struct find_vector all[] = {
		{ "use EK463431D and", "UK_NINO", "EK463431D" },
		{ "KM016949A", "UK_NINO", "KM016949A" },
		{ "OM 14 70 14 B.", "UK_NINO", "OM 14 70 14 B" },
		{ "NL-27-90-44-D", "UK_NINO", "NL-27-90-44-D" },
		{ "(GZ361559D)", "UK_NINO", "GZ361559D" },
		{ "ni number: ml387199b", "UK_NINO", "ml387199b" },
		{ "NINO=ML387199B;", "UK_NINO", "ML387199B" },
		{ "National Insurance ML 38 71 99", "UK_NINO",
		    "ML 38 71 99" },
	};
	static const char *const never[] = {
		"QQ123456C", "NI number QQ 63 82 51 C", "EA315000F",
		"DO941301B", "YT515670E", "PN960932F", "EY603937E",
		"RO688474C", "BG463431D", "EK4634311D", "XEK463431D",
		"EK463431DA", "ek463431d",
	};

	(void)state;
	FIND_EXPECT(all);
	EXPECT_NONE(never, "UK_NINO");
}

static void
test_finds_numbers_of_patients(void **state)
{
	static const struct find_vector all[] = {
		{ "943 476 5919", "UK_NHS", "943 476 5919" },
		{ "NHS no. 9434765919.", "UK_NHS", "9434765919" },
		{ "NHS 943-476-5919", "UK_NHS", "943-476-5919" },
		{ "NHS9434765919", "UK_NHS", "9434765919" },
		{ "CHI 1904851231", "UK_CHI", "1904851231" },
		{ "0211165794", "UK_CHI", "0211165794" },
		{ "CHI number 290220 1230", "UK_CHI", "290220 1230" },
	};
	static const char *const never[] = {
		"943 476 5918", "943 476 5919 12", "NHS no. 9434765910",
		"12 943 476 5919", "tel. 943 476 5919", "9434765919 z\xc5\x82",
		"\xc2\xa3" "9434765919", "9434765919.50", "a9434765919",
		"ISBN 9434765919",
	};

	(void)state;
	FIND_EXPECT(all);
	EXPECT_NONE(never, "UK_NHS");
	find_expect_none("CHI 3201209999", "UK_CHI");
	find_expect_none("CHI 0113209999", "UK_CHI");
	find_expect_none("CHI 2902191230", "UK_CHI");
}

static void
test_finds_numbers_of_the_tax_office(void **state)
{
	static const struct find_vector all[] = {
		{ "UTR 2634958595", "UK_UTR", "2634958595" },
		{ "UTR: 98551 19015", "UK_UTR", "98551 19015" },
		{ "self assessment 1943999058K", "UK_UTR", "1943999058K" },
		{ "VAT GB 270 1324 56", "UK_VAT", "GB 270 1324 56" },
		{ "GB481881766", "UK_VAT", "GB481881766" },
		{ "GB955 8020 53", "UK_VAT", "GB955 8020 53" },
		{ "GB391313073", "UK_VAT", "GB391313073" },
		{ "GB417258843", "UK_VAT", "GB417258843" },
		{ "VAT reg. no. 940068928", "UK_VAT", "940068928" },
	};
	static const char *const bad_utr[] = {
		"UTR 5295070528", "UTR 1696186637", "UTR 2033632003",
		"2634958595",
	};
	static const char *const bad_vat[] = {
		"VAT GB 074 3560 87", "VAT GB 678 1407 94", "GB972676293",
		"VAT GB 502 3269 26", "GB391313074",
	};

	(void)state;
	FIND_EXPECT(all);
	EXPECT_NONE(bad_utr, "UK_UTR");
	EXPECT_NONE(bad_vat, "UK_VAT");
}

static void
test_finds_documents(void **state)
{
	static const struct find_vector all[] = {
		{ "MORGA657054SM9IJ", "UK_DRIVING_LICENCE",
		    "MORGA657054SM9IJ" },
		{ "licence MORGA 657054 SM9IJ 35", "UK_DRIVING_LICENCE",
		    "MORGA 657054 SM9IJ" },
		{ "DECER607085K99AE", "UK_DRIVING_LICENCE",
		    "DECER607085K99AE" },
		{ "LEE99801015A99AB,", "UK_DRIVING_LICENCE",
		    "LEE99801015A99AB" },
		{ "DVLA driver number 12345679", "UK_DRIVING_LICENCE",
		    "12345679" },
		{ "British passport 546123789", "UK_PASSPORT", "546123789" },
		{ "sort code 20-45-77", "UK_BANK_ACCOUNT", "20-45-77" },
		{ "account no. 43809265", "UK_BANK_ACCOUNT", "43809265" },
		{ "20-45-77 43809265", "UK_BANK_ACCOUNT",
		    "20-45-77 43809265" },
		{ "company number SC123459", "UK_COMPANY", "SC123459" },
		{ "Registered in England no. 00445790", "UK_COMPANY",
		    "00445790" },
	};
	static const char *const never[] = {
		"MORGA657354SM9IJ", "MORGA6S7054SM9IJ", "M9RGA657054SM9IJ",
		"MORGA613054SM9IJ",
	};

	(void)state;
	FIND_EXPECT(all);
	EXPECT_NONE(never, "UK_DRIVING_LICENCE");
	find_expect_none("20-45-77", "UK_BANK_ACCOUNT");
	find_expect_none("43809265", "UK_BANK_ACCOUNT");
	find_expect_none("00445790", "UK_COMPANY");
}

static void
test_finds_postcodes_of_every_form(void **state)
{
	static const char *const codes[] = {
		"M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX",
		"EC1A 1BB", "SW1A 2AA", "GIR 0AA", "BT7 1NN", "EC1V 9HQ",
	};
	static const char *const never[] = {
		"QA1 1AE", "M1 1CE", "M1 1AI", "XX1 1AA", "M1I 1AE",
		"AB 1 2CD", "MP3 4GB", "M1 1AEX", "AM1 1AE",
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		snprintf(text, sizeof(text), "She lives in %s, near", codes[i]);
		find_expect_only(text, "UK_POSTCODE", codes[i]);
	}
	find_expect_only("postcode sw1a 2aa", "UK_POSTCODE", "sw1a 2aa");
	find_expect_only("postcode: SW1A2AA", "UK_POSTCODE", "SW1A2AA");
	EXPECT_NONE(never, "UK_POSTCODE");
}

static void
test_finds_plates_of_three_eras(void **state)
{
	static const struct find_vector all[] = {
		{ "the car AB51 DVL left", "UK_PLATE", "AB51 DVL" },
		{ "AB51DVL", "UK_PLATE", "AB51DVL" },
		{ "number plate A123 BCD", "UK_PLATE", "A123 BCD" },
		{ "his van, ABC 123D,", "UK_PLATE", "ABC 123D" },
		{ "vehicle AIZ 1234", "UK_PLATE", "AIZ 1234" },
	};
	static const char *const never[] = {
		"AB00 DVL", "AB50 DVL", "IB51 DVL", "ABC 123", "AB51 DVLX",
	};

	(void)state;
	FIND_EXPECT(all);
	EXPECT_NONE(never, "UK_PLATE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds_insurance_numbers),
		cmocka_unit_test(test_finds_numbers_of_patients),
		cmocka_unit_test(test_finds_numbers_of_the_tax_office),
		cmocka_unit_test(test_finds_documents),
		cmocka_unit_test(test_finds_postcodes_of_every_form),
		cmocka_unit_test(test_finds_plates_of_three_eras),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
