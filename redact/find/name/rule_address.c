/*
 * rule_address.c -- addresses: a number and a word of streets, in the order of
 * either ("12 Baker Street", "ul. Długa 5/7 m. 3", "12, rue de la Paix",
 * "Dorfstraße 6"), boxes and flats, with postcode and town behind them.
 */
#include "redact/find/name/rule.h"

#include <string.h>

#define STREET_TOKENS_MAX 6u

/* "12", "12a", "5/7", "12 bis": the number of a house; the end, or i. */
static size_t
over_house(const struct seen *s, size_t i)
{
	size_t at = i, len;
	const char *low;

	if (i >= s->t->n || !seen_is(s, i, TOKEN_DIGIT))
		return i;
	low = token_low(s->t, i, &len);
	if (len > 5 || low[0] < '0' || low[0] > '9')
		return i;
	for (size_t k = 0; k + 1 < len; k++)
		if (low[k] < '0' || low[k] > '9')
			return i;
	at++;
	while ((seen_mark(s, at, '/') || seen_mark(s, at, '-')) &&
	    seen_joined(s, at) && seen_joined(s, at + 1) &&
	    seen_is(s, at + 1, TOKEN_DIGIT))
		at += 2;
	if (seen_word(s, at, "bis") || seen_word(s, at, "ter"))
		at++;
	return at;
}

static bool
ends(const char *low, size_t len, const char *with)
{
	size_t n = strlen(with);

	return len > n + 2 && memcmp(low + len - n, with, n) == 0;
}

/* "Dorfstraße", "Lindenweg", "Storgatan": the word of street is in it. */
static bool
is_street_in_one(const struct seen *s, size_t i)
{
	static const char *const endings[] = { "straße", "strasse", "weg",
		"gasse", "platz", "allee", "straat", "laan", "singel", "plein",
		"gade", "vej", "gatan", "vägen", "gata", "gate", "veien", "katu",
		"tie", "str", "kade", "gracht", "dreef", "stræde", "vænget",
		"vangen", "parken", "väg", "stigen", "dijk", "steenweg", NULL };
	size_t len;
	const char *low;

	if (!seen_capital(s, i))
		return false;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; endings[k] != NULL; k++)
		if (ends(low, len, endings[k]))
			return true;
	return false;
}

/* Words of streets that mean other things more often. */
static bool
is_weak(const struct seen *s, size_t i)
{
	static const char *const weak[] = { "court", "way", "place", "park",
		"station", "mount", "view", "green", "close", "drive", "run",
		"point", "estate", "estates", "hill", "circle", "row", "walk",
		"route", "cité", "path", "cours", "villa", "sol", "port",
		"square", "st", "dr", "pl", "ct", "ch", "yard", "gate", "av",
		"road", "street", "lane", "heights", "ridge", "rd", "crossing",
		"bypass", "grove", "gardens", "loop", "green", "landing",
		"résidence", "hameau", "passage", "promenade", NULL };

	return seen_one_of(s, i, weak);
}

/* Does a street's name end here: "Baker Street", "Lindenstraße"? */
static bool
ends_street(const struct seen *s, size_t i)
{
	if (is_street_in_one(s, i))
		return true;
	if (!seen_in(s, i, LIST_STREET))
		return false;
	return !is_weak(s, i) || seen_word(s, i, "street") ||
	    seen_word(s, i, "road") || seen_word(s, i, "lane") ||
	    i + 1 >= s->t->n || s->t->list[i + 1].sort != TOKEN_WORD ||
	    seen_in(s, i + 1, LIST_PLACE);
}

static bool
is_small_word(const struct seen *s, size_t i)
{
	static const char *const words[] = { "de", "la", "le", "du", "des",
		"les", "d'", "l'", "of", "the", "and", "et", "del", "di", "do",
		"da", "van", "von", "der", "den", "św", "gen", "ks", "im", NULL };

	return seen_one_of(s, i, words);
}

/* The name of a street, from i: capital words, with small ones between. */
static size_t
over_street_name(const struct seen *s, size_t i)
{
	size_t at = i, last = i;

	while (at < s->t->n && at < i + STREET_TOKENS_MAX + 2) {
		if (seen_capital(s, at) || (at > i && seen_digits(s, at) > 0 &&
		    seen_in(s, at + 1, LIST_MONTH))) {
			at++;
			last = at;
			if (seen_mark(s, at, '.') && seen_joined(s, at) &&
			    at - i < STREET_TOKENS_MAX)
				at++;
		} else if (is_small_word(s, at)) {
			at++;
			if (seen_mark(s, at, '.'))
				at++;
		} else if (seen_is(s, at, TOKEN_DIGIT) &&
		    seen_in(s, at + 1, LIST_MONTH)) {
			last = at += 2;	/* "3 Maja" */
		} else {
			break;
		}
	}
	return last;
}

/* "Apt. 12", "Suite 5", "lok. 3", "m. 4", "P.O. Box 108", "Unit 7". */
static size_t
over_unit(const struct seen *s, size_t i)
{
	static const char *const units[] = { "apt", "apartment", "suite",
		"unit", "flat", "floor", "lok", "m", "box", "appt", "bât",
		"bâtiment", "étage", "esc", "bloc", "piętro", "lokal", "room",
		"ste", "app", "bp", "cs", "psc", NULL };
	size_t at = i + 1;

	if (!seen_one_of(s, i, units) || i >= s->t->n)
		return i;
	if (seen_mark(s, at, '.') || seen_mark(s, at, '#'))
		at++;
	return seen_is(s, at, TOKEN_DIGIT) ? at + 1 : i;
}

/* "75002", "00-950", "SW1A 1AA", "CA 90210". */
static size_t
over_postcode(const struct seen *s, size_t i)
{
	size_t len;

	if (seen_digits(s, i) == 2 && seen_mark(s, i + 1, '-') &&
	    seen_joined(s, i + 1) && seen_digits(s, i + 2) == 3)
		return i + 3;
	if (seen_digits(s, i) == 4 || seen_digits(s, i) == 5 ||
	    seen_digits(s, i) == 6) {
		if (seen_mark(s, i + 1, '-') && seen_digits(s, i + 2) == 4)
			return i + 3;
		return i + 1;
	}
	if (seen_is(s, i, TOKEN_UPPER) && seen_is(s, i, TOKEN_DIGIT) &&
	    seen_is(s, i + 1, TOKEN_DIGIT)) {
		(void)token_low(s->t, i + 1, &len);
		return len == 3 ? i + 2 : i;
	}
	return i;
}

/* What may follow the street: flat, postcode, town, state, country. */
static size_t
over_rest(const struct seen *s, size_t i)
{
	size_t at = i, next, parts = 0;

	for (; parts < 6; parts++) {
		bool comma = seen_mark(s, at, ',');

		next = at + comma;
		if (over_unit(s, next) > next) {
			at = over_unit(s, next);
			continue;
		}
		if (over_postcode(s, next) > next) {
			at = over_postcode(s, next);
			continue;
		}
		if (!seen_capital(s, next) || (!comma && parts == 0 &&
		    !seen_any(s, next, LIST_BIT(LIST_PLACE) |
		    LIST_BIT(LIST_COUNTRY))))
			break;
		while (seen_capital(s, next) && next < at + 4)
			next++;
		at = next;
	}
	return at;
}

/* "12 Baker Street", "12, rue de la Paix", "1600 Pennsylvania Ave NW". */
static size_t
house_first(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = over_house(s, i), name;

	if (at == i || (i > 0 && seen_joined(s, i) &&
	    s->t->list[i - 1].sort != TOKEN_MARK) ||
	    seen_in(s, at, LIST_MONTH) || (i > 0 &&
	    seen_in(s, i - 1, LIST_MONTH)))
		return 0;
	if (seen_mark(s, at, ','))
		at++;
	if (seen_ordinary(s, at) && seen_in(s, at, LIST_STREET)) {
		name = over_street_name(s, at + 1);
		if (name > at + 1)
			return rule_says(span, over_rest(s, name),
			    RULE_ADDRESS, .85, "house and street");
		return 0;
	}
	for (name = at; name < at + STREET_TOKENS_MAX &&
	    ((seen_capital(s, name) && !seen_in(s, name, LIST_MONTH)) ||
	    is_small_word(s, name) ||
	    (name > at && seen_digits(s, name) > 0)); name++) {
		if ((name > at || seen_capital(s, name + 1)) &&
		    seen_capital(s, name) &&
		    ends_street(s, name)) {
			name = over_street_name(s, name) > name ?
			    over_street_name(s, name) : name + 1;
			if (over_house(s, name) > name)
				name = over_house(s, name);
			return rule_says(span, over_rest(s, name),
			    RULE_ADDRESS, .8, "house and street");
		}
	}
	return 0;
}

/* "ul. Długa 5", "Via Roma 12", "Dorfstraße 6", "rue de la Paix". */
static size_t
street_first(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const sure[] = { "ul", "al", "os", "rue", "ulica",
		"ulicy", "ulicę", "aleja", "alei", "aleje", "osiedle",
		"osiedlu", "via", "viale", "calle", "rua", "impasse", "plac",
		"placu", "quai", NULL };
	size_t at = i + 1, name, house;

	if (is_street_in_one(s, i)) {
		house = over_house(s, at);
		return house == at ? 0 : rule_says(span, over_rest(s, house),
		    RULE_ADDRESS, .75, "street and house");
	}
	if (!seen_in(s, i, LIST_STREET) || is_weak(s, i) ||
	    (!seen_capital(s, i) && (!seen_one_of(s, i, sure) ||
	    seen_word(s, i, "via"))))
		return 0;
	if (seen_mark(s, at, '.'))
		at++;
	name = over_street_name(s, at);
	if (name == at)
		return 0;
	house = name;
	if (seen_mark(s, house, ',') && seen_is(s, house + 1, TOKEN_DIGIT))
		house++;
	if (over_house(s, house) > house)
		return rule_says(span, over_rest(s, over_house(s, house)),
		    RULE_ADDRESS, seen_one_of(s, i, sure) ? .85 : .45,
		    "street and house");
	if (!seen_one_of(s, i, sure))
		return 0;
	return rule_says(span, name, RULE_ADDRESS, .5, "street");
}

/* "P.O. Box 108", "Apt. 12", "00-950 Warszawa", "75002 Paris", "zip 71382". */
static size_t
piece(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const zip[] = { "zip", "zipcode", "postcode",
		"postal", "pocztowy", "postale", NULL };
	size_t at = i, to;

	if (seen_word(s, i, "p.") && seen_word(s, i + 1, "o."))
		at = i + 2;
	else if (seen_word(s, i, "po"))
		at = i + 1;
	to = over_unit(s, at);
	if (to > at && (seen_capital(s, at) || at > i))
		return rule_says(span, over_rest(s, to), RULE_ADDRESS,
		    at > i ? .8 : .5, "box or flat");
	to = over_postcode(s, i);
	if (to == i)
		return 0;
	for (size_t k = 1; k <= 4 && k <= i; k++)
		if (seen_one_of(s, i - k, zip))
			return rule_says(span, to, RULE_ADDRESS, .7,
			    "postcode beside its word");
	if (to == i + 1 && seen_digits(s, i) != 5)
		return 0;
	if (seen_capital(s, to) && seen_in(s, to, LIST_PLACE) &&
	    !seen_in(s, to, LIST_MONTH))
		return rule_says(span, over_rest(s, to), RULE_ADDRESS,
		    to == i + 3 ? .8 : .55, "postcode and town");
	return 0;
}

/* "35 Kromwater 38", "85 Trg Revolucije 12, Ljubljana": with a number on
 * either side, behind a word that asks for an address or before a flat. */
static size_t
between_numbers(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const asks[] = { "address", "addresses", "at", "to",
		"is", "adres", "adresem", "adresse", NULL };
	size_t at = over_house(s, i), name, to;

	if (at == i || seen_in(s, at, LIST_MONTH) || seen_joined(s, at))
		return 0;
	for (name = at; name < at + STREET_TOKENS_MAX && (seen_capital(s,
	    name) || (name > at && is_small_word(s, name)) || (s->flat &&
	    seen_ordinary(s, name))); name++)
		if (seen_in(s, name, LIST_MONTH))
			return 0;
	to = over_house(s, name);
	if (name == at || to == name)
		return 0;
	if (over_unit(s, to) == to && !(seen_mark(s, to, ',') &&
	    over_unit(s, to + 1) > to + 1) && !(i > 0 &&
	    (seen_one_of(s, i - 1, asks) || seen_mark(s, i - 1, ':'))) &&
	    !seen_is(s, i, TOKEN_FIRST))
		return 0;
	return rule_says(span, over_rest(s, to), RULE_ADDRESS, .5,
	    "name between two numbers");
}

/* "FPO AE 13689": a field post office. */
static size_t
field_post(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const offices[] = { "fpo", "apo", "dpo", NULL };
	static const char *const areas[] = { "aa", "ae", "ap", NULL };

	if (!seen_one_of(s, i, offices) || !seen_one_of(s, i + 1, areas) ||
	    seen_digits(s, i + 2) != 5)
		return 0;
	return rule_says(span, i + 3, RULE_ADDRESS, .9, "field post office");
}

size_t
rule_address(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to;

	if (seen_is(s, i, TOKEN_DIGIT) &&
	    ((to = house_first(s, i, span)) > 0 ||
	    (to = between_numbers(s, i, span)) > 0))
		return to;
	/* "4 12 Baker Street": a flat and a house */
	if (seen_digits(s, i) > 0 && seen_digits(s, i) < 4 &&
	    seen_digits(s, i + 1) > 0 && !seen_joined(s, i + 1) &&
	    (to = house_first(s, i + 1, span)) > 0)
		return to;
	if (s->t->list[i].sort == TOKEN_WORD &&
	    (to = street_first(s, i, span)) > 0)
		return to;
	if ((to = field_post(s, i, span)) > 0)
		return to;
	return piece(s, i, span);
}
