/*
 * uk.c -- numbers of the United Kingdom.
 */
#include "redact/find/number/form.h"

#include <string.h>

static const char *const kinds[] = {
	"UK_NINO", "UK_NHS", "UK_CHI", "UK_UTR", "UK_DRIVING_LICENCE",
	"UK_PASSPORT", "UK_POSTCODE", "UK_PLATE", "UK_COMPANY", "UK_VAT",
	"UK_BANK_ACCOUNT", NULL
};

static const char *const nino_cues[] = {
	"nino", "ni", "ni number-", "ni no", "nin", "national insurance-",
	"national ins-", "n.i", "nino-", "dwp", "hmrc", NULL
};

static const char *const nhs_cues[] = {
	"nhs", "nhs-", "n.h.s", "patient-", "hospital no", "gp", "mrn",
	"health service-", NULL
};

static const char *const chi_cues[] = {
	"chi", "chi-", "community health-", "nhs scotland", "patient-", NULL
};

static const char *const utr_cues[] = {
	"utr", "utr-", "u.t.r", "unique taxpayer-", "unique tax ref-",
	"tax ref-", "tax reference-", "taxpayer ref-", "self assessment-",
	"self-assessment-", "corporation tax-", "hmrc", NULL
};

static const char *const licence_cues[] = {
	"driving licen-", "driver's licen-", "drivers licen-", "driver licen-",
	"driver number-", "driver no", "dvla", "dva", "licence no",
	"licence number-", "licence", NULL
};

static const char *const passport_cues[] = { "passport-", "ppt", NULL };

static const char *const uk_passport_cues[] = {
	"uk passport-", "british passport-", "gb passport-", "hmpo", NULL
};

static const char *const postcode_cues[] = {
	"postcode-", "post code-", "postal code-", "address-", "street", "road",
	"lane", "avenue", "close", "london", "zip", NULL
};

static const char *const plate_cues[] = {
	"reg", "registration-", "number plate-", "plate-", "licence plate-",
	"license plate-", "numberplate-", "vrm", "vrn", "vehicle-", "car",
	"van", "lorry", "taxi", "bmw", "ford", "audi", "vauxhall", "toyota",
	"mercedes", "volkswagen", "vw", "motorbike", "tablic-", "rejestrac-",
	"immatricul-", "plaque-", "driving", "parked", NULL
};

static const char *const company_cues[] = {
	"company no", "company number-", "company reg-", "companies house",
	"company registration-", "registered number-", "registered no",
	"registration no", "registration number-", "co. no", "crn",
	"registered in-", "incorporated in-", "llp no", "company", NULL
};

static const char *const vat_cues[] = {
	"vat", "vat-", "v.a.t", "tva", NULL
};

static const char *const sort_cues[] = {
	"sort code-", "sort-code-", "sortcode-", "sort", "s/c", "bank-", "bacs",
	"account-", "a/c", "acc", "acct", NULL
};

static const char *const account_cues[] = {
	"account no", "account number-", "account num", "account", "acc no",
	"acct", "acct no", "a/c", "a/c no", "acc", "bank account-",
	"accountno", NULL
};

static const char *const phone_words[] = {
	"tel", "phone-", "mobile", "fax", "telefon-", "t\xc3\xa9l-", "nip",
	"regon", "isbn", "krs", NULL
};

/*
 * HMRC, National Insurance Manual NIM39110: letters and prefixes that are not
 * used; QQ is the prefix of samples.
 */
static bool
is_nino(const char *c, size_t n)
{
	return strchr("DFIQUV", c[0]) == NULL &&
	    strchr("DFIOQUV", c[1]) == NULL &&
	    !form_in_list("BG GB NK KN TN NT ZZ", c, 2) &&
	    (n == 8 || (c[8] >= 'A' && c[8] <= 'D')) &&
	    !form_is_filler(c + 2, 6);
}

/* NHS Data Dictionary, "NHS NUMBER": modulus 11. */
static bool
is_nhs(const char *c, size_t n)
{
	static const uint8_t weights[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2 };
	unsigned check = 11 - form_sum(c, weights, 9) % 11;

	(void)n;
	return check % 11 == (unsigned)(c[9] - '0') && check != 10 &&
	    !form_is_filler(c, 10);
}

/* Those of England, Wales and Man begin with 4, 6, 7, some with 3 (also of
 * Northern Ireland); 9 is for tests and examples. */
static bool
is_issued_nhs(const char *c, size_t n)
{
	return strchr("34679", c[0]) != NULL && is_nhs(c, n);
}

static bool
begins_with_birth(const char *c)
{
	unsigned year = (unsigned)form_value(c + 4, 2);

	return form_is_date((year < 30 ? 2000 : 1900) + year,
	    (unsigned)form_value(c + 2, 2), (unsigned)form_value(c, 2));
}

/* NHS Data Dictionary, "COMMUNITY HEALTH INDEX NUMBER": DDMMYY first. */
static bool
is_chi(const char *c, size_t n)
{
	return is_nhs(c, n) && begins_with_birth(c);
}

/* Numbers of late have modulus 10 (Public Health Scotland, phsmethods). */
static bool
is_late_chi(const char *c, size_t n)
{
	return form_luhn(c, n) && begins_with_birth(c);
}

static bool
is_utr(const char *c, size_t n)
{
	static const uint8_t weights[] = { 6, 7, 8, 9, 10, 5, 4, 3, 2 };

	(void)n;
	return c[0] == "21987654321"[form_sum(c + 1, weights, 9) % 11];
}

/*
 * DVLA: five of the surname filled up with 9, then of the birth the decade,
 * the month (+50 for women), the day and the year, two initials, and three.
 */
static bool
is_licence(const char *c, size_t n)
{
	unsigned month = (unsigned)form_value(c + 6, 2) % 50;
	unsigned day = (unsigned)form_value(c + 8, 2);
	size_t i = 1;

	(void)n;
	while (i < 5 && c[i] > '9')
		i++;
	while (i < 5 && c[i] == '9')
		i++;
	return i == 5 && month >= 1 && month <= 12 && c[6] != '2' &&
	    c[6] != '3' && c[6] != '4' && c[6] < '7' && day >= 1 &&
	    day <= 31 && (c[11] > '9' || c[11] == '9') &&
	    (c[12] > '9' || c[12] == '9') && c[14] > '9' && c[15] > '9';
}

/* Royal Mail, "Programmer's Guide to PAF": areas, and letters of places. */
static bool
is_postcode(const char *c, size_t n)
{
	static const char areas[] =
	    "AB AL BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT "
	    "CV CW DA DD DE DG DH DL DN DT DY EC EH EN EX FK FY GL GU GY HA "
	    "HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY LA LD LE LL LN "
	    "LS LU ME MK ML NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH "
	    "RM SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR "
	    "TS TW UB WA WC WD WF WN WR WS WV YO ZE";
	const char *in = c + n - 3;
	bool two = c[1] > '9';

	if (strchr("CIKMOV", in[1]) != NULL || strchr("CIKMOV", in[2]) != NULL)
		return false;
	if (in[-1] > '9' && strchr(two ? "ABEHMNPRVWXY" : "ABCDEFGHJKPSTUW",
	    in[-1]) == NULL)
		return false;
	return two ? form_in_list(areas, c, 2) :
	    strchr("BEGLMNSW", c[0]) != NULL;
}

/* DVLA, INF104: no I, Q or Z at the front of a mark of 2001, no I, Q behind;
 * its number is never 00, 01 or 50. */
static bool
is_plate(const char *c, size_t n)
{
	uint64_t year = form_value(c + 2, 2);

	(void)n;
	for (size_t i = 0; i < 7; i++)
		if (c[i] == 'I' || c[i] == 'Q')
			return false;
	return c[0] != 'Z' && c[1] != 'Z' && year > 1 && year != 50;
}

/* Marks of 1983 to 2001 and of 1963 to 1983: a letter of the year. */
static bool
is_old_plate(const char *c, size_t n)
{
	char year = c[1] > '9' ? c[n - 1] : c[0];

	return strchr("IOQUZ", year) == NULL;
}

/* Northern Ireland: an I or a Z in its letters. */
static bool
is_irish_plate(const char *c, size_t n)
{
	size_t at = c[0] > '9' ? 0 : n - 3;

	return memchr(c + at, 'I', 3) != NULL || memchr(c + at, 'Z', 3) != NULL;
}

/* The registrar's prefixes: Companies House, "Company number prefixes". */
static bool
is_company(const char *c, size_t n)
{
	static const char prefixes[] =
	    "AC ZC FC GE LP OC OE SE SA SZ SF GS SL SO SC ES NA NZ NF GN NL "
	    "NC NI EN SG FE IP SP NP RS RC SR NR IC SI NV PC";

	return c[0] <= '9' ? !form_is_filler(c, n) :
	    c[0] == 'R' && c[1] <= '9' ? true : form_in_list(prefixes, c, 2);
}

/*
 * HMRC: the weighted sum is 0 modulo 97; numbers of the series begun in 2009,
 * from 100 on, are off by 55 to either side (as stdnum has it).
 */
static bool
is_vat(const char *c, size_t n)
{
	static const uint8_t weights[] = { 8, 7, 6, 5, 4, 3, 2, 10, 1 };
	unsigned sum;

	(void)n;
	if (c[0] > '9')
		c += 2;
	sum = form_sum(c, weights, 9) % 97;
	return sum == 0 ? form_value(c, 9) != 0 :
	    (sum == 97 - 55 || sum == 55) && form_value(c, 3) >= 100;
}

/* A sort code is no date of this century written with two digits. */
static bool
is_sort_code(const char *c, size_t n)
{
	return !form_is_filler(c, n < 6 ? n : 6);
}

static const struct form rows[] = {
	{ "UK_NINO", { "~AA999999A", "AA 99 99 99 A" }, is_nino, nino_cues,
	    NULL, .alone = 0.92, .cued = 0.98,
	    .why = "prefix and suffix are ones that are issued" },
	{ "UK_NINO", { "AA 99 99 99" }, is_nino, nino_cues, NULL,
	    .cued = 0.85, .why = "an issued prefix, without its suffix",
	    .flags = FORM_CLOSE },
	{ "UK_NHS", { "999 999 9999" }, is_issued_nhs, nhs_cues,
	    phone_words, .alone = 0.7, .cued = 0.98,
	    .why = "mod 11 holds, of a range that is issued" },
	{ "UK_NHS", { "~9999999999" }, is_nhs, nhs_cues, phone_words,
	    .cued = 0.97, .why = "mod 11 holds" },
	{ "UK_CHI", { "999999 9999" }, is_chi, chi_cues, phone_words,
	    .alone = 0.72, .cued = 0.99,
	    .why = "mod 11 holds, begins with a day of birth" },
	{ "UK_CHI", { "999999 9999" }, is_late_chi, chi_cues, phone_words,
	    .cued = 0.93, .why = "mod 10 holds, begins with a day of birth" },
	{ "UK_UTR", { "~9999999999" }, is_utr, utr_cues, phone_words,
	    .cued = 0.97, .why = "mod 11 holds" },
	{ "UK_UTR", { "~9999999999k" }, is_utr, utr_cues, NULL,
	    .alone = 0.6, .cued = 0.97, .why = "mod 11 holds, K behind" },
	{ "UK_DRIVING_LICENCE", { "~AXXXX999999XXXAA" }, is_licence,
	    licence_cues, NULL, .alone = 0.96, .cued = 0.99,
	    .why = "surname, birth and initials in their places" },
	{ "UK_DRIVING_LICENCE", { "99999999" }, NULL, licence_cues, NULL,
	    .cued = 0.7, .why = "eight digits, as in Northern Ireland",
	    .flags = FORM_CLOSE },
	{ "UK_PASSPORT", { "999999999", "AA 9999999" }, NULL, passport_cues,
	    NULL, .cued = 0.7, .why = "nine characters of a passport",
	    .flags = FORM_CLOSE },
	{ "UK_PASSPORT", { "999999999" }, NULL, uk_passport_cues, NULL,
	    .cued = 0.9, .why = "nine digits" },
	{ "UK_POSTCODE", { "A9-9AA", "A99-9AA", "AA9-9AA", "AA99-9AA",
	    "A9A-9AA", "AA9A-9AA" }, is_postcode, postcode_cues, NULL,
	    .alone = 0.8, .cued = 0.95,
	    .why = "a postal area, letters in their places" },
	{ "UK_POSTCODE", { "A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA",
	    "AA9A9AA" }, is_postcode, postcode_cues, NULL,
	    .alone = 0.45, .cued = 0.9,
	    .why = "a postal area, letters in their places" },
	{ "UK_POSTCODE", { "gir-9aa" }, NULL, postcode_cues, NULL,
	    .alone = 0.9, .cued = 0.95, .why = "the one without an area" },
	{ "UK_PLATE", { "AA99 AAA" }, is_plate, plate_cues, NULL,
	    .alone = 0.6, .cued = 0.95, .why = "a mark as since 2001" },
	{ "UK_PLATE", { "A999 AAA", "A99 AAA", "A9 AAA", "AAA 999A",
	    "AAA 99A", "AAA 9A" }, is_old_plate, plate_cues, NULL,
	    .alone = 0.35, .cued = 0.9, .why = "a mark as before 2001" },
	{ "UK_PLATE", { "AAA 9999", "AAA 999", "9999 AAA", "999 AAA" },
	    is_irish_plate, plate_cues, NULL, .cued = 0.8,
	    .why = "a mark of Northern Ireland", .flags = FORM_CLOSE },
	{ "UK_PLATE", { "999 A 999", "AAA 999", "999 AAA", "AA 9999",
	    "9999 AA", "A 9999", "9999 A" }, NULL, plate_cues, NULL,
	    .cued = 0.65, .why = "a mark without a year, or a diplomat's",
	    .flags = FORM_CLOSE },
	{ "UK_COMPANY", { "99999999", "AA999999", "A9999999", "AA99999A" },
	    is_company, company_cues, NULL, .cued = 0.85,
	    .why = "a number of the registrar" },
	{ "UK_VAT", { "gb 999 9999 99", "gb 999 999 999", "xi 999 9999 99",
	    "gb 999 9999 99 999" }, is_vat, vat_cues, NULL,
	    .alone = 0.95, .cued = 0.99, .why = "mod 97 holds" },
	{ "UK_VAT", { "999 9999 99", "999 999 999", "999 9999 99 999" },
	    is_vat, vat_cues, NULL, .cued = 0.96, .why = "mod 97 holds" },
	{ "UK_BANK_ACCOUNT", { "99-99-99-99999999", "999999-99999999" },
	    is_sort_code, sort_cues, NULL, .alone = 0.5, .cued = 0.95,
	    .why = "a sort code and an account" },
	{ "UK_BANK_ACCOUNT", { "99 99 99" }, is_sort_code, sort_cues, NULL,
	    .cued = 0.9, .why = "six digits", .flags = FORM_CLOSE },
	{ "UK_BANK_ACCOUNT", { "99999999" }, is_sort_code, account_cues, NULL,
	    .cued = 0.85, .why = "eight digits", .flags = FORM_CLOSE },
};

static struct form_table table = {
	.finder = "uk", .rows = rows, .nrows = sizeof(rows) / sizeof(rows[0])
};

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	(void)trigger;
	return form_at(&table, v, at, next);
}

const struct finder find_uk = {
	.name = "uk", .kinds = kinds,
	.what = "numbers of the United Kingdom: NINO, NHS, postcode and others",
	.triggers = TRIGGER_DIGIT, .at = at,
};
