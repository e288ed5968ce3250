/* reading.c -- see reading.h. */
#include "redact/find/known/reading.h"

#include <string.h>
#include <unicode/uchar.h>

#include "intake/marks/marks.h"
#include "vault/base/print.h"

/* Kinds of bytes; letters beyond ASCII are one kind. */
enum class { NO_LETTER, LOWER, UPPER, DIGIT, OTHER };

static enum class
class_of(uint8_t c)
{
	if (c >= 'a' && c <= 'z')
		return LOWER;
	if (c >= 'A' && c <= 'Z')
		return UPPER;
	if (c >= '0' && c <= '9')
		return DIGIT;
	return c >= 0x80 ? OTHER : NO_LETTER;
}

static bool
is_hidden(uint32_t cp)
{
	return cp >= 0x80 && (mark_is_invisible(cp) || mark_is_bidi(cp) ||
	    mark_is_variation(cp));
}

void
reading_begin(struct reading *r, const void *text, size_t len, size_t at)
{
	memset(r, 0, sizeof(*r));
	r->text = text;
	r->len = len;
	r->at = at;
}

bool
reading_whole(const struct reading *r)
{
	return r->next == r->nmore;
}

/* As fold.c does: is the word Latin, with letters that only look so? */
static void
look_at_word(struct reading *r)
{
	bool latin = false, alike = false, other = false;
	size_t at = r->word, n;
	uint32_t cp;

	for (; at < r->len && at - r->word < GAP_BYTES_MAX; at += n) {
		if ((n = utf8_next(r->text + at, r->len - at, &cp)) == 0)
			break;
		if (is_hidden(cp))
			continue;
		if (!letter_in_word(cp))
			break;
		if (!letter_is(cp))
			continue;
		if (letter_is_latin(cp))
			latin = true;
		else if (mark_latin_of(cp) != 0)
			alike = true;
		else
			other = true;
	}
	r->word_end = at > r->at ? at : r->at + 1;
	r->latin = latin && alike && !other;
}

/* What was gone over since the last letter. */
struct between {
	size_t from, signs;
	bool hyphen, line, space;
};

static void
pass_sign(struct between *b, uint32_t cp)
{
	if (cp == '\n' || cp == '\r' || cp == '\f')
		b->line = true;
	else if (cp == ' ' || cp == '\t' || cp == '\v')
		b->space = true;
	else if (cp == '-' && !b->line && !b->space && b->signs == 0)
		b->hyphen = true;
	if (cp != ' ' && !(cp >= '\t' && cp <= '\r'))
		b->signs++;
}

static enum gap
gap_of(const struct reading *r, const struct between *b, bool any)
{
	if (!r->begun)
		return GAP_FAR;
	if (!any)
		return GAP_NONE;
	if (r->at - b->from > GAP_BYTES_MAX || b->signs > GAP_SIGNS_MAX)
		return GAP_FAR;
	if (b->signs == 0)
		return GAP_SPACE;
	return b->hyphen && b->line && b->signs == 1 ? GAP_BREAK : GAP_SIGN;
}

static bool
is_hump(const struct letter *last, const struct letter *l)
{
	return l->gap == GAP_NONE && (l->digit != last->digit ||
	    (l->upper && !last->upper && !last->digit));
}

/* A capital, or of a script that has none. */
static bool
stands_out(UChar32 cp)
{
	return u_isupper(cp) || u_charType(cp) == U_OTHER_LETTER;
}

/* Fold the letter of n bytes at r->at; false when it is only an accent. */
static bool
take(struct reading *r, uint32_t cp, size_t n)
{
	if (cp < 0x80) {
		r->more[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
		r->nmore = 1;
	} else {
		if (r->at >= r->word_end && letter_is(cp))
			look_at_word(r);
		r->nmore = letter_compare(r->more, cp,
		    r->latin && r->at < r->word_end);
	}
	r->next = 0;
	r->at += n;
	return r->nmore > 0;
}

bool
reading_next(struct reading *r, struct letter *l)
{
	struct between b = { .from = r->at };
	bool any = false;
	uint32_t cp;
	size_t n;

	if (r->next < r->nmore) {
		r->last.cp = r->more[r->next++];
		r->last.gap = GAP_NONE;
		r->last.part = true;
		r->last.hump = false;
		*l = r->last;
		return true;
	}
	for (; r->at < r->len; r->at += n) {
		n = utf8_next(r->text + r->at, r->len - r->at, &cp);
		if (n == 0)
			return false;
		if (is_hidden(cp))
			continue;
		if (!letter_in_word(cp)) {
			any = true;
			pass_sign(&b, letter_plain(cp));
			continue;
		}
		l->gap = gap_of(r, &b, any);
		if (l->gap != GAP_NONE)
			r->word = r->at;
		l->from = r->at;
		if (!take(r, cp, n)) {
			n = 0;
			continue;
		}
		l->to = r->at;
		l->cp = r->more[r->next++];
		l->part = false;
		l->upper = cp < 0x80 ? cp >= 'A' && cp <= 'Z' :
		    stands_out((UChar32)cp);
		l->digit = l->cp >= '0' && l->cp <= '9';
		l->hump = r->begun && is_hump(&r->last, l);
		r->begun = true;
		r->last = *l;
		return true;
	}
	return false;
}

size_t
reading_accents(const void *text, size_t len, size_t at)
{
	uint32_t cp, to[LETTERS_MAX];
	size_t n;

	while (at < len && (n = utf8_next((const uint8_t *)text + at, len - at,
	    &cp)) > 0 && cp >= 0x300 && letter_in_word(cp) &&
	    letter_compare(to, cp, false) == 0)
		at += n;
	return at;
}

uint32_t
reading_before(const void *text, size_t at)
{
	const uint8_t *s = text;
	size_t n = 1;
	uint32_t cp;

	while (n < at && n < 4 && (s[at - n] & 0xc0) == 0x80)
		n++;
	return at > 0 && utf8_next(s + at - n, n, &cp) == n ?
	    letter_plain(cp) : 0;
}

uint32_t
reading_at(const void *text, size_t len, size_t at)
{
	uint32_t cp;

	return at < len && utf8_next((const uint8_t *)text + at, len - at,
	    &cp) > 0 ? letter_plain(cp) : 0;
}

#define OTHER_PLACE BEGINNING_LETTERS
#define LETTER_BITS 0x1fffffu	/* of a key's letter; see keys.h */

/* 0-9 are 0 to 9, letters 10 to 35. */
static unsigned
place_of(uint32_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : OTHER_PLACE;
}

void
beginnings_add(struct beginnings *b, const uint32_t *letters, size_t n)
{
	unsigned place[3] = { OTHER_PLACE, OTHER_PLACE, OTHER_PLACE };
	unsigned i, from, to;

	for (i = 0; i < 3 && i < n; i++)
		place[i] = place_of(letters[i] & LETTER_BITS);
	/* What is read there may be another letter: skipping stops at those. */
	if (place[0] == OTHER_PLACE)
		return;
	b->first[place[0]] = true;
	from = place[1] == OTHER_PLACE ? 0 : place[1];
	to = place[1] == OTHER_PLACE ? BEGINNING_LETTERS - 1 : place[1];
	for (i = from; i <= to; i++)
		b->third[place[0]][i] |= place[2] == OTHER_PLACE ? UINT64_MAX :
		    (uint64_t)1 << place[2];
}

static bool
may_begin(const struct reading *r, const struct beginnings *b, size_t at)
{
	const uint8_t *s = r->text + at;
	unsigned first = place_of(s[0]), second, third;

	if (!b->first[first])
		return false;
	if (r->len - at < 3 || (second = place_of(s[1])) == OTHER_PLACE)
		return true;
	third = place_of(s[2]);
	return third == OTHER_PLACE ? b->third[first][second] != 0 :
	    (b->third[first][second] >> third & 1) != 0;
}

/* What a character beyond ASCII is, behind one that is `before`; its bytes. */
static size_t
other_class(const struct reading *r, size_t at, enum class before,
    enum class *here)
{
	uint32_t cp = 0;
	size_t n = utf8_next(r->text + at, r->len - at, &cp);

	if (cp >= 0xc0 && cp < 0x250 && cp != 0xd7 && cp != 0xf7)
		*here = OTHER;		/* no need to ask the tables */
	else if (is_hidden(cp))
		*here = before;
	else
		*here = letter_in_word(cp) ? OTHER : NO_LETTER;
	return n > 0 ? n : 1;
}

/* May a word, or a part of one, begin with this kind behind that one? */
static bool
parts(enum class before, enum class here)
{
	if (here == NO_LETTER || here == before)
		return false;
	if (here == LOWER)
		return before == NO_LETTER || before == DIGIT;
	return here != OTHER || before == NO_LETTER || before == DIGIT;
}

void
reading_skip(struct reading *r, const struct beginnings *b)
{
	enum class before, here;
	size_t at = r->at, n;

	if (b->anywhere || r->next < r->nmore)
		return;
	before = !r->begun || r->last.to != at ? NO_LETTER :
	    r->last.digit ? DIGIT : r->last.upper ? UPPER : LOWER;
	for (; at < r->len; at += n, before = here) {
		n = 1;
		if ((here = class_of(r->text[at])) == OTHER)
			n = other_class(r, at, before, &here);
		if (parts(before, here) && (here == OTHER ||
		    may_begin(r, b, at)))
			break;
		/* Nothing begins inside a run of small letters. */
		while (here == LOWER && at + n < r->len &&
		    r->text[at + n] >= 'a' && r->text[at + n] <= 'z')
			n++;
	}
	r->begun = before != NO_LETTER;
	r->last.to = at;
	r->last.digit = before == DIGIT;
	r->last.upper = before == UPPER;
	r->word = at;
	r->at = at;
}
