/*
 * us.c -- numbers of the United States.  None but ABA, NPI and DEA has a
 * check digit: the others stand on their form, the ranges that are issued, or
 * a word that names them.
 */
#include "redact/find/number/form.h"

#include <string.h>

static const char *const kinds[] = {
	"US_SSN", "US_ITIN", "US_ATIN", "US_EIN", "US_PTIN", "US_A_NUMBER",
	"US_USCIS_RECEIPT", "US_I94", "US_PASSPORT", "US_ABA", "US_NPI",
	"US_DEA", "US_MBI", "US_DRIVER_LICENSE", "US_ZIP", NULL
};

static const char *const ssn_cues[] = {
	"ssn", "ssns", "ss#", "ss no", "ssn-", "social security-", "soc sec",
	"soc. sec", "social sec", "s.s.n", "socialsecurity-", NULL
};

static const char *const itin_cues[] = {
	"itin", "itins", "individual taxpayer-", "taxpayer id-", "tin",
	"tax id-", "w-7", NULL
};

static const char *const atin_cues[] = {
	"atin", "adoption taxpayer-", "taxpayer id-", "w-7a", NULL
};

static const char *const ein_cues[] = {
	"ein", "eins", "fein", "employer id-", "employer identification-",
	"federal tax-", "tax id-", "taxpayer id-", "irs no", "irs number",
	"federal id-", "w-9", "501(c)-", NULL
};

static const char *const ptin_cues[] = {
	"ptin", "preparer-", "preparer tax-", NULL
};

static const char *const alien_cues[] = {
	"a-number", "a number", "a-numbers", "a#", "a-no", "anumber", "alien-",
	"uscis", "uscis#", "immigra-", "green card", "permanent resident-",
	"lpr", "removal proceeding-", "file number", "a-file", "eoir",
	"registration number", "azyl-", "imigrac-", "\xc3\xa9tranger-", NULL
};

static const char *const receipt_cues[] = {
	"receipt-", "uscis", "i-797", "i-130", "i-485", "i-765", "i-140",
	"case number", "case status", "petition-", "notice", NULL
};

static const char *const i94_cues[] = {
	"i-94", "i94", "i-94a", "i-94w", "admission-", "arrival-",
	"departure number", "departure record", NULL
};

static const char *const passport_cues[] = {
	"passport-", "paszport-", "passeport-", "ppt", NULL
};

static const char *const us_passport_cues[] = {
	"us passport-", "u.s. passport-", "american passport-", "usa passport-",
	"united states passport-", "passport card-", NULL
};

static const char *const aba_cues[] = {
	"routing", "aba", "rtn", "routing-", "transit number", "ach", "fedwire",
	"wire transfer-", "aba#", NULL
};

static const char *const npi_cues[] = {
	"npi", "provider-", "national provider-", "prescriber-", "physician-",
	NULL
};

static const char *const dea_cues[] = {
	"dea", "dea#", "dea-", "prescriber-", "drug enforcement-",
	"controlled substance-", NULL
};

static const char *const mbi_cues[] = {
	"mbi", "medicare-", "beneficiar-", "hicn", NULL
};

static const char *const licence_cues[] = {
	"driver's licen-", "drivers licen-", "driver licen-", "driving licen-",
	"drivers' licen-", "driver lic-", "drivers lic-", "driver's lic-",
	"dl", "dl#", "dln", "dlno", "dl no", "d.l", "operator's licen-",
	"operator licen-", "licence number", "license number", "license no",
	"prawo jazdy", "prawa jazdy", "permis de conduire", NULL
};

static const char *const zip_cues[] = {
	"zip", "zip-", "zipcode-", "postal code", "postal-", NULL
};

static const char *const phone_words[] = {
	"phone-", "tel", "telephone-", "fax", "mobile", "cell", "isbn", "doi",
	"order", "tracking", NULL
};

/*
 * SSA, "Social Security Number Randomization": never area 000, 666, 900-999,
 * group 00, serial 0000; and three numbers printed on sample cards.
 */
static bool
is_ssn(const char *c, size_t n)
{
	(void)n;
	return memcmp(c, "000", 3) != 0 && memcmp(c, "666", 3) != 0 &&
	    c[0] != '9' && memcmp(c + 3, "00", 2) != 0 &&
	    memcmp(c + 5, "0000", 4) != 0 && strcmp(c, "078051120") != 0 &&
	    strcmp(c, "457555462") != 0 && strcmp(c, "219099999") != 0 &&
	    !form_is_filler(c, 9);
}

/* IRS, Internal Revenue Manual 3.21.263: the groups that are issued. */
static bool
is_itin(const char *c, size_t n)
{
	uint64_t group = form_value(c + 3, 2);

	(void)n;
	return c[0] == '9' && !form_is_filler(c, 9) &&
	    ((group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
	    (group >= 90 && group <= 92) || (group >= 94 && group <= 99));
}

static bool
is_atin(const char *c, size_t n)
{
	(void)n;
	return c[0] == '9' && c[3] == '9' && c[4] == '3';
}

/* IRS, "How EINs are assigned and valid EIN prefixes": these are none. */
static bool
is_ein(const char *c, size_t n)
{
	static const char none[] =
	    "00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97";

	(void)n;
	return !form_in_list(none, c, 2) && !form_is_filler(c, 9);
}

/* The service centres of Form I-797: USCIS, "Receipt Number". */
static bool
is_receipt(const char *c, size_t n)
{
	static const char centres[] =
	    "EAC VSC WAC CSC LIN NSC SRC TSC MSC NBC IOE YSC";

	(void)n;
	return form_in_list(centres, c, 3);
}

/* ABA, "Routing Number Policy": weights 3 7 1; the ranges in use. */
static bool
is_aba(const char *c, size_t n)
{
	static const uint8_t weights[] = { 3, 7, 1, 3, 7, 1, 3, 7, 1 };
	uint64_t lead = form_value(c, 2);

	(void)n;
	return form_sum(c, weights, 9) % 10 == 0 && !form_is_filler(c, 9) &&
	    (lead <= 12 || (lead >= 21 && lead <= 32) ||
	    (lead >= 61 && lead <= 72) || lead == 80);
}

/* 45 CFR 162.406: Luhn's check over 80840 and the number. */
static bool
is_npi(const char *c, size_t n)
{
	char with[16] = "80840";

	(void)n;
	memcpy(with + 5, c, 10);
	return (c[0] == '1' || c[0] == '2') && form_luhn(with, 15);
}

/* 21 CFR 1301: a letter for the registrant, one of the name (or 9). */
static bool
is_dea(const char *c, size_t n)
{
	static const uint8_t weights[] = { 1, 2, 1, 2, 1, 2 };

	(void)n;
	return strchr("ABCDEFGHJKLMPRSTUX", c[0]) != NULL &&
	    form_sum(c + 2, weights, 6) % 10 == (unsigned)(c[8] - '0') &&
	    !form_is_filler(c + 2, 7);
}

/* CMS, "Understanding the MBI Format": letters without S L O I B Z. */
static bool
is_mbi(const char *c, size_t n)
{
	if (c[0] == '0')
		return false;
	for (size_t i = 0; i < n; i++)
		if (strchr("SLOIBZ", c[i]) != NULL)
			return false;
	return true;
}

static bool
is_state(const char *c, size_t n)
{
	static const char states[] =
	    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD "
	    "MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD "
	    "TN TX UT VT VA WA WV WI WY PR";

	(void)n;
	return form_in_list(states, c, 2);
}

static bool
is_licence(const char *c, size_t n)
{
	return !form_is_filler(c, n);
}

static const struct form rows[] = {
	{ "US_SSN", { "999-99-9999" }, is_ssn, ssn_cues, phone_words,
	    .alone = 0.8, .cued = 0.96,
	    .why = "area, group and serial are ones that are issued" },
	{ "US_SSN", { "999999999" }, is_ssn, ssn_cues, phone_words,
	    .cued = 0.85, .why = "nine digits" },
	{ "US_ITIN", { "999-99-9999" }, is_itin, itin_cues, phone_words,
	    .alone = 0.85, .cued = 0.97,
	    .why = "begins with 9, a group that is issued" },
	{ "US_ITIN", { "999999999" }, is_itin, itin_cues, phone_words,
	    .cued = 0.9, .why = "nine digits of an issued group" },
	{ "US_ATIN", { "999-99-9999" }, is_atin, atin_cues, phone_words,
	    .alone = 0.8, .cued = 0.97, .why = "begins with 9, group 93" },
	{ "US_ATIN", { "999999999" }, is_atin, atin_cues, phone_words,
	    .cued = 0.9, .why = "begins with 9, group 93" },
	{ "US_EIN", { "99-9999999" }, is_ein, ein_cues, phone_words,
	    .alone = 0.5, .cued = 0.95, .why = "a prefix that is issued" },
	{ "US_EIN", { "999999999" }, is_ein, ein_cues, phone_words,
	    .cued = 0.8, .why = "nine digits, a prefix that is issued" },
	{ "US_PTIN", { "p 99999999" }, NULL, ptin_cues, NULL,
	    .alone = 0.45, .cued = 0.95, .why = "P and eight digits" },
	{ "US_A_NUMBER", { "a 999 999 999", "a 99 999 999" }, NULL,
	    alien_cues, NULL, .alone = 0.5, .cued = 0.93,
	    .why = "A and eight or nine digits" },
	{ "US_A_NUMBER", { "a 9 999 999", "999 999 999", "99 999 999" }, NULL,
	    alien_cues, NULL, .cued = 0.75, .why = "seven to nine digits",
	    .flags = FORM_CLOSE },
	{ "US_USCIS_RECEIPT", { "~AAA9999999999" }, is_receipt, receipt_cues,
	    NULL, .alone = 0.93, .cued = 0.98,
	    .why = "a service centre and ten digits" },
	{ "US_I94", { "999999999A9" }, NULL, i94_cues, NULL,
	    .alone = 0.4, .cued = 0.93,
	    .why = "nine digits, a letter and a digit" },
	{ "US_I94", { "99999999999", "999999999 99" }, NULL, i94_cues, NULL,
	    .cued = 0.85, .why = "eleven digits", .flags = FORM_CLOSE },
	{ "US_PASSPORT", { "999999999", "999 999 999", "A 99999999" }, NULL,
	    passport_cues, NULL, .cued = 0.72,
	    .why = "nine characters of a passport", .flags = FORM_CLOSE },
	{ "US_PASSPORT", { "999999999", "A 99999999" }, NULL,
	    us_passport_cues, NULL, .cued = 0.85,
	    .why = "nine characters of a passport" },
	{ "US_ABA", { "999999999", "9999 9999 9" }, is_aba, aba_cues, NULL,
	    .cued = 0.97, .why = "weighted sum mod 10 holds" },
	{ "US_NPI", { "9999999999", "9999 999 999", "999 999 9999" }, is_npi,
	    npi_cues, NULL, .cued = 0.97, .why = "Luhn over 80840 holds" },
	{ "US_DEA", { "AA 9999999" }, is_dea, dea_cues, passport_cues,
	    .alone = 0.5, .cued = 0.97, .why = "its check digit holds" },
	{ "US_DEA", { "A9 9999999" }, is_dea, dea_cues, NULL,
	    .cued = 0.97, .why = "its check digit holds" },
	{ "US_MBI", { "9AX9 AX9 AA99", "9AX9AX9AA99" }, is_mbi, mbi_cues,
	    NULL, .alone = 0.75, .cued = 0.97,
	    .why = "letters and digits where Medicare has them" },
	/* Florida, Maryland, Michigan; Illinois; Wisconsin; New Jersey. */
	{ "US_DRIVER_LICENSE", { "A999-999-99-999-9", "A-999-999-999-999",
	    "A999-9999-9999", "A999-9999-9999-99", "A9999-99999-99999" },
	    is_licence, licence_cues, NULL, .alone = 0.65, .cued = 0.95,
	    .why = "groups as on licences of states" },
	{ "US_DRIVER_LICENSE", { "wdlXXXXXXX9X", "wdlXXXXXXXXX" }, is_licence,
	    licence_cues, NULL, .alone = 0.8, .cued = 0.97,
	    .why = "WDL and nine characters" },
	{ "US_DRIVER_LICENSE", { "A 9999999", "A 99999999", "A999999999999",
	    "A99999999999", "A9999999999999", "A99999999999999",
	    "AA 999999", "AA 9999999" }, is_licence,
	    licence_cues, NULL, .cued = 0.85,
	    .why = "letters and digits of a licence" },
	/* Idaho; Missouri and Nebraska; Kansas, New Hampshire, North Dakota. */
	{ "US_DRIVER_LICENSE", { "AA 999999A", "99999999A", "999999999A",
	    "99999999AA", "A9A9A", "99AAA99999", "AAA-99-9999" }, is_licence,
	    licence_cues, NULL, .cued = 0.8,
	    .why = "letters and digits of a licence", .flags = FORM_CLOSE },
	{ "US_DRIVER_LICENSE", { "9999999", "99999999", "99 999 999",
	    "999999999", "999 999 999", "99 999 9999", "9999999999",
	    "999999999999" }, is_licence, licence_cues, NULL, .cued = 0.75,
	    .why = "seven to twelve digits", .flags = FORM_CLOSE },
	{ "US_ZIP", { "AA 99999-9999" }, is_state, zip_cues, NULL,
	    .alone = 0.85, .cued = 0.95, .why = "a state and nine digits" },
	{ "US_ZIP", { "AA 99999" }, is_state, zip_cues, NULL,
	    .alone = 0.62, .cued = 0.9, .why = "a state and five digits" },
	{ "US_ZIP", { "99999-9999" }, NULL, zip_cues, phone_words,
	    .alone = 0.4, .cued = 0.93, .why = "five and four digits" },
	{ "US_ZIP", { "99999" }, NULL, zip_cues, NULL,
	    .cued = 0.8, .why = "five digits", .flags = FORM_CLOSE },
};

static struct form_table table = {
	.finder = "us", .rows = rows, .nrows = sizeof(rows) / sizeof(rows[0])
};

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	(void)trigger;
	return form_at(&table, v, at, next);
}

const struct finder find_us = {
	.name = "us", .kinds = kinds,
	.what = "numbers of the United States: SSN, ITIN, A-number and others",
	.triggers = TRIGGER_DIGIT, .at = at,
};
