/*
 * poland.c -- numbers of Poland: of persons, their papers, firms, courts,
 * places and cars.
 */
#include <string.h>
#include <strings.h>

#include "redact/find/number/form.h"
#include "redact/find/number/poland_check.h"
#include "redact/find/view/near.h"

#define SERIES_MAX 9u	/* letters and digits of a paper */
#define POSTCODE_BEFORE 60u	/* bytes looked at for a word */

static const char *const kinds[] = {
	"PL_PESEL", "PL_NIP", "PL_REGON", "PL_ID_CARD", "PL_PASSPORT",
	"PL_DRIVING_LICENCE", "PL_KRS", "PL_LAND_REGISTER", "PL_POSTCODE",
	"PL_PLATE", NULL
};

static const char *const pesel_cues[] = {
	"pesel-", "numer ewidencyjn-", "nr ewidencyjn-", "ewidencji ludno-",
	"identyfikator-", "personal no", "personal number-", "national id-",
	NULL
};
static const char *const nip_cues[] = {
	"nip", "nipu", "nipem", "nip-", "identyfikacji podatkow-", "podatnik-",
	"podatkow-", "vat", "vat-", "tax id-", "tax no", "tax number-", "tin",
	"tva", NULL
};
static const char *const regon_cues[] = {
	"regon-", "rejestr gospodark-", "gus", "statistical n-", NULL
};
static const char *const id_card_cues[] = {
	"dow\xc3\xb3""d-", "dowod-", "dow. os-", "seria i n-", "seria-",
	"serii-", "to\xc5\xbcsamo-", "tozsamo-", "legitym-", "mdow-",
	"id card-", "identity card-", "identity no", "id no", "id number-",
	"carte d'identit-", NULL
};
static const char *const passport_cues[] = {
	"paszport-", "passport-", "passeport-", NULL
};
static const char *const licence_cues[] = {
	"prawo jazdy", "prawa jazdy", "prawem jazdy", "prawie jazdy",
	"prawu jazdy", "prawojazdy", "uprawnie-", "kierowc-",
	"driving licen-", "driver's licen-", "drivers licen-", "driver licen-",
	"permis-", NULL
};
static const char *const krs_cues[] = {
	"krs", "krs-", "krsu", "krajowego rejestru s-", "krajowym rejestrze s-",
	"krajowy rejestr s-", "rejestr przedsi-", "rejestru przedsi-",
	"rejestrze przedsi-", "rejestru stowarzysz-", "court register-", NULL
};
static const char *const land_cues[] = {
	"kw", "ksi\xc4\x99g-", "ksi\xc4\x85g", "ksiega-", "ksiegi-",
	"wieczyst-", "hipote-", "nieruchomo-", "dzia\xc5\x82k-",
	"land register-", "land and mortgage-", "mortgage-", NULL
};
static const char *const plate_cues[] = {
	"rejestrac-", "rejestr.", "nr rej", "nr. rej", "numer rej-",
	"numerach rej-", "tablic-", "blach-", "samoch-", "pojazd-", "auta", "autem", "aucie", "motocykl-", "skuter-",
	"ci\xc4\x99\xc5\xbc""ar\xc3\xb3w-",
	"zaparkowa-", "bmw", "audi", "opel-", "skod-", "toyot-", "volvo",
	"volkswagen-", "vw", "ford-", "fiat-", "mercedes-", "kia", "mazd-",
	"renault", "peugeot", "number plate-", "licence plate-",
	"license plate-", "reg no", "immatricul-", NULL
};
static const char *const postcode_cues[] = {
	"kod poczt-", "kod", "kodem", "poczt-", "ul", "ulic-", "al", "alei",
	"aleja", "os", "osiedl-", "pl", "plac-", "adres-", "zam",
	"zamieszka-", "zameldowa-", "siedzib-", "miejscowo-", "woj",
	"mieszk-", "lok", "post-", "postcode-", "zip", "address-", "poland",
	"polska", "pologne", NULL
};
static const char *const phone_words[] = {
	"tel", "telefon-", "phone-", "kom", "kom\xc3\xb3rk-", "fax", "mobile",
	"nhs", "utr", "imei", NULL
};
/*
 * Words of Polish prose: beside them a number that could be of any country is
 * rather Polish.  Words that begin with a letter only Polish has count too.
 */
static const char *const polish[] = {
	"w", "z", "ze", "na", "nie", "si\xc4\x99", "jest", "\xc5\xbc""e", "od",
	"po", "dla", "przez", "oraz", "dnia", "roku", "nr", "tylko", "prosz\xc4\x99",
	"przy", "jako", "lub", "ma", "numer-", "pani-", "pan", "pana", "spraw-",
	"firm-", "sp", "kontakt-", "klient-", "faktur-", "reszt\xc4\x99",
	"wierszu", "by\xc5\x82-", "kt\xc3\xb3r-", "urodz-", "zam", "ul",
	"wid-", "nazw-", "imi-", "zosta-", "podatnik-", "wiecz-", "do", "tej",
	"tego", "jej", "jego", "swoj-", "m\xc3\xb3j", "moj-",
	"\xc5\x82-", "\xc5\x81-", "\xc5\x9b-", "\xc5\x9a-", "\xc5\xbc-",
	"\xc5\xbb-", "\xc4\x87-", "\xc4\x86-", "\xc5\xba-", "\xc5\xb9-", NULL
};

/* Born in 1900 to 2029: whom one is likely to write about. */
static bool
is_recent_pesel(const char *c, size_t n)
{
	return (c[2] <= '1' || (c[2] <= '3' && c[0] <= '2')) &&
	    poland_pesel(c, n) && !form_is_filler(c, n);
}

static bool
is_nip(const char *c, size_t n)
{
	return poland_nip(c, n) && !form_is_filler(c, n);
}

static bool
is_vat(const char *c, size_t n)
{
	return memcmp(c, "PL", 2) == 0 && poland_nip(c + 2, n - 2);
}

/* Numbers have been given in order since 2001: far below 2 million. */
static bool
is_krs(const char *c, size_t n)
{
	return n == 10 && memcmp(c, "000", 3) == 0 && c[3] <= '1' &&
	    form_value(c, n) > 0;
}

/*
 * Voivodeship, then county; behind them digits and no letter that looks like
 * one.
 */
static bool
is_plate(const char *c, size_t n)
{
	size_t letters = 0, digits = 0;

	if (strchr("BCDEFGKLNOPRSTWZHU", c[0]) == NULL || c[0] == '\0')
		return false;
	while (letters < n && c[letters] >= 'A')
		letters++;
	for (size_t i = letters; i < n; i++) {
		if (strchr("BDIOQZ", c[i]) != NULL)
			return false;
		digits += c[i] <= '9';
	}
	return letters >= 2 && letters <= 3 && digits >= 3;
}

#define DATE_HOLDS "date of birth and check digit hold"
#define MOD11_HOLDS "weighted sum mod 11 holds"

static const struct form rows[] = {
	{ "PL_PESEL", { "~99999999999" }, poland_pesel, pesel_cues, NULL,
	    .alone = 0, .cued = 0.99, .why = DATE_HOLDS },
	{ "PL_PESEL", { "99999999999", "999999 99999" }, is_recent_pesel,
	    polish, NULL, .alone = 0.9, .cued = 0.95,
	    .why = DATE_HOLDS },
	{ "PL_NIP", { "~9999999999" }, is_nip, nip_cues, NULL,
	    .alone = 0, .cued = 0.98, .why = MOD11_HOLDS },
	{ "PL_NIP", { "999-999-99-99", "999-99-99-999" }, is_nip, polish,
	    NULL, .alone = 0.75, .cued = 0.9, .why = MOD11_HOLDS },
	{ "PL_NIP", { "9999999999" }, is_nip, polish, phone_words,
	    .alone = 0, .cued = 0.65, .why = MOD11_HOLDS },
	{ "PL_NIP", { "pl 999 999 99 99", "pl 999 99 99 999" }, is_vat,
	    nip_cues, NULL, .alone = 0.96, .cued = 0.98, .why = MOD11_HOLDS },
	{ "PL_REGON", { "~999999999" }, poland_regon, regon_cues, NULL,
	    .alone = 0, .cued = 0.97, .why = MOD11_HOLDS },
	{ "PL_REGON", { "99999999999999", "999 999 999 99999" }, poland_regon,
	    regon_cues, NULL, .alone = 0.6, .cued = 0.98,
	    .why = MOD11_HOLDS },
	{ "PL_ID_CARD", { "AAA 999999", "AAA 999 999" }, poland_id_card,
	    id_card_cues, NULL, .alone = 0.65, .cued = 0.97,
	    .why = "weighted sum mod 10 holds" },
	{ "PL_PASSPORT", { "AA 9999999" }, poland_passport, passport_cues,
	    NULL, .alone = 0, .cued = 0.96,
	    .why = "weighted sum mod 10 holds" },
	{ "PL_PASSPORT", { "AA 9999999" }, NULL, passport_cues, NULL,
	    .alone = 0, .cued = 0.85, .why = "two letters, seven digits" },
	{ "PL_DRIVING_LICENCE", { "99999/99/9999" }, NULL, licence_cues, NULL,
	    .alone = 0.75, .cued = 0.95, .why = "number, year and office" },
	{ "PL_KRS", { "9999999999" }, is_krs, krs_cues, phone_words,
	    .alone = 0.4, .cued = 0.95, .why = "ten digits from 000 on" },
	{ "PL_KRS", { "99999", "999999", "9999999" }, NULL, krs_cues, NULL,
	    .alone = 0, .cued = 0.75, .why = "a number without its zeros",
	    .flags = FORM_CLOSE },
	{ "PL_LAND_REGISTER", { "AA9A/99999999/9" }, poland_land_register,
	    land_cues, NULL, .alone = 0.97, .cued = 0.99,
	    .why = "court, number and check digit hold" },
	{ "PL_LAND_REGISTER", { "AA9A 99999999 9" }, poland_land_register,
	    land_cues, NULL, .alone = 0.7, .cued = 0.97,
	    .why = "court, number and check digit hold" },
	{ "PL_PLATE", { "AA XXXXX", "AAA XXXX", "AAA XXXXX" }, is_plate,
	    plate_cues, NULL, .alone = 0, .cued = 0.75,
	    .why = "voivodeship and county, then digits",
	    .flags = FORM_CLOSE },
};

static struct form_table table = {
	.finder = "poland", .rows = rows, .nrows = sizeof(rows) / sizeof(rows[0])
};

/* A capital letter: the town stands behind its postcode. */
static bool
is_capital(const struct view *v, size_t at)
{
	uint8_t c = byte_at(v, at);

	return (c >= 'A' && c <= 'Z') || c == 0xc5 || c == 0xc3 || c == 0xc4;
}

/* 00-950 Warszawa: strictly, since "12-345" may be a range. */
static int
postcode(const struct view *v, size_t at, size_t *next)
{
	const uint8_t *s = v->s + at;
	bool town, cue;

	if (v->len - at < 6 || s[2] != '-' || !is_digit(s[1]) ||
	    !is_digit(s[3]) || !is_digit(s[4]) || !is_digit(s[5]) ||
	    is_wordly(byte_at(v, at + 6)) || is_wordly(byte_before(v, at)))
		return 0;
	if (byte_at(v, at + 6) == '-' || byte_before(v, at) == '-' ||
	    byte_before(v, at) == '.')
		return 0;
	town = byte_at(v, at + 6) == ' ' && is_capital(v, at + 7);
	cue = near_before(v, at, POSTCODE_BEFORE, postcode_cues);
	if (!town && !cue)
		return 0;
	*next = at + 6;
	return report(v, at, at + 6, "PL_POSTCODE", "poland", town && cue ?
	    0.9 : 0.65, "two and three digits%s%s", town ?
	    " before a capital" : "", cue ? ", a word for an address" : "");
}

/* "nr " or "numer " before `at`: where it begins, or `at`. */
static size_t
number_word(const struct view *v, size_t at)
{
	static const char *const words[] = { " i nr ", " i numer ", ", nr ",
	    " nr ", " nr. ", " numer ", NULL };
	size_t len;

	for (size_t i = 0; words[i] != NULL; i++) {
		len = strlen(words[i]);
		if (at > len + 3 && strncasecmp((const char *)v->s + at - len,
		    words[i], len) == 0)
			return at - len;
	}
	return at;
}

/* "seria ABA nr 300000", "seria ZS nr 0000177" */
static int
series(const struct view *v, size_t at, size_t *next)
{
	size_t word, start, end = at, letters;
	char c[SERIES_MAX + 1] = { 0 };
	bool card, cue;

	if (at < 6 || v->s[at - 1] != ' ' || ((v->s[at - 2] | 32) != 'r' &&
	    v->s[at - 2] != '.') || (word = number_word(v, at)) == at)
		return 0;
	for (start = word; start > 0 && word - start <= 3 &&
	    is_wordly(v->s[start - 1]) && v->s[start - 1] < 0x80; start--)
		;
	while (end - at <= 7 && is_digit(byte_at(v, end)))
		end++;
	letters = word - start;
	if (letters + (end - at) != SERIES_MAX || letters < 2 || letters > 3 ||
	    is_wordly(byte_before(v, start)) || is_wordly(byte_at(v, end)))
		return 0;
	for (size_t i = 0; i < letters; i++)
		c[i] = (char)(v->s[start + i] & 0xdf);
	memcpy(c + letters, v->s + at, end - at);
	card = letters == 3;
	cue = near_before(v, start, 40, card ? id_card_cues : passport_cues);
	if (!cue || (card && !poland_id_card(c, SERIES_MAX)))
		return 0;
	*next = end;
	return report(v, start, end, card ? "PL_ID_CARD" : "PL_PASSPORT",
	    "poland", 0.96, "series and number");
}

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	int r;

	(void)trigger;
	if ((r = postcode(v, at, next)) < 0 || *next > at ||
	    (r = series(v, at, next)) < 0 || *next > at)
		return r;
	return form_at(&table, v, at, next);
}

const struct finder find_poland = {
	.name = "poland", .kinds = kinds,
	.what = "numbers of Poland: PESEL, NIP, REGON, papers, registers, cars",
	.triggers = TRIGGER_DIGIT, .at = at,
};
