/*
 * row.c -- where a value of two words is met with both ways round, and where a
 * match reaches over the end of a line.
 *
 * In a list the last word of one row and the first of the next look like a
 * name turned round.  As one match the rows would become one, and how many
 * equal ones there are could be counted.
 */
#include "redact/find/known/keys.h"

#define ROW_LOOK 256u	/* bytes of a line that are looked at on each side */
#define NEAR 32u	/* hits before and behind one that may overlap it */

bool
row_line_end(uint8_t c)
{
	return c == '\n' || c == '\r' || c == '\f';
}

bool
row_between(uint8_t c)
{
	return c <= ' ' || c == ',' || c == ';' || c == '|' || c == '"';
}

/* Does this sign part cells?  A comma does with no blank behind it. */
static bool
parts_cells(const uint8_t *s, size_t at, size_t len)
{
	return s[at] == '\t' || s[at] == ';' || s[at] == '|' ||
	    (s[at] == ',' && at + 1 < len && s[at + 1] > ' ');
}

/* Cells in the line that ends at `at`, or in that behind it. */
bool
row_ends(const void *text, size_t len, size_t at)
{
	const uint8_t *s = text;
	size_t i;

	for (i = at; i > 0 && at - i < ROW_LOOK && !row_line_end(s[i - 1]); i--)
		if (parts_cells(s, i - 1, len))
			return true;
	for (i = at + 1; i < len && i - at < ROW_LOOK &&
	    !row_line_end(s[i]); i++)
		if (parts_cells(s, i, len))
			return true;
	return false;
}

/* How little it looks like one name: with a line end in it, with a sign, the
 * words turned. */
static unsigned
looseness(const uint8_t *s, const struct hit *hit)
{
	unsigned n = (hit->key->flags & KEY_TURNED) != 0;

	for (size_t i = hit->from; i < hit->to && n < 4; i++)
		if (row_line_end(s[i]))
			n |= 4;
		else if (s[i] == ',' || parts_cells(s, i, hit->to))
			n |= 2;
	return n;
}

static void
take_from(struct hit *hit, const struct hit *other)
{
	/* What lies inside of the other, or holds it, is no other reading. */
	if (other->from < hit->from && other->to > hit->from &&
	    other->to < hit->to)
		hit->from = other->to;
	else if (other->from > hit->from && other->from < hit->to &&
	    other->to > hit->to)
		hit->to = other->from;
}

/* A value of a list, as it is. */
static bool
is_listed(const struct hit *hit)
{
	return hit->key->form == FORM_LITERAL &&
	    hit->key->origin == KNOWN_LISTED;
}

static bool
in_word(uint8_t c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

static void
trim(const uint8_t *s, struct hit *hit)
{
	while (hit->from < hit->to && !in_word(s[hit->from]))
		hit->from++;
	while (hit->from < hit->to && !in_word(s[hit->to - 1]))
		hit->to--;
}

void
part_hits(const void *text, struct hit *hits, size_t n)
{
	const uint8_t *s = text;
	unsigned loose;
	size_t i, k;

	for (i = 0; i < n; i++) {
		struct hit was = hits[i];

		if (!is_listed(&was) || (loose = looseness(s, &was)) == 0)
			continue;
		for (k = i > NEAR ? i - NEAR : 0; k < n && k <= i + NEAR; k++)
			if (k != i && is_listed(&hits[k]) &&
			    looseness(s, &hits[k]) < loose)
				take_from(&hits[i], &hits[k]);
		if (hits[i].from != was.from || hits[i].to != was.to)
			trim(s, &hits[i]);
	}
}
