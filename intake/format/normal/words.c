/*
 * words.c -- look-alike letters, word by word (line.h).
 *
 * A letter of another script is folded where a Latin one is meant: in a word
 * most of whose letters are Latin, and in a word of nothing but look-alikes
 * whose neighbours are Latin words.  Words that hold a letter which looks like
 * no Latin one are what they seem; a Latin letter inside a Cyrillic or Greek
 * one is folded the other way.  Greek small letters among Latin capitals are
 * symbols (NF-kappa-B) and stay.
 */
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "intake/marks/marks.h"
#include "intake/format/normal/alike.h"
#include "intake/format/normal/line.h"

enum word {
	WORD_NONE,	/* no word there */
	WORD_LATIN,
	WORD_MIXED,	/* Latin, with look-alikes in it */
	WORD_UNCLEAR,	/* look-alikes, perhaps a few Latin letters */
	WORD_OTHER,
	WORD_INVADED	/* Cyrillic or Greek, with Latin look-alikes in it */
};

/* The letters of a word. */
struct letters {
	size_t latin, small;	/* Latin ones; of them small */
	size_t alike;		/* by the table of marks.h */
	size_t other;
	size_t symbols;		/* Greek small ones, of either kind */
};

static bool
is_wide(uint32_t cp)
{
	return cp >= 0xff01 && cp <= 0xff5e;
}

/* Roman numerals have characters of their own. */
static bool
is_numeral(uint32_t cp)
{
	return cp >= 0x2160 && cp <= 0x217f;
}

static bool
in_word(uint32_t cp)
{
	if (cp < 0x80)
		return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z';
	return u_isalpha((UChar32)cp) || is_numeral(cp) ||
	    (U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK) != 0;
}

/* Greek small letters stand alone as symbols; only omicron is a trap then. */
static bool
is_symbol(uint32_t cp)
{
	return cp >= 0x3b1 && cp <= 0x3c9 && cp != 0x3bf;
}

static struct letters
count(const struct line *l, size_t i, size_t end)
{
	UErrorCode status = U_ZERO_ERROR;
	struct letters n = { 0 };
	UScriptCode script;
	uint32_t cp;

	for (; i < end; i++) {
		cp = l->v[i].cp;
		script = cp < 0x80 ? USCRIPT_LATIN :
		    uscript_getScript((UChar32)cp, &status);
		if (mark_latin_of(cp) != 0) {
			n.alike++;
			n.symbols += is_symbol(cp);
		} else if (script == USCRIPT_LATIN && !is_numeral(cp)) {
			n.latin++;
			n.small += cp >= 'a';
		} else if (script != USCRIPT_INHERITED &&
		    (script != USCRIPT_COMMON || alike_latin(cp) != 0)) {
			n.other++;
			n.symbols += is_symbol(cp);
		}
	}
	return n;
}

/* Has each letter that is not Latin one that it cannot be told from? */
static bool
all_alike(const struct line *l, size_t i, size_t end)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script;

	for (; i < end; i++) {
		script = uscript_getScript((UChar32)l->v[i].cp, &status);
		if ((script != USCRIPT_LATIN || is_numeral(l->v[i].cp)) &&
		    script != USCRIPT_INHERITED && alike_latin(l->v[i].cp) == 0)
			return false;
	}
	return true;
}

/* Is all that is no Latin letter a numeral of one letter? */
static bool
all_numerals(const struct line *l, size_t i, size_t end)
{
	for (; i < end; i++)
		if (l->v[i].cp >= 0x370 && (!is_numeral(l->v[i].cp) ||
		    alike_latin(l->v[i].cp) == 0))
			return false;
	return true;
}

/* The script that all letters are of, but for Latin ones that look so. */
static enum alike_script
invaded(const struct line *l, size_t i, size_t end)
{
	enum alike_script script = ALIKE_NONE, s;
	size_t first = i;

	for (; i < end; i++) {
		if (l->v[i].cp < 0x80 ||
		    (U_GET_GC_MASK((UChar32)l->v[i].cp) & U_GC_M_MASK) != 0)
			continue;
		s = alike_script(l->v[i].cp);
		if (s == ALIKE_NONE || (script != ALIKE_NONE && s != script))
			return ALIKE_NONE;
		script = s;
	}
	for (i = first; i < end; i++)
		if (l->v[i].cp < 0x80 && alike_of(script, l->v[i].cp) == 0)
			return ALIKE_NONE;
	return script;
}

/* All that is not Latin are look-alikes from scripts that few texts are in. */
static bool
is_borrowed(const struct line *l, size_t i, size_t end)
{
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode script;
	size_t k;

	for (k = i; k < end; k++) {
		script = uscript_getScript((UChar32)l->v[k].cp, &status);
		if (script == USCRIPT_LATIN && !is_numeral(l->v[k].cp))
			continue;
		if (script == USCRIPT_COMMON || script == USCRIPT_LATIN ||
		    alike_script(l->v[k].cp) != ALIKE_NONE)
			return false;
	}
	return all_alike(l, i, end);
}

/* One letter of a mathematical alphabet among signs of mathematics. */
static bool
is_variable(const struct line *l, size_t i, size_t end)
{
	return l->maths && end == i + 1 && l->v[i].cp >= 0x1d400 &&
	    l->v[i].cp <= 0x1d7ff;
}

static enum word
classify(const struct line *l, size_t i, size_t end)
{
	struct letters n = count(l, i, end);

	if (is_variable(l, i, end))
		return WORD_NONE;
	if (n.latin > 0 && n.small == 0 && n.symbols > 0 &&
	    n.symbols == n.alike + n.other)
		return WORD_LATIN;
	if (n.other > 0 && n.latin > n.alike + n.other &&
	    all_alike(l, i, end))
		return WORD_MIXED;
	/* Roman numerals inside a word are its letters. */
	if (n.other > 0 && n.latin > 0 && n.alike == 0 &&
	    all_numerals(l, i, end))
		return WORD_MIXED;
	if (n.other > 0 && is_borrowed(l, i, end))
		return n.latin > 0 ? WORD_MIXED : WORD_UNCLEAR;
	if (n.other > 0)
		return n.latin > 0 && n.other + n.alike >= n.latin &&
		    invaded(l, i, end) != ALIKE_NONE ? WORD_INVADED :
		    WORD_OTHER;
	if (n.alike == 0)
		return n.latin > 0 ? WORD_LATIN : WORD_NONE;
	if (n.latin > n.alike)
		return WORD_MIXED;
	return n.symbols > 0 && n.latin == 0 ? WORD_OTHER : WORD_UNCLEAR;
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
		if (w == WORD_LATIN || w == WORD_MIXED || w == WORD_OTHER ||
		    w == WORD_INVADED)
			break;
	}
	*at = i;
	return i == l->n ? WORD_NONE : w == WORD_INVADED ? WORD_OTHER : w;
}

static void
fold(struct line *l, size_t i, size_t end)
{
	uint32_t latin;

	for (; i < end; i++)
		if (l->v[i].cp >= 0x80 &&
		    (latin = alike_latin(l->v[i].cp)) != 0) {
			line_saw(l, MARK_LOOKALIKE, i);
			l->v[i].cp = latin;
		}
}

/* Latin letters become those of another script. */
static void
fold_back_as(struct line *l, size_t i, size_t end, enum alike_script script)
{
	for (; i < end; i++)
		if (l->v[i].cp < 0x80 && alike_of(script, l->v[i].cp) != 0) {
			line_saw(l, MARK_LOOKALIKE, i);
			l->v[i].cp = alike_of(script, l->v[i].cp);
		}
}

static void
fold_back(struct line *l, size_t i, size_t end)
{
	fold_back_as(l, i, end, invaded(l, i, end));
}

/* One letter that may be a word of another script, as in Russian. */
static bool
is_lone(const struct line *l, size_t i, size_t end)
{
	return end == i + 1 && l->v[i].cp < 0x80;
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
	enum alike_script last = ALIKE_NONE;	/* of the last word not Latin */
	size_t i, end, clear = 0;

	for (i = next_word(l, 0); i < l->n; i = next_word(l, end)) {
		end = word_end(l, i);
		if ((w = classify(l, i, end)) == WORD_NONE)
			continue;
		if (w == WORD_MIXED)
			fold(l, i, end);
		if (w == WORD_INVADED)
			fold_back(l, i, end);
		if (w == WORD_LATIN && before == WORD_OTHER &&
		    is_lone(l, i, end) &&
		    next_clear(l, end, &clear) == WORD_OTHER) {
			clear = 0;
			fold_back_as(l, i, end, last);
			continue;
		}
		if (w == WORD_OTHER || w == WORD_INVADED)
			last = alike_script(l->v[i].cp);
		if (w != WORD_UNCLEAR) {
			before = w == WORD_INVADED ? WORD_OTHER : w;
			continue;
		}
		if (i >= clear)	/* once for a whole run of unclear words */
			after = next_clear(l, end, &clear);
		if (meant_latin(l, before, after))
			fold(l, i, end);
		else if (before == WORD_OTHER || after == WORD_OTHER)
			fold_back(l, i, end);
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
