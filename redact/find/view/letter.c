/* letter.c -- see letter.h. */
#include "redact/find/view/letter.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>

#include "intake/marks/marks.h"

/* Letters that no decomposition takes apart, in lower case. */
static const struct {
	uint32_t from;
	const char *to;
} spelled[] = {
	{ 0x00df, "ss" }, { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" },
	{ 0x00fe, "th" }, { 0x0111, "d" }, { 0x0127, "h" }, { 0x0131, "i" },
	{ 0x0138, "k" }, { 0x0142, "l" }, { 0x014b, "n" }, { 0x0153, "oe" },
	{ 0x0167, "t" }, { 0x0180, "b" }, { 0x0192, "f" }, { 0x0268, "i" },
	{ 0x0289, "u" },
};

bool
letter_is(uint32_t cp)
{
	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	return u_isalpha((UChar32)cp);
}

bool
letter_is_latin(uint32_t cp)
{
	UErrorCode e = U_ZERO_ERROR;

	if (cp < 0x80)
		return letter_is(cp);
	return uscript_getScript((UChar32)cp, &e) == USCRIPT_LATIN &&
	    U_SUCCESS(e);
}

bool
letter_in_word(uint32_t cp)
{
	if (cp < 0x80)
		return letter_is(cp) || (cp >= '0' && cp <= '9');
	return u_isalnum((UChar32)cp) ||
	    (U_GET_GC_MASK((UChar32)cp) & U_GC_M_MASK) != 0;
}

bool
letter_shows_nothing(uint32_t cp)
{
	return cp >= 0x80 && (mark_is_invisible(cp) || mark_is_bidi(cp) ||
	    mark_is_variation(cp));
}

uint32_t
letter_plain(uint32_t cp)
{
	uint32_t quote;

	if (cp < 0x80)
		return cp;
	if (mark_is_space(cp))
		return ' ';
	if (cp == 0x85 || cp == 0x2028 || cp == 0x2029)
		return '\n';
	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xff01 + '!';
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xfe58 ||
	    cp == 0xfe63)
		return '-';
	if (cp == 0x3002 || cp == 0xff61)	/* dots of host names, UTS 46 */
		return '.';
	if (cp == 0x201e || cp == 0x00ab || cp == 0x00bb)
		return '"';
	if ((quote = mark_plain_quote(cp)) != 0)
		return quote;
	if (u_charType((UChar32)cp) == U_DECIMAL_DIGIT_NUMBER)
		return '0' + (uint32_t)u_charDigitValue((UChar32)cp);
	return cp;
}

/* Accents and points; vowel signs that carry sound stay. */
static bool
is_accent(uint32_t cp)
{
	return (cp >= 0x0300 && cp <= 0x036f) ||
	    (cp >= 0x0591 && cp <= 0x05c7 &&
	    u_charType((UChar32)cp) == U_NON_SPACING_MARK) ||
	    (cp >= 0x064b && cp <= 0x0652) || (cp >= 0x1ab0 && cp <= 0x1aff) ||
	    (cp >= 0x1dc0 && cp <= 0x1dff) || (cp >= 0x20d0 && cp <= 0x20f0) ||
	    (cp >= 0xfe20 && cp <= 0xfe2f);
}

static uint32_t
look_alike(uint32_t cp)
{
	uint32_t latin = cp < 0x80 ? 0 : mark_latin_of(cp);

	return latin != 0 ? latin : cp;
}

/* One character of a decomposition. */
static size_t
add_one(uint32_t to[LETTERS_MAX], size_t n, uint32_t cp, bool latin_first)
{
	if (is_accent(cp))
		return n;
	if (latin_first)
		cp = look_alike(cp);
	cp = (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT);
	cp = look_alike(letter_plain(cp));
	cp = (uint32_t)u_foldCase((UChar32)cp, U_FOLD_CASE_DEFAULT);
	for (size_t i = 0; i < sizeof(spelled) / sizeof(spelled[0]); i++)
		if (spelled[i].from == cp) {
			for (const char *s = spelled[i].to;
			    *s != '\0' && n < LETTERS_MAX; s++)
				to[n++] = (uint32_t)*s;
			return n;
		}
	if (n < LETTERS_MAX)
		to[n++] = cp;
	return n;
}

/* The character at parts[*i] of what ICU gave, which is well formed. */
static uint32_t
next_utf16(const UChar *parts, int32_t *i, int32_t len)
{
	uint32_t high = parts[(*i)++];

	if (high < 0xd800 || high > 0xdbff || *i >= len)
		return high;
	return 0x10000 + ((high - 0xd800) << 10) + (parts[(*i)++] - 0xdc00u);
}

size_t
letter_compare(uint32_t to[LETTERS_MAX], uint32_t cp, bool latin_first)
{
	const UNormalizer2 *nfkd;
	UErrorCode e = U_ZERO_ERROR;
	UChar parts[16];
	int32_t len, i;
	size_t n = 0;

	if (cp < 0x80) {
		to[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
		return 1;
	}
	cp = letter_plain(cp);
	nfkd = unorm2_getNFKDInstance(&e);
	if (U_FAILURE(e))
		return add_one(to, 0, cp, latin_first);
	len = unorm2_getDecomposition(nfkd, (UChar32)cp, parts,
	    (int32_t)(sizeof(parts) / sizeof(parts[0])), &e);
	/* None, or one of the few that spell out a whole sentence. */
	if (len < 0 || U_FAILURE(e) || len > 2 * LETTERS_MAX)
		return add_one(to, 0, cp, latin_first);
	for (i = 0; i < len;)
		n = add_one(to, n, next_utf16(parts, &i, len), latin_first);
	return n;
}
