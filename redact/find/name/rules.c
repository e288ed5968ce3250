/* rules.c -- what rules see in a sentence; see names.h. */
#include "redact/find/name/rule.h"

/* What tells most of itself comes first: an address holds a number and a
 * street, an organisation a place, a date a number. */
static size_t (*const rules[])(const struct seen *s, size_t i,
    struct rule_span *span) = {
	rule_law, rule_address, rule_case, rule_numeric_date, rule_date,
	rule_age, rule_amount, rule_duration, rule_code, rule_org, rule_person,
	rule_place, rule_nation, rule_profession,
};

/* The first rule that is sure of something; else the first that hints. */
static size_t
ask(const struct seen *s, size_t i, struct rule_span *span)
{
	struct rule_span hint = { .kind = RULE_NONE }, x = hint;
	size_t hint_to = 0, to;

	for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++) {
		if ((to = rules[k](s, i, &x)) <= i)
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
