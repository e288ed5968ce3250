/*
 * iban.c -- international bank account numbers (ISO 13616): the length of
 * their country in the registry, and mod 97-10 (ISO 7064) holds.  A Polish
 * NRB is one without its "PL".
 */
#include "redact/find/view/near.h"
#include "redact/find/view/pattern.h"

#include <string.h>

#define IBAN_MAX 34
#define NRB_DIGITS 26

static struct pattern iban = PATTERN_INIT(
	"(?<![a-z0-9])[a-z]{2}[0-9]{2}(?=(?:[ .-]{0,2}+[a-z0-9]){11})",
	PATTERN_BYTES);
static struct pattern nrb = PATTERN_INIT(
	"(?<![a-z0-9])(?<![0-9][ .-])[0-9]{2}([ -]?)"
	"(?:[0-9]{4}\\1){5}[0-9]{4}(?![a-z0-9])", PATTERN_BYTES);

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
collect(const struct match *m, size_t at, uint8_t *to, size_t want)
{
	size_t n = 0, gap;

	while (n < want) {
		for (gap = 0; gap < 2 && n > 0 && byte_at(m->v, at) != 0 &&
		    strchr(" .-", byte_at(m->v, at)) != NULL; gap++)
			at++;
		if (byte_at(m->v, at) >= 0x80 || byte_at(m->v, at) == '_' ||
		    !is_wordly(byte_at(m->v, at)))
			return 0;
		to[n++] = upper(m->s[at++]);
	}
	return is_wordly(byte_at(m->v, at)) ? 0 : at;
}

static int
hit_iban(struct match *m)
{
	uint8_t c[IBAN_MAX];
	size_t len = length_of(m->s + m->start[0]), end;

	if (len == 0 || (end = collect(m, m->start[0], c, len)) == 0 ||
	    !mod97_holds(c, len))
		return 0;
	m->next = end;
	return report(m->v, m->start[0], end, "IBAN", "iban", 1.0,
	    "mod 97 holds, country %c%c", c[0], c[1]);
}

static int
hit_nrb(struct match *m)
{
	uint8_t c[NRB_DIGITS + 2] = { 'P', 'L' };

	if (collect(m, m->start[0], c + 2, NRB_DIGITS) == 0 ||
	    !mod97_holds(c, sizeof(c)))
		return 0;
	return report(m->v, m->start[0], m->end[0], "IBAN", "iban", 0.97,
	    "mod 97 holds, Polish account number without country");
}

static int
run(const struct view *v)
{
	int r;

	if ((r = pattern_run(&iban, v, hit_iban)) < 0)
		return r;
	return pattern_run(&nrb, v, hit_nrb);
}

const struct finder find_iban = {
	.name = "iban", .kinds = kinds,
	.what = "bank account numbers (IBAN, NRB), check digits verified",
	.run = run,
};
