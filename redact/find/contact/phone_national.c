/*
 * phone_national.c -- national forms of telephone numbers, by the rules of the
 * numbering plans NANP (US), Ofcom (UK), UKE (PL) and ARCEP (FR), and the
 * groups in which other countries write theirs.
 */
#include "redact/find/contact/phone.h"

#include <string.h>

#include "redact/find/contact/country.h"

/* How the digits are written: in one group, or in which groups. */
static bool
whole(const struct digits *d, size_t n)
{
	return d->group[0] == n && !(d->ngroups == 1 && d->cut);
}

/* The same separator between the groups, from group `from` to `to`. */
static bool
even(const struct digits *d, size_t from, size_t to)
{
	for (size_t i = from + 1; i <= to && i < d->ngroups; i++)
		if (d->sep[i] != d->sep[from])
			return false;
	return true;
}

static unsigned
digits_number(const struct digits *d, size_t at, size_t n)
{
	unsigned v = 0;

	for (size_t i = 0; i < n; i++)
		v = v * 10 + d->d[at + i];
	return v;
}

/* NXX-NXX-XXXX: N is 2-9 and neither part is N11. */
static bool
nanp_holds(const struct digits *d, size_t at)
{
	return d->n >= at + 10 && d->d[at] >= 2 && d->d[at + 3] >= 2 &&
	    digits_number(d, at + 1, 2) != 11 &&
	    digits_number(d, at + 4, 2) != 11;
}

static size_t
american(struct number *n, double *confidence, const char **why)
{
	const struct digits *d = &n->digits;
	size_t skip = d->d[0] == 1 && d->group[0] == 1 ? 1 : 0;
	bool shaped = skip ? digits_shape(d, "1-3-3-4") :
	    digits_shape(d, "3-3-4") || digits_shape(d, "3-7");

	if (!nanp_holds(d, skip))
		return 0;
	*why = "North American plan (NXX-NXX-XXXX)";
	if (shaped && (n->bracket || phone_cue(n) || (d->sep[skip + 1] != ' ' &&
	    even(d, skip + 1, skip + 2)) || skip)) {
		*confidence = 0.9;
		return skip + 10;
	}
	/* "252.227-7013" is a clause. */
	if (d->sep[skip + 1] == '.' && d->sep[skip + 2] != '.')
		return 0;
	/* In threes with spaces, numbers of other kinds are written too. */
	if (digits_shape(d, "3-3-4")) {
		*confidence = even(d, 1, 2) ? 0.6 : 0.8;
		return 10;
	}
	if (phone_cue(n) && whole(d, 10)) {
		*confidence = 0.8;
		return 10;
	}
	return 0;
}

/* Area codes of two to five digits, mobiles, 0800 and the like. */
static size_t
british(struct number *n, double *confidence, const char **why)
{
	static const char *const shapes[] = { "5-6", "3-4-4", "4-3-4", "5-3-3",
	    "4-7", "3-8", "5-5", "4-3-3", "4-6", "6-5", "6-4", NULL };
	const struct digits *d = &n->digits;
	size_t count = 0;

	if (d->n < 10 || d->d[0] != 0 || d->d[1] == 0 || d->d[1] == 4 ||
	    d->d[1] == 6)
		return 0;
	for (size_t i = 0; shapes[i] != NULL && count == 0; i++)
		if (digits_shape(d, shapes[i]))
			for (const char *s = shapes[i]; *s != '\0'; s += 2) {
				count += (size_t)(*s - '0');
				if (s[1] == '\0')
					break;
			}
	*why = "plan of the United Kingdom";
	if (count != 0 && count <= d->n) {
		*confidence = d->d[1] == 7 || phone_cue(n) ? 0.9 : 0.8;
		return count;
	}
	if (whole(d, 11) && (phone_cue(n) || d->d[1] == 7)) {
		*confidence = phone_cue(n) ? 0.9 : 0.6;
		return 11;
	}
	return 0;
}

/* Prefixes of mobiles, and of the 49 areas. */
static bool
polish_prefix(const struct digits *d, size_t at, bool *mobile)
{
	static const char mobiles[] = "45 50 51 53 57 60 66 69 72 73 78 79 88 ";
	static const char areas[] = "12 13 14 15 16 17 18 22 23 24 25 29 32 33 "
	    "34 41 42 43 44 46 48 52 54 55 56 58 59 61 62 63 65 67 68 71 74 75 "
	    "70 76 77 80 81 82 83 84 85 86 87 89 91 94 95 ";
	char two[4] = { (char)('0' + d->d[at]), (char)('0' + d->d[at + 1]),
	    ' ', '\0' };

	*mobile = strstr(mobiles, two) != NULL;
	return *mobile || strstr(areas, two) != NULL;
}

static size_t
polish(struct number *n, double *confidence, const char **why)
{
	const struct digits *d = &n->digits;
	size_t skip = d->d[0] == 0 ? 1 : 0;
	bool mobile, shaped;

	if (d->n < 9 + skip || !polish_prefix(d, skip, &mobile))
		return 0;
	shaped = digits_shape(d, "2-3-2-2") || digits_shape(d, "2-7") ||
	    digits_shape(d, "3-3-2-2") || digits_shape(d, "3-3-3");
	*why = "plan of Poland";
	if (skip == 1 && !n->bracket && !phone_cue(n))
		return 0;
	if (shaped && (digits_shape(d, "3-3-2-2") ? skip == 1 : true) &&
	    even(d, n->bracket ? 2 : 1, 3)) {
		*confidence = phone_cue(n) || n->bracket ? 0.92 : mobile ? 0.75 : 0.55;
		return 9 + skip;
	}
	if (phone_cue(n) && (whole(d, 9 + skip) || digits_shape(d, "3-3-3"))) {
		*confidence = 0.85;
		return 9 + skip;
	}
	return 0;
}

static size_t
french(struct number *n, double *confidence, const char **why)
{
	const struct digits *d = &n->digits;

	if (d->n < 10 || d->d[0] != 0 || d->d[1] == 0)
		return 0;
	*why = "plan of France";
	if (digits_shape(d, "2-2-2-2-2") && even(d, 1, 4)) {
		*confidence = 0.92;
		return 10;
	}
	if (whole(d, 10) && (phone_cue(n) || d->d[1] == 6 || d->d[1] == 7)) {
		*confidence = phone_cue(n) ? 0.88 : 0.6;
		return 10;
	}
	return 0;
}

/* A date, a range of years or a time is not a number to dial. */
static bool
is_date(const struct digits *d)
{
	bool year = d->d[0] == 1 || d->d[0] == 2;
	unsigned century = digits_number(d, 0, 2);

	/* 20240105, 20240105123000 */
	if (d->group[0] >= 8 && (century == 19 || century == 20) &&
	    digits_number(d, 4, 2) <= 12 && digits_number(d, 6, 2) <= 31)
		return true;
	return (digits_shape(d, "4-2-2") && year) ||
	    digits_shape(d, "2-2-4") || digits_shape(d, "1-2-4") ||
	    digits_shape(d, "2-1-4") || digits_shape(d, "1-1-4") ||
	    (digits_shape(d, "4-4") && year);
}

/* Six digits as "33 93 31" or "621 234", and no day of a year. */
static bool
is_short(const struct digits *d)
{
	unsigned day = digits_number(d, 0, 2), month = digits_number(d, 2, 2);

	return d->sep[1] == ' ' && even(d, 1, 2) && (digits_shape(d, "3-3") ||
	    (digits_shape(d, "2-2-2") && (day > 31 || month > 12)));
}

/*
 * Any plan of the world: a word for telephones right before or behind, or an
 * area code in brackets.
 */
static size_t
anywhere(const struct number *n, double *confidence, const char **why)
{
	static const char *const before[] = { "phone-", "tel", "telefon-",
	    "mobile", "cell", "fax", "call", "sms", "t\xc3\xa9l-", "handy",
	    "whatsapp", "kom\xc3\xb3rk-", "portable", "answer-", "dial",
	    "ring", NULL };
	static const char *const behind[] = { "fax", "tel", "mobile", "cell",
	    "office", "phone", "kom", "dom", NULL };
	const struct digits *d = &n->digits;
	bool area;

	if (d->n < 6 || d->n > E164_MAX || d->cut || is_date(d) ||
	    (d->n == 6 && !is_short(d)) ||
	    (d->ngroups == 4 && d->sep[1] == '.' && d->n != 10))
		return 0;
	area = n->bracket && d->ngroups > 1 && d->group[0] >= 2 &&
	    d->group[0] <= 5 && d->sep[1] == ')' &&
	    !(d->group[0] == 4 && (d->d[0] == 1 || d->d[0] == 2));
	if (!area && !near_before(n->v, n->start, 16, before) &&
	    !near_after(n->v, d->end[d->n - 1], 8, behind))
		return 0;
	*why = area ? "area code in brackets" : "7 to 15 digits";
	*confidence = area ? 0.6 : 0.7;
	return d->n;
}

/* Is it all of the run, in even groups, and not in the middle of one? */
static bool
stands_alone(const struct number *n, size_t from)
{
	const struct digits *d = &n->digits;

	return !n->inside && !d->cut && d->ngroups > 1 && !is_date(d) &&
	    even(d, from, d->ngroups - 1);
}

/*
 * Other countries that write a 0 or 8 before the area: "079 123 45 67",
 * "0475 12 34 56", "030/1234567", "06-12345678", "8 (495) 123-45-67"; and
 * those that have none and begin with 6 to 9: "612 34 56 78".
 */
static size_t
abroad(struct number *n, double *confidence, const char **why)
{
	const struct digits *d = &n->digits;

	*why = "groups of a national number";
	*confidence = 0.45;
	if (digits_shape(d, "1-3-3-2-2") && d->n == 11 && d->d[0] == 8 &&
	    stands_alone(n, 3)) {
		*confidence = 0.7;
		return 11;
	}
	if (digits_shape(d, "3-2-2-2") && d->n == 9 && d->d[0] >= 6 &&
	    stands_alone(n, 1))
		return 9;
	if (d->d[0] != 0 || d->d[1] == 0 || d->n < 9 || d->n > 11 ||
	    d->group[0] < 2 || d->group[0] > 5 || d->sep[1] == '.' ||
	    !stands_alone(n, d->ngroups > 2 ? 2 : 1))
		return 0;
	for (size_t i = 1; i < d->ngroups; i++)
		if (d->group[i] < 2)
			return 0;
	if (d->ngroups == 2 && d->group[1] < 5)
		return 0;
	return d->n;
}

size_t
phone_national(struct number *n, double *confidence, const char **why)
{
	size_t count;

	if (n->inside && !n->bracket && !phone_cue(n))
		return 0;
	if ((count = french(n, confidence, why)) == 0 &&
	    (count = british(n, confidence, why)) == 0 &&
	    (count = american(n, confidence, why)) == 0 &&
	    (count = polish(n, confidence, why)) == 0 &&
	    (count = anywhere(n, confidence, why)) == 0 &&
	    (count = abroad(n, confidence, why)) == 0)
		return 0;
	return phone_against(n) ? 0 : count;
}
