/*
 * phone.c -- telephone numbers: international (E.164, behind + or 00), national
 * forms (phone_national.c), and any other number that a word for telephones
 * stands before.
 */
#include "redact/find/contact/phone.h"

#include <string.h>
#include <strings.h>

#include "redact/find/contact/country.h"

#define SEPS " .-/()"
#define EXTENSION_MAX 6u	/* digits */

#define DIGITS_LEAST 6u
#define RUN_LONG 30u	/* digits in groups: nothing to dial inside */
#define CUE_REACH 28u		/* bytes before a number */
#define LIST_GAP 8u		/* between two numbers of one label */
#define LIST_REACH 40u
#define CUE_LIST 12u

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

/* Words that are written without a space before their number. */
static const char *const labels[] = {
	"tel", "phone", "fax", "mob", "mobile", "gsm", "kom", "telefon", "cell",
	"whatsapp", "signal", "sms", NULL
};

/*
 * The digits from `at` on, up to as many as the shortest number has; *stop is
 * where the looking ended.
 */
static size_t
count_digits(const struct view *v, size_t at, size_t *stop)
{
	size_t n = 0, gap = 0;

	for (; at < v->len && n < DIGITS_LEAST; at++) {
		if (is_digit(v->s[at])) {
			n++;
			gap = 0;
		} else if (gap++ == 3 || strchr(SEPS, v->s[at]) == NULL) {
			break;
		}
	}
	*stop = at;
	return n;
}

/* The signs before the first digit: "+", "(", "(+", "+ (". */
static size_t
signs_before(const struct view *v, size_t at)
{
	size_t start = at;

	if (byte_before(v, start) == '(')
		start--;
	if (byte_before(v, start) == '+')
		start--;
	else if (start > 1 && v->s[start - 1] == ' ' && v->s[start - 2] == '+')
		start -= 2;
	if (start < at && v->s[start] == '+' && byte_before(v, start) == '(')
		start--;
	return start;
}

/* Do these letters right before `at` name a number: "tel48..."? */
static bool
is_labelled(const struct view *v, size_t at)
{
	size_t start = at, len;

	while (start > 0 && at - start < 10 && is_wordly(v->s[start - 1]))
		start--;
	for (size_t i = 0; labels[i] != NULL; i++) {
		len = strlen(labels[i]);
		if (len == at - start && strncasecmp(labels[i],
		    (const char *)v->s + start, len) == 0)
			return true;
	}
	return false;
}

/* May a number begin behind what stands there? */
static bool
may_begin(const struct view *v, size_t start)
{
	uint8_t c = byte_before(v, start), before;

	if (c == 0 || c == ' ' || c == '\n')
		return true;
	if (is_wordly(c))
		return is_labelled(v, start);
	if (strchr("#$%&", c) != NULL)
		return false;
	before = byte_before(v, start - 1);
	if (strchr(".,:", c) != NULL)
		return !is_digit(before);
	if (c == '-')
		return !is_wordly(before) || is_digit(before) ||
		    is_labelled(v, start - 1);
	return true;
}

/* "+44 (0)20": the trunk zero in brackets is not dialled. */
static void
drop_trunk(struct number *n)
{
	struct digits *d = &n->digits;
	size_t at, shift = 0;

	for (size_t i = 0; i < d->n && i < 5; i++) {
		at = d->end[i] - 1;
		if (i > 0 && d->d[i] == 0 && byte_before(n->v, at) == '(' &&
		    byte_at(n->v, at + 1) == ')')
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

/* A label stands before its number with no other digits in between. */
static size_t
label_reach(const struct number *n, size_t most)
{
	size_t at = n->start;

	while (at > 0 && n->start - at < most && !is_digit(n->v->s[at - 1]))
		at--;
	return n->start - at;
}

/* ... but those of another number to dial: "tel. 600100200, 600100201". */
static size_t
list_reach(const struct number *n)
{
	size_t reach = label_reach(n, CUE_REACH), digits = 0, at;

	if (reach > LIST_GAP)
		return reach;
	at = n->start - reach;
	for (; at > 0 && n->start - at < LIST_REACH &&
	    (is_digit(n->v->s[at - 1]) || (n->v->s[at - 1] != 0 &&
	    strchr(SEPS "+", n->v->s[at - 1]) != NULL)); at--)
		digits += is_digit(n->v->s[at - 1]);
	return digits < DIGITS_LEAST ? reach : n->start - at + CUE_LIST;
}

bool
phone_cue(struct number *n)
{
	if (n->cue == NOT_ASKED)
		n->cue = near_before(n->v, n->start, list_reach(n), cues) ?
		    YES : NO;
	return n->cue == YES;
}

bool
phone_against(struct number *n)
{
	if (n->against == NOT_ASKED)
		n->against = near_before(n->v, n->start, label_reach(n, 16),
		    against) ? YES : NO;
	return n->against == YES;
}

static void
number_read(const struct view *v, size_t start, size_t first, struct number *n)
{
	memset(n, 0, sizeof(*n));
	n->v = v;
	n->start = start;
	n->first = first;
	n->plus = memchr(v->s + start, '+', first - start) != NULL;
	n->bracket = memchr(v->s + start, '(', first - start) != NULL;
	digits_read(v, first, SEPS, &n->digits);
	drop_trunk(n);
	/* A digit group stands before, as in the middle of a longer number. */
	n->inside = !n->plus && start > 1 && v->s[start - 1] != 0 &&
	    strchr(SEPS, v->s[start - 1]) != NULL && is_digit(v->s[start - 2]);
}

/* Does a further digit group stand behind digit n of the run? */
static bool
goes_on(const struct number *n, size_t count)
{
	return count < n->digits.n;
}

/* "x12", "ext. 12", "wew. 12", "poste 12": the end behind it. */
static size_t
with_extension(const struct view *v, size_t end)
{
	static const char *const words[] = { "x", "ext.", "ext", "extension",
	    "wew.", "wewn.", "w.", "poste", NULL };
	size_t at, len, digits;

	for (size_t i = 0; words[i] != NULL; i++) {
		at = end;
		while (byte_at(v, at) == ' ' && at - end < 2)
			at++;
		len = strlen(words[i]);
		if (at + len >= v->len || memcmp(v->s + at, words[i], len) != 0)
			continue;
		at += len;
		if (byte_at(v, at) == ' ')
			at++;
		for (digits = 0; is_digit(byte_at(v, at + digits)); digits++)
			;
		if (digits > 0 && digits <= EXTENSION_MAX)
			return at + digits;
	}
	return end;
}

static int
found(struct number *n, size_t count, double confidence, const char *why,
    size_t *next)
{
	const struct view *v = n->v;
	size_t start = n->start, end = n->digits.end[count - 1];

	/* An opening bracket with its other half behind the number. */
	if (n->bracket && memchr(v->s + start, ')', end - start) == NULL)
		start += v->s[start] == '(';
	end = with_extension(v, end);
	*next = end;
	return report(v, start, end, "PHONE", "phone", confidence, "%s%s", why,
	    phone_cue(n) ? ", beside a word for telephones" : "");
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

/* Is it part of a word, a sum of money, or the middle of a longer number? */
static bool
is_other(struct number *n, size_t count)
{
	size_t end = n->digits.end[count - 1];
	uint8_t c = byte_at(n->v, end);

	return (is_wordly(c) && with_extension(n->v, end) == end) ||
	    near_before(n->v, n->start, 5, money) ||
	    near_after(n->v, end, 8, money) ||
	    (goes_on(n, count) && !phone_cue(n) && c != '/');
}

static int
try(struct number *n, size_t *next)
{
	const uint8_t *d = n->digits.d;
	const char *why = NULL;
	double confidence = 0;
	size_t count;

	if (n->plus) {
		if ((count = international(n, 0)) != 0)
			return found(n, count, 0.95,
			    "international, length of the country", next);
		if ((count = any_international(n)) != 0)
			return found(n, count, 0.75, "international", next);
		return 0;
	}
	if (d[0] == 0 && d[1] == 0 && !n->inside &&
	    (count = international(n, 2)) != 0 && !phone_against(n))
		return found(n, count, 0.9,
		    "international behind 00, length of the country", next);
	count = phone_national(n, &confidence, &why);
	if (count == 0 || is_other(n, count))
		return 0;
	return found(n, count, confidence, why, next);
}

static int
phone_at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	struct number n;
	size_t start, stop;
	int r;

	(void)trigger;
	if (count_digits(v, at, &stop) < DIGITS_LEAST) {
		*next = stop;
		return 0;
	}
	start = signs_before(v, at);
	if (!may_begin(v, start))
		return 0;
	number_read(v, start, at, &n);
	if (is_wordly(byte_before(v, start)))
		n.cue = YES;	/* it is a label: may_begin() */
	/* 0.33.3 is a version. */
	if (n.digits.group[0] == 1 && n.digits.d[0] == 0 &&
	    n.digits.sep[1] == '.')
		return 0;
	if ((r = try(&n, next)) == 0 && *next <= at &&
	    (n.digits.n > RUN_LONG || (n.digits.ngroups == GROUPS_MAX &&
	    n.digits.n > E164_MAX)))
		*next = n.digits.end[n.digits.n - E164_MAX];
	return r;
}

const struct finder find_phone = {
	.name = "phone", .kinds = kinds,
	.what = "telephone numbers: international, and the forms of many countries",
	.triggers = TRIGGER_DIGIT, .at = phone_at,
};
