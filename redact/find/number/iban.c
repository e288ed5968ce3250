/*
 * iban.c -- international bank account numbers (ISO 13616): the length of
 * their country in the registry, and mod 97-10 (ISO 7064) holds.  A Polish
 * NRB is one without its "PL".  National checks inside are told when they hold:
 * the French RIB key, and the eight digits of a Polish bank.
 */
#include "redact/find/number/token.h"
#include "redact/find/view/near.h"

#include <string.h>

#define IBAN_MAX 34
#define IBAN_LEAST 13	/* from its first digit on */
#define NRB_DIGITS 26

static const char *const kinds[] = { "IBAN", NULL };

/* SWIFT's IBAN registry: country and length. */
static const char registry[] =
	"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24"
	"DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27"
	"GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20"
	"LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24"
	"PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25"
	"SV28TL23TN24TR26UA29VA22VG24XK20YE30";

static uint8_t
upper(uint8_t c)
{
	return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c;
}

static size_t
length_of(const uint8_t *country)
{
	for (const char *r = registry; *r != '\0'; r += 4)
		if ((uint8_t)r[0] == upper(country[0]) &&
		    (uint8_t)r[1] == upper(country[1]))
			return (size_t)((r[2] - '0') * 10 + (r[3] - '0'));
	return 0;
}

/* ISO 7064 mod 97-10, the first four characters read last. */
static bool
mod97_holds(const uint8_t *c, size_t len)
{
	unsigned rest = 0, v;
	uint8_t x;

	for (size_t i = 0; i < len; i++) {
		x = c[(i + 4) % len];
		v = (unsigned)(is_digit(x) ? x - '0' : x - 'A' + 10);
		rest = (rest * (v > 9 ? 100 : 10) + v) % 97;
	}
	return rest == 1;
}

/* Read exactly `want` characters from `at`; the end behind them, or 0. */
static size_t
collect(const struct view *v, size_t at, uint8_t *to, size_t want)
{
	size_t n = 0, gap;
	uint8_t c;

	while (n < want) {
		for (gap = 0; gap < 2 && n > 0 && (byte_at(v, at) == ' ' ||
		    byte_at(v, at) == '.' || byte_at(v, at) == '-'); gap++)
			at++;
		c = upper(byte_at(v, at++));
		if (!is_digit(c) && (c < 'A' || c > 'Z'))
			return 0;
		to[n++] = c;
	}
	return token_goes_on(v, at) ? 0 : at;
}

static bool
digits_only(const uint8_t *c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit(c[i]))
			return false;
	return true;
}

/* Banque de France: bank 5, branch 5, account 11, key 2; a letter of the
 * account counts as its place in rows of nine, J and S as in the table. */
static bool
rib_holds(const uint8_t *c)
{
	static const char values[] = "12345678912345678923456789";
	unsigned rest = 0, v;

	for (size_t i = 4; i < 27; i++) {
		v = (unsigned)((is_digit(c[i]) ? c[i] : values[c[i] - 'A']) -
		    '0');
		rest = (rest * 10 + v) % 97;
	}
	return rest == 0;
}

/* NBP: weights 3 9 7 1 3 9 7 1 over the number of the bank. */
static bool
polish_bank_holds(const uint8_t *c)
{
	static const uint8_t weights[] = { 3, 9, 7, 1, 3, 9, 7, 1 };
	unsigned sum = 0;

	for (size_t i = 0; i < 8; i++)
		sum += weights[i] * (unsigned)(c[4 + i] - '0');
	return sum % 10 == 0;
}

static const char *
national(const uint8_t *c)
{
	if (memcmp(c, "FR", 2) == 0 && rib_holds(c))
		return ", RIB key holds";
	if (memcmp(c, "PL", 2) == 0 && digits_only(c + 4, 24) &&
	    polish_bank_holds(c))
		return ", a Polish bank";
	return "";
}

/* "PL61..." where `at` is the first digit; a label may be glued to it. */
static int
with_country(const struct view *v, size_t at, size_t *next)
{
	uint8_t c[IBAN_MAX];
	size_t start = at - 2, len = length_of(v->s + start), end;

	if (len == 0 || (token_goes_before(v, start) && (start < 4 ||
	    !near_stands(v, start - 4, "iban-"))) ||
	    (end = collect(v, start, c, len)) == 0 || !mod97_holds(c, len))
		return 0;
	*next = end;
	return report(v, start, end, "IBAN", "iban", 1.0,
	    "mod 97 holds, country %c%c%s", c[0], c[1], national(c));
}

/* One sort of separator, after the first two and then every four digits. */
static bool
is_grouped(const struct view *v, size_t at)
{
	uint8_t sep = byte_at(v, at + 2);
	size_t step = is_digit(sep) ? 4 : 5;

	if (!is_digit(sep) && sep != ' ' && sep != '-')
		return false;
	for (size_t i = at + 2; step == 5 && i < at + 32; i += step)
		if (byte_at(v, i) != sep)
			return false;
	return true;
}

static int
without_country(const struct view *v, size_t at, size_t *next)
{
	uint8_t c[NRB_DIGITS + 2] = { 'P', 'L' };
	uint8_t before = byte_before(v, at);
	size_t end;

	if (token_goes_before(v, at) || (at > 1 && is_digit(v->s[at - 2]) &&
	    (before == ' ' || before == '.' || before == '-')) ||
	    !is_grouped(v, at) ||
	    (end = collect(v, at, c + 2, NRB_DIGITS)) == 0 ||
	    !digits_only(c + 2, NRB_DIGITS) || !mod97_holds(c, sizeof(c)))
		return 0;
	*next = end;
	return report(v, at, end, "IBAN", "iban", 0.97,
	    "mod 97 holds, Polish account number without country%s",
	    national(c));
}

static bool
is_letter(uint8_t c)
{
	return upper(c) >= 'A' && upper(c) <= 'Z';
}

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	(void)trigger;
	if (v->len - at < IBAN_LEAST || !is_digit(v->s[at + 1]))
		return 0;
	if (at >= 2 && is_letter(v->s[at - 1]) && is_letter(v->s[at - 2]))
		return with_country(v, at, next);
	/* In groups of four or in none, here is a digit. */
	return is_digit(v->s[at + 4]) && is_digit(v->s[at + 5]) ?
	    without_country(v, at, next) : 0;
}

const struct finder find_iban = {
	.name = "iban", .kinds = kinds,
	.what = "bank account numbers (IBAN, NRB), check digits verified",
	.triggers = TRIGGER_DIGIT, .at = at,
};
