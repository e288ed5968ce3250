/*
 * rule_date.c -- dates in words, in English, Polish and French: "12 March
 * 1999", "8 and 9 May", "March 12, 1999", "3 marca 1999 r.", "1er mai", a
 * year, a decade, a century, a weekday.
 */
#include "redact/find/name/rule.h"

#define YEAR_LEAST 1000
#define YEAR_MOST 2100

static const char *const joiners[] = { "and", "et", "i", "to", "au", "do",
	"or", "ou", "lub", "oraz", "until", "through", "aux", NULL };
static const char *const articles[] = { "le", "les", "the", "of", "du", "dnia",
	NULL };

/* Is a word a number with letters: "5th", "1er", "2nd"? */
static bool
is_nth(const struct seen *s, size_t i)
{
	size_t len;
	const char *low;
	char c;

	if (i >= s->t->n || s->t->list[i].sort != TOKEN_WORD ||
	    !seen_is(s, i, TOKEN_DIGIT))
		return false;
	low = token_low(s->t, i, &len);
	if (len < 3 || len > 4 || low[0] < '0' || low[0] > '3')
		return false;
	c = low[len - 1];
	return (c == 'h' || c == 't' || c == 'd' || c == 'r') &&
	    low[len - 2] >= 'a' && low[len - 2] <= 'z';
}

static bool
is_day(const struct seen *s, size_t i)
{
	size_t digits = seen_digits(s, i);
	long n = seen_number(s, i);

	return is_nth(s, i) || (digits >= 1 && digits <= 2 && n >= 1 &&
	    n <= 31);
}

static bool
is_year(const struct seen *s, size_t i)
{
	long n = seen_number(s, i);

	return seen_digits(s, i) == 4 && n >= YEAR_LEAST && n <= YEAR_MOST &&
	    !(seen_mark(s, i + 1, '/') && seen_joined(s, i + 1));
}

static bool
is_month(const struct seen *s, size_t i)
{
	return seen_in(s, i, LIST_MONTH);
}

/* A year behind a month, with "of", a comma, "r." or "roku"; else `i`. */
static size_t
over_year(const struct seen *s, size_t i)
{
	size_t at = i;

	if (seen_mark(s, at, '.') && seen_joined(s, at))
		at++;
	if (seen_mark(s, at, ',') || seen_word(s, at, "of") ||
	    seen_mark(s, at, '-'))
		at++;
	if (seen_mark(s, at, '\'') && seen_digits(s, at + 1) == 2)
		at++;
	else if (!is_year(s, at))
		return i;
	at++;
	if (seen_word(s, at, "r") && seen_mark(s, at + 1, '.'))
		return at + 2;
	if (seen_word(s, at, "r") || seen_word(s, at, "roku"))
		return at + 1;
	return at;
}

/* Days before a month: "8", "8 and 9", "3-5", "10, 15 et 21"; the end, or i. */
static size_t
over_days(const struct seen *s, size_t i)
{
	size_t at = i, next;

	if (!is_day(s, at))
		return i;
	for (at++; at < s->t->n; at = next + 1) {
		next = at;
		if (seen_mark(s, next, ',') || seen_mark(s, next, '-') ||
		    seen_mark(s, next, '/'))
			next++;
		if (seen_one_of(s, next, joiners))
			next++;
		if (next == at)
			break;
		while (seen_one_of(s, next, articles))
			next++;
		if (!is_day(s, next))
			break;
	}
	if (seen_mark(s, at, '.') && (is_month(s, at + 1)))
		at++;
	if (seen_word(s, at, "of") || seen_mark(s, at, '-') ||
	    seen_mark(s, at, '/'))
		at++;
	return at;
}

static size_t
day_first(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t at = over_days(s, i), to;

	if (at == i || !is_month(s, at))
		return 0;
	to = over_year(s, at + 1);
	if (to > at + 1)
		return rule_says(span, to, RULE_DATE, .92, "day, month, year");
	return rule_says(span, to, RULE_DATE, .85, "day and month");
}

/* "March 12, 1999", "March 1999", "March". */
static size_t
month_first(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const in[] = { "in", "since", "until", "from", "of",
		"by", "early", "late", "mid", "last", "next", "this", "between",
		"during", "en", "w", "we", "od", "do", "depuis", "mois", "fin",
		"début", "and", "et", "to", "before", "after", "miesiąca",
		"miesiącu", "miesiąc", NULL };
	size_t at = i + 1, to;
	bool plain;

	if (!is_month(s, i))
		return 0;
	if (seen_mark(s, at, '.') && (is_day(s, at + 1) || is_year(s, at + 1)))
		at++;
	plain = seen_capital(s, i) || (!seen_word(s, i, "may") &&
	    !seen_word(s, i, "march") && !seen_word(s, i, "mar"));
	if (is_day(s, at) && plain && !is_month(s, at + 1)) {
		to = over_days(s, at);
		at = over_year(s, to);
		return rule_says(span, at, RULE_DATE, at > to ? .92 : .8,
		    "month and day");
	}
	to = over_year(s, at);
	if (to > at && plain)
		return rule_says(span, to, RULE_DATE, .85, "month and year");
	if (plain && i > 0 && seen_one_of(s, i - 1, in))
		return rule_says(span, i + 1, RULE_DATE, .5, "month");
	return rule_says(span, i + 1, RULE_DATE, 0, "month");
}

/* What stands before a number that is no year. */
static bool
is_counted(const struct seen *s, size_t i)
{
	static const char *const pages[] = { "p", "pp", "s", "str", "no", "nos",
		"nr", "n", "page", "pages", "box", "rfc", NULL };

	if (i == 0)
		return false;
	if (seen_mark(s, i - 1, '.') && i > 1)
		i--;
	return seen_in(s, i - 1, LIST_LAW) || seen_one_of(s, i - 1, pages) ||
	    (i > 1 && seen_joined(s, i) && seen_any(s, i - 2,
	    LIST_BIT(LIST_LAW))) || seen_mark(s, i - 1, '$') ||
	    seen_in(s, i - 1, LIST_UNIT);
}

static bool
is_measured(const struct seen *s, size_t i)
{
	return seen_in(s, i, LIST_UNIT) || seen_in(s, i, LIST_STREET) ||
	    seen_mark(s, i, '%') || (seen_in(s, i, LIST_TIME_UNIT) &&
	    !seen_word(s, i, "roku") && !seen_word(s, i, "rok"));
}

static size_t
year_alone(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const in[] = { "in", "since", "until", "from", "of",
		"by", "to", "between", "and", "during", "before", "after",
		"early", "late", "mid", "year", "years", "born", "around",
		"circa", "en", "depuis", "jusqu'en", "fin", "début", "année",
		"w", "od", "do", "z", "roku", "rok", "lat", "latach", "latami",
		"avant", "après", "et", "à", "entre", "i", "przed", "po", NULL };
	size_t to = i + 1;
	long n = seen_number(s, i);
	bool sure;

	if (!is_year(s, i) || is_counted(s, i) || is_measured(s, to))
		return 0;
	/* A part of a longer number. */
	if ((i > 0 && seen_joined(s, i) && !seen_mark(s, i - 1, '(') &&
	    !seen_mark(s, i - 1, '"') && !seen_mark(s, i - 1, '[')) ||
	    (seen_joined(s, to) && seen_mark(s, to, '-') &&
	    !is_year(s, to + 1) && seen_digits(s, to + 1) > 0))
		return 0;
	if (seen_mark(s, to, '-') && is_year(s, to + 1))
		to += 2;
	sure = i > 0 && seen_one_of(s, i - 1, in) && n >= 1900 && n < 2050;
	if (seen_word(s, to, "r") && seen_mark(s, to + 1, '.')) {
		sure = true;
		to += 2;
	} else if (seen_word(s, to, "r") || seen_word(s, to, "roku")) {
		sure = true;
		to++;
	}
	if (sure && i > 1 && seen_in(s, i - 2, LIST_LAW))
		return rule_says(span, to, RULE_DATE, .4, "year of a law");
	if (sure)
		return rule_says(span, to, RULE_DATE, .75, "year");
	if (n < 1800 || n > 2050)
		return 0;
	return rule_says(span, to, RULE_DATE, .45, "perhaps a year");
}

/* "1990s", "the 19th century", "XIX wieku", "summer of 1994". */
static size_t
long_time(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const century[] = { "century", "centuries", "wiek",
		"wieku", "wieków", "siècle", "siècles", NULL };
	static const char *const season[] = { "spring", "summer", "autumn",
		"winter", "printemps", "été", "automne", "hiver", "wiosna",
		"wiosną", "lato", "latem", "jesień", "jesienią", "zima",
		"zimą", NULL };
	size_t len, to;
	const char *low = token_low(s->t, i, &len);

	if (len == 5 && low[4] == 's' && (low[0] == '1' || low[0] == '2') &&
	    low[3] == '0' && seen_is(s, i, TOKEN_DIGIT))
		return rule_says(span, i + 1, RULE_DATE, .5, "decade");
	if ((is_nth(s, i) || seen_is(s, i, TOKEN_UPPER)) &&
	    seen_one_of(s, i + 1, century))
		return rule_says(span, i + 2, RULE_DATE, .4, "century");
	if (!seen_one_of(s, i, season))
		return 0;
	to = i + 1;
	while (seen_word(s, to, "of") || seen_word(s, to, "roku") ||
	    seen_word(s, to, "de") || seen_word(s, to, "and") ||
	    seen_one_of(s, to, season))
		to++;
	if (!is_year(s, to))
		return 0;
	return rule_says(span, to + 1, RULE_DATE, .6, "season and year");
}

static size_t
weekday(const struct seen *s, size_t i, struct rule_span *span)
{
	static const char *const weak[] = { "mon", "sat", "sun", "wed", "fri",
		"tue", "today", "tomorrow", "yesterday", "tonight", "demain",
		"hier", "dziś", "dzisiaj", "jutro", "wczoraj", "noon", "midi",
		"północ", "południe", "weekend", "aujourd'hui", "midnight",
		"minuit", NULL };

	if (!seen_in(s, i, LIST_DAY) || seen_one_of(s, i, weak))
		return 0;
	return rule_says(span, i + 1, RULE_DATE, .4, "day of the week");
}

size_t
rule_date(const struct seen *s, size_t i, struct rule_span *span)
{
	size_t to;

	if (i >= s->t->n || s->t->list[i].sort == TOKEN_MARK)
		return 0;
	if ((to = day_first(s, i, span)) > 0 ||
	    (to = month_first(s, i, span)) > 0 ||
	    (to = year_alone(s, i, span)) > 0 ||
	    (to = long_time(s, i, span)) > 0)
		return to;
	return weekday(s, i, span);
}
