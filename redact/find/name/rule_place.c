/*
 * rule_place.c -- towns, regions and countries of the lists; and what stands
 * with a capital behind a word that asks for a place ("the village of X").
 */
#include "redact/find/name/rule.h"

#include <string.h>

#define PLACE_BITS (LIST_BIT(LIST_PLACE) | LIST_BIT(LIST_COUNTRY))

static bool
is_name_too(const struct seen *s, size_t i)
{
	return seen_any(s, i, LIST_BIT(LIST_FIRST_NAME) |
	    LIST_BIT(LIST_SURNAME) | LIST_BIT(LIST_COMMON) |
	    LIST_BIT(LIST_ORG_CUE) | LIST_BIT(LIST_MONTH));
}

static bool
is_stop(const struct seen *s, size_t i)
{
	return seen_any(s, i, LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_PL) |
	    LIST_BIT(LIST_STOP_FR));
}

static bool
is_asked_for(const struct seen *s, size_t i)
{
	static const char *const asks[] = { "in", "near", "from", "at", "à",
		"w", "we", "z", "ze", "do", "koło", "en", "of", NULL };

	while (i > 0 && seen_any(s, i - 1, PLACE_BITS) &&
	    seen_capital(s, i - 1))
		i--;
	return i > 0 && seen_one_of(s, i - 1, asks);
}

/* A state by its full name is a party, not a place. */
static bool
is_state(const struct seen *s, size_t i)
{
	static const char *const words[] = { "republic", "federal", "kingdom",
		NULL };

	return seen_one_of(s, i, words) || (i > 1 &&
	    seen_word(s, i - 1, "of") && seen_one_of(s, i - 2, words));
}

static size_t
of_list(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to = i;
	bool sure = false;

	if (!seen_capital(s, i) || !seen_any(s, i, PLACE_BITS))
		return 0;
	for (; seen_any(s, to, PLACE_BITS) && (to == i ||
	    seen_capital(s, to) || (seen_any(s, to - 1, PLACE_BITS) &&
	    seen_any(s, to + 1, PLACE_BITS))); to++)
		sure |= !is_stop(s, to) && (!is_name_too(s, to) ||
		    (seen_in(s, to, LIST_COUNTRY) &&
		    !seen_in(s, to, LIST_COMMON)));
	while (to > i + 1 && !seen_capital(s, to - 1))
		to--;
	if (to == i + 1 && is_stop(s, i))
		return 0;
	if (!s->flat && seen_is(s, i, TOKEN_UPPER) &&
	    (seen_word(s, i, "us") || seen_word(s, i, "uk")))
		return rule_says(span, to, RULE_LOCATION, .4, "country");
	if (is_state(s, i))
		return rule_says(span, to, RULE_LOCATION, 0, "a state");
	if (is_asked_for(s, i))
		return rule_says(span, to, RULE_LOCATION, sure || to > i + 1 ?
		    .58 : .42, "place of a list, asked for");
	if (sure || to > i + 1)
		return rule_says(span, to, RULE_LOCATION, .45,
		    "place of a list");
	if (!seen_is(s, i, TOKEN_FIRST) && !seen_in(s, i, LIST_COMMON))
		return rule_says(span, to, RULE_LOCATION, .35,
		    "place of a list, or a name");
	return rule_says(span, to, RULE_LOCATION, 0, "place?");
}

/* "lives in", "practising in", "né à": what follows is a place. */
static bool
is_lived_in(const struct seen *s, size_t i)
{
	static const char *const verbs[] = { "lives", "live", "lived", "living",
		"born", "resides", "residing", "resident", "practising",
		"practicing", "situated", "located", "settled", "detained",
		"demeurant", "né", "née", "vit", "habite", "réside", "résidant",
		"domicilié", "domiciliée", "situé", "située", "situés",
		"exerçant", "siégeant", "mieszka", "mieszkał", "mieszkała",
		"zamieszkały", "zamieszkała", "urodził", "urodziła", "urodzony",
		"urodzona", "zam", "położony", "położona", "mieszkający",
		"mieszkająca", "siedzibą", "moved", "grew", NULL };
	static const char *const in[] = { "in", "at", "near", "à", "w", "we",
		"się", "to", "up", "back", ".", NULL };
	size_t at = i;

	while (at > 0 && i - at < 3 && (seen_one_of(s, at - 1, in) ||
	    seen_mark(s, at - 1, '.')))
		at--;
	return at > 0 && at < i && seen_one_of(s, at - 1, verbs);
}

/* Behind "in", a name that no dictionary has. */
static bool
is_in(const struct seen *s, size_t i)
{
	static const char *const in[] = { "in", "near", "à", "w", "we", "koło",
		"from", NULL };

	return i > 0 && seen_one_of(s, i - 1, in) && !s->flat &&
	    !seen_is(s, i, TOKEN_INITIAL | TOKEN_MIXED) &&
	    (!seen_is(s, i, TOKEN_UPPER) || s->t->list[i].low_len > 5) &&
	    !seen_any(s, i, LIST_BIT(LIST_COMMON) | LIST_BIT(LIST_LAW) |
	    LIST_BIT(LIST_MONTH) | LIST_BIT(LIST_DAY) |
	    LIST_BIT(LIST_ORG_CUE) | LIST_BIT(LIST_TITLE) |
	    LIST_BIT(LIST_ORG_KNOWN) | LIST_BIT(LIST_PROFESSION));
}

/* "w województwie łódzkim": Polish writes such adjectives small. */
static size_t
polish_region(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const kinds[] = { "województwie", "województwo",
		"województwa", "woj", "powiecie", "powiat", "powiatu", "pow",
		NULL };
	static const char *const endings[] = { "skie", "skim", "skiego",
		"ckie", "ckim", "ckiego", "dzkie", "dzkim", "dzkiego", NULL };
	size_t at = i, len;
	const char *low;

	if (at > 0 && seen_mark(s, at - 1, '.'))
		at--;
	if (at == 0 || !seen_one_of(s, at - 1, kinds) || !seen_ordinary(s, i))
		return 0;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; endings[k] != NULL; k++) {
		size_t n = strlen(endings[k]);

		if (len > n && memcmp(low + len - n, endings[k], n) == 0)
			return rule_says(span, i + 1, RULE_LOCATION, .5,
			    "Polish region");
	}
	return 0;
}

/* "the village of Ovacik", "w miejscowości Dęba", "the Tunceli district". */
static size_t
by_cue(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const kinds[] = { "village", "town", "city",
		"municipality", "district", "province", "hamlet", "commune",
		"ville", "villages", "miejscowości", "wsi", "gminie", "powiecie",
		"mieście", "miasta", "gminy", "powiatu", "region", "county",
		"island", "parish", "suburb", "hameau", "quartier", "dzielnicy",
		"osiedlu", "arrondissement", "canton", NULL };
	size_t to = i;

	if (!seen_capital(s, i) || is_stop(s, i) || seen_in(s, i, LIST_NATION))
		return 0;
	while (seen_capital(s, to) && !is_stop(s, to) && to < i + 3)
		to++;
	if (i > 1 && (seen_word(s, i - 1, "of") || seen_word(s, i - 1, "de") ||
	    seen_word(s, i - 1, "d'")) && seen_one_of(s, i - 2, kinds))
		return rule_says(span, to, RULE_LOCATION, .6,
		    "place behind its word");
	if (is_lived_in(s, i))
		return rule_says(span, to, RULE_LOCATION, seen_in(s, i,
		    LIST_COMMON) ? .35 : .5, "place where somebody lives");
	if (is_in(s, i) && to <= i + 2)
		return rule_says(span, to, RULE_LOCATION, .38,
		    "unknown name behind a word of place");
	if ((i > 0 && seen_one_of(s, i - 1, kinds) &&
	    seen_ordinary(s, i - 1)) || (seen_one_of(s, to, kinds) &&
	    seen_ordinary(s, to) && !seen_in(s, i, LIST_COMMON)))
		return rule_says(span, to, RULE_LOCATION, .45,
		    "place beside its word");
	return 0;
}

size_t
rule_place(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to;

	if (i >= s->t->n || s->t->list[i].sort != TOKEN_WORD)
		return 0;
	if ((to = polish_region(s, i, span)) > 0)
		return to;
	to = of_list(s, i, span);
	if (to > 0 && span->confidence > 0)
		return to;
	return by_cue(s, i, span);
}
