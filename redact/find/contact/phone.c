/*
 * phone.c -- telephone numbers: international (E.164, behind + or 00), the
 * national forms of the United States, the United Kingdom, Poland and France,
 * and any other number that a word for telephones stands before.
 */
#include "redact/find/contact/phone.h"

#include <string.h>

#include "redact/find/contact/country.h"

#define SEPS " .-/()"
#define EXTENSION_MAX 6u	/* digits */

/* Where a number may begin; phone_read() takes it from there. */
static struct pattern start_of_number = PATTERN_INIT(
	"(?<![\\w])(?<![0-9][.,:]|[a-z]-|[#$=%&])"
	"(?:\\+[ ]?(?=[0-9(])|\\((?=[+0-9]))?[(]?(?:\\+[ ]?)?[0-9]",
	PATTERN_BYTES);

static const char *const kinds[] = { "PHONE", NULL };

static const char *const cues[] = {
	"phone-", "telephone-", "tel", "call", "calls", "called", "cell",
	"cellphone", "mobile-", "mob", "fax", "sms", "text", "dial", "whatsapp",
	"signal-", "sygna\xc5\x82-", "telefon-", "tel\xc3\xa9phon-",
	"t\xc3\xa9l\xc3\xa9phon-", "t\xc3\xa9l", "kom\xc3\xb3rk-",
	"kom\xc3\xb3rkow-", "dzwo\xc5\x84-", "zadzwo-", "portable", "appel-",
	"joindre", "handy", "hotline", "viber", "answer-", NULL
};
/* Numbers of another kind say so. */
static const char *const against[] = {
	"isbn", "issn", "pesel", "nip", "regon", "krs", "imei", "siret",
	"siren", "nhs", "chi", "utr", "ssn", "itin", "ein", "nif", "spi", "nir",
	"iban", "nrb", "rib", "vat", "passport", "paszport-", "passeport",
	"order", "invoice", "faktur-", "case", "account", "konto", "rachun-",
	"sygn", "ref", "serial", "imsi", "iccid", "npi", "aba", "routing",
	"sort", "id", "application", "requ\xc3\xaate", "insurance", "rfc",
	"uscis", "alien", "docket", "bates", "licen-", "permis", "badge", NULL
};
static const char *const money[] = {
	"z\xc5\x82", "pln", "eur", "euro-", "usd", "dollar-", "gbp", "pound-",
	"chf", "\xe2\x82\xac", "$", "\xc2\xa3", "%", "km", "kg", "tys",
	"mln", "million-", "billion-", "trl", "try", "uah", "rub", "czk",
	"jpy", "cny", "inr", "files", "records", NULL
};

/* "+44 (0)20": the trunk zero in brackets is not dialled. */
static void
drop_trunk(const struct match *m, struct number *n)
{
	struct digits *d = &n->digits;
	size_t at, shift = 0;

	for (size_t i = 0; i < d->n && i < 5; i++) {
		at = d->end[i] - 1;
		if (i > 0 && d->d[i] == 0 && byte_before(m->v, at) == '(' &&
		    byte_at(m->v, at + 1) == ')')
			shift = i;
	}
	if (shift == 0)
		return;
	memmove(d->d + shift, d->d + shift + 1, d->n - shift - 1);
	memmove(d->end + shift, d->end + shift + 1,
	    (d->n - shift - 1) * sizeof(d->end[0]));
	d->n--;
	n->trunk = true;
}

/* A label stands right before its number: no other digits in between. */
static size_t
label_reach(const struct match *m, size_t start)
{
	size_t at = start;

	while (at > 0 && start - at < 16 && !is_digit(m->s[at - 1]))
		at--;
	return start - at;
}

static void
number_read(struct match *m, struct number *n)
{
	size_t at = m->start[0];

	memset(n, 0, sizeof(*n));
	n->start = at;
	for (; !is_digit(byte_at(m->v, at)); at++) {
		n->plus |= m->s[at] == '+';
		n->bracket |= m->s[at] == '(';
	}
	digits_read(m->v, at, SEPS, &n->digits);
	n->first = at;
	drop_trunk(m, n);
	n->cue = near_before(m->v, n->start, 28, cues);
	n->against = near_before(m->v, n->start, label_reach(m, n->start),
	    against);
	/* A digit group stands before, as in the middle of a longer number. */
	n->inside = !n->plus && at > 1 && n->start > 1 &&
	    strchr(SEPS, m->s[n->start - 1]) != NULL &&
	    m->s[n->start - 1] != 0 && is_digit(m->s[n->start - 2]);
}

/* Does a further digit group stand behind digit n of the run? */
static bool
goes_on(const struct number *n, size_t count)
{
	return count < n->digits.n;
}

/* "x12", "ext. 12", "wew. 12", "poste 12": the end behind it. */
static size_t
with_extension(const struct match *m, size_t end)
{
	static const char *const words[] = { "x", "ext.", "ext", "extension",
	    "wew.", "wewn.", "poste", NULL };
	size_t at, len, digits;

	for (size_t i = 0; words[i] != NULL; i++) {
		at = end;
		while (byte_at(m->v, at) == ' ' && at - end < 2)
			at++;
		len = strlen(words[i]);
		if (at + len >= m->len || memcmp(m->s + at, words[i], len) != 0)
			continue;
		at += len;
		if (byte_at(m->v, at) == ' ')
			at++;
		for (digits = 0; is_digit(byte_at(m->v, at + digits)); digits++)
			;
		if (digits > 0 && digits <= EXTENSION_MAX)
			return at + digits;
	}
	return end;
}

static int
found(struct match *m, const struct number *n, size_t count,
    double confidence, const char *why)
{
	size_t start = n->start, end = n->digits.end[count - 1];

	/* An opening bracket with its other half behind the number. */
	if (n->bracket && memchr(m->s + start, ')', end - start) == NULL) {
		start += m->s[start] == '(';
	}
	end = with_extension(m, end);
	m->next = end;
	return report(m->v, start, end, "PHONE", "phone", confidence, "%s%s", why,
	    n->cue ? ", beside a word for telephones" : "");
}

/*
 * + or 00, a country code, and as many digits as that country has.  The 00
 * stands alone or together with its code: "003 939" is another number.
 */
static size_t
international(const struct number *n, size_t skip)
{
	const struct digits *d = &n->digits;
	const struct country *c;
	size_t code, count;

	if (d->n <= skip || (c = country_of(d->d + skip, d->n - skip,
	    &code)) == NULL)
		return 0;
	if (skip > 0 && d->group[0] != skip && d->group[0] != skip + code &&
	    d->ngroups > 1)
		return 0;
	for (count = skip + code + c->most; count >= skip + code + c->least;
	    count--)
		if (count <= d->n && count - skip <= E164_MAX &&
		    (n->trunk || digits_group_ends(d, count)))
			return count;
	return 0;
}

/* Any length of E.164, to the end of the run: the plans above may change. */
static size_t
any_international(const struct number *n)
{
	const struct digits *d = &n->digits;

	return d->n >= 8 && d->n <= E164_MAX && !d->cut && d->d[0] != 0 ?
	    d->n : 0;
}

static int
hit(struct match *m)
{
	struct number n;
	const char *why = NULL;
	double confidence = 0;
	size_t count;

	number_read(m, &n);
	/* Go on behind this group; a run that nobody could dial goes whole. */
	m->next = n.digits.end[n.digits.group[0] - 1];
	while (n.digits.ngroups == 1 && is_digit(byte_at(m->v, m->next)))
		m->next++;
	if (n.plus) {
		if ((count = international(&n, 0)) != 0)
			return found(m, &n, count, 0.95,
			    "international, length of the country");
		if ((count = any_international(&n)) != 0)
			return found(m, &n, count, 0.75, "international");
		return 0;
	}
	if (n.digits.d[0] == 0 && n.digits.n > 1 && n.digits.d[1] == 0 &&
	    !n.against && !n.inside &&
	    (count = international(&n, 2)) != 0)
		return found(m, &n, count, 0.9,
		    "international behind 00, length of the country");
	count = phone_national(m, &n, &confidence, &why);
	if (count == 0 || near_before(m->v, n.start, 5, money) || (goes_on(&n, count) && !n.cue &&
	    m->s[n.digits.end[count - 1]] != '/') ||
	    near_after(m->v, n.digits.end[count - 1], 8, money))
		return 0;
	return found(m, &n, count, confidence, why);
}

static int
run(const struct view *v)
{
	return pattern_run(&start_of_number, v, hit);
}

const struct finder find_phone = {
	.name = "phone", .kinds = kinds,
	.what = "telephone numbers: international, US, UK, PL, FR",
	.run = run,
};
