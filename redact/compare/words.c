/* words.c -- see words.h. */
#include "redact/compare/words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "intake/marks/marks.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define UNITS 256		/* UTF-16 units composed at a time */
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static bool
is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 ||
	    cp == 0x2028 || cp == 0x2029 || mark_is_space(cp);
}

/* Signs that part words; a hyphen or apostrophe inside one does, too. */
static bool
is_punctuation(uint32_t cp)
{
	if (cp < 0x80)
		return cp > ' ' && !(cp >= '0' && cp <= '9') &&
		    !((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
	return (cp >= 0xa1 && cp <= 0xbf && cp != 0xaa && cp != 0xb5 &&
	    cp != 0xba) || (cp >= 0x2010 && cp <= 0x205e) ||
	    (cp >= 0x3001 && cp <= 0x3003) || (cp >= 0x3008 && cp <= 0x3011) ||
	    (cp >= 0xff01 && cp <= 0xff0f);
}

/* Signs of one look: which dash or quote it is does not count as wording. */
static uint32_t
plain(uint32_t cp)
{
	uint32_t to;

	if ((to = mark_plain_quote(cp)) != 0 || (to = mark_latin_of(cp)) != 0)
		return to;
	return cp;
}

static uint64_t
add(uint64_t h, uint32_t cp)
{
	return (h ^ cp) * FNV_PRIME;
}

/* The same for letters with marks of their own: composed first. */
static uint64_t
sum_composed(uint64_t h, const UChar *units, int32_t n)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	UChar out[4 * UNITS];
	int32_t i = 0, len;
	uint32_t cp;

	len = unorm2_normalize(nfc, units, n, out, 4 * UNITS, &status);
	if (U_FAILURE(status))
		return add(h, (uint32_t)n);
	while (i < len) {
		cp = out[i++];
		if (U16_IS_LEAD(cp) && i < len)
			cp = (uint32_t)U16_GET_SUPPLEMENTARY(cp, out[i++]);
		h = add(h, plain(cp));
	}
	return h;
}

uint64_t
words_sum(const uint8_t *p, size_t len, int spaces)
{
	UChar units[UNITS];
	uint64_t h = FNV_START;
	int32_t k = 0;
	bool after_space = false;
	uint32_t cp;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0) {
			n = 1;
			cp = *p;
		}
		if (mark_is_invisible(cp))
			continue;
		if (is_space(cp)) {
			if (spaces && !after_space)
				h = add(sum_composed(h, units, k), ' ');
			k = spaces ? 0 : k;
			after_space = true;
			continue;
		}
		after_space = false;
		if (k > UNITS - 3) {
			h = sum_composed(h, units, k);
			k = 0;
		}
		U16_APPEND_UNSAFE(units, k, cp);
	}
	return sum_composed(h, units, k);
}

static int
append(struct words *w, size_t *room, size_t start, size_t end)
{
	struct word *grown;

	if (w->n == *room) {
		*room = *room > 0 ? 2 * *room : 1024;
		if ((grown = reallocarray(w->v, *room,
		    sizeof(*grown))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory; compare "
			    "parts of the documents");
		w->v = grown;
	}
	w->v[w->n++] = (struct word){ words_sum(w->text + start, end - start,
	    0), (uint32_t)start, (uint32_t)end };
	return 0;
}

int
words_read(struct words *w, const uint8_t *text, size_t len)
{
	size_t at, n, start = 0, room = 0;
	bool inside = true;	/* the first one is what stands before all */
	uint32_t cp;
	int r = 0;

	*w = (struct words){ .text = text, .len = len };
	for (at = 0; at < len && r == 0; at += n) {
		if ((n = utf8_next(text + at, len - at, &cp)) == 0) {
			n = 1;
			cp = text[at];
		}
		if (mark_is_invisible(cp))
			continue;	/* it parts nothing */
		if (is_space(cp) || is_punctuation(cp)) {
			if (inside)
				r = append(w, &room, start, at);
			inside = false;
		} else if (!inside) {
			inside = true;
			start = at;
		}
	}
	if (r == 0 && inside)
		r = append(w, &room, start, len);
	if (r < 0)
		words_free(w);
	return r;
}

void
words_free(struct words *w)
{
	free(w->v);
	w->v = NULL;
	w->n = 0;
}
