/*
 * rule_case.c -- the numbers that courts give: "no. 4027/05", "II K 123/24",
 * "1:20-cv-01234", "[2003] EWCA Civ 123", "RG n° 12/345".
 */
#include "redact/find/name/rule.h"

#include <string.h>

#define LOOK_BACK 8u	/* tokens in which a cue is looked for */

/* "16444/07", "30/1993/425/504": the end, or i. */
static size_t
over_slashed(const struct seen *s, size_t i)
{
	size_t at = i;

	if (seen_digits(s, i) == 0 || seen_digits(s, i) > 6)
		return i;
	while (seen_mark(s, at + 1, '/') && seen_joined(s, at + 1) &&
	    seen_joined(s, at + 2) && seen_digits(s, at + 2) > 0 &&
	    seen_digits(s, at + 2) <= 6)
		at += 2;
	return at == i ? i : at + 1;
}

/* The words that stand before a Polish number, near. */
static bool
has_polish_cue(const struct seen *s, size_t i)
{
	static const char *const words[] = { "sygn", "akt", "sygnatura",
		"sygnaturze", "syg", "sprawa", "sprawie", "sprawy", "wyrok",
		"wyroku", "wyrokiem", "postanowienie", "postanowieniem",
		"postanowienia", "uchwała", "uchwały", "orzeczenie",
		"orzeczenia", "wyroki", NULL };

	for (size_t k = 1; k <= LOOK_BACK && k <= i; k++)
		if (seen_one_of(s, i - k, words))
			return true;
	return false;
}

static bool
has_cue_before(const struct seen *s, size_t i)
{
	static const char *const words[] = { "rg", "case", "cases", "affaire",
		"v", NULL };

	for (size_t k = 1; k <= LOOK_BACK && k <= i; k++) {
		if (seen_in(s, i - k, LIST_CODE_CUE) ||
		    seen_one_of(s, i - k, words))
			return true;
		if (seen_mark(s, i - k, ';'))
			return false;
	}
	return has_polish_cue(s, i);
}

/* "2003/04": a year and the next. */
static bool
is_season(const struct seen *s, size_t i)
{
	long a = seen_number(s, i), b = seen_number(s, i + 2);

	return seen_digits(s, i) == 4 && a >= 1900 && a < 2100 &&
	    (a + 1) % 100 == b % 100;
}

static size_t
application(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to = over_slashed(s, i), from;
	long year;

	if (to == i || (i > 0 && seen_joined(s, i) &&
	    !seen_mark(s, i - 1, '(') && !seen_mark(s, i - 1, '.') &&
	    !seen_mark(s, i - 1, ',') && !seen_mark(s, i - 1, '"') &&
	    s->t->list[i - 1].end - s->t->list[i - 1].start == 1))
		return 0;
	if (has_cue_before(s, i))
		return rule_says(span, to, RULE_CASE_NUMBER, .9,
		    "number of a case, beside its word");
	year = seen_number(s, i + 2);
	if (to != i + 3 || seen_digits(s, i) < 3 || is_season(s, i) ||
	    (seen_digits(s, i + 2) != 2 && (year < 1950 || year > 2050)))
		return 0;
	/* One of a list. */
	from = i > 4 ? i - 4 : 0;
	for (; from + 2 < i; from++)
		if (over_slashed(s, from) > from)
			return rule_says(span, to, RULE_CASE_NUMBER, .8,
			    "one of several numbers of cases");
	if (seen_digits(s, i) == 3 || seen_digits(s, i) > 5)
		return rule_says(span, to, RULE_CASE_NUMBER, .35,
		    "form of a case's number");
	return rule_says(span, to, RULE_CASE_NUMBER, .6,
	    "form of a case's number");
}

static bool
is_roman(const struct seen *s, size_t i)
{
	size_t len;
	const char *low;

	if (!seen_capital(s, i) || seen_is(s, i, TOKEN_MIXED))
		return false;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; k < len; k++)
		if (strchr("ivx", low[k]) == NULL)
			return false;
	return len <= 6;
}

/* "II K 123/24", "VI ACa 12/10", "II SA/Wa 123/20", "SK 12/03". */
static size_t
polish(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = i + is_roman(s, i), to;

	if (!seen_capital(s, at) || s->t->list[at].low_len > 4 ||
	    seen_is(s, at, TOKEN_INITIAL) || seen_in(s, at, LIST_CODE_CUE))
		return 0;
	at++;
	if (seen_mark(s, at, '/') && seen_joined(s, at) &&
	    seen_joined(s, at + 1) && seen_capital(s, at + 1))
		at += 2;
	if (seen_joined(s, at))
		return 0;
	to = over_slashed(s, at);
	if (to == at)
		return 0;
	if (has_polish_cue(s, i))
		return rule_says(span, to, RULE_CASE_NUMBER, .92,
		    "Polish number of a case, beside its word");
	/* In a row of figures it tells on nobody. */
	if (is_roman(s, i) && i > 0 && (seen_mark(s, i - 1, '(') ||
	    s->t->list[i - 1].sort == TOKEN_WORD))
		return rule_says(span, to, RULE_CASE_NUMBER, .7,
		    "Polish number of a case");
	return rule_says(span, to, RULE_CASE_NUMBER, 0, "perhaps a case");
}

/* "1:20-cv-01234", "20-cv-1234". */
static size_t
docket(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const kinds[] = { "cv", "cr", "mj", "md", "mc", "bk",
		"ap", "misc", "civ", "crim", NULL };

	if (s->t->list[i].sort != TOKEN_NUMBER || !seen_mark(s, i + 1, '-') ||
	    !seen_one_of(s, i + 2, kinds) || !seen_mark(s, i + 3, '-') ||
	    seen_digits(s, i + 4) < 3)
		return 0;
	return rule_says(span, i + 5, RULE_CASE_NUMBER, .92, "docket number");
}

static bool
is_year(const struct seen *s, size_t i)
{
	long n = seen_number(s, i);

	return seen_digits(s, i) == 4 && n > 1850 && n < 2100;
}

/* "[2003] EWCA Civ 123", "[1998] 3 WLR 206", "NJA 2005 p. 884". */
static size_t
citation(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = i + 3, words = 0;

	if (seen_is(s, i, TOKEN_UPPER) && is_year(s, i + 1) &&
	    (seen_word(s, i + 2, "p") || seen_word(s, i + 2, "s")) &&
	    seen_mark(s, i + 3, '.') && seen_digits(s, i + 4) > 0)
		return rule_says(span, i + 5, RULE_CASE_NUMBER, .6,
		    "report of a judgment");
	if (!seen_mark(s, i, '[') || !is_year(s, i + 1) ||
	    !seen_mark(s, i + 2, ']'))
		return 0;
	if (seen_digits(s, at) > 0)
		at++;
	while (words < 3 && seen_capital(s, at)) {
		at++;
		words++;
	}
	if (words == 0 || seen_digits(s, at) == 0)
		return 0;
	return rule_says(span, at + 1, RULE_CASE_NUMBER, .8,
	    "neutral citation");
}

/* "n° 95-12.345": an appeal to the French court of cassation. */
static size_t
french(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t len;
	const char *low;

	if (seen_digits(s, i) != 2 || !seen_mark(s, i + 1, '-') ||
	    !seen_joined(s, i + 2) || i + 2 >= s->t->n ||
	    s->t->list[i + 2].sort != TOKEN_NUMBER)
		return 0;
	low = token_low(s->t, i + 2, &len);
	if (len != 6 || low[2] != '.' || !has_cue_before(s, i))
		return 0;
	return rule_says(span, i + 3, RULE_CASE_NUMBER, .9,
	    "number of an appeal");
}

size_t
rule_case(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to = 0;

	if (seen_capital(s, i))
		to = polish(s, i, span);
	if (to == 0 && s->t->list[i].sort == TOKEN_NUMBER &&
	    (to = docket(s, i, span)) == 0 && (to = french(s, i, span)) == 0)
		to = application(s, i, span);
	return to > 0 ? to : citation(s, i, span);
}
