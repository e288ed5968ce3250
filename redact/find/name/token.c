/* token.c -- see token.h. */
#include "redact/find/name/token.h"

#include <string.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "redact/find/view/letter.h"

#define LINE_OF_PROSE 56u	/* bytes; a shorter line ends its sentence */
#define ELISION_MAX 8u		/* bytes before the apostrophe */
#define ADDED_MAX 4u		/* letters behind an apostrophe, at most */

static uint32_t
next_cp(const struct view *v, size_t *at)
{
	uint32_t cp = v->s[*at];

	if (cp < 0x80)
		(*at)++;
	else
		U8_NEXT_UNSAFE(v->s, *at, cp);
	return cp;
}

static uint32_t
cp_at(const struct view *v, size_t at)
{
	return at < v->len ? next_cp(v, &at) : 0;
}

static bool
is_white(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r');
}

static bool
is_digit_cp(uint32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool
is_upper(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'A' && cp <= 'Z';
	return u_isupper((UChar32)cp) || u_istitle((UChar32)cp);
}

static bool
is_one_of(const char *low, size_t len, const char *const words[])
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (words[i][0] == low[0] && strlen(words[i]) == len &&
		    memcmp(words[i], low, len) == 0)
			return true;
	return false;
}

uint64_t
token_hash(const char *low, size_t len)
{
	uint64_t h = 0xcbf29ce484222325u;	/* FNV-1a, then mixed */

	for (size_t i = 0; i < len; i++)
		h = (h ^ (uint8_t)low[i]) * 0x100000001b3u;
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ (h >> 29);
}

/* Append one character, in lower case, to what is kept of the token. */
static void
keep_low(struct tokens *t, struct token *k, uint32_t cp)
{
	char *to = t->low + t->low_end;
	uint8_t b[U8_MAX_LENGTH];
	int32_t n = 0;

	if (cp >= 0x80) {
		k->is |= TOKEN_ACCENT;
		cp = (uint32_t)u_tolower((UChar32)cp);
	} else if (cp >= 'A' && cp <= 'Z') {
		cp += 'a' - 'A';
	}
	U8_APPEND_UNSAFE(b, n, cp);
	if (k->low_len + (uint32_t)n > TOKEN_LOW_MAX ||
	    (k->is & TOKEN_LONG) != 0) {
		k->is |= TOKEN_LONG;
		return;
	}
	memcpy(to, b, (size_t)n);
	k->low_len = (uint8_t)(k->low_len + n);
	t->low_end = (uint16_t)(t->low_end + n);
}

/* What an apostrophe at `at`, behind a word, does: it ends the word with it,
 * ends it before it, or is a part of it. */
enum quote { QUOTE_ELIDES, QUOTE_ADDS, QUOTE_JOINS, QUOTE_IS_NONE };

static enum quote
quote_does(const struct tokens *t, const struct token *k, size_t at)
{
	static const char *const elide[] = { "d", "l", "qu", "n", "s", "j",
		"m", "t", "c", "jusqu", "lorsqu", "puisqu", "quelqu",
		"presqu", NULL };
	static const char vowels[] = "aeiouyhAEIOUYH";
	const struct view *v = t->v;
	size_t letters = 0;
	uint32_t cp = cp_at(v, at + 1);

	if (!letter_is(cp))
		return QUOTE_IS_NONE;
	if (k->low_len <= ELISION_MAX && (cp >= 0x80 ||
	    strchr(vowels, (int)cp) != NULL) && is_one_of(
	    t->low + k->low, k->low_len, elide))
		return QUOTE_ELIDES;
	for (at++; at < v->len && letters <= ADDED_MAX; letters++) {
		cp = next_cp(v, &at);
		if (!letter_in_word(cp))
			return QUOTE_ADDS;
		if (is_upper(cp))
			return QUOTE_JOINS;
	}
	return letters <= ADDED_MAX ? QUOTE_ADDS : QUOTE_JOINS;
}

/* Letters and digits from k->end; returns behind them. */
static void
read_word(struct tokens *t, struct token *k)
{
	const struct view *v = t->v;
	size_t at = k->end, next, capitals = 0, small = 0;
	bool letter = false;	/* the last one was */

	while (at < v->len) {
		uint32_t cp;

		next = at;
		cp = next_cp(v, &next);
		if (cp == '-' && letter && letter_is(cp_at(v, next))) {
			k->is |= TOKEN_HYPHEN;
		} else if (cp == '\'' && at > k->start) {
			enum quote q = quote_does(t, k, at);

			if (q == QUOTE_ELIDES) {
				k->is |= TOKEN_ELIDED;
				keep_low(t, k, cp);
				at = next;
				break;
			}
			if (q != QUOTE_JOINS)
				break;
		} else if (!letter_in_word(cp)) {
			break;
		} else if (is_digit_cp(cp)) {
			k->is |= TOKEN_DIGIT;
		} else if (is_upper(cp)) {
			if (at == k->start)
				k->is |= TOKEN_CAPITAL;
			else if (small > 0 && letter)
				k->is |= TOKEN_MIXED;
			capitals++;
		} else if (letter_is(cp)) {
			small++;
		}
		letter = letter_is(cp);
		keep_low(t, k, cp);
		at = next;
	}
	if (capitals > 1 && small == 0)
		k->is |= TOKEN_UPPER;
	/* "J." */
	if (capitals == 1 && small == 0 && (k->is & (TOKEN_CAPITAL |
	    TOKEN_DIGIT | TOKEN_ELIDED)) == TOKEN_CAPITAL &&
	    cp_at(v, at) == '.') {
		k->is |= TOKEN_INITIAL;
		keep_low(t, k, '.');
		at++;
	}
	k->end = at;
}

/* Digits from k->start; a word when letters touch them. */
static void
read_number(struct tokens *t, struct token *k)
{
	const struct view *v = t->v;
	size_t at = k->start;

	k->is |= TOKEN_DIGIT;
	while (at < v->len && (is_digit_cp(v->s[at]) ||
	    ((v->s[at] == '.' || v->s[at] == ',' || v->s[at] == ':') &&
	    at + 1 < v->len && is_digit_cp(v->s[at + 1])))) {
		keep_low(t, k, v->s[at]);
		at++;
	}
	k->end = at;
	if (letter_in_word(cp_at(v, at))) {
		k->sort = TOKEN_WORD;
		read_word(t, k);
	}
}

static void
read_token(struct tokens *t, struct token *k)
{
	const struct view *v = t->v;
	size_t next = k->start, at;
	uint32_t cp = next_cp(v, &next);

	k->low = t->low_end;
	k->end = k->start;
	if (is_digit_cp(cp)) {
		k->sort = TOKEN_NUMBER;
		read_number(t, k);
	} else if (letter_in_word(cp)) {
		k->sort = TOKEN_WORD;
		read_word(t, k);
	} else {
		k->sort = TOKEN_MARK;
		keep_low(t, k, cp);
		k->end = at = next;
		/* "'s" behind a word */
		if (cp == '\'' && (k->is & TOKEN_SPACE) == 0 && t->n > 0 &&
		    t->list[t->n - 1].sort == TOKEN_WORD &&
		    letter_is(cp_at(v, at))) {
			k->sort = TOKEN_WORD;
			k->is |= TOKEN_ADDED;
			read_word(t, k);
		}
	}
	k->hash = token_hash(t->low + k->low, k->low_len);
}

/* Does the full stop at token i belong to the word before it? */
static bool
is_abbreviation(const struct tokens *t, size_t i)
{
	static const char *const known[] = { "mr", "mrs", "ms", "dr", "prof",
		"st", "no", "nos", "art", "arts", "vs", "cf", "jr", "sr",
		"gen", "col", "lt", "sgt", "capt", "rev", "hon", "ul", "al",
		"os", "pl", "św", "nr", "np", "tj", "tzw", "im", "godz",
		"mec", "inż", "mgr", "płk", "por", "kpt", "red", "ks", "bp",
		"abp", "mme", "mlle", "mm", "av", "bd", "ust", "pkt", "poz",
		"dz", "sp", "ww", "ok", "tel", "sygn", "zob", "arrt", "éd",
		"vol", "pp", "ch", "sec", "sect", "para", "inc", "ltd", "co",
		NULL };
	const struct token *k;

	if (i == 0)
		return true;
	k = &t->list[i - 1];
	if (k->sort != TOKEN_WORD)
		return false;
	/* A letter alone is one, but for "I" and what is not Latin. */
	if (k->end - k->start == 1)
		return (k->is & TOKEN_CAPITAL) == 0;
	return is_one_of(t->low + k->low, k->low_len, known);
}

/* Is a sentence over at token i, the last one read? */
static bool
ends_sentence(const struct tokens *t, size_t i)
{
	char c = token_mark(t, i);

	if (c == '!' || c == '?')
		return true;
	return c == '.' && !is_abbreviation(t, i);
}

/*
 * Go over white space to *at.  Returns whether the text before it, a line or
 * several, ends a sentence in itself; *lines counts line breaks.
 */
static bool
skip_white(const struct view *v, size_t *at, size_t *lines)
{
	size_t from = *at, first = 0, i;
	bool long_line = true;

	*lines = 0;
	while (*at < v->len && is_white(v->s[*at])) {
		if (v->s[*at] == '\n' && (*lines)++ == 0)
			first = *at;
		(*at)++;
	}
	if (*lines == 0 || *at == v->len)
		return false;
	if (first < LINE_OF_PROSE)
		return true;
	for (i = 0; i < LINE_OF_PROSE && long_line; i++)
		long_line = v->s[first - 1 - i] != '\n';
	return *lines > 1 || !long_line || from == 0 ||
	    !letter_in_word(cp_at(v, *at));
}

/* May a sentence begin at `at`? */
static bool
may_begin(const struct view *v, size_t at)
{
	uint32_t cp = cp_at(v, at);

	return !letter_is(cp) || is_upper(cp);
}

bool
tokens_next(struct tokens *t, const struct view *v, size_t at)
{
	size_t lines;

	t->v = v;
	t->n = 0;
	t->low_end = 0;
	(void)skip_white(v, &at, &lines);
	lines += at == 0;
	while (at < v->len && t->n < TOKENS_MAX) {
		struct token *k = &t->list[t->n];
		size_t start = at;

		if (t->n > 0 && is_white(v->s[at])) {
			bool over = skip_white(v, &at, &lines);

			if (at == v->len || over ||
			    (ends_sentence(t, t->n - 1) && may_begin(v, at))) {
				at = start;	/* its lines are counted again */
				break;
			}
		}
		*k = (struct token){ .start = at };
		if (t->n == 0)
			k->is |= TOKEN_FIRST;
		if (t->n == 0 || at > start)
			k->is |= TOKEN_SPACE;
		if (lines > 0)
			k->is |= TOKEN_LINE;
		lines = 0;
		read_token(t, k);
		at = k->end;
		t->n++;
	}
	t->next = at;
	return t->n > 0;
}

const char *
token_low(const struct tokens *t, size_t i, size_t *len)
{
	*len = t->list[i].low_len;
	return t->low + t->list[i].low;
}

char
token_mark(const struct tokens *t, size_t i)
{
	if (i >= t->n || t->list[i].sort != TOKEN_MARK ||
	    t->list[i].low_len != 1)
		return 0;
	return t->low[t->list[i].low];
}
