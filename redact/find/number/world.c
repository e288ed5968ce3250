/*
 * world.c -- numbers that no one country gives out: of phones, SIM cards,
 * subscribers and vehicles.
 */
#include "redact/find/number/form.h"

#include <string.h>

static const char *const kinds[] = { "IMEI", "IMSI", "ICCID", "VIN", NULL };

static const char *const imei_cues[] = {
	"imei", "imei-", "imeisv", "imeisv-", "meid", "handset-", "device id",
	"phone serial", NULL
};

static const char *const iccid_cues[] = {
	"iccid", "iccid-", "sim", "sim-", "esim", "icc", "sim card-",
	"karta sim", "karty sim", "carte sim", "uicc", NULL
};

static const char *const imsi_cues[] = {
	"imsi", "imsi-", "subscriber-", "abonent-", "abonn\xc3\xa9-", "supi",
	"hlr", NULL
};

static const char *const vin_cues[] = {
	"vin", "vin-", "chassis-", "vehicle-", "frame no", "nadwozi-",
	"pojazd-",
	"v\xc3\xa9hicule-", "ch\xc3\xa2ssis-", "vehicle id-", "samoch\xc3\xb3-",
	NULL
};

/* GSMA TS.06: eight of the type, six of the unit, Luhn's digit. */
static bool
is_imei(const char *c, size_t n)
{
	return form_luhn(c, n) && !form_is_filler(c, n);
}

/* ... and the type begins with a body that gives or gave them out. */
static bool
is_reported_imei(const char *c, size_t n)
{
	return is_imei(c, n) && form_in_list("01 30 33 35 44 45 49 50 51 52 "
	    "53 54 86 91 97 98 99", c, 2);
}

static bool
is_imeisv(const char *c, size_t n)
{
	return !form_is_filler(c, n);
}

/* ITU-T E.118: 89 for telecommunication, Luhn's digit last; some cards have
 * one more digit behind it. */
static bool
is_iccid(const char *c, size_t n)
{
	return memcmp(c, "89", 2) == 0 &&
	    (form_luhn(c, n) || (n == 20 && form_luhn(c, 19)));
}

static bool
is_iccid_open(const char *c, size_t n)
{
	(void)n;
	return memcmp(c, "89", 2) == 0;
}

/* ITU-T E.212: a mobile country code first, 200 to 799 (901 of the world). */
static bool
is_imsi(const char *c, size_t n)
{
	return ((c[0] >= '2' && c[0] <= '7') || memcmp(c, "901", 3) == 0) &&
	    !form_is_filler(c, n);
}

static const struct {
	char letter;
	uint8_t value;
} vin_values[] = {
	{ 'A', 1 }, { 'B', 2 }, { 'C', 3 }, { 'D', 4 }, { 'E', 5 }, { 'F', 6 },
	{ 'G', 7 }, { 'H', 8 }, { 'J', 1 }, { 'K', 2 }, { 'L', 3 }, { 'M', 4 },
	{ 'N', 5 }, { 'P', 7 }, { 'R', 9 }, { 'S', 2 }, { 'T', 3 }, { 'U', 4 },
	{ 'V', 5 }, { 'W', 6 }, { 'X', 7 }, { 'Y', 8 }, { 'Z', 9 },
};

/* ISO 3779: no I, O, Q; letters and digits mixed. */
static bool
is_vin(const char *c, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++) {
		if (strchr("IOQ", c[i]) != NULL)
			return false;
		digits += c[i] <= '9';
	}
	return digits >= 2 && n - digits >= 2 && c[0] != '0';
}

/* 49 CFR 565.15: the ninth character is a weighted sum mod 11. */
static bool
is_checked_vin(const char *c, size_t n)
{
	static const uint8_t weights[] = {
		8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2
	};
	unsigned sum = 0, value;

	if (!is_vin(c, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		value = (unsigned)(c[i] - '0');
		for (size_t k = 0; c[i] > '9' &&
		    k < sizeof(vin_values) / sizeof(vin_values[0]); k++)
			if (vin_values[k].letter == c[i])
				value = vin_values[k].value;
		sum += value * weights[i];
	}
	return c[8] == "0123456789X"[sum % 11];
}

/* Makers in Europe fill the type up with Z, and count in the last digits. */
static bool
is_european_vin(const char *c, size_t n)
{
	return is_vin(c, n) && memcmp(c + 3, "ZZZ", 3) == 0 &&
	    c[13] <= '9' && c[14] <= '9' && c[15] <= '9' && c[16] <= '9';
}

static const struct form rows[] = {
	{ "IMEI", { "999999999999999", "99 999999 999999 9",
	    "999999 99 999999 9", "99999999 999999 9" }, is_reported_imei, imei_cues, NULL,
	    .alone = 0.9, .cued = 0.99,
	    .why = "15 digits of a known body, Luhn holds" },
	{ "IMEI", { "~999999999999999" }, is_imei, imei_cues, NULL,
	    .cued = 0.97, .why = "15 digits, Luhn holds" },
	{ "IMEI", { "9999999999999999", "99 999999 999999 99",
	    "999999 99 999999 99" }, is_imeisv, imei_cues, NULL,
	    .cued = 0.9, .why = "16 digits" },
	{ "IMEI", { "99999999999999", "99 999999 999999",
	    "999999 99 999999" }, is_imeisv, imei_cues, NULL,
	    .cued = 0.85, .why = "14 digits, without the check digit" },
	{ "ICCID", { "~9999999999999999999", "~99999999999999999999" },
	    is_iccid, iccid_cues, NULL, .alone = 0.9, .cued = 0.99,
	    .why = "begins with 89, Luhn holds" },
	{ "ICCID", { "~999999999999999999", "~9999999999999999999",
	    "~99999999999999999999", "~9999999999999999999f" },
	    is_iccid_open, iccid_cues, NULL, .cued = 0.8,
	    .why = "begins with 89" },
	{ "IMSI", { "999999999999999", "999 99 9999999999",
	    "999 999 999999999", "99999999999999" }, is_imsi, imsi_cues, NULL,
	    .cued = 0.93, .why = "begins with a mobile country code" },
	{ "VIN", { "~XXXXXXXXXXXXXXXXX" }, is_checked_vin, vin_cues, NULL,
	    .alone = 0.93, .cued = 0.99,
	    .why = "17 characters, the ninth is their check" },
	{ "VIN", { "XXXXXXXXXXXXXXXXX" }, is_european_vin, vin_cues, NULL,
	    .alone = 0.8, .cued = 0.95, .why = "17 characters, filled with Z" },
	{ "VIN", { "~XXXXXXXXXXXXXXXXX" }, is_vin, vin_cues, NULL,
	    .cued = 0.85, .why = "17 characters" },
};

static struct form_table table = {
	.finder = "world", .rows = rows,
	.nrows = sizeof(rows) / sizeof(rows[0])
};

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	(void)trigger;
	return form_at(&table, v, at, next);
}

const struct finder find_world = {
	.name = "world", .kinds = kinds,
	.what = "numbers of phones, SIM cards, subscribers and vehicles",
	.triggers = TRIGGER_DIGIT, .at = at,
};
