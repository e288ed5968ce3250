/*
 * rule_org.c -- organisations: what is written with capitals around a word of
 * theirs ("Kayseri Administrative Court", "Sąd Rejonowy w Radomiu"), what ends
 * in a form of company ("Viasat AB"), what everybody knows by name.
 *
 * "The Supreme Court" tells less than "the Court of Radom": an organisation
 * is surer when a place, or a word of no dictionary, is a part of its name.
 */
#include "redact/find/name/rule.h"

#define ORG_TOKENS_MAX 14u

/* Joins two capital words of one name. */
static bool
is_joiner(const struct seen *s, size_t i)
{
	static const char *const joiners[] = { "of", "for", "and", "the", "de",
		"du", "des", "la", "le", "les", "d'", "l'", "et", "w", "we",
		"i", "ds", "do", "dla", "na", "im", "für", "der", "und", "en",
		"pour", "à", "aux", "on", "ve", "di", "del", NULL };

	return seen_one_of(s, i, joiners) || seen_mark(s, i, '&');
}

static bool
is_part(const struct seen *s, size_t i)
{
	return seen_capital(s, i) && !seen_is(s, i, TOKEN_ADDED);
}

/* "Ministerstwa Finansów Marek Dąbrowski": there somebody begins. */
static bool
begins_person(const struct seen *s, size_t i)
{
	const uint32_t other = LIST_BIT(LIST_COMMON) | LIST_BIT(LIST_PLACE);

	return is_part(s, i) && seen_in(s, i, LIST_FIRST_NAME) &&
	    !seen_any(s, i, other) && is_part(s, i + 1) &&
	    seen_in(s, i + 1, LIST_SURNAME) &&
	    !seen_any(s, i + 1, LIST_BIT(LIST_ORG_CUE)) &&
	    !seen_in(s, i - 1, LIST_ORG_CUE) && !is_joiner(s, i - 1) &&
	    !seen_mark(s, i - 1, '.');
}

/* The end of a run of capital words with joiners between them, from i. */
static size_t
over_capitals(const struct seen *s, size_t i)
{
	size_t at = i, ahead;

	while (at < s->t->n && at < i + ORG_TOKENS_MAX) {
		if (at > i && begins_person(s, at))
			break;
		if (is_part(s, at)) {
			at++;
			continue;
		}
		/* "Magistrates' Court", "Jehovah's Witnesses" */
		if (at > i && seen_is(s, at, TOKEN_ADDED) &&
		    is_part(s, at + 1)) {
			at++;
			continue;
		}
		if (at > i && seen_mark(s, at, '\'') && seen_joined(s, at) &&
		    is_part(s, at + 1)) {
			at++;
			continue;
		}
		ahead = at;
		while (ahead < at + 3 && is_joiner(s, ahead))
			ahead++;
		if (ahead == at || at == i || !is_part(s, ahead))
			break;
		at = ahead;
	}
	return at;
}

/* Words before the first capital one do not belong: "In", "The". */
static bool
is_opening(const struct seen *s, size_t i)
{
	return seen_any(s, i, LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_FR) |
	    LIST_BIT(LIST_STOP_PL)) || seen_in(s, i, LIST_TITLE) ||
	    (seen_in(s, i, LIST_PROFESSION) && seen_in(s, i + 1,
	    LIST_ORG_CUE));
}

static bool
tells(const struct seen *s, size_t i)
{
	if (!is_part(s, i) || seen_any(s, i, LIST_BIT(LIST_ORG_CUE) |
	    LIST_BIT(LIST_NATION) | LIST_BIT(LIST_COUNTRY)))
		return false;
	return seen_in(s, i, LIST_PLACE) || !seen_in(s, i, LIST_COMMON);
}

/* States and their governments are no organisation that tells. */
static bool
is_of_state(const struct seen *s, size_t from, size_t to)
{
	static const char *const words[] = { "government", "republic",
		"kingdom", "gouvernement", "rząd", "rządu", "rządem", "rządowi",
		"court", "courts", "parliament", "council", "commission",
		"convention", "assembly", "chamber", "section", NULL };
	bool state = false;

	for (size_t i = from; i < to; i++) {
		if (seen_one_of(s, i, words))
			state = true;
		else if (is_part(s, i) && !seen_any(s, i,
		    LIST_BIT(LIST_NATION) | LIST_BIT(LIST_COUNTRY)))
			return false;
	}
	return state;
}

/* The last token of [from, to) that speaks for an organisation; to if none. */
static size_t
cue_in(const struct seen *s, size_t from, size_t to)
{
	for (size_t i = to; i-- > from;)
		if (is_part(s, i) && seen_in(s, i, LIST_ORG_CUE))
			return i;
	return to;
}

static size_t
by_cue(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to = over_capitals(s, i), cue;
	bool telling = false;

	if (to == i || (cue = cue_in(s, i, to)) == to)
		return 0;
	if (to == i + 1)
		return rule_says(span, to, RULE_ORG, 0, "organisation?");
	if (is_of_state(s, i, to))
		return rule_says(span, to, RULE_ORG, 0, "a state's");
	for (size_t k = i; k < to && !telling; k++)
		telling = tells(s, k);
	return rule_says(span, to, RULE_ORG, telling ? .58 : 0,
	    telling ? "organisation of its own name" :
	    "word of an organisation");
}

/* French and Polish write the word small: "tribunal de grande instance de
 * Paris", "sąd rejonowy w Radomiu", "cour d'appel de Lyon". */
static size_t
by_small_cue(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = i + 1, run = 0;

	if (!seen_ordinary(s, i) || !seen_in(s, i, LIST_ORG_CUE))
		return 0;
	for (; at < s->t->n && at < i + 7; at++) {
		if (is_part(s, at)) {
			if (at > i + 1 && run > 0)
				break;
			return rule_says(span, over_capitals(s, at), RULE_ORG,
			    .4, "organisation and its place");
		}
		/* English writes such words small when it means any. */
		if (!seen_ordinary(s, at) || seen_in(s, at, LIST_STOP_EN) ||
		    seen_word(s, at, "for"))
			break;
		run = is_joiner(s, at) ? 0 : run + 1;
		if (run > 2)
			break;
	}
	return 0;
}

/* "Acme Ltd", "Clinique S.A.", "Drukarnia sp. z o.o.": the form ends it. */
static size_t
by_form(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to = over_capitals(s, i), at;

	if (to == i)
		return 0;
	for (at = i + 1; at < to; at++)
		if (seen_in(s, at, LIST_ORG_FORM) && (seen_is(s, at,
		    TOKEN_UPPER | TOKEN_INITIAL) || seen_word(s, at, "sp") ||
		    s->t->list[at].low_len > 2)
		    && !(seen_joined(s, at + 1) && seen_mark(s, at + 1, '-')))
			break;
	if (at == to) {
		if (seen_mark(s, at, ','))
			at++;
		if (!seen_in(s, at, LIST_ORG_FORM) ||
		    seen_in(s, at, LIST_STOP_EN) || s->t->list[at].sort !=
		    TOKEN_WORD || s->t->list[at].low_len < 2)
			return 0;
		/* "sp. z o.o." */
		if (!seen_capital(s, at) && !seen_word(s, at, "sp"))
			return 0;
	}
	while (seen_in(s, at, LIST_ORG_FORM) || (seen_mark(s, at, '.') &&
	    seen_joined(s, at) && (seen_in(s, at + 1, LIST_ORG_FORM) ||
	    !seen_capital(s, at + 1))))
		at++;
	return rule_says(span, at, RULE_ORG, .8, "form of a company");
}

size_t
rule_org(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to;

	if (i >= s->t->n || s->t->list[i].sort != TOKEN_WORD)
		return 0;
	if (!seen_is(s, i, TOKEN_CAPITAL))
		return by_small_cue(s, i, span);
	if (is_opening(s, i) && !seen_in(s, i, LIST_ORG_KNOWN))
		return 0;
	if ((to = by_form(s, i, span)) > 0 || (to = by_cue(s, i, span)) > 0)
		return to;
	if (seen_in(s, i, LIST_ORG_KNOWN) && !seen_in(s, i, LIST_COMMON)) {
		for (to = i + 1; seen_in(s, to, LIST_ORG_KNOWN); to++)
			;
		return rule_says(span, to, RULE_ORG, .5, "known organisation");
	}
	return 0;
}
