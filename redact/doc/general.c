/* general.c -- see general.h. */
#include "redact/doc/general.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "redact/find/view/fold.h"
#include "vault/base/bytes.h"

#define VALUE_MAX 256u		/* bytes of a folded value */
#define YEAR_LEAST 1000u
#define YEAR_MOST 2100u
#define AGE_MOST 120u
#define AGE_RARE 90u
#define DIGITS_MOST 15u		/* of an amount, before its decimals */

/* The value as it is read: no accents, small letters, plain signs. */
struct words {
	char s[VALUE_MAX + 1];
	size_t len;
};

static bool
read_words(struct words *w, const void *value, size_t len)
{
	const uint8_t *p;
	struct fold *f;
	size_t n;

	if (len > VALUE_MAX || fold_new(&f, value, len, FOLD_COMPARE) < 0)
		return false;
	p = fold_bytes(f, &n);
	w->len = n <= VALUE_MAX ? n : 0;
	memcpy(w->s, p, w->len);
	w->s[w->len] = '\0';
	fold_free(f);
	return w->len > 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Does any word begin like one of these, which blanks part? */
static bool
has_word(const struct words *w, const char *list)
{
	char word[16];
	size_t n;

	for (; *list != '\0'; list += n) {
		list += strspn(list, " ");
		n = strcspn(list, " ");
		(void)snprintf(word, sizeof(word), "%.*s", (int)n, list);
		for (const char *at = w->s; n > 0 &&
		    (at = strstr(at, word)) != NULL; at++)
			if (at == w->s || !isalpha((unsigned char)at[-1]))
				return true;
	}
	return false;
}

/* --- dates --- */

/* A run of digits at *at, which it moves past; how many. */
static size_t
digits(const struct words *w, size_t *at, unsigned long *number)
{
	size_t n = 0;

	*number = 0;
	for (; is_digit(w->s[*at]); ++*at, n++)
		*number = n < 9 ? *number * 10 + (unsigned long)
		    (w->s[*at] - '0') : *number;
	return n;
}

static bool
is_year(unsigned long n)
{
	return n >= YEAR_LEAST && n <= YEAR_MOST;
}

/* "19980312" and "12031998". */
static unsigned long
year_of_eight(unsigned long n)
{
	unsigned long first = n / 10000, last = n % 10000;
	bool begins = is_year(first) && last / 100 >= 1 && last / 100 <= 12 &&
	    last % 100 >= 1 && last % 100 <= 31;
	bool ends = is_year(last) && first % 100 >= 1 && first % 100 <= 12 &&
	    first / 100 >= 1 && first / 100 <= 31;

	return begins == ends ? 0 : begins ? first : last;
}

static bool
general_date(const struct words *w, char label[LABEL_MAX + 1])
{
	unsigned long year[2] = { 0, 0 }, number, one;
	size_t at = 0, n, found = 0;
	bool decade = false;

	while (at < w->len) {
		if (!is_digit(w->s[at])) {
			at++;
			continue;
		}
		n = digits(w, &at, &number);
		one = n == 4 && is_year(number) ? number : n == 8 ?
		    year_of_eight(number) : 0;
		/* "14:30:1998" is none of ours; "+1998" neither. */
		if (one == 0 || (at > n && strchr(":+", w->s[at - n - 1]) !=
		    NULL))
			continue;
		if (found > 0 && year[found - 1] == one)
			continue;
		if (found == 2)
			return false;
		year[found++] = one;
		decade = n == 4 && w->s[at] == 's' && number % 10 == 0;
	}
	if (found == 0)
		return false;
	if (found == 1)
		(void)snprintf(label, LABEL_MAX + 1, "[%lu%s]", year[0],
		    decade ? "s" : "");
	else
		(void)snprintf(label, LABEL_MAX + 1, "[%lu-%lu]", year[0],
		    year[1]);
	return true;
}

/* --- ages --- */

static bool
general_age(const struct words *w, char label[LABEL_MAX + 1])
{
	unsigned long number, age = 0;
	size_t at = 0, n, found = 0;

	if (has_word(w, "month miesi mois week tyg semaine day dni dzien jour"))
		return false;
	while (at < w->len) {
		if (!is_digit(w->s[at])) {
			at++;
			continue;
		}
		n = digits(w, &at, &number);
		if (n > 3 || number > AGE_MOST || found++ > 0)
			return false;
		age = number;
	}
	if (found == 0)
		return false;
	if (age >= AGE_RARE)
		(void)snprintf(label, LABEL_MAX + 1, "[%u or older]",
		    AGE_RARE);
	else
		(void)snprintf(label, LABEL_MAX + 1, "[%lu-%lu]",
		    age / 10 * 10, age / 10 * 10 + 9);
	return true;
}

/* --- amounts --- */

static const struct {
	const char *words;	/* a word begins so; folded */
	const char *name;
} currencies[] = {
	{ "eur", "EUR" }, { "pln zl zlot", "PLN" }, { "usd us$", "USD" },
	{ "gbp sterling", "GBP" }, { "chf", "CHF" }, { "czk", "CZK" },
	{ "uah hryw hryv", "UAH" }, { "sek", "SEK" }, { "nok", "NOK" },
	{ "dkk", "DKK" }, { "huf forint", "HUF" }, { "cad", "CAD" },
	{ "aud", "AUD" }, { "jpy yen", "JPY" }, { "cny yuan", "CNY" },
	{ "rub", "roubles" }, { "dol", "dollars" }, { "pound funt livre",
	"pounds" }, { "franc frank", "francs" },
};

/* NULL: none, or more than one. */
static const char *
currency_of(const struct words *w)
{
	const char *name = NULL, *one;
	size_t i;

	for (i = 0; i < sizeof(currencies) / sizeof(currencies[0]); i++) {
		if (!has_word(w, currencies[i].words))
			continue;
		one = currencies[i].name;
		/* "US dollars", "pounds sterling" are one. */
		if (name != NULL && strcmp(one, "dollars") != 0 &&
		    strcmp(one, "pounds") != 0)
			return NULL;
		name = name != NULL ? name : one;
	}
	if (name != NULL)
		return strstr(w->s, "us dol") != NULL ? "USD" : name;
	if (strstr(w->s, "\xe2\x82\xac") != NULL)
		return "EUR";
	if (strstr(w->s, "\xc2\xa3") != NULL)
		return "pounds";
	if (strstr(w->s, "z\xc5\x82") != NULL)
		return "PLN";
	return strchr(w->s, '$') != NULL ? "dollars" : NULL;
}

/* "1.5 million", "3 mln", "20k": by how much it counts. */
static double
scale_of(const struct words *w, size_t behind)
{
	struct words rest = { .len = w->len - behind };

	memcpy(rest.s, w->s + behind, rest.len + 1);
	if (has_word(&rest, "billion bn miliard mld milliard"))
		return 1e9;
	if (has_word(&rest, "million mln mio milion") ||
	    strcmp(rest.s, "m") == 0)
		return 1e6;
	if (has_word(&rest, "thousand tys mille") || rest.s[0] == 'k')
		return 1e3;
	return 1;
}

/*
 * The number that begins at `at`, with groups of three and decimals, and where
 * it ends; negative when it can be read in two ways.
 */
static double
read_number(const struct words *w, size_t at, size_t *end, bool *grouped)
{
	double value = 0, part = 1;
	size_t from, n, count = 0;
	char group = 0, c;

	*grouped = false;
	for (from = at; is_digit(w->s[at]); at++, count++)
		value = value * 10 + (w->s[at] - '0');
	n = at - from;
	while ((c = w->s[at]) != '\0' && strchr(" .,'", c) != NULL &&
	    (group == 0 || c == group) && n <= 3 && is_digit(w->s[at + 1]) &&
	    is_digit(w->s[at + 2]) && is_digit(w->s[at + 3]) &&
	    !is_digit(w->s[at + 4])) {
		for (group = c, from = ++at; is_digit(w->s[at]); at++, count++)
			value = value * 10 + (w->s[at] - '0');
		*grouped = c == '.' || c == ',';
	}
	if ((w->s[at] == '.' || w->s[at] == ',') && w->s[at] != group &&
	    is_digit(w->s[at + 1]))
		for (at++; is_digit(w->s[at]); at++)
			value += (w->s[at] - '0') * (part /= 10);
	*end = at;
	return count > DIGITS_MOST ? -1 : value;
}

static void
put_grouped(char *to, size_t room, unsigned long long n)
{
	char plain[32];
	size_t len, i, at = 0;

	(void)snprintf(plain, sizeof(plain), "%llu", n);
	len = strlen(plain);
	for (i = 0; i < len && at + 2 < room; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			to[at++] = ',';
		to[at++] = plain[i];
	}
	to[at] = '\0';
}

static bool
general_amount(const struct words *w, char label[LABEL_MAX + 1])
{
	const char *currency = currency_of(w);
	unsigned long long size = 1;
	char grouped_size[28];	/* 18 digits and commas */
	double value, scale;
	size_t at, end;
	bool grouped;

	at = strcspn(w->s, "0123456789");
	if (currency == NULL || w->s[at] == '\0')
		return false;
	value = read_number(w, at, &end, &grouped);
	scale = scale_of(w, end + strspn(w->s + end, " "));
	/* A second number; "1.500 million". */
	if (value < 0 || strpbrk(w->s + end, "0123456789%") != NULL ||
	    (scale > 1 && grouped))
		return false;
	value *= scale;
	if (value <= 1 || value > 1e18)
		return false;
	while ((double)(size * 10) < value)
		size *= 10;
	put_grouped(grouped_size, sizeof(grouped_size), size);
	(void)snprintf(label, LABEL_MAX + 1, "[over %s %s]", grouped_size,
	    currency);
	return true;
}

bool
general_can(const char *kind)
{
	return strcmp(kind, "DATE") == 0 ||
	    strcmp(kind, "DATE_OF_BIRTH") == 0 ||
	    strcmp(kind, "AGE") == 0 || strcmp(kind, "AMOUNT") == 0;
}

bool
general_of(const char *kind, const void *value, size_t len,
    char label[LABEL_MAX + 1])
{
	struct words w;

	if (!general_can(kind) || !read_words(&w, value, len))
		return false;
	if (strcmp(kind, "AGE") == 0)
		return general_age(&w, label);
	if (strcmp(kind, "AMOUNT") == 0)
		return general_amount(&w, label);
	return general_date(&w, label);
}

/* "[1998-2001]", "[1990s]", "[40-49]", "[90 or older]", "[over 10 EUR]" */
bool
general_is(const void *p, size_t len)
{
	static const char over[] = "[over ", older[] = " or older]";
	const char *s = p;
	size_t i, n = sizeof(over) - 1;

	if (len < 3 || len > LABEL_MAX || s[0] != '[' || s[len - 1] != ']')
		return false;
	if (len > n && memcmp(s, over, n) == 0) {
		for (i = n; i < len && (is_digit(s[i]) || s[i] == ','); i++)
			;
		return i > n && s[i] == ' ';
	}
	for (i = 1; i < len && (is_digit(s[i]) || s[i] == '-'); i++)
		;
	n = sizeof(older) - 1;
	return i > 1 && (i + 1 == len || (s[i] == 's' && i + 2 == len) ||
	    (len - i == n && memcmp(s + i, older, n) == 0));
}
