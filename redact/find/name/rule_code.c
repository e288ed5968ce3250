/*
 * rule_code.c -- numbers that a word beside them makes a code: a badge, an
 * invoice, a file; and what is numbered but no code: "Article 6 § 1".
 *
 * A long number without a word of its own is left to those who know its check
 * digits: if they do not take it, it is nothing.
 */
#include "redact/find/name/rule.h"

#include <string.h>

#define CODE_TOKENS_MAX 12u
#define LIST_TOKENS_MAX 60u
#define BARE_DIGITS_MOST 6u	/* of a number behind "no." alone */

/* Says "a number follows", not what kind of number. */
static bool
is_number_word(const struct seen *s, size_t i)
{
	static const char *const words[] = { "no", "nos", "nr", "number",
		"numbers", "num", "n", "numéro", "numéros", "numer", "numerze",
		"numeru", "nry", "n°", "nº", "code", "id", "room", "flight",
		NULL };

	return seen_one_of(s, i, words);
}

/* Over ". : # ° (" between a cue and its number, backwards. */
static size_t
back_over_marks(const struct seen *s, size_t i)
{
	static const char marks[] = ".:#(\"=";
	size_t len;

	for (size_t steps = 0; i > 0 && steps < 3; steps++, i--) {
		const char *low = token_low(s->t, i - 1, &len);

		if (s->t->list[i - 1].sort != TOKEN_MARK || len > 2 ||
		    (len == 1 && strchr(marks, low[0]) == NULL))
			break;
		if (len == 2 && (uint8_t)low[0] != 0xc2)	/* ° º § */
			break;
	}
	return i;
}

/* The end of what is written together from i; has it a digit, is it mixed? */
static size_t
over_code(const struct seen *s, size_t i, bool *digit, bool *mixed)
{
	static const char glue[] = "-/._:";
	size_t at = i;

	*digit = *mixed = false;
	for (; at < s->t->n && at < i + CODE_TOKENS_MAX; at++) {
		const struct token *k = &s->t->list[at];

		if (at > i && !seen_joined(s, at))
			break;
		if (k->sort == TOKEN_MARK) {
			if (at == i || strchr(glue,
			    token_mark(s->t, at)) == NULL ||
			    token_mark(s->t, at) == '\0' ||
			    !seen_joined(s, at + 1) ||
			    s->t->list[at + 1].sort == TOKEN_MARK)
				break;
			*mixed = true;
			continue;
		}
		if ((k->is & TOKEN_DIGIT) != 0)
			*digit = true;
		if (k->sort == TOKEN_WORD)
			*mixed = true;
		if (k->sort == TOKEN_WORD && (k->is & (TOKEN_DIGIT |
		    TOKEN_UPPER)) == 0 && k->end - k->start > 2)
			break;
	}
	return at;
}

/* Is a number one of a list that a plural opens: "plots nos. 260, 268, 45"? */
static bool
is_listed(const struct seen *s, size_t i)
{
	static const char *const plurals[] = { "nos", "numéros", "numbers",
		"nry", "n", "parcelles", "plots", "no", "nr", NULL };
	static const char *const joiners[] = { "and", "et", "i", "oraz", "to",
		"&", NULL };
	size_t at = i, steps = 0;

	for (; at > 0 && steps < LIST_TOKENS_MAX; at--, steps++) {
		const struct token *k = &s->t->list[at - 1];

		if ((k->is & TOKEN_DIGIT) != 0 ? k->low_len <= BARE_DIGITS_MOST
		    && (s->t->list[at].is & (TOKEN_DIGIT | TOKEN_SPACE)) !=
		    (TOKEN_DIGIT | TOKEN_SPACE) :
		    seen_mark(s, at - 1, ',') || seen_one_of(s, at - 1,
		    joiners) || ((seen_mark(s, at - 1, '/') ||
		    seen_mark(s, at - 1, '-')) && seen_joined(s, at)))
			continue;
		break;
	}
	if (steps < 2 || (!seen_mark(s, i - 1, ',') &&
	    !seen_one_of(s, i - 1, joiners)))
		return false;
	at = back_over_marks(s, at);
	return at > 0 && seen_one_of(s, at - 1, plurals);
}

size_t
rule_code(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to, cue, len;
	bool digit, mixed;

	if (i == 0 || s->t->list[i].sort == TOKEN_MARK || !(seen_is(s, i,
	    TOKEN_DIGIT | TOKEN_UPPER) || s->t->list[i].end -
	    s->t->list[i].start <= 2))
		return 0;
	to = over_code(s, i, &digit, &mixed);
	if (!digit || to == i)
		return 0;
	(void)token_low(s->t, i, &len);
	cue = back_over_marks(s, i);
	if (cue == 0 || !seen_any(s, cue - 1, LIST_BIT(LIST_CODE_CUE)))
		return s->t->list[i].sort == TOKEN_NUMBER &&
		    len <= BARE_DIGITS_MOST && is_listed(s, i) ?
		    rule_says(span, to, RULE_CODE, .4, "one of a list") : 0;
	cue--;
	if (!is_number_word(s, cue)) {
		/* "case 3", "file 12": a word that counts as well */
		if (!mixed && len < 4)
			return rule_says(span, to, RULE_CODE, 0,
			    "number beside its word");
		return rule_says(span, to, RULE_CODE, len > 12 ? .4 : .65,
		    "code beside its word");
	}
	if (cue > 0 && seen_in(s, back_over_marks(s, cue) - 1, LIST_LAW))
		return rule_says(span, to, RULE_LAW, 0, "law");
	if (cue > 0 && !is_number_word(s, cue - 1) &&
	    seen_in(s, cue - 1, LIST_CODE_CUE))
		return rule_says(span, to, RULE_CODE, len > 12 ? .4 : .7,
		    "code beside its word");
	if (mixed)
		return rule_says(span, to, RULE_CODE, .45, "numbered");
	if (len <= BARE_DIGITS_MOST)
		return rule_says(span, to, RULE_CODE, len > 2 ? .35 : 0,
		    "numbered");
	return 0;
}

/* "Article 6 §§ 1 and 3 (b)", "Law no. 3953", "art. 233 § 1 k.k.". */
size_t
rule_law(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const and[] = { "and", "et", "i", "to", "or", "ou",
		"oraz", "lub", NULL };
	size_t at = i, last = i;

	if (!seen_in(s, i, LIST_LAW) || seen_word(s, i, "order"))
		return 0;
	for (at = i + 1; at < s->t->n && at < i + 30; at++) {
		if (s->t->list[at].sort == TOKEN_NUMBER) {
			if (seen_in(s, at + 1, LIST_MONTH))
				break;
			last = at + 1;
			while (seen_mark(s, last, '/') &&
			    seen_joined(s, last) && seen_is(s, last + 1,
			    TOKEN_DIGIT))
				last += 2;
			at = last - 1;
		} else if (s->t->list[at].sort == TOKEN_MARK) {
			if (seen_mark(s, at, '(') && seen_mark(s, at + 2, ')'))
				at += 2;
			else if (seen_mark(s, at, '(') ||
			    seen_mark(s, at, '"') || seen_mark(s, at, ';'))
				break;
		} else if (!seen_in(s, at, LIST_LAW) &&
		    !seen_one_of(s, at, and) && !is_number_word(s, at)) {
			break;
		}
	}
	return last > i ? rule_says(span, last, RULE_LAW, 0, "law") : 0;
}
