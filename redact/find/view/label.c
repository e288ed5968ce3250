/* label.c -- see label.h. */
#include "redact/find/view/label.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "redact/find/view/label_words.h"
#include "redact/find/view/letter.h"
#include "vault/base/print.h"

#define WORDS_MAX 16u	/* of a label */

/* Characters of a label, written one after the other. */
struct out {
	uint8_t *to;
	size_t len;
};

static void
put(struct out *o, uint32_t cp)
{
	if (o->len + 4 > LABEL_TEXT_MAX)
		return;
	if (cp < 0x80) {
		o->to[o->len++] = (uint8_t)cp;
	} else if (cp < 0x800) {
		o->to[o->len++] = (uint8_t)(0xc0 | cp >> 6);
		o->to[o->len++] = (uint8_t)(0x80 | (cp & 0x3f));
	} else if (cp < 0x10000) {
		o->to[o->len++] = (uint8_t)(0xe0 | cp >> 12);
		o->to[o->len++] = (uint8_t)(0x80 | (cp >> 6 & 0x3f));
		o->to[o->len++] = (uint8_t)(0x80 | (cp & 0x3f));
	}
}

/* One space between words, none at the edges of the part from `from` on. */
static void
put_gap(struct out *o, size_t from)
{
	if (o->len > from && o->to[o->len - 1] != ' ')
		put(o, ' ');
}

/* The label once, in lower case; `plain`: without accents. */
static bool
put_words(struct out *o, const uint8_t *raw, size_t len, bool plain)
{
	size_t from = o->len, n;
	uint32_t cp, to[LETTERS_MAX];
	bool small = false, letters = false;

	for (; len > 0; raw += n, len -= n) {
		if ((n = utf8_next(raw, len, &cp)) == 0)
			break;
		if (!letter_in_word(cp)) {
			put_gap(o, from);
			small = false;
			continue;
		}
		if (small && cp < 0x80 && cp >= 'A' && cp <= 'Z')
			put_gap(o, from);	/* firstName */
		small = cp < 0x80 ? cp >= 'a' && cp <= 'z' :
		    u_islower((UChar32)cp);
		letters = letters || letter_is(cp);
		if (!plain) {
			put(o, (uint32_t)u_tolower((UChar32)cp));
			continue;
		}
		for (size_t i = 0, k = letter_compare(to, cp, false); i < k; i++)
			put(o, to[i]);
	}
	while (o->len > from && o->to[o->len - 1] == ' ')
		o->len--;
	return letters;
}

size_t
label_read(uint8_t to[LABEL_TEXT_MAX], const uint8_t *raw, size_t len)
{
	struct out o = { .to = to };
	bool accents = false;
	size_t half;

	for (size_t i = 0; i < len; i++)
		accents = accents || raw[i] >= 0x80;
	if (!put_words(&o, raw, len, false))
		return 0;
	if (!accents)
		return o.len;
	half = o.len;
	put(&o, '\n');
	(void)put_words(&o, raw, len, true);
	/* Greek or the like: nothing was stripped. */
	if (o.len == 2 * half + 1 && memcmp(to, to + half + 1, half) == 0)
		o.len = half;
	return o.len;
}

/* Where the words of a label begin; the end of the last is words[n]. */
struct words {
	const char *s;
	size_t at[WORDS_MAX + 1], n;
};

static void
split(struct words *w, const char *s, size_t len)
{
	*w = (struct words){ .s = s };
	for (size_t i = 0; i < len && w->n < WORDS_MAX; i++)
		if (i == 0 || s[i - 1] == ' ')
			w->at[w->n++] = i;
	w->at[w->n] = len + 1;
}

struct phrase {
	const char *s;
	size_t len;
};

static int
by_phrase(const void *key, const void *row)
{
	const struct phrase *p = key;
	const struct label_word *w = row;
	size_t len = strlen(w->phrase);
	int d = memcmp(p->s, w->phrase, p->len < len ? p->len : len);

	return d != 0 ? d : (p->len > len) - (p->len < len);
}

/* The row of words [from, to) together; NULL. */
static const struct label_word *
row_of(const struct words *w, size_t from, size_t to)
{
	struct phrase p = { .s = w->s + w->at[from],
	    .len = w->at[to] - 1 - w->at[from] };

	return bsearch(&p, label_words, label_words_n, sizeof(*label_words),
	    by_phrase);
}

/* Words that say whose, or which of several; they change nothing. */
static bool
is_aside(const struct words *w, size_t i)
{
	static const char *const asides[] = { "your", "my", "the", "s", "1",
	    "2", "3", "4", "primary", "secondary", "alternate", "alternative",
	    "current", "new", "old", "other", "podaj", "twoj", "twoje", "votre",
	    "le", "la", "les", "l", "optional", "required" };
	size_t len = w->at[i + 1] - 1 - w->at[i];

	for (size_t k = 0; k < sizeof(asides) / sizeof(asides[0]); k++)
		if (strlen(asides[k]) == len &&
		    memcmp(asides[k], w->s + w->at[i], len) == 0)
			return true;
	return false;
}

/*
 * Part of a longer label, the longest one: "emergency contact phone", "adres
 * zamieszkania pacjenta".  Whose it is says less than what it is.
 */
static enum label_kind
inside(const struct words *w, size_t from, size_t to)
{
	const struct label_word *row;
	enum label_kind whose = LABEL_UNKNOWN;

	for (size_t n = to - from - 1; n > 0; n--)
		for (size_t last = 0; last < 2; last++) {
			row = last ? row_of(w, to - n, to) :
			    row_of(w, from, from + n);
			if (row == NULL || !row->inside)
				continue;
			if (row->kind != LABEL_PERSON)
				return row->kind;
			whose = LABEL_PERSON;
		}
	return whose;
}

enum label_kind
label_kind(const uint8_t *text, size_t len)
{
	const uint8_t *plain = memchr(text, '\n', len);
	const struct label_word *row;
	struct words w;
	size_t from = 0, to;

	if (plain != NULL) {
		len -= (size_t)(plain + 1 - text);
		text = plain + 1;
	}
	split(&w, (const char *)text, len);
	to = w.n;
	while (to - from > 1 && is_aside(&w, from))
		from++;
	while (to - from > 1 && is_aside(&w, to - 1))
		to--;
	if (to == 0)
		return LABEL_UNKNOWN;
	if ((row = row_of(&w, from, to)) != NULL)
		return row->kind;
	return inside(&w, from, to);
}
