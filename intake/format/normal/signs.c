/*
 * signs.c -- signs that cannot be told from plain ones (line.h): hyphens,
 * dots, colons, small forms, ligatures, figures of mathematical alphabets.
 */
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "intake/format/normal/line.h"
#include "vault/base/err.h"

#define SPELLED_MAX 3	/* characters that one stands for */

/* Signs of mathematics: a line of formulas, where letters are symbols. */
bool
line_has_maths(const struct line *l)
{
	uint32_t cp;

	for (size_t i = 0; i < l->n; i++) {
		cp = l->v[i].cp;
		/* Without those that texts are marked with, below. */
		if (cp == 0x2102 || cp == 0x210d || cp == 0x2115 ||
		    cp == 0x2119 || cp == 0x211a || cp == 0x211d ||
		    cp == 0x2124 || (cp >= 0x2190 && cp < 0x2b00 &&
		    cp != 0x2215 && cp != 0x2217 && cp != 0x2223 &&
		    cp != 0x2236 && u_charType((UChar32)cp) == U_MATH_SYMBOL))
			return true;
	}
	return false;
}

/* Stands for others by Unicode's tables: ligatures, dots, small forms. */
static bool
is_spelled(uint32_t cp)
{
	return (cp >= 0x2024 && cp <= 0x2026) || (cp >= 0xfb00 && cp <= 0xfb06) ||
	    (cp >= 0xfe50 && cp <= 0xfe6b) || (cp >= 0x1d7ce && cp <= 0x1d7ff);
}

/* The plain sign for one that looks the same; 0. */
static uint32_t
plain_of(const struct line *l, uint32_t cp)
{
	switch (cp) {
	case 0x2010:
	case 0x2011:
		return '-';
	case 0xa789:
		return ':';
	case 0x2236:
		return l->maths ? 0 : ':';
	case 0x2215:
		return l->maths ? 0 : '/';
	case 0x2217:
		return l->maths ? 0 : '*';
	case 0x2223:
		return l->maths ? 0 : '|';
	default:
		return 0;
	}
}

/* Is it a figure that stands alone in mathematics (a bold 0)? */
static bool
is_alone(const struct line *l, size_t i)
{
	return l->maths && l->v[i].cp >= 0x1d7ce && l->v[i].cp <= 0x1d7ff &&
	    (i == 0 || !u_isalnum((UChar32)l->v[i - 1].cp)) &&
	    (i + 1 == l->n || !u_isalnum((UChar32)l->v[i + 1].cp));
}

/* What item i is spelled with; 0: it stays. */
static size_t
spell(const struct line *l, size_t i, const UNormalizer2 *kc,
    UChar to[SPELLED_MAX])
{
	UErrorCode status = U_ZERO_ERROR;
	uint32_t cp = l->v[i].cp;
	int32_t n;

	if (!is_spelled(cp) || is_alone(l, i) ||
	    (cp > 0x2024 && cp < 0x1d7ce &&
	    l->facts->cjk > l->facts->latin))
		return 0;
	if (cp == 0xfb05) {	/* a long s and a t: Unicode goes half the way */
		to[0] = 's';
		to[1] = 't';
		return 2;
	}
	n = unorm2_getRawDecomposition(kc, (UChar32)cp, to, SPELLED_MAX,
	    &status);
	return U_SUCCESS(status) && n > 0 && n <= SPELLED_MAX ? (size_t)n : 0;
}

int
line_plain_signs(struct line *l)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *kc = unorm2_getNFKCInstance(&status);
	struct line to = { .v = NULL };
	UChar units[SPELLED_MAX];
	size_t i, k, n, more = 0;
	uint32_t plain;
	int r;

	if (U_FAILURE(status))
		return err_set(ERR_FAILED, "ICU has no tables for NFKC; install "
		    "libicu again");
	for (i = 0; i < l->n; i++) {
		if ((plain = plain_of(l, l->v[i].cp)) != 0) {
			line_saw(l, MARK_PUNCTUATION, i);
			l->v[i].cp = plain;
		}
		more += is_spelled(l->v[i].cp);
	}
	if (more == 0)
		return 0;
	if ((r = line_room(&to, l->n + more * (SPELLED_MAX - 1))) < 0)
		return r;
	for (i = 0; i < l->n; i++) {
		if ((n = spell(l, i, kc, units)) == 0) {
			to.v[to.n++] = l->v[i];
			continue;
		}
		line_saw(l, n == 1 || l->v[i].cp < 0x2100 ? MARK_PUNCTUATION :
		    MARK_LOOKALIKE, i);
		for (k = 0; k < n; k++)
			to.v[to.n++] = (struct item){ units[k], l->v[i].at };
	}
	line_move(l, &to);
	free(to.v);
	return 0;
}
