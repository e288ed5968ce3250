/* rule_trait.c -- nationality, people and faith; profession. */
#include "redact/find/name/rule.h"

#define LANGUAGE_REACH 8u

/* Do the small words around say that this is English? */
static bool
is_english(const struct seen *s, size_t i)
{
	size_t from = i > LANGUAGE_REACH ? i - LANGUAGE_REACH : 0;
	int en = 0, other = 0;

	for (size_t k = from; k < s->t->n && k < i + LANGUAGE_REACH; k++) {
		en += seen_in(s, k, LIST_STOP_EN);
		other += seen_any(s, k, LIST_BIT(LIST_STOP_PL) |
		    LIST_BIT(LIST_STOP_FR));
	}
	return en >= other;
}

size_t
rule_nation(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const members[] = { "national", "nationals",
		"citizen", "citizens", "nationality", "origin", "descent",
		"ressortissant", "ressortissante", "nationalité", "origine",
		"obywatel", "obywatelka", "obywatela", "obywatelstwo",
		"narodowości", "pochodzenia", "wyznania", NULL };
	size_t to;

	if (!seen_in(s, i, LIST_NATION))
		return 0;
	for (to = i + 1; seen_in(s, to, LIST_NATION) &&
	    seen_capital(s, to) == seen_capital(s, i); to++)
		;
	if (!seen_capital(s, i)) {
		if (is_english(s, i))
			return 0;
		if ((i > 0 && seen_one_of(s, i - 1, members)) ||
		    seen_one_of(s, to, members))
			return rule_says(span, to, RULE_NATIONALITY, .6,
			    "nationality");
		return rule_says(span, to, RULE_NATIONALITY, .32,
		    "nationality, perhaps");
	}
	if (seen_one_of(s, to, members) || (i > 0 &&
	    seen_one_of(s, i - 1, members)))
		return rule_says(span, to, RULE_NATIONALITY, .5, "nationality");
	return rule_says(span, to, RULE_NATIONALITY, .4,
	    "nationality, people or faith");
}

size_t
rule_profession(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const cues[] = { "as", "profession", "occupation",
		"job", "jako", "zawodu", "zawodzie", "zawód", "stanowisko",
		"stanowisku", "métier", "comme", "profession", NULL };
	static const char *const articles[] = { "a", "an", "un", "une", "the",
		":", "of", "de", "d'", NULL };
	size_t to, at = i;

	if (!seen_in(s, i, LIST_PROFESSION) || !seen_ordinary(s, i))
		return 0;
	for (to = i + 1; seen_in(s, to, LIST_PROFESSION) &&
	    seen_ordinary(s, to); to++)
		;
	while (at > 0 && i - at < 3 && (seen_one_of(s, at - 1, articles) ||
	    seen_mark(s, at - 1, ':')))
		at--;
	if (at > 0 && seen_one_of(s, at - 1, cues))
		return rule_says(span, to, RULE_PROFESSION, .6,
		    "profession beside its word");
	return rule_says(span, to, RULE_PROFESSION, 0, "profession?");
}
