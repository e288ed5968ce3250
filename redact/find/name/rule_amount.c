/*
 * rule_amount.c -- sums of money, per cent, and measures.  A sum that stands
 * alone among figures, in a row of a table or a list, tells on nobody: a word
 * or a bracket must stand before it.
 */
#include "redact/find/name/rule.h"

#include <string.h>

/* "2,500", "1 250 000", "12.5 million": a number, or i. */
static size_t
over_number(const struct seen *s, size_t i)
{
	static const char *const scale[] = { "million", "millions", "billion",
		"billions", "bn", "mln", "mld", "milliard", "milliards",
		"milion", "miliony", "milionów", "miliard", "miliardy",
		"miliardów", "tys", "tysiąc", "tysiące", "tysięcy", "thousand",
		"hundred", "mille", "cent", "m", "k", NULL };
	size_t at = i;

	if (at >= s->t->n)
		return i;
	if (s->t->list[at].sort == TOKEN_NUMBER)
		for (at++; seen_digits(s, at) == 3; at++)
			;
	else
		while (at < i + 5 && seen_in(s, at, LIST_NUMBER_WORD))
			at++;
	if (at == i)
		return i;
	if (seen_mark(s, at, ',') && seen_mark(s, at + 1, '-'))
		return at + 2;
	while (seen_one_of(s, at, scale)) {
		at++;
		if (seen_mark(s, at, '.') && seen_joined(s, at) &&
		    seen_in(s, at + 1, LIST_UNIT))
			at++;
	}
	return at;
}

/* A mark beyond ASCII that stands for money. */
static bool
is_money_sign(const struct seen *s, size_t i)
{
	static const char *const signs[] = { "€", "£", "¥", "₺", "₽", "₴", "$",
		"₹", "₿", NULL };
	size_t len;
	const char *low;

	if (i >= s->t->n || s->t->list[i].sort != TOKEN_MARK)
		return false;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; signs[k] != NULL; k++)
		if (strlen(signs[k]) == len &&
		    memcmp(signs[k], low, len) == 0)
			return true;
	return false;
}

/* "EUR", "Turkish liras", "New Turkish liras", "zł": the end, or i. */
static size_t
over_currency(const struct seen *s, size_t i)
{
	size_t at = i;

	if (is_money_sign(s, i))
		return i + 1;
	while (at < i + 3 && (seen_in(s, at, LIST_NATION) ||
	    seen_word(s, at, "new") || seen_word(s, at, "pounds") ||
	    seen_word(s, at, "us") || seen_word(s, at, "cyprus") ||
	    seen_word(s, at, "deutsch")))
		at++;
	return seen_in(s, at, LIST_UNIT) && !seen_in(s, at,
	    LIST_NUMBER_WORD) ? at + 1 : i;
}

/* " (TRY)", "(approximately 27,000 euros)" */
static size_t
over_bracket(const struct seen *s, size_t i)
{
	size_t at = i + 1, end;

	if (!seen_mark(s, i, '(') && !seen_mark(s, i, '['))
		return i;
	for (end = at; end < s->t->n && end < at + 9; end++) {
		if (seen_mark(s, end, ')') || seen_mark(s, end, ']'))
			break;
	}
	if (end == s->t->n || end == at + 9)
		return i;
	for (size_t k = at; k < end; k++)
		if (over_currency(s, k) > k)
			return end + 1;
	return i;
}

static bool
is_measure(const struct seen *s, size_t i)
{
	static const char *const measures[] = { "kg", "km", "cm", "mm", "m2",
		"km2", "ha", "kilo", "kilos", "kilogram", "kilograms", "gram",
		"grams", "grammes", "tonne", "tonnes", "tons", "metre",
		"metres", "meters", "mètres", "kilometres", "kilomètres",
		"kilometers", "hectare", "hectares", "hektar", "hektarów",
		"acre", "acres", "mile", "miles", "litre", "litres", "metr",
		"metry", "metrów", "kilometr", "kilometry", "kilometrów",
		"litr", "litry", "litrów", "sq", "square", "km/h", "ton",
		"meter", "kilometer", "kilometre", "kilomètre", "mètre",
		"kilogrammes", "kilogramme", "gramme", NULL };

	return seen_one_of(s, i, measures);
}

static size_t
currency_first(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = over_currency(s, i), to;

	if (at == i || (!is_money_sign(s, i) && !seen_is(s, i, TOKEN_UPPER)))
		return 0;
	to = over_number(s, at);
	if (to == at)
		return 0;
	to = over_bracket(s, to);
	return rule_says(span, to, RULE_AMOUNT, .7, "sum of money");
}

static size_t
number_first(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = over_number(s, i), to;

	if (at == i)
		return 0;
	if (seen_mark(s, at, '%') || (seen_word(s, at, "per") &&
	    seen_word(s, at + 1, "cent")) || (seen_word(s, at, "pour") &&
	    seen_word(s, at + 1, "cent")))
		return rule_says(span, at + 1 + !seen_mark(s, at, '%'),
		    RULE_AMOUNT, .4, "per cent");
	if (seen_word(s, at, "percent") || seen_word(s, at, "procent"))
		return rule_says(span, at + 1, RULE_AMOUNT, .4, "per cent");
	if (is_measure(s, at))
		return rule_says(span, at + 1, RULE_AMOUNT, .35, "measure");
	if (seen_word(s, at, "de") || seen_word(s, at, "d'"))
		to = over_currency(s, at + 1);
	else
		to = over_currency(s, at);
	if (to <= at + seen_word(s, at, "de"))
		return 0;
	to = over_bracket(s, to);
	return rule_says(span, to, RULE_AMOUNT, .7, "sum of money");
}

size_t
rule_amount(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to = currency_first(s, i, span);

	if (to == 0)
		to = number_first(s, i, span);
	if (to == 0)
		return 0;
	if (i == 0 || (s->t->list[i - 1].sort != TOKEN_WORD &&
	    !seen_mark(s, i - 1, '(') && !seen_mark(s, i - 1, '[') &&
	    !seen_mark(s, i - 1, ':')))
		span->confidence = 0;
	return to;
}
