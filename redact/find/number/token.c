/* token.c -- see token.h. */
#include "redact/find/number/token.h"

#include <string.h>

#include "redact/find/view/letter.h"
#include "redact/find/view/near.h"

enum class { OTHER, DIGIT, UPPER, LOWER, SEPARATOR, BEYOND };

#define TEN(c) c, c, c, c, c, c, c, c, c, c
#define LETTERS(c) TEN(c), TEN(c), c, c, c, c, c, c

static const uint8_t classes[256] = {
	[' '] = SEPARATOR, ['-'] = SEPARATOR, ['.'] = SEPARATOR,
	['/'] = SEPARATOR, ['0'] = TEN(DIGIT), ['A'] = LETTERS(UPPER),
	['a'] = LETTERS(LOWER), [0x80] = TEN(BEYOND), TEN(BEYOND),
	TEN(BEYOND), TEN(BEYOND), TEN(BEYOND), TEN(BEYOND), TEN(BEYOND),
	TEN(BEYOND), TEN(BEYOND), TEN(BEYOND), TEN(BEYOND), TEN(BEYOND),
	BEYOND, BEYOND, BEYOND, BEYOND, BEYOND, BEYOND, BEYOND, BEYOND
};

static enum class
class_of(uint8_t c)
{
	return classes[c];
}

/* ... of what stands at this place; OTHER outside the text. */
static enum class
class_at(const struct view *v, size_t at)
{
	return at < v->len ? classes[v->s[at]] : OTHER;
}

static bool
is_letter(enum class c)
{
	return c == UPPER || c == LOWER;
}

static bool
is_alnum(enum class c)
{
	return c == DIGIT || c == UPPER || c == LOWER;
}

/* Is the character beyond ASCII, whose first byte is at `at`, of a word? */
static bool
is_letter_beyond(const struct view *v, size_t at)
{
	uint32_t cp = v->s[at];
	size_t more = cp >= 0xf0 ? 3 : cp >= 0xe0 ? 2 : 1;

	if (cp < 0xc0 || v->len - at <= more)
		return false;
	cp &= 0x3fu >> more;
	for (size_t i = 1; i <= more; i++)
		cp = cp << 6 | (v->s[at + i] & 0x3fu);
	return letter_in_word(cp);
}

static bool
is_letter_behind(const struct view *v, size_t at)
{
	return at < v->len && v->s[at] >= 0x80 && is_letter_beyond(v, at);
}

static bool
is_letter_ahead(const struct view *v, size_t at)
{
	if (at == 0 || v->s[at - 1] < 0x80)
		return false;
	for (at--; at > 0 && (v->s[at] & 0xc0) == 0x80; at--)
		;
	return is_letter_beyond(v, at);
}

bool
token_goes_on(const struct view *v, size_t at)
{
	return is_alnum(class_at(v, at)) || is_letter_behind(v, at);
}

bool
token_goes_before(const struct view *v, size_t at)
{
	return (at > 0 && is_alnum(class_of(v->s[at - 1]))) ||
	    is_letter_ahead(v, at);
}

static void
add(struct token *t, const struct view *v, size_t at, uint8_t sep)
{
	uint8_t c = v->s[at];
	uint64_t bit = (uint64_t)1 << t->n;

	if (class_of(c) != DIGIT) {
		t->letters |= bit;
		if (class_of(c) == LOWER) {
			t->lower |= bit;
			c = (uint8_t)(c - 32);
		}
	}
	if (sep == '/')
		t->slashes |= bit;
	else if (sep != 0)
		t->seps |= bit;
	t->sep[t->n] = sep;
	t->at[t->n] = at;
	t->c[t->n++] = (char)c;
}

/* A separator at `at`: its length, 0 for none. */
static size_t
separator(const struct view *v, size_t at, uint8_t *sep)
{
	if (class_at(v, at) != SEPARATOR)
		return 0;
	*sep = v->s[at];
	if (*sep == ' ' && v->len - at > 2 && v->s[at + 1] == '-' &&
	    v->s[at + 2] == ' ') {
		*sep = '-';
		return 3;
	}
	return 1;
}

/* A group from `at`: its end, or `at` when it is none of ours. */
static size_t
group_end(const struct view *v, size_t at, size_t room, bool first)
{
	size_t end = at, digits = 0;

	while (end - at <= room && is_alnum(class_at(v, end)))
		digits += class_of(v->s[end++]) == DIGIT;
	if (end - at > room || is_letter_behind(v, end) ||
	    (!first && digits == 0 && end - at > TOKEN_WORD_MAX))
		return at;
	return end;
}

/* The group of letters before `at`, with one separator between: its start. */
static size_t
word_before(const struct view *v, size_t at)
{
	size_t from;

	if (at < 2 || class_of(v->s[at - 1]) != SEPARATOR)
		return at;
	for (from = at - 1; from > 0 && at - 1 - from <= TOKEN_WORD_MAX &&
	    is_letter(class_of(v->s[from - 1])); from--)
		;
	if (at - 1 - from > TOKEN_WORD_MAX || from == at - 1 ||
	    (from > 0 && is_alnum(class_of(v->s[from - 1]))) ||
	    is_letter_ahead(v, from))
		return at;
	return from;
}

/*
 * Most numbers in prose are these: up to four digits, with words in lower case
 * or with one capital around them.
 */
static bool
is_small(const struct view *v, size_t at)
{
	size_t end = at + 1;
	enum class c;

	while (class_at(v, end) == DIGIT)
		if (++end - at > TOKEN_SMALL_MAX)
			return false;
	c = class_at(v, end);
	if (is_alnum(c) || c == BEYOND)
		return false;
	if (c == SEPARATOR) {
		c = class_at(v, end + 1);
		if (c == DIGIT || (is_letter(c) && v->s[end] != ' ') ||
		    (c == UPPER && class_at(v, end + 2) != LOWER) ||
		    (v->s[end] == ' ' && c == SEPARATOR))
			return false;
	}
	if (at == 0)
		return true;
	c = class_of(v->s[at - 1]);
	if (is_letter(c) || c == BEYOND)
		return false;
	if (c != SEPARATOR || at == 1)
		return true;
	c = class_of(v->s[at - 2]);
	return c != UPPER && (!is_letter(c) || v->s[at - 1] == ' ');
}

static bool
read_token(struct token *t, const struct view *v, size_t at)
{
	size_t from = at, word, end, gap;
	uint8_t sep = 0;

	while (from > 0 && at - from <= TOKEN_LABEL_MAX &&
	    is_letter(class_of(v->s[from - 1])))
		from--;
	if (at - from > TOKEN_LABEL_MAX || (from > 0 &&
	    class_of(v->s[from - 1]) == DIGIT) || is_letter_ahead(v, from))
		return false;
	t->n = 0;
	t->letters = t->lower = t->seps = t->slashes = t->ends = 0;
	if ((word = word_before(v, from)) < from) {
		while (word < from - 1)
			add(t, v, word++, 0);
		t->ends = (uint64_t)1 << (t->n - 1);
		sep = v->s[from - 1];
	}
	t->run = t->n;
	t->digit = t->n + (at - from);
	for (unsigned groups = 0; groups < TOKEN_GROUPS_MAX; groups++) {
		end = group_end(v, from, FORM_CHARS_MAX - t->n,
		    t->n == t->run);
		if (end == from)
			break;
		for (; from < end; sep = 0)
			add(t, v, from++, sep);
		t->ends |= (uint64_t)1 << (t->n - 1);
		if ((gap = separator(v, from, &sep)) == 0)
			break;
		from += gap;
	}
	return t->n > t->run;
}

/*
 * The tables ask one after the other for the same place: it is read for the
 * first.  No two views have the same number.
 */
static _Thread_local struct {
	uint64_t view;
	size_t at;
	bool stands;
	struct token token;
} last;

struct token *
token_read(const struct view *v, size_t at)
{
	if (is_small(v, at))
		return NULL;
	if (v->number == 0 || last.view != v->number || last.at != at) {
		last.stands = read_token(&last.token, v, at);
		last.view = v->number;
		last.at = at;
	}
	return last.stands ? &last.token : NULL;
}

bool
token_is_mixed(const struct token *t, size_t from, size_t n)
{
	uint8_t seen = 0;

	for (size_t i = from + 1; i < from + n; i++) {
		if (t->sep[i] == 0)
			continue;
		if (seen != 0 && seen != t->sep[i])
			return true;
		seen = t->sep[i];
	}
	return false;
}

/* The last separator inside. */
static uint8_t
inner(const struct token *t, size_t from, size_t n)
{
	for (size_t i = from + n - 1; i > from; i--)
		if (t->sep[i] != 0)
			return t->sep[i];
	return 0;
}

/* `next` stands beside the number, `far` behind that. */
static enum token_edge
edge(uint8_t next, uint8_t far, uint8_t inside, size_t digits, bool before)
{
	enum class beyond = class_of(far);

	if (next == 0 || !is_alnum(beyond))
		return TOKEN_CLEAN;
	if (beyond == DIGIT) {
		/* "I-94:123456789A1" */
		if (next == ':' && before)
			return TOKEN_CLEAN;
		if (next == ' ')
			return inside == ' ' ? TOKEN_LONGER : TOKEN_CLEAN;
		/* "1,234,567", and not a table with commas. */
		if (next == ',')
			return digits <= 3 ? TOKEN_LONGER : TOKEN_CLEAN;
		return strchr("-./+:", next) != NULL ? TOKEN_LONGER :
		    TOKEN_CLEAN;
	}
	return strchr("-./+@_\\", next) != NULL ? TOKEN_JOINED : TOKEN_CLEAN;
}

enum token_edge
token_edge(const struct view *v, const struct token *t, size_t from, size_t n)
{
	size_t start = t->at[from], end = t->at[from + n - 1] + 1, lead = 0,
	    tail = 0;
	uint8_t in = inner(t, from, n);
	enum token_edge a, b;

	while (lead < n && t->c[from + lead] <= '9' &&
	    (lead == 0 || t->sep[from + lead] == 0))
		lead++;
	while (tail < n && t->c[from + n - 1 - tail] <= '9') {
		tail++;
		if (t->sep[from + n - tail] != 0)
			break;
	}
	a = edge(byte_before(v, start), start > 1 ? v->s[start - 2] : 0, in,
	    lead, true);
	b = edge(byte_at(v, end), byte_at(v, end + 1), in, tail,
	    false);
	return a > b ? a : b;
}
