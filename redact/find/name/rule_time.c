/*
 * rule_time.c -- dates in figures ("12.03.1999", "1999-03-12", "12/03/99"),
 * times of day, and stretches of time ("two years and one month").
 */
#include "redact/find/name/rule.h"

#include <string.h>

#define PARTS_MAX 3u

/* Is one end of the tokens [i, to) a part of something longer? */
static bool
is_part(const struct seen *s, size_t i, size_t to)
{
	static const char glue[] = ".,-/:_";

	for (const char *g = glue; *g != '\0'; g++) {
		if (i > 0 && seen_joined(s, i) && seen_mark(s, i - 1, *g))
			return true;
		if (seen_joined(s, to) && seen_mark(s, to, *g) &&
		    seen_joined(s, to + 1) && seen_is(s, to + 1, TOKEN_DIGIT))
			return true;
	}
	return false;
}

/* The parts of "12.03.1999" or of "12:30", and the mark between them. */
static size_t
parts_of(const char *low, size_t len, long part[PARTS_MAX],
    size_t digits[PARTS_MAX], char *mark)
{
	size_t n = 0;

	*mark = 0;
	part[0] = 0;
	digits[0] = 0;
	for (size_t i = 0; i < len; i++) {
		if (low[i] >= '0' && low[i] <= '9') {
			if (++digits[n] > 4)
				return 0;
			part[n] = part[n] * 10 + (low[i] - '0');
		} else {
			if (++n == PARTS_MAX || (*mark != 0 &&
			    *mark != low[i]))
				return 0;
			*mark = low[i];
			part[n] = 0;
			digits[n] = 0;
		}
	}
	return n + 1;
}

/* Are these day, month and year, in one of the orders in use? */
static bool
is_date(const long p[PARTS_MAX], const size_t digits[PARTS_MAX])
{
	if (digits[0] == 4)
		return p[0] >= 1800 && p[0] <= 2100 && digits[1] <= 2 &&
		    digits[2] <= 2 && p[1] >= 1 && p[1] <= 12 && p[2] >= 1 &&
		    p[2] <= 31;
	if (digits[0] > 2 || digits[1] > 2 || (digits[2] != 2 &&
	    digits[2] != 4) || p[0] < 1 || p[1] < 1)
		return false;
	if (digits[2] == 4 && (p[2] < 1800 || p[2] > 2100))
		return false;
	return (p[0] <= 31 && p[1] <= 12) || (p[0] <= 12 && p[1] <= 31);
}

/* A time of day behind a date: "04:51:40", "T10:00:00Z". */
static size_t
over_clock(const struct seen *s, size_t i)
{
	long part[PARTS_MAX];
	size_t digits[PARTS_MAX], len;
	const char *low;
	char mark;

	if (i >= s->t->n || s->t->list[i].sort != TOKEN_NUMBER)
		return i;
	low = token_low(s->t, i, &len);
	return parts_of(low, len, part, digits, &mark) >= 2 && mark == ':' ?
	    i + 1 : i;
}

static size_t
in_one_token(const struct seen *s, size_t i, struct rule_span *span)
{
	long part[PARTS_MAX];
	size_t digits[PARTS_MAX], len, n, to = i + 1;
	const char *low = token_low(s->t, i, &len);
	char mark;

	n = parts_of(low, len, part, digits, &mark);
	if (n == 3 && mark == '.' && is_date(part, digits) &&
	    !is_part(s, i, to)) {
		if (seen_word(s, to, "r") && seen_mark(s, to + 1, '.'))
			to += 2;
		else if (seen_word(s, to, "r") || seen_word(s, to, "roku"))
			to++;
		return rule_says(span, over_clock(s, to), RULE_DATE,
		    digits[2] == 4 || digits[0] == 4 ? .9 : .65,
		    "date in figures");
	}
	if (n >= 2 && mark == ':' && part[0] < 24 && part[1] < 60 &&
	    digits[1] == 2 && !is_part(s, i, to) && (n == 2 ||
	    (part[2] < 60 && digits[2] == 2))) {
		if (seen_word(s, to, "am") || seen_word(s, to, "pm"))
			to++;
		return rule_says(span, to, RULE_DATE, .45, "time of day");
	}
	return 0;
}

/* "12/03/1999", "1999-03-12T10:00". */
static size_t
in_five_tokens(const struct seen *s, size_t i, struct rule_span *span)
{
	long part[PARTS_MAX];
	size_t digits[PARTS_MAX], to = i + 5;
	char mark = seen_mark(s, i + 1, '/') ? '/' : '-';

	if (!seen_mark(s, i + 1, mark) || !seen_mark(s, i + 3, mark) ||
	    !seen_joined(s, i + 1) || !seen_joined(s, i + 3) ||
	    !seen_joined(s, i + 2) || !seen_joined(s, i + 4))
		return 0;
	for (size_t k = 0; k < PARTS_MAX; k++) {
		part[k] = seen_number(s, i + 2 * k);
		digits[k] = seen_digits(s, i + 2 * k);
		if (k == 2 && digits[0] == 4 && digits[2] == 0 &&
		    seen_is(s, i + 4, TOKEN_DIGIT)) {
			/* "12T10": the day, and a clock behind it */
			size_t len;
			const char *low = token_low(s->t, i + 4, &len);

			if (len == 5 && low[2] == 't') {
				part[2] = (low[0] - '0') * 10 + low[1] - '0';
				digits[2] = 2;
				while (seen_joined(s, to) &&
				    (seen_mark(s, to, ':') ||
				    seen_is(s, to, TOKEN_DIGIT)))
					to++;
			}
		}
		if (digits[k] == 0)
			return 0;
	}
	if (!is_date(part, digits) || is_part(s, i, to))
		return 0;
	return rule_says(span, over_clock(s, to), RULE_DATE,
	    digits[2] == 4 || digits[0] == 4 ? .9 : .65, "date in figures");
}

/* "p.m.", "pm", "o'clock", "heures", "h": behind a number. */
static size_t
over_half_day(const struct seen *s, size_t i)
{
	static const char *const clock[] = { "am", "pm", "o'clock", "heures",
		"noon", "midnight", NULL };

	if ((seen_word(s, i, "p") || seen_word(s, i, "a")) &&
	    seen_mark(s, i + 1, '.') && seen_word(s, i + 2, "m"))
		return i + 3 + (seen_mark(s, i + 3, '.') &&
		    seen_joined(s, i + 3));
	return seen_one_of(s, i, clock) ? i + 1 : i;
}

/* "5pm", "14h30", "5.30pm": a token that begins with a digit. */
static bool
is_clock_word(const struct seen *s, size_t i)
{
	size_t len, k = 0;
	const char *low = token_low(s->t, i, &len);

	if (s->t->list[i].sort != TOKEN_WORD || !seen_is(s, i, TOKEN_DIGIT))
		return false;
	while (k < len && ((low[k] >= '0' && low[k] <= '9') || low[k] == '.' ||
	    low[k] == ':'))
		k++;
	if (k == 0 || k > 5)
		return false;
	if (len - k == 2 && (low[k] == 'p' || low[k] == 'a') &&
	    low[k + 1] == 'm')
		return true;
	return k <= 2 && low[k] == 'h' && (len - k == 1 || len - k == 3) &&
	    (len - k == 1 || (low[k + 1] >= '0' && low[k + 1] <= '5'));
}

/* "12.XI.2018": the month in Roman figures. */
static size_t
roman_date(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const months[] = { "i", "ii", "iii", "iv", "v", "vi",
		"vii", "viii", "ix", "x", "xi", "xii", "i.", "v.", "x.",
		NULL };
	long day = seen_number(s, i), year;
	size_t at = i + 1;

	if (day < 1 || day > 31 || seen_digits(s, i) > 2)
		return 0;
	if (seen_mark(s, at, '.'))
		at++;
	if (!seen_is(s, at, TOKEN_CAPITAL) || !seen_one_of(s, at, months))
		return 0;
	at++;
	if (seen_mark(s, at, '.'))
		at++;
	year = seen_number(s, at);
	if (seen_digits(s, at) != 4 || year < 1800 || year > 2100)
		return 0;
	at++;
	if (seen_word(s, at, "r") && seen_mark(s, at + 1, '.'))
		at += 2;
	return rule_says(span, at, RULE_DATE, .9, "month in Roman figures");
}

size_t
rule_numeric_date(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to;

	if (!seen_is(s, i, TOKEN_DIGIT) || seen_is(s, i, TOKEN_CAPITAL))
		return 0;
	if (is_clock_word(s, i))
		return rule_says(span, i + 1, RULE_DATE, .6, "time of day");
	if (s->t->list[i].sort != TOKEN_NUMBER)
		return 0;
	if ((to = in_five_tokens(s, i, span)) > 0 ||
	    (to = roman_date(s, i, span)) > 0)
		return to;
	to = over_half_day(s, i + 1);
	if (to > i + 1 && s->t->list[i].low_len <= 5)
		return rule_says(span, to, RULE_DATE, .6, "time of day");
	if (i > 0 && (seen_word(s, i - 1, "godzinie") ||
	    (i > 1 && seen_mark(s, i - 1, '.') &&
	    seen_word(s, i - 2, "godz"))))
		return rule_says(span, i + 1, RULE_DATE, .6, "time of day");
	return in_one_token(s, i, span);
}

/* A number in figures or words, or a word that holds both: "two-year". */
static size_t
over_count(const struct seen *s, size_t i)
{
	size_t at = i;

	while (at < i + 4 && (seen_in(s, at, LIST_NUMBER_WORD) ||
	    seen_digits(s, at) > 0))
		at++;
	return at;
}

/* "two-year", "six-month": one word. */
static bool
is_count_and_unit(const struct seen *s, size_t i)
{
	static const char *const units[] = { "-year", "-month", "-week", "-day",
		"-hour", "-minute", NULL };
	size_t len;
	const char *low;

	if (!seen_is(s, i, TOKEN_HYPHEN))
		return false;
	low = token_low(s->t, i, &len);
	for (size_t k = 0; units[k] != NULL; k++) {
		size_t n = strlen(units[k]);

		if (len > n + 2 && len <= n + 9 &&
		    memcmp(low + len - n, units[k], n) == 0)
			return true;
	}
	return false;
}

size_t
rule_duration(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const and[] = { "and", "et", "i", "or", "ou", "a",
		"half", "to", "demi", "pół", NULL };
	size_t at = over_count(s, i), more;

	if (is_count_and_unit(s, i))
		return rule_says(span, i + 1, RULE_DATE, .35,
		    "stretch of time");
	if (at == i || at >= s->t->n)
		return 0;
	if (seen_mark(s, at, '-') && seen_joined(s, at))
		at++;
	while (seen_word(s, at, "and") || seen_word(s, at, "a") ||
	    seen_word(s, at, "half"))
		at++;
	if (!seen_in(s, at, LIST_TIME_UNIT) || seen_is(s, at, TOKEN_CAPITAL) ||
	    seen_word(s, at, "second") || seen_word(s, at, "min") ||
	    seen_word(s, at, "rok") || seen_word(s, at, "roku"))
		return 0;
	for (at++; at < s->t->n; at = more + 1) {
		more = at;
		while (seen_one_of(s, more, and))
			more++;
		more = over_count(s, more);
		if (more == at || !seen_in(s, more, LIST_TIME_UNIT))
			break;
	}
	return rule_says(span, at, RULE_DATE, .35, "stretch of time");
}
