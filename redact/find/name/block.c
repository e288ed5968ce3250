/*
 * block.c -- addresses over several lines, as they stand in letters, on
 * envelopes and under mails: a street or a box, a flat, a town, a postcode.
 *
 * The lines are short; each is reported by itself, so that what stands between
 * them stays.  Capitals do not matter.
 */
#include <string.h>

#include "redact/find/view/near.h"

#define LINE_MOST 64u		/* bytes of a line of an address */
#define LINES_MOST 7u		/* of one address */
#define WORDS_MOST 8u

enum line_is {
	LINE_BLANK, LINE_OTHER,
	LINE_TEXT,	/* a few words: a town, a country */
	LINE_STREET,	/* "12 High Street", "Kromwater 38" */
	LINE_UNIT,	/* "Apt. 12", "P.O. Box 108" */
	LINE_POST	/* "CA 90210", "00-950 Warszawa", "FPO AE 13689" */
};

struct line {
	size_t start, end;	/* without what quotes or indents it */
	size_t next;		/* where the next line begins */
	enum line_is is;
};

static bool
is_letter(uint8_t c)
{
	return is_wordly(c) && !is_digit(c) && c != '_';
}

/* "apt. 12" somewhere in the line. */
static bool
has_unit(const struct view *v, const struct line *l)
{
	static const char *const units[] = { "apt", "apartment", "suite",
		"flat", "unit", "box", "psc", "appt", "lok", "bp", "cs",
		"skrytka", NULL };

	for (size_t at = l->start; at < l->end; at++) {
		if (!is_letter(v->s[at]) || is_wordly(byte_before(v, at)))
			continue;
		for (size_t i = 0; units[i] != NULL; i++) {
			size_t k = at + strlen(units[i]);

			if (!near_stands(v, at, units[i]))
				continue;
			while (k < l->end && (v->s[k] == '.' ||
			    v->s[k] == ' ' || v->s[k] == '#'))
				k++;
			if (k < l->end && is_digit(v->s[k]))
				return true;
		}
	}
	return false;
}

/* Digits at the end ("Tanzania 53144"), or a UK postcode's end ("4TR"). */
static bool
ends_in_postcode(const struct view *v, const struct line *l)
{
	size_t at = l->end, n = 0;

	while (at > l->start && is_digit(v->s[at - 1])) {
		at--;
		n++;
	}
	if (n >= 4 && n <= 6)
		return at == l->start || v->s[at - 1] == ' ' ||
		    v->s[at - 1] == '-';
	/* digit, two letters, a space before */
	at = l->end;
	return n == 0 && at - l->start >= 6 && is_digit(v->s[at - 3]) &&
	    is_letter(v->s[at - 2]) && is_letter(v->s[at - 1]) &&
	    v->s[at - 4] == ' ' && (is_digit(v->s[at - 5]) ||
	    is_digit(v->s[at - 6]));
}

/* "75002 Paris", "00-950 Warszawa". */
static bool
begins_with_postcode(const struct view *v, const struct line *l)
{
	size_t at = l->start, n = 0;

	while (at < l->end && is_digit(v->s[at])) {
		at++;
		n++;
	}
	if (n == 2 && l->end - at > 4 && v->s[at] == '-' &&
	    is_digit(v->s[at + 1]) && is_digit(v->s[at + 2]) &&
	    is_digit(v->s[at + 3])) {
		at += 4;
		n = 5;
	}
	return (n == 4 || n == 5) && l->end - at > 3 && v->s[at] == ' ' &&
	    is_letter(v->s[at + 1]);
}

/* A number and words, or words and a number. */
static bool
is_street(const struct view *v, const struct line *l, size_t words)
{
	size_t at = l->start, n = 0;

	if (words < 2)
		return false;
	while (at < l->end && is_digit(v->s[at])) {
		at++;
		n++;
	}
	if (n > 0)
		return n <= 5 && (v->s[at] == ' ' || v->s[at] == ',' ||
		    is_letter(v->s[at]));
	at = l->end;
	while (at > l->start && (v->s[at - 1] == '.' ||
	    is_letter(v->s[at - 1])) && l->end - at < 2)
		at--;
	while (at > l->start && is_digit(v->s[at - 1])) {
		at--;
		n++;
	}
	return n >= 1 && n <= 4 && at > l->start && v->s[at - 1] == ' ';
}

static enum line_is
kind_of(const struct view *v, const struct line *l)
{
	size_t words = 0, digits = 0, letters = 0;

	if (l->start == l->end)
		return LINE_BLANK;
	if (l->end - l->start > LINE_MOST)
		return LINE_OTHER;
	for (size_t at = l->start; at < l->end; at++) {
		uint8_t c = v->s[at];

		if (c == '@' || c == '=' || c == '\t' || c == '|' ||
		    c == '{' || c == '}' || c == '\\' || c == '<' || c == '"' ||
		    c == '?' || c == '!' || c == ':' || c == '%' || c == ';')
			return LINE_OTHER;
		digits += is_digit(c);
		letters += is_letter(c);
		if (is_wordly(c) && !is_wordly(byte_before(v, at)))
			words++;
	}
	if (words > WORDS_MOST || digits > 12)
		return LINE_OTHER;
	if (letters == 0)
		return digits >= 4 && digits <= 6 ? LINE_POST : LINE_OTHER;
	if (digits == 0)
		return v->s[l->end - 1] == '.' || words > 5 ? LINE_OTHER :
		    LINE_TEXT;
	if (has_unit(v, l))
		return LINE_UNIT;
	if (begins_with_postcode(v, l) ||
	    (!is_digit(v->s[l->start]) && ends_in_postcode(v, l)))
		return LINE_POST;
	return is_street(v, l, words) ? LINE_STREET : LINE_OTHER;
}

/* Quotes, list marks and indents before a line, at most eight bytes. */
static size_t
over_indent(const struct view *v, size_t at, size_t end)
{
	size_t most = at + 8;

	while (at < end && at < most && !is_wordly(v->s[at]))
		at++;
	while (at < end && v->s[at] == ' ')
		at++;
	return at;
}

static bool
read_line(const struct view *v, size_t at, struct line *l)
{
	const uint8_t *nl;

	if (at >= v->len)
		return false;
	nl = memchr(v->s + at, '\n', v->len - at);
	l->end = nl != NULL ? (size_t)(nl - v->s) : v->len;
	l->next = nl != NULL ? l->end + 1 : v->len;
	l->start = over_indent(v, at, l->end);
	while (l->end > l->start && (v->s[l->end - 1] == ' ' ||
	    v->s[l->end - 1] == '\r' || v->s[l->end - 1] == ','))
		l->end--;
	l->is = kind_of(v, l);
	return true;
}

/* How many of the lines are an address; 0: none. */
static size_t
measure(const struct line *l, size_t n, bool *sure)
{
	size_t last = 0, blanks = 0;
	bool unit = l[0].is == LINE_UNIT;

	*sure = false;
	for (size_t i = 1; i < n; i++) {
		if (l[i].is == LINE_POST) {
			*sure = true;
			return i + 1;
		}
		if (l[i].is == LINE_BLANK) {
			/* One, between town and country. */
			if (++blanks > 1)
				break;
			continue;
		}
		if (l[i].is == LINE_UNIT)
			unit = true;
		else if (l[i].is != LINE_TEXT &&
		    (l[i].is != LINE_STREET || i > 1))
			break;
		if (blanks == 0)
			last = i;
	}
	if (!unit)
		return 0;
	return last + 1 > 4 ? 4 : last + 1;
}

static int
report_lines(const struct view *v, const struct line *l, size_t n, bool sure)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		if (l[i].is != LINE_BLANK)
			r = report(v, l[i].start, l[i].end, "ADDRESS",
			    "address", sure ? .7 : .5, sure ?
			    "lines of an address, with a postcode" :
			    "lines of an address");
	return r;
}

static int
run(const struct view *v)
{
	struct line l[LINES_MOST];
	size_t at = 0, n, lines;
	bool sure;
	int r = 0;

	while (r == 0 && read_line(v, at, &l[0])) {
		at = l[0].next;
		if (l[0].is != LINE_STREET && l[0].is != LINE_UNIT)
			continue;
		for (n = 1; n < LINES_MOST &&
		    read_line(v, l[n - 1].next, &l[n]); n++)
			;
		lines = measure(l, n, &sure);
		if (lines == 0)
			continue;
		r = report_lines(v, l, lines, sure);
		at = l[lines - 1].next;
	}
	return r;
}

static const char *const kinds[] = { "ADDRESS", NULL };

const struct finder find_address = {
	.name = "address", .kinds = kinds, .run = run,
	.what = "addresses over several lines",
};
