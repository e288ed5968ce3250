/* date.c -- see date.h. */
#include "redact/find/number/date.h"

#include <string.h>

#include "redact/find/number/form.h"
#include "redact/find/number/token.h"
#include "redact/find/view/near.h"

#define CENTURY_TURNS 27u	/* 27 is 2027 or before it 1927 */
#define MONTH_BYTES_MAX 14u

/* Names of months, a '-' where the word may go on ("styczn-ia"). */
static const struct {
	const char *word;
	unsigned month;
} months[] = {
	{ "january", 1 }, { "jan", 1 }, { "stycz-", 1 }, { "sty", 1 },
	{ "janvier", 1 }, { "janv", 1 },
	{ "february", 2 }, { "feb", 2 }, { "lut-", 2 },
	{ "f\xc3\xa9v-", 2 }, { "fevr-", 2 },
	{ "march", 3 }, { "mar", 3 }, { "marzec", 3 }, { "marca", 3 },
	{ "marcu", 3 }, { "mars", 3 },
	{ "april", 4 }, { "apr", 4 }, { "kwie-", 4 }, { "kwi", 4 },
	{ "avril", 4 }, { "avr", 4 },
	{ "may", 5 }, { "maj", 5 }, { "maja", 5 }, { "maju", 5 }, { "mai", 5 },
	{ "june", 6 }, { "jun", 6 }, { "czerw-", 6 }, { "cze", 6 },
	{ "juin", 6 },
	{ "july", 7 }, { "jul", 7 }, { "lip", 7 }, { "lipiec", 7 },
	{ "lipca", 7 }, { "lipcu", 7 }, { "juil-", 7 },
	{ "august", 8 }, { "aug", 8 }, { "sierp-", 8 }, { "sie", 8 },
	{ "ao\xc3\xbbt", 8 }, { "aout", 8 },
	{ "september", 9 }, { "sep", 9 }, { "sept", 9 }, { "wrze-", 9 },
	{ "wrz", 9 }, { "septembre", 9 },
	{ "october", 10 }, { "oct", 10 }, { "pa\xc5\xba-", 10 },
	{ "pazdzier-", 10 }, { "octobre", 10 },
	{ "november", 11 }, { "nov", 11 }, { "listopad-", 11 }, { "lis", 11 },
	{ "novembre", 11 },
	{ "december", 12 }, { "dec", 12 }, { "grud-", 12 }, { "gru", 12 },
	{ "d\xc3\xa9" "c-", 12 }, { "decembre", 12 },
	{ "i", 1 }, { "ii", 2 }, { "iii", 3 }, { "iv", 4 }, { "v", 5 },
	{ "vi", 6 }, { "vii", 7 }, { "viii", 8 }, { "ix", 9 }, { "x", 10 },
	{ "xi", 11 }, { "xii", 12 },
};

/* Digits from *at, at most four; 0 of them when more stand there. */
static size_t
number(const struct view *v, size_t *at, unsigned *value)
{
	size_t n = 0;

	*value = 0;
	while (n < 5 && is_digit(byte_at(v, *at + n)))
		*value = *value * 10 + (unsigned)(v->s[*at + n++] - '0');
	if (n > 4)
		return 0;
	*at += n;
	return n;
}

static unsigned
full_year(unsigned year, size_t digits)
{
	if (digits != 2)
		return year;
	return year + (year < CENTURY_TURNS ? 2000 : 1900);
}

static bool
is_year(unsigned year)
{
	return year >= 1890 && year <= 2035;
}

/* The name of a month at *at: the month, and *at behind it; or 0. */
static unsigned
month_at(const struct view *v, size_t *at)
{
	size_t n;

	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		if ((uint8_t)months[i].word[0] != (byte_at(v, *at) | 32) ||
		    !near_stands(v, *at, months[i].word))
			continue;
		for (n = 0; n < MONTH_BYTES_MAX &&
		    is_wordly(byte_at(v, *at + n)); n++)
			;
		if (n == MONTH_BYTES_MAX)
			return 0;
		*at += n;
		return months[i].month;
	}
	return 0;
}

static bool
is_day(struct date *d, unsigned year, unsigned month, unsigned day, size_t end)
{
	if (!is_year(year) || !form_is_date(year, month, day))
		return false;
	d->year = year;
	d->month = month;
	d->day = day;
	d->end = end;
	return true;
}

/* "r." behind a Polish year. */
static size_t
over_rok(const struct view *v, size_t at)
{
	size_t n = at + (byte_at(v, at) == ' ');

	if (byte_at(v, n) == 'r' && byte_at(v, n + 1) == '.' &&
	    !is_wordly(byte_at(v, n + 2)))
		return n + 2;
	return at;
}

/* "19830205" and "05021983". */
static bool
compact(struct date *d, const struct view *v, size_t at)
{
	const char *c = (const char *)v->s + at;
	size_t n = 0;

	while (n < 9 && is_digit(byte_at(v, at + n)))
		n++;
	if (n != 8)
		return false;
	return is_day(d, (unsigned)form_value(c, 4),
	    (unsigned)form_value(c + 4, 2), (unsigned)form_value(c + 6, 2),
	    at + 8) || is_day(d, (unsigned)form_value(c + 4, 4),
	    (unsigned)form_value(c + 2, 2), (unsigned)form_value(c, 2),
	    at + 8);
}

static bool
is_mark(uint8_t c)
{
	return c == '-' || c == '.' || c == '/';
}

/* Behind "1983" and a mark: "02-05". */
static bool
year_first(struct date *d, const struct view *v, size_t at, unsigned year)
{
	unsigned month, day;
	uint8_t mark = byte_at(v, at++);

	if (!is_mark(mark) || number(v, &at, &month) == 0 ||
	    byte_at(v, at++) != mark || number(v, &at, &day) == 0)
		return false;
	return is_day(d, year, month, day, at);
}

/* Behind the day and a mark, "08.1987"; in America the month comes first. */
static bool
numbers(struct date *d, const struct view *v, size_t at, unsigned day)
{
	unsigned month, year;
	uint8_t mark = byte_at(v, at++);
	size_t n;

	at += mark == '.' && byte_at(v, at) == ' ';
	if ((!is_mark(mark) && mark != ' ') || number(v, &at, &month) == 0 ||
	    byte_at(v, at++) != mark)
		return false;
	at += mark == '.' && byte_at(v, at) == ' ';
	n = number(v, &at, &year);
	if (n != 4 && (n != 2 || mark == ' '))
		return false;
	year = full_year(year, n);
	return is_day(d, year, month, day, at) ||
	    is_day(d, year, day, month, at);
}

static size_t
skip(const struct view *v, size_t at, const char *word)
{
	size_t n = strlen(word);

	return v->len - at >= n && memcmp(v->s + at, word, n) == 0 ? n : 0;
}

/* Over "st", "nd", "rd", "th", "er" behind a day. */
static size_t
ordinal(const struct view *v, size_t at)
{
	static const char *const ends[] = { "st", "nd", "rd", "th", "er" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (near_stands(v, at, ends[i]))
			return at + 2;
	return at;
}

/* From the day on: "8th of May, 1995", "8-May-95", "8 V 1995". */
static bool
named(struct date *d, const struct view *v, size_t at, unsigned day)
{
	unsigned month, year;
	size_t n;

	at = ordinal(v, at);
	at += skip(v, at, ".");
	at += byte_at(v, at) == ' ' || byte_at(v, at) == '-' ||
	    byte_at(v, at) == '/';
	at += skip(v, at, "day ");
	at += skip(v, at, "of ");
	if ((month = month_at(v, &at)) == 0)
		return false;
	at += byte_at(v, at) == '.' || byte_at(v, at) == ',';
	at += byte_at(v, at) == ' ' || byte_at(v, at) == '-' ||
	    byte_at(v, at) == '/';
	n = number(v, &at, &year);
	return (n == 4 || n == 2) &&
	    is_day(d, full_year(year, n), month, day, at);
}

/* The month before the day: "October 3, 1998". */
static bool
month_first(struct date *d, const struct view *v, size_t at, size_t behind,
    unsigned day)
{
	unsigned month, year;
	size_t from = at, end;

	if (from == 0 || v->s[from - 1] != ' ')
		return false;
	from--;
	from -= from > 0 && v->s[from - 1] == '.';
	end = from;
	while (from > 0 && end - from < MONTH_BYTES_MAX &&
	    is_wordly(v->s[from - 1]))
		from--;
	d->start = from;
	if (end - from < 3 || (month = month_at(v, &from)) == 0 || from != end)
		return false;
	behind = ordinal(v, behind);
	behind += byte_at(v, behind) == ',';
	behind += byte_at(v, behind) == ' ';
	return number(v, &behind, &year) == 4 &&
	    is_day(d, year, month, day, behind);
}

bool
date_read(struct date *d, const struct view *v, size_t at)
{
	unsigned first;
	size_t behind = at, n;
	bool found;

	*d = (struct date){ .start = at };
	if (token_goes_before(v, at))
		return false;
	n = number(v, &behind, &first);
	if (n == 0)
		found = compact(d, v, at);
	else if (n == 4 && is_year(first)) {
		found = year_first(d, v, behind, first);
		if (!found && !is_digit(byte_at(v, behind + 1)) &&
		    !(at > 1 && is_mark(v->s[at - 1]) &&
		    is_digit(v->s[at - 2]))) {
			d->year = first;
			d->end = behind;
			found = true;
		}
	} else if (n <= 2) {
		found = numbers(d, v, behind, first) ||
		    named(d, v, behind, first);
		if (!found && (found = month_first(d, v, at, behind, first)))
			return !is_digit(byte_at(v, d->end));
		d->start = at;
	} else
		return false;
	if (!found || token_goes_on(v, d->end))
		return false;
	d->end = over_rok(v, d->end);
	return true;
}
