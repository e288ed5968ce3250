/* rule.c -- see rule.h. */
#include "redact/find/name/rule.h"

bool
seen_in(const struct seen *s, size_t i, enum name_list list)
{
	return seen_any(s, i, LIST_BIT(list));
}

bool
seen_any(const struct seen *s, size_t i, uint32_t bits)
{
	return i < s->t->n && (s->bits[i] & bits) != 0;
}

bool
seen_is(const struct seen *s, size_t i, unsigned is)
{
	return i < s->t->n && (s->t->list[i].is & is) != 0;
}

bool
seen_word(const struct seen *s, size_t i, const char *low)
{
	return token_is_word(s->t, i, low);
}

bool
seen_one_of(const struct seen *s, size_t i, const char *const words[])
{
	const char *low;
	size_t len;

	if (i >= s->t->n)
		return false;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; words[k] != NULL; k++)
		if (words[k][0] == low[0] && token_is_word(s->t, i, words[k]))
			return true;
	return false;
}

bool
seen_mark(const struct seen *s, size_t i, char mark)
{
	return i < s->t->n && token_mark(s->t, i) == mark;
}

bool
seen_joined(const struct seen *s, size_t i)
{
	return i > 0 && i < s->t->n && !seen_is(s, i, TOKEN_SPACE);
}

bool
seen_capital(const struct seen *s, size_t i)
{
	if (i >= s->t->n || s->t->list[i].sort != TOKEN_WORD)
		return false;
	if (s->flat)
		return seen_is(s, i, TOKEN_INITIAL) ||
		    (!seen_any(s, i, LIST_BIT(LIST_COMMON) |
		    LIST_BIT(LIST_STOP_EN) | LIST_BIT(LIST_STOP_PL) |
		    LIST_BIT(LIST_STOP_FR)) && !seen_is(s, i, TOKEN_DIGIT |
		    TOKEN_ADDED) && s->t->list[i].low_len > 2);
	return seen_is(s, i, TOKEN_CAPITAL);
}

bool
seen_ordinary(const struct seen *s, size_t i)
{
	return i < s->t->n && s->t->list[i].sort == TOKEN_WORD &&
	    !seen_is(s, i, TOKEN_CAPITAL | TOKEN_MIXED | TOKEN_DIGIT);
}

size_t
seen_digits(const struct seen *s, size_t i)
{
	size_t len;
	const char *low;

	if (i >= s->t->n || s->t->list[i].sort != TOKEN_NUMBER)
		return 0;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; k < len; k++)
		if (low[k] < '0' || low[k] > '9')
			return 0;
	return len;
}

long
seen_number(const struct seen *s, size_t i)
{
	size_t len = seen_digits(s, i);
	const char *low;
	long n = 0;

	if (len == 0 || len > 9)
		return -1;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; k < len; k++)
		n = n * 10 + (low[k] - '0');
	return n;
}

size_t
rule_says(struct rule_span *span, size_t to, enum rule_kind kind,
    double confidence, const char *why)
{
	span->kind = (uint8_t)kind;
	span->confidence = confidence;
	span->why = why;
	return to;
}
