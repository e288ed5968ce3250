/*
 * mrz.c -- the machine readable lines of passports, identity cards and visas
 * (ICAO 9303, parts 4 to 7; the French identity card of before 2021).
 *
 * Lines are 30, 36 or 44 characters of A-Z, 0-9 and '<'.  Where the check
 * digits are there, they must hold; a line whose others are lost is reported
 * for what it is.
 */
#include "redact/find/number/token.h"
#include "redact/find/view/near.h"

#include <string.h>

#define LINE_MAX 44u

static const char *const kinds[] = { "MRZ", NULL };

struct line {
	size_t start, len;
};

/* A field with its check digit behind it. */
struct field {
	uint8_t at, len;
};

static bool
is_mrz(uint8_t c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '<';
}

/* The line around `at`. */
static struct line
line_at(const struct view *v, size_t at)
{
	struct line l = { .start = at };
	size_t end = at;

	while (l.start > 0 && at - l.start <= LINE_MAX &&
	    is_mrz(v->s[l.start - 1]))
		l.start--;
	while (end < v->len && end - at <= LINE_MAX && is_mrz(v->s[end]))
		end++;
	l.len = end - l.start;
	if (token_goes_before(v, l.start) || token_goes_on(v, end))
		l.len = 0;
	return l;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The line behind or before this one, if of the same length. */
static bool
line_behind(const struct view *v, const struct line *l, struct line *out)
{
	size_t at = l->start + l->len, gap = 0;

	while (gap < 4 && is_blank(byte_at(v, at + gap)))
		gap++;
	if (gap == 0 || at + gap >= v->len || !is_mrz(v->s[at + gap]))
		return false;
	*out = line_at(v, at + gap);
	return out->len == l->len;
}

static bool
line_before(const struct view *v, const struct line *l, struct line *out)
{
	size_t at = l->start, gap = 0;

	while (gap < 4 && gap < at && is_blank(v->s[at - 1 - gap]))
		gap++;
	if (gap == 0 || gap == at || !is_mrz(v->s[at - 1 - gap]))
		return false;
	*out = line_at(v, at - 1 - gap);
	return out->len == l->len;
}

/* Weights 7 3 1 go on over all the parts of a sum. */
struct sum {
	unsigned sum, i;
};

static void
add(struct sum *s, const uint8_t *c, size_t n)
{
	static const uint8_t weights[] = { 7, 3, 1 };

	for (size_t k = 0; k < n; k++)
		s->sum += weights[s->i++ % 3] * (unsigned)(c[k] == '<' ? 0 :
		    is_digit(c[k]) ? c[k] - '0' : c[k] - 'A' + 10);
}

static bool
is_sum(const struct sum *s, uint8_t check)
{
	return check == '0' + s->sum % 10;
}

static bool
field_holds(const uint8_t *line, struct field f)
{
	struct sum s = { 0, 0 };

	add(&s, line + f.at, f.len);
	/* An empty optional field may have a filler for its check digit. */
	return is_sum(&s, line[f.at + f.len]) ||
	    (s.sum == 0 && line[f.at + f.len] == '<');
}

/* Six digits; a filler where a part of the day of birth is not known. */
static bool
is_date(const uint8_t *c)
{
	for (size_t i = 0; i < 6; i++)
		if (!is_digit(c[i]) && c[i] != '<')
			return false;
	return true;
}

static const struct field number = { 0, 9 }, birth = { 13, 6 },
    expiry = { 21, 6 };

/* Line 2 of a passport, a visa, or a card of two lines. */
static bool
second_holds(const uint8_t *c, size_t len, bool visa)
{
	struct sum s = { 0, 0 };

	if (!is_date(c + 13) || !is_date(c + 21) ||
	    !field_holds(c, number) || !field_holds(c, birth) ||
	    !field_holds(c, expiry))
		return false;
	if (visa)
		return true;
	if (len == 44 && !field_holds(c, (struct field){ 28, 14 }))
		return false;
	add(&s, c, 10);
	add(&s, c + 13, 7);
	add(&s, c + 21, len == 44 ? 22 : 14);
	return is_sum(&s, c[len - 1]);
}

static bool
looks_second(const uint8_t *c)
{
	return is_digit(c[9]) && is_date(c + 13) && is_digit(c[19]) &&
	    is_date(c + 21) && is_digit(c[27]) &&
	    strchr("MFX<", c[20]) != NULL;
}

/* A document's letter, a country, and names with their separator. */
static bool
looks_first(const uint8_t *c, size_t len)
{
	size_t fill = 0;

	if (strchr("PVIAC", c[0]) == NULL || is_digit(c[1]))
		return false;
	for (size_t i = 2; i < len; i++) {
		if (is_digit(c[i]))
			return false;
		fill += i > 5 && c[i] == '<' && c[i - 1] == '<';
	}
	return fill > 0 && c[2] != '<' && c[5] != '<';
}

/* The French card: names; number, given names, birth, sex. */
static bool
french_holds(const uint8_t *one, const uint8_t *two)
{
	struct sum s = { 0, 0 };

	if (memcmp(one, "IDFRA", 5) != 0 ||
	    !field_holds(two, (struct field){ 0, 12 }) ||
	    !field_holds(two, (struct field){ 27, 6 }))
		return false;
	add(&s, one, 36);
	add(&s, two, 35);
	return is_sum(&s, two[35]);
}

/* A card of three lines.  A long number goes on in the optional field. */
static bool
card_holds(const uint8_t *one, const uint8_t *two)
{
	struct sum s = { 0, 0 };

	if (!is_date(two) || !is_date(two + 8) ||
	    !field_holds(two, (struct field){ 0, 6 }) ||
	    !field_holds(two, (struct field){ 8, 6 }) ||
	    (one[14] != '<' && !field_holds(one, (struct field){ 5, 9 })))
		return false;
	add(&s, one + 5, 25);
	add(&s, two, 7);
	add(&s, two + 8, 7);
	add(&s, two + 18, 11);
	return is_sum(&s, two[29]);
}

static int
say(const struct view *v, const struct line *first, const struct line *last,
    double confidence, const char *why, size_t *next)
{
	*next = last->start + last->len;
	return report(v, first->start, *next, "MRZ", "mrz", confidence, "%s",
	    why);
}

/*
 * A character read wrongly breaks the check of its own field and the last
 * one; where all fields hold, the last one alone tells of a sample.
 */
static bool
is_misread(const uint8_t *a, const uint8_t *b, size_t len)
{
	return looks_first(a, len) && looks_second(b) &&
	    field_holds(b, number) + field_holds(b, birth) +
	    field_holds(b, expiry) == 2;
}

static int
two_lines(const struct view *v, const struct line *one,
    const struct line *two, size_t *next)
{
	const uint8_t *a = v->s + one->start, *b = v->s + two->start;

	*next = two->start + two->len;
	if (one->len == 36 && french_holds(a, b))
		return say(v, one, two, 1.0,
		    "two lines of a French card, check digits hold", next);
	if (!second_holds(b, two->len, a[0] == 'V'))
		return !is_misread(a, b, two->len) ? 0 : say(v, one, two, 0.5,
		    "two lines, but one field does not hold", next);
	return say(v, one, two, 1.0, "two lines, check digits hold", next);
}

static int
one_line(const struct view *v, const struct line *l, size_t *next)
{
	const uint8_t *c = v->s + l->start;

	if (looks_second(c) && second_holds(c, l->len, false))
		return say(v, l, l, 0.97,
		    "the second of two lines, check digits hold", next);
	if (looks_second(c) && second_holds(c, l->len, true))
		return say(v, l, l, 0.9, "the second of two lines, check "
		    "digits of its fields hold", next);
	if (looks_first(c, l->len))
		return say(v, l, l, 0.75,
		    "the first of two lines: a country and names", next);
	return 0;
}

static int
of_two(const struct view *v, const struct line *l, size_t *next)
{
	struct line other;

	if (line_behind(v, l, &other) && !looks_second(v->s + l->start))
		return two_lines(v, l, &other, next);
	if (line_before(v, l, &other) && looks_second(v->s + l->start))
		return two_lines(v, &other, l, next);
	return one_line(v, l, next);
}

/* Letters alone, with the separator of surname and given names. */
static bool
looks_names(const uint8_t *c, size_t len)
{
	size_t parts = 0;

	for (size_t i = 0; i < len; i++) {
		if (is_digit(c[i]))
			return false;
		parts += i > 0 && i + 1 < len && c[i] == '<' &&
		    c[i - 1] == '<' && c[i + 1] != '<';
	}
	return c[0] != '<' && parts == 1;
}

/* Does the line begin like the first, second of three? */
static bool
is_first_of_three(const uint8_t *c)
{
	return strchr("IAC", c[0]) != NULL && !is_digit(c[2]) && c[2] != '<';
}

static bool
is_second_of_three(const uint8_t *c)
{
	return is_date(c) && is_digit(c[6]) && is_date(c + 8) &&
	    is_digit(c[14]);
}

static int
of_three(const struct view *v, const struct line *l, size_t *next)
{
	const uint8_t *c = v->s + l->start;
	struct line a, b;

	if (is_second_of_three(c))
		return line_before(v, l, &a) ? 0 : !field_holds(c,
		    (struct field){ 0, 6 }) || !field_holds(c,
		    (struct field){ 8, 6 }) ? 0 : say(v, l, l, 0.85,
		    "the second of three lines, check digits hold", next);
	if (is_first_of_three(c) && line_behind(v, l, &a)) {
		*next = a.start + a.len;
		if (!card_holds(c, v->s + a.start))
			return 0;
		if (!line_behind(v, &a, &b))
			return say(v, l, &a, 0.99,
			    "two of three lines, check digits hold", next);
		return say(v, l, &b, 1.0, "three lines, check digits hold",
		    next);
	}
	if (is_first_of_three(c) && field_holds(c, (struct field){ 5, 9 }) &&
	    is_digit(c[14]))
		return say(v, l, l, 0.9,
		    "the first of three lines, its check digit holds", next);
	if (looks_names(c, l->len) && !line_before(v, l, &a))
		return say(v, l, l, 0.6, "the last of three lines: names",
		    next);
	return 0;
}

static int
at(const struct view *v, size_t at, enum trigger trigger, size_t *next)
{
	struct line l = line_at(v, at);

	(void)trigger;
	if (l.len == 44 || l.len == 36)
		return of_two(v, &l, next);
	if (l.len == 30)
		return of_three(v, &l, next);
	return 0;
}

const struct finder find_mrz = {
	.name = "mrz", .kinds = kinds,
	.what = "machine readable lines of passports and cards",
	.triggers = TRIGGER_LESS, .at = at,
};
