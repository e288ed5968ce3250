/*
 * card.c -- payment cards (ISO/IEC 7812): the issuer's first digits, the
 * length that goes with them, and Luhn's check.
 */
#include "redact/find/number/token.h"
#include "redact/find/view/digits.h"

#include <string.h>

#define CARD_LEAST 12u	/* digits */
#define CARD_MOST 19u

static const char *const kinds[] = { "CREDIT_CARD", NULL };

static const char *const against[] = {
	"imei", "imeisv", "iccid", "siret", "siren", "nir", "isbn", "ean",
	"order", "invoice", "tracking", "serial", "isrc", NULL
};

#define LEN(n) (1u << (n))
#define MAESTRO 0xff000u	/* 12 to 19 */

static const struct range {
	unsigned first, last;	/* of the first `digits` digits */
	unsigned digits;
	unsigned lengths;	/* LEN() bits */
	const char *issuer;
} ranges[] = {
	{ 34, 34, 2, LEN(15), "American Express" },
	{ 37, 37, 2, LEN(15), "American Express" },
	{ 300, 305, 3, LEN(14), "Diners Club" },
	{ 36, 36, 2, LEN(14), "Diners Club" },
	{ 38, 39, 2, LEN(14), "Diners Club" },
	{ 3528, 3589, 4, LEN(16) | LEN(17) | LEN(18) | LEN(19), "JCB" },
	{ 51, 55, 2, LEN(16), "Mastercard" },
	{ 2221, 2720, 4, LEN(16), "Mastercard" },
	{ 6011, 6011, 4, LEN(16) | LEN(19), "Discover" },
	{ 644, 649, 3, LEN(16) | LEN(19), "Discover" },
	{ 65, 65, 2, LEN(16) | LEN(19), "Discover" },
	{ 62, 62, 2, LEN(16) | LEN(17) | LEN(18) | LEN(19), "UnionPay" },
	{ 5018, 5018, 4, MAESTRO, "Maestro" },
	{ 5020, 5020, 4, MAESTRO, "Maestro" },
	{ 5038, 5038, 4, MAESTRO, "Maestro" },
	{ 5893, 5893, 4, MAESTRO, "Maestro" },
	{ 6304, 6304, 4, MAESTRO, "Maestro" },
	{ 6759, 6759, 4, MAESTRO, "Maestro" },
	{ 6761, 6763, 4, MAESTRO, "Maestro" },
	{ 4, 4, 1, LEN(13) | LEN(16) | LEN(19), "Visa" },
};

static unsigned
first_digits(const struct digits *d, unsigned n)
{
	unsigned v = 0;

	for (unsigned i = 0; i < n; i++)
		v = v * 10 + d->d[i];
	return v;
}

/* Groups of one length (the last may be shorter), or 4-6-5 and 4-6-4. */
static bool
grouped_like_a_card(const struct digits *d, size_t n)
{
	size_t sum = 0, i;

	if (d->group[0] >= n || digits_shape(d, "4-6-5") ||
	    digits_shape(d, "4-6-4"))
		return true;
	for (i = 0; i < d->ngroups && sum < n; i++) {
		sum += d->group[i];
		if (d->group[i] != d->group[0] && sum != n)
			return false;
		if (i > 0 && d->sep[i] != d->sep[1])
			return false;
	}
	return d->group[0] >= 4;
}

/* A cheap look: are there digits enough, and does nothing go before them? */
static bool
may_begin(const struct view *v, size_t at)
{
	uint8_t before = byte_before(v, at);
	size_t digits = 0, gaps = 0;

	if (v->s[at] < '2' || v->s[at] > '6' || token_goes_before(v, at) ||
	    (before != 0 && strchr(" .,/-", before) != NULL && at > 1 &&
	    is_digit(v->s[at - 2])))
		return false;
	for (; digits < CARD_LEAST && gaps < 2; at++) {
		if (is_digit(byte_at(v, at))) {
			digits++;
			gaps = 0;
		} else if (byte_at(v, at) == ' ' || byte_at(v, at) == '-') {
			gaps++;
		} else {
			return false;
		}
	}
	return digits == CARD_LEAST;
}

/* How many of the digits make a card of this range; 0 for none. */
static size_t
length_of(const struct view *v, const struct digits *d,
    const struct range *range)
{
	unsigned lead = first_digits(d, range->digits);

	if (lead < range->first || lead > range->last)
		return 0;
	for (size_t n = d->n < CARD_MOST ? d->n : CARD_MOST; n >= CARD_LEAST;
	    n--)
		if ((range->lengths & LEN(n)) != 0 &&
		    digits_group_ends(d, n) && digits_luhn(d, n) &&
		    grouped_like_a_card(d, n))
			return token_goes_on(v, d->end[n - 1]) ? 0 : n;
	return 0;
}

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	struct digits d;
	size_t n;

	(void)trigger;
	if (!may_begin(v, at))
		return 0;
	digits_read(v, at, " -", &d);
	/* What follows in the same run belongs to this number, right or not. */
	*next = d.end[d.n - 1];
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if ((n = length_of(v, &d, &ranges[i])) == 0 ||
		    near_before(v, at, 20, against))
			continue;
		*next = d.end[n - 1];
		return report(v, at, *next, "CREDIT_CARD", "card",
		    n < 16 && ranges[i].lengths == MAESTRO ? 0.75 : 0.96,
		    "%s, %zu digits, Luhn holds", ranges[i].issuer, n);
	}
	return 0;
}

const struct finder find_card = {
	.name = "card", .kinds = kinds,
	.what = "payment cards, issuer and Luhn's check verified",
	.triggers = TRIGGER_DIGIT, .at = at,
};
