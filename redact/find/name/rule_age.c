/* rule_age.c -- ages: "aged 45", "45-year-old", "lat 45", "âgé de 45 ans". */
#include "redact/find/name/rule.h"

#define AGE_MOST 120

static bool
is_age(const struct seen *s, size_t i)
{
	long n = seen_number(s, i);

	return seen_digits(s, i) <= 3 && n >= 1 && n <= AGE_MOST;
}

static bool
is_age_or_word(const struct seen *s, size_t i)
{
	return is_age(s, i) || (seen_in(s, i, LIST_NUMBER_WORD) &&
	    !seen_is(s, i, TOKEN_CAPITAL));
}

/* A number first: "45-year-old", "45 years old", "45 ans", "45-letni". */
static size_t
number_first(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const old[] = { "year-old", "years-old",
		"year-olds", "yo", "y", "letni", "letnia", "letniego",
		"letniej", "letniemu", "letnim", "letnią", "latek", "latka",
		"latkę", "latka", "roczny", "roczna", "latkowie", NULL };
	static const char *const are[] = { "ma", "miał", "miała", "skończył",
		"skończyła", "mając", "mający", "mająca", NULL };
	size_t at = i + 1;

	if (!is_age_or_word(s, i))
		return 0;
	while (seen_in(s, at, LIST_NUMBER_WORD))
		at++;
	if (seen_mark(s, at, '-') && seen_joined(s, at)) {
		if (seen_one_of(s, at + 1, old))
			return rule_says(span, at + 2, RULE_AGE, .85, "age");
		if (!seen_word(s, at + 1, "year"))
			return 0;
		at++;
	}
	if ((seen_word(s, at, "years") || seen_word(s, at, "year")) &&
	    (seen_word(s, at + 1, "old") || (seen_mark(s, at + 1, '-') &&
	    seen_word(s, at + 2, "old"))))
		return rule_says(span, at + 2 + seen_mark(s, at + 1, '-'),
		    RULE_AGE, .8, "age");
	if (seen_word(s, at, "years") && seen_word(s, at + 1, "of") &&
	    seen_word(s, at + 2, "age"))
		return rule_says(span, at + 3, RULE_AGE, .6, "age");
	if ((seen_word(s, at, "lat") || seen_word(s, at, "lata")) && i > 0 &&
	    seen_one_of(s, i - 1, are))
		return rule_says(span, at + 1, RULE_AGE, .7, "age");
	if (seen_word(s, at, "ans") && ((i > 1 &&
	    seen_in(s, i - 2, LIST_AGE_CUE)) || (i > 0 &&
	    seen_mark(s, i - 1, ','))))
		return rule_says(span, at + 1, RULE_AGE, .7, "age");
	return 0;
}

/* A cue first: "aged 45", "age of 45", "lat 45", "âgé de 45 ans". */
static size_t
cue_first(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const cues[] = { "aged", "age", "ages", "âgé",
		"âgée", "âgés", "âgées", "âge", "lat", "wieku", "wiek",
		"agée", "agé", NULL };
	static const char *const between[] = { "of", "de", ":", "was", "is",
		"between", "about", "around", "około", NULL };
	size_t at = i + 1;

	if (!seen_one_of(s, i, cues))
		return 0;
	while (seen_one_of(s, at, between) || seen_mark(s, at, ':'))
		at++;
	if (!is_age_or_word(s, at))
		return 0;
	while (is_age_or_word(s, at) && at < i + 6)
		at++;
	if (seen_word(s, at, "ans") || seen_word(s, at, "lat") ||
	    seen_word(s, at, "years") || seen_word(s, at, "months") ||
	    seen_word(s, at, "mois"))
		at++;
	return rule_says(span, at, RULE_AGE, seen_word(s, i, "age") ||
	    seen_word(s, i, "ages") || seen_word(s, i, "âge") ? .4 : .65,
	    "age beside its word");
}

size_t
rule_age(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to = number_first(s, i, span);

	return to > 0 ? to : cue_first(s, i, span);
}
