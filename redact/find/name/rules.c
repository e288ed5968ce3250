/* rules.c -- what rules see in a sentence; see names.h. */
#include "redact/find/name/rule.h"

/* What a token must be for a rule to look at it; any of. */
enum when {
	WHEN_DIGIT = 1,		/* has a digit */
	WHEN_CAPITAL = 2,
	WHEN_MARK = 4,		/* but for those between words */
	WHEN_HYPHEN = 8,
	WHEN_PLACED = 16	/* behind a word of place */
};

/* What tells most of itself comes first: an address holds a number and a
 * street, an organisation a place, a date a number. */
static const struct {
	size_t (*ask)(const struct seen *s, size_t i, struct rule_span *span);
	unsigned when;
	uint32_t lists;		/* or the token stands in one of these */
} rules[] = {
	{ rule_law, 0, LIST_BIT(LIST_LAW) },
	{ rule_address, WHEN_DIGIT | WHEN_CAPITAL, LIST_BIT(LIST_STREET) },
	{ rule_case, WHEN_DIGIT | WHEN_CAPITAL | WHEN_MARK, 0 },
	{ rule_numeric_date, WHEN_DIGIT, 0 },
	{ rule_date, WHEN_DIGIT | WHEN_CAPITAL, LIST_BIT(LIST_MONTH) |
	    LIST_BIT(LIST_DAY) | LIST_BIT(LIST_TIME_UNIT) },
	{ rule_age, WHEN_DIGIT, LIST_BIT(LIST_AGE_CUE) |
	    LIST_BIT(LIST_NUMBER_WORD) },
	{ rule_amount, WHEN_DIGIT | WHEN_MARK, LIST_BIT(LIST_UNIT) |
	    LIST_BIT(LIST_NUMBER_WORD) },
	{ rule_duration, WHEN_DIGIT | WHEN_HYPHEN,
	    LIST_BIT(LIST_NUMBER_WORD) },
	{ rule_code, WHEN_DIGIT | WHEN_CAPITAL, 0 },
	{ rule_org, WHEN_CAPITAL, LIST_BIT(LIST_ORG_CUE) },
	{ rule_person, WHEN_CAPITAL, LIST_BIT(LIST_TITLE) },
	{ rule_place, WHEN_CAPITAL | WHEN_PLACED, 0 },
	{ rule_nation, 0, LIST_BIT(LIST_NATION) },
	{ rule_profession, 0, LIST_BIT(LIST_PROFESSION) },
};

static unsigned
when_of(const struct seen *s, size_t i)
{
	const struct token *k = &s->t->list[i];
	unsigned when = 0;
	char mark;

	if (k->sort == TOKEN_MARK) {
		mark = token_mark(s->t, i);
		return mark == '[' || mark == '$' || mark == '\0' ?
		    WHEN_MARK : 0;
	}
	if ((k->is & TOKEN_DIGIT) != 0)
		when |= WHEN_DIGIT;
	if ((k->is & TOKEN_CAPITAL) != 0 || s->flat)
		when |= WHEN_CAPITAL;
	if ((k->is & TOKEN_HYPHEN) != 0)
		when |= WHEN_HYPHEN;
	if (i > 0 && (seen_in(s, i - 1, LIST_PLACE_CUE) ||
	    token_mark(s->t, i - 1) == '.'))
		when |= WHEN_PLACED;
	return when;
}

/* The first rule that is sure of something; else the first that hints. */
static size_t
ask(const struct seen *s, size_t i, struct rule_span *span)
{
	struct rule_span hint = { .kind = RULE_NONE }, x = hint;
	size_t hint_to = 0, to;
	unsigned when = when_of(s, i);

	for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++) {
		if ((rules[k].when & when) == 0 &&
		    (rules[k].lists & s->bits[i]) == 0)
			continue;
		if ((to = rules[k].ask(s, i, &x)) <= i)
			continue;
		if (x.confidence > 0 || x.kind == RULE_LAW) {
			*span = x;
			return to;
		}
		if (hint_to == 0) {
			hint = x;
			hint_to = to;
		}
	}
	*span = hint;
	return hint_to;
}

/* "john met anna in paris", "JOHN MET ANNA IN PARIS". */
static bool
is_flat(const struct tokens *t)
{
	size_t small = 0, capital = 0, upper = 0;

	for (size_t i = 0; i < t->n; i++) {
		if (t->list[i].sort != TOKEN_WORD)
			continue;
		if ((t->list[i].is & TOKEN_UPPER) != 0)
			upper++;
		else if ((t->list[i].is & TOKEN_CAPITAL) != 0)
			capital++;
		else
			small++;
	}
	return (small > 1 && capital + upper == 0) || (upper > 3 &&
	    small + capital == 0);
}

size_t
rules_mark(const struct tokens *t, const uint32_t bits[TOKENS_MAX],
    struct rule_span out[RULE_SPANS_MAX])
{
	const struct seen s = { .t = t, .bits = bits, .flat = is_flat(t) };
	size_t n = 0, i = 0, to;

	while (i < t->n && n < RULE_SPANS_MAX) {
		to = ask(&s, i, &out[n]);
		if (to <= i) {
			i++;
			continue;
		}
		out[n].from = (uint16_t)i;
		out[n].to = (uint16_t)to;
		n++;
		i = to;
	}
	return n;
}
