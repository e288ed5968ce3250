/*
 * card.c -- payment cards (ISO/IEC 7812): the issuer's first digits, the
 * length that goes with them, and Luhn's check.
 */
#include "redact/find/view/digits.h"
#include "redact/find/view/pattern.h"

static struct pattern start_of_card = PATTERN_INIT(
	"(?<![\\w])(?<![0-9][ .,/-])[2-6][0-9](?=(?:[ -]?[0-9]){10})",
	PATTERN_BYTES);

static const char *const kinds[] = { "CREDIT_CARD", NULL };

static const char *const against[] = {
	"imei", "imeisv", "iccid", "siret", "siren", "nir", "isbn", "ean",
	"order", "invoice", "tracking", "serial", "isrc", NULL
};

#define LEN(n) (1u << (n))

static const struct {
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
	{ 5018, 5018, 4, 0xff000u, "Maestro" },
	{ 5020, 5020, 4, 0xff000u, "Maestro" },
	{ 5038, 5038, 4, 0xff000u, "Maestro" },
	{ 5893, 5893, 4, 0xff000u, "Maestro" },
	{ 6304, 6304, 4, 0xff000u, "Maestro" },
	{ 6759, 6759, 4, 0xff000u, "Maestro" },
	{ 6761, 6763, 4, 0xff000u, "Maestro" },
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

static int
hit(struct match *m)
{
	struct digits d;
	unsigned v;
	size_t i, n;

	digits_read(m->v, m->start[0], " -", &d);
	/* What follows in the same run belongs to this number, right or not. */
	m->next = d.end[d.n - 1];
	while (is_digit(byte_at(m->v, m->next)))
		m->next++;
	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		v = first_digits(&d, ranges[i].digits);
		if (v < ranges[i].first || v > ranges[i].last)
			continue;
		for (n = d.n < 19 ? d.n : 19; n >= 12; n--)
			if ((ranges[i].lengths & LEN(n)) != 0 &&
			    digits_group_ends(&d, n) && digits_luhn(&d, n) &&
			    grouped_like_a_card(&d, n))
				break;
		if (n < 12 || is_wordly(byte_at(m->v, d.end[n - 1])) ||
		    near_before(m->v, m->start[0], 20, against))
			continue;
		m->next = d.end[n - 1];
		return report(m->v, m->start[0], m->next, "CREDIT_CARD", "card",
		    n < 16 && ranges[i].lengths == 0xff000u ? 0.75 : 0.96,
		    "%s, %zu digits, Luhn holds", ranges[i].issuer, n);
	}
	return 0;
}

static int
run(const struct view *v)
{
	return pattern_run(&start_of_card, v, hit);
}

const struct finder find_card = {
	.name = "card", .kinds = kinds,
	.what = "payment cards, issuer and Luhn's check verified",
	.run = run,
};
