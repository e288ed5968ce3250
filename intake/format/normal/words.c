/*
 * words.c -- look-alike letters, word by word (line.h).
 *
 * A letter of another script is folded where a Latin one is meant: in a word
 * most of whose letters are Latin, and in a word of nothing but look-alikes
 * whose neighbours are Latin words.  Words that hold a letter which looks like
 * no Latin one are what they seem, and stay.
 */
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "intake/marks/marks.h"
#include "intake/format/normal/line.h"

enum word {
	WORD_NONE,	/* no word there */
	WORD_LATIN,
	WORD_MIXED,	/* Latin, with look-alikes in it */
	WORD_UNCLEAR,	/* look-alikes, perhaps a few Latin letters */
	WORD_OTHER
};

static bool
is_wide(uint32_t cp)
{
	return cp >= 0xff01 && cp <= 0xff5e;
}

static bool
in_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
	return u_isalpha((UChar32)cp) ||
	    (U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK) != 0;
}

/* Greek small letters stand alone as symbols; only omicron is a trap then. */
static bool
is_symbol(uint32_t cp)
{
	return cp >= 0x3b1 && cp <= 0x3c9 && cp != 0x3bf;
}

static enum word
classify(const struct line *l, size_t i, size_t end)
{
	size_t latin = 0, alike = 0, other = 0, symbols = 0;
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script;
	uint32_t cp;

	for (; i < end; i++) {
		cp = l->v[i].cp;
		script = cp < 0x80 ? USCRIPT_LATIN :
		    uscript_getScript((UChar32)cp, &status);
		if (mark_latin_of(cp) != 0) {
			alike++;
			symbols += is_symbol(cp);
		} else if (script == USCRIPT_LATIN) {
			latin++;
		} else if (script != USCRIPT_INHERITED &&
		    script != USCRIPT_COMMON) {
			other++;
		}
	}
	if (other > 0)
		return WORD_OTHER;
	if (alike == 0)
		return latin > 0 ? WORD_LATIN : WORD_NONE;
	if (latin > alike)
		return WORD_MIXED;
	return symbols > 0 && latin == 0 ? WORD_OTHER : WORD_UNCLEAR;
}

static size_t
word_end(const struct line *l, size_t i)
{
	while (i < l->n && in_word(l->v[i].cp))
		i++;
	return i;
}

static size_t
next_word(const struct line *l, size_t i)
{
	while (i < l->n && !in_word(l->v[i].cp))
		i++;
	return i;
}

/* The first word at or after `i` that is Latin or surely is not; *at: where. */
static enum word
next_clear(const struct line *l, size_t i, size_t *at)
{
	enum word w = WORD_NONE;
	size_t end;

	for (i = next_word(l, i); i < l->n; i = next_word(l, end)) {
		end = word_end(l, i);
		w = classify(l, i, end);
		if (w == WORD_LATIN || w == WORD_MIXED || w == WORD_OTHER)
			break;
	}
	*at = i;
	return i < l->n ? w : WORD_NONE;
}

static void
fold(struct line *l, size_t i, size_t end)
{
	uint32_t latin;

	for (; i < end; i++)
		if ((latin = mark_latin_of(l->v[i].cp)) != 0) {
			line_saw(l, MARK_LOOKALIKE, i);
			l->v[i].cp = latin;
		}
}

/* Is a word of look-alikes Latin, standing between these two? */
static bool
meant_latin(const struct line *l, enum word before, enum word after)
{
	if (l->facts->latin == 0 || before == WORD_OTHER ||
	    after == WORD_OTHER)
		return false;
	return l->facts->foreign == 0 || before != WORD_NONE ||
	    after != WORD_NONE;
}

static void
fold_unclear(struct line *l)
{
	enum word w, before = WORD_NONE, after = WORD_NONE;
	size_t i, end, clear = 0;

	for (i = next_word(l, 0); i < l->n; i = next_word(l, end)) {
		end = word_end(l, i);
		if ((w = classify(l, i, end)) == WORD_NONE)
			continue;
		if (w == WORD_MIXED)
			fold(l, i, end);
		if (w != WORD_UNCLEAR) {
			before = w;
			continue;
		}
		if (i >= clear)	/* once for a whole run of unclear words */
			after = next_clear(l, end, &clear);
		if (meant_latin(l, before, after))
			fold(l, i, end);
	}
}

/* Full-width forms belong to East Asian text; anywhere else they are a mark. */
static void
fold_wide(struct line *l)
{
	size_t i;

	if (l->facts->cjk > l->facts->fullwidth)
		return;
	for (i = 0; i < l->n; i++)
		if (is_wide(l->v[i].cp))
			fold(l, i, i + 1);
}

void
line_fold_words(struct line *l)
{
	size_t i;

	for (i = 0; i < l->n && l->v[i].cp < 0x250; i++)
		;
	if (i == l->n)		/* no look-alike is below that */
		return;
	fold_wide(l);
	fold_unclear(l);
}
