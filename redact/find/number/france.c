/*
 * france.c -- numbers of France: of persons, their papers, firms, accounts,
 * places and cars.
 */
#include <string.h>

#include "redact/find/number/form.h"
#include "redact/find/number/france_check.h"

static const char *const kinds[] = {
	"FR_NIR", "FR_NIF", "FR_SIREN", "FR_SIRET", "FR_TVA", "FR_CNI",
	"FR_PASSPORT", "FR_DRIVING_LICENCE", "FR_AGDREF", "FR_PLATE", "FR_RIB",
	"FR_POSTCODE", NULL
};

static const char *const nir_cues[] = {
	"nir", "nirpp", "s\xc3\xa9""cu-", "secu-", "n\xc2\xb0 ss", "nss",
	"num\xc3\xa9ro ss",
	"insee", "assur\xc3\xa9-", "assure-", "immatricul-", "matricule",
	"vitale", "ameli", "cpam", "rnipp", "social security-", "ubezpiecz-",
	NULL
};
static const char *const nif_cues[] = {
	"nif", "spi", "fiscal-", "fiscaux", "imp\xc3\xb4t-", "impot-",
	"contribuable-", "dgfip", "tax id-", "tax no", "tax number-", "tin",
	"podatkow-", NULL
};
static const char *const siren_cues[] = {
	"siren", "sirene", "rcs", "r.c.s", "siret", "registre du commerce",
	"immatricul-", "entreprise-", "soci\xc3\xa9t\xc3\xa9-", NULL
};
static const char *const siret_cues[] = {
	"siret", "sirets", "siren", "\xc3\xa9tablissement-", "etablissement-",
	"ape", "naf", "insee", "rcs", NULL
};
static const char *const tva_cues[] = {
	"tva", "t.v.a", "vat", "intracom-", "intra-com-", NULL
};
static const char *const cni_cues[] = {
	"cni", "cnie", "carte d'identit-", "carte nationale-",
	"carte identit-", "pi\xc3\xa8""ce d'identit-", "piece d'identit-",
	"titre d'identit-", "document d'identit-", "identit\xc3\xa9",
	"id card-", "identity card-", NULL
};
static const char *const passport_cues[] = {
	"passeport-", "passport-", "paszport-", NULL
};
static const char *const licence_cues[] = {
	"permis de conduire", "permis de conduite", "permis-", "neph",
	"driving licen-", "driver's licen-", "drivers licen-",
	"prawo jazdy", "prawa jazdy", NULL
};
static const char *const agdref_cues[] = {
	"agdref", "\xc3\xa9tranger-", "etranger-", "titre de s\xc3\xa9jour",
	"titre de sejour", "carte de s\xc3\xa9jour", "carte de sejour",
	"s\xc3\xa9jour", "sejour", "r\xc3\xa9""c\xc3\xa9piss\xc3\xa9-",
	"carte de r\xc3\xa9sident", "ofii", "ofpra", "residence permit-", NULL
};
static const char *const plate_cues[] = {
	"immatricul-", "plaque-", "v\xc3\xa9hicule-", "vehicule-", "voiture-",
	"carte grise", "peugeot", "renault", "citro\xc3\xabn", "citroen",
	"dacia", "moto", "camion-", "camionnette-", "scooter", "fourgon-",
	"berline", "taxi", "plate-", "registration-", "car", "rejestrac-",
	"bmw", "audi", "mercedes", "volkswagen", "toyota", NULL
};
static const char *const rib_cues[] = {
	"rib", "compte-", "bancaire-", "banque-", "guichet-", "cl\xc3\xa9",
	"virement-", "bank-", "account-", "domiciliation", NULL
};
static const char *const account_cues[] = {
	"n\xc2\xb0 compte", "n\xc2\xb0 de compte", "num\xc3\xa9ro de compte",
	"numero de compte", "compte n", NULL
};
/* Words of addresses, and towns whose postcode stands most often alone. */
static const char *const postcode_cues[] = {
	"code postal-", "cp", "c.p", "cedex", "rue", "avenue de-", "avenue d'-",
	"avenue du", "boulevard de-", "boulevard d'-", "boulevard du", "bd",
	"place de-", "place d'-", "place du", "chemin", "impasse",
	"all\xc3\xa9""e-", "quai", "route de-", "route d'-", "cours",
	"r\xc3\xa9sidence",
	"lieu-dit", "domicili\xc3\xa9-", "adresse-", "demeurant", "habit-",
	"b\xc3\xa2timent", "appartement", "appt", "faubourg",
	"paris", "marseille", "lyon", "toulouse", "nice",
	"nantes", "montpellier", "strasbourg", "bordeaux", "lille", "rennes",
	"reims", "toulon", "grenoble", "dijon", "angers", "n\xc3\xaemes",
	"saint-\xc3\xa9tienne", "saint-denis", "versailles", "nanterre",
	"cr\xc3\xa9teil", "bobigny", "rouen", "caen", "metz", "nancy",
	"orl\xc3\xa9""ans", "tours", "limoges", "brest", "perpignan", "ajaccio",
	"bastia", "france", NULL
};
/*
 * The card of 2021: nine characters without vowels, at least one a letter
 * and two digits.
 */
static bool
is_cni(const char *c, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += c[i] <= '9';
	return digits >= 2 && digits < n;
}

/* The system of 2009 leaves out I, O, U and SS. */
static bool
is_plate(const char *c, size_t n)
{
	if (n != 7)
		return true;
	for (size_t i = 0; i < n; i++)
		if (strchr("IOU", c[i]) != NULL)
			return false;
	return memcmp(c, "SS", 2) != 0 && memcmp(c + 5, "SS", 2) != 0 &&
	    memcmp(c + 2, "000", 3) != 0;
}

/* The department, 01 to 95, or overseas. */
static bool
is_postcode(const char *c, size_t n)
{
	unsigned department = (unsigned)form_value(c, 2);

	(void)n;
	return (department >= 1 && department <= 95) || department == 97 ||
	    department == 98;
}

/* Of a person registered at birth in a month that is known. */
static bool
is_plain_nir(const char *c, size_t n)
{
	return c[0] <= '2' && form_value(c + 3, 2) <= 12 && france_nir(c, n);
}

static bool
is_plain_bare(const char *c, size_t n)
{
	return c[0] <= '2' && form_value(c + 3, 2) <= 12 &&
	    france_nir_bare(c, n);
}

/* The number of an account is mostly digits. */
static bool
is_account(const char *c, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += c[i] <= '9';
	return digits >= 8;
}

#define PARTS_HOLD "sex, date, place and key hold"
#define LUHN_HOLDS "Luhn's check holds"

static const struct form rows[] = {
	{ "FR_NIR", { "9 99 99 9X 999 999 99" }, is_plain_nir, nir_cues,
	    NULL, .alone = 0.97, .cued = 0.99, .why = PARTS_HOLD,
	    .flags = FORM_ANY_CASE },
	{ "FR_NIR", { "~999999X99999999" }, france_nir, nir_cues, NULL,
	    .alone = 0, .cued = 0.98, .why = PARTS_HOLD },
	{ "FR_NIR", { "9-99-99-9X-999-999" }, is_plain_bare, nir_cues, NULL,
	    .alone = 0.55, .cued = 0.9, .why = "without its key" },
	{ "FR_NIR", { "9 99 99 9X 999 999" }, france_nir_bare, nir_cues, NULL,
	    .alone = 0, .cued = 0.85, .why = "without its key" },
	{ "FR_NIF", { "99 99 999 999 999", "9999999999 999" }, france_nif,
	    nif_cues, NULL, .alone = 0.9, .cued = 0.98,
	    .why = "remainder of 511 holds" },
	{ "FR_NIF", { "~9999999999999" }, france_nif, nif_cues, NULL,
	    .alone = 0, .cued = 0.98, .why = "remainder of 511 holds" },
	{ "FR_SIREN", { "~999999999" }, france_siren, siren_cues, NULL,
	    .alone = 0, .cued = 0.95, .why = LUHN_HOLDS },
	{ "FR_SIRET", { "999 999 999 99999", "999 999 999 999 99" },
	    france_siret, siret_cues, NULL, .alone = 0.85,
	    .cued = 0.98, .why = LUHN_HOLDS },
	{ "FR_SIRET", { "~99999999999999" }, france_siret, siret_cues, NULL,
	    .alone = 0, .cued = 0.98, .why = LUHN_HOLDS },
	{ "FR_TVA", { "fr XX 999 999 999" }, france_tva, tva_cues, NULL,
	    .alone = 0.97, .cued = 0.99, .why = "key and SIREN hold",
	    .flags = FORM_ANY_CASE },
	{ "FR_CNI", { "9999XX999999" }, france_cni_old, cni_cues, NULL,
	    .alone = 0, .cued = 0.9, .why = "year, month and department" },
	{ "FR_CNI", { "XXXXXXXXX" }, is_cni, cni_cues, NULL, .alone = 0,
	    .cued = 0.85, .why = "nine characters", .flags = FORM_CLOSE },
	{ "FR_PASSPORT", { "99 AA 99999" }, NULL, passport_cues, NULL,
	    .alone = 0.4, .cued = 0.95,
	    .why = "two digits, two letters, five digits" },
	{ "FR_DRIVING_LICENCE", { "99 99 99 999 999", "99AA99999",
	    "9999XX999999" }, NULL, licence_cues, NULL, .alone = 0,
	    .cued = 0.9, .why = "twelve digits, or nine characters" },
	{ "FR_AGDREF", { "9999999999", "999999999" }, NULL, agdref_cues, NULL,
	    .alone = 0, .cued = 0.85, .why = "nine or ten digits",
	    .flags = FORM_CLOSE },
	{ "FR_PLATE", { "AA-999-AA" }, is_plate, plate_cues, NULL,
	    .alone = 0.55, .cued = 0.92, .why = "plate of 2009",
	    .flags = FORM_ANY_CASE },
	{ "FR_PLATE", { "AA999AA" }, is_plate, plate_cues, NULL, .alone = 0,
	    .cued = 0.9, .why = "plate of 2009" },
	{ "FR_PLATE", { "999 AAA 99", "9999 AA 99", "999 AA 99", "999 AA 9A",
	    "9999 AA 9A", "99 AAA 99" }, NULL, plate_cues, NULL, .alone = 0,
	    .cued = 0.85, .why = "plate before 2009", .flags = FORM_CLOSE },
	{ "FR_RIB", { "99999 99999 XXXXXXXXXXX 99" }, france_rib, rib_cues,
	    NULL, .alone = 0.9, .cued = 0.98, .why = "key mod 97 holds" },
	{ "FR_RIB", { "XXXXXXXXXXX" }, is_account, account_cues, NULL,
	    .alone = 0, .cued = 0.75, .why = "eleven characters",
	    .flags = FORM_CLOSE },
	{ "FR_POSTCODE", { "99999" }, is_postcode, postcode_cues, NULL,
	    .alone = 0, .cued = 0.85, .why = "department, a word for a place",
	    .flags = FORM_CLOSE },
};

static struct form_table table = {
	.finder = "france", .rows = rows, .nrows = sizeof(rows) / sizeof(rows[0])
};

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	(void)trigger;
	return form_at(&table, v, at, next);
}

const struct finder find_france = {
	.name = "france", .kinds = kinds,
	.what = "numbers of France: NIR, NIF, SIREN, TVA, papers, RIB, cars",
	.triggers = TRIGGER_DIGIT, .at = at,
};
