/* pages_layer.c -- codes for characters, and words in them (ISO 32000-1, 9). */
#include "intake/format/page/pages_layer.h"

#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define UNICODE_PLANES_ROWS 0x1100u	/* rows of 256 code points */
#define EXTENT_MIN 50			/* half a point: no box is without extent */
#define LIST_MAX 100u			/* entries in one list of a ToUnicode table */

struct layer {
	uint32_t *code[UNICODE_PLANES_ROWS];	/* 1 + code; 0: none yet */
	uint32_t *cp;				/* of each code */
	size_t ncodes, room;
};

int
layer_new(struct layer **out)
{
	*out = calloc(1, sizeof **out);
	return *out != NULL ? 0 : err_set(ERR_NO_MEMORY,
	    "no memory for a text layer; close other programs and try again");
}

static int
code_of(struct layer *l, uint32_t cp, uint32_t *code)
{
	uint32_t **row = &l->code[cp >> 8];

	if (*row == NULL && (*row = calloc(256, sizeof **row)) == NULL)
		return ERR_NO_MEMORY;
	if ((*row)[cp & 255] == 0) {
		if (l->ncodes == l->room) {
			size_t room = l->room * 2 + LAYER_CODES;
			uint32_t *cps = realloc(l->cp, room * sizeof *cps);

			if (cps == NULL)
				return ERR_NO_MEMORY;
			l->cp = cps;
			l->room = room;
		}
		l->cp[l->ncodes++] = cp;
		(*row)[cp & 255] = (uint32_t)l->ncodes;
	}
	*code = (*row)[cp & 255] - 1;
	return 0;
}

/* Units are hundredths; printed by hand, for no locale may change the dot. */
static void
put_hundredths(struct bytes *b, int64_t v)
{
	uint64_t u = (uint64_t)(v < 0 ? -v : v);

	bytes_addf(b, "%s%llu.%02llu ", v < 0 ? "-" : "",
	    (unsigned long long)(u / 100), (unsigned long long)(u % 100));
}

/* The word's codes, changing the font where its characters ask for it. */
static int
put_codes(struct layer *l, struct bytes *content, const struct page_word *w)
{
	const uint8_t *p = (const uint8_t *)w->utf8;
	size_t left = w->len, n;
	uint32_t cp, code, font = UINT32_MAX;

	for (; left > 0; p += n, left -= n) {
		if ((n = utf8_next(p, left, &cp)) == 0)
			return ERR_FORMAT;
		if (code_of(l, cp, &code) < 0)
			return ERR_NO_MEMORY;
		if (code / LAYER_CODES != font) {
			bytes_addf(content, "%s/F%u 1 Tf<",
			    font == UINT32_MAX ? "" : ">Tj ",
			    code / LAYER_CODES);
			font = code / LAYER_CODES;
		}
		bytes_addf(content, "%02x", code % LAYER_CODES);
	}
	bytes_add_str(content, ">Tj\n");
	return 0;
}

static size_t
letters(const struct page_word *w)
{
	const uint8_t *p = (const uint8_t *)w->utf8;
	size_t left = w->len, count = 0, n;
	uint32_t cp;

	for (; left > 0; p += n, left -= n, count++)
		if ((n = utf8_next(p, left, &cp)) == 0)
			return 0;
	return count;
}

/*
 * A letter is half an em wide and reaches from 0.2 em below the line to 0.8
 * above: the matrix stretches the word over its box.
 */
int
layer_words(struct layer *l, struct bytes *content, int32_t height,
    const struct page_word *words, size_t nwords)
{
	size_t i, n;

	bytes_add_str(content, "BT\n");
	for (i = 0; i < nwords; i++) {
		const struct page_word *w = &words[i];
		int64_t wide = (int64_t)w->x1 - w->x0;
		int64_t high = (int64_t)w->y1 - w->y0;

		if ((n = letters(w)) == 0)
			continue;
		if (wide < EXTENT_MIN)
			wide = EXTENT_MIN;
		if (high < EXTENT_MIN)
			high = EXTENT_MIN;
		put_hundredths(content, wide * 2 / (int64_t)n);
		bytes_add_str(content, "0 0 ");
		put_hundredths(content, high);
		put_hundredths(content, w->x0);
		put_hundredths(content, height - (w->y0 + high) + high / 5);
		bytes_add_str(content, "Tm");
		if (put_codes(l, content, w) < 0)
			return err_set(ERR_NO_MEMORY, "no memory for a text "
			    "layer; close other programs and try again");
	}
	bytes_add_str(content, "ET\n");
	return bytes_ok(content);
}

size_t
layer_fonts(const struct layer *l)
{
	return (l->ncodes + LAYER_CODES - 1) / LAYER_CODES;
}

static size_t
codes_in(const struct layer *l, size_t font)
{
	size_t left = l->ncodes - font * LAYER_CODES;

	return left < LAYER_CODES ? left : LAYER_CODES;
}

void
layer_font(const struct layer *l, size_t i, uint32_t glyph, uint32_t unicode,
    struct bytes *out)
{
	size_t n = codes_in(l, i), k;

	bytes_addf(out, "<</Type/Font/Subtype/Type3/FontBBox[0 -200 500 800]"
	    "/FontMatrix[.001 0 0 .001 0 0]/Resources<<>>/CharProcs<</g %u 0 R"
	    ">>/FirstChar 0/LastChar %zu/ToUnicode %u 0 R"
	    "/Encoding<</Type/Encoding/Differences[0", glyph, n - 1, unicode);
	for (k = 0; k < n; k++)
		bytes_add_str(out, "/g");
	bytes_add_str(out, "]>>/Widths[");
	for (k = 0; k < n; k++)
		bytes_add_str(out, k == 0 ? "500" : " 500");
	bytes_add_str(out, "]>>");
}

void
layer_unicode(const struct layer *l, size_t i, struct bytes *out)
{
	const uint32_t *cp = l->cp + i * LAYER_CODES;
	size_t n = codes_in(l, i), k;

	bytes_add_str(out, "/CIDInit/ProcSet findresource begin\n"
	    "12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)"
	    "/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS "
	    "def\n/CMapType 2 def\n1 begincodespacerange\n<00><ff>\n"
	    "endcodespacerange\n");
	for (k = 0; k < n; k++) {
		if (k % LIST_MAX == 0)
			bytes_addf(out, "%zu beginbfchar\n",
			    n - k < LIST_MAX ? n - k : (size_t)LIST_MAX);
		if (cp[k] > 0xffff)
			bytes_addf(out, "<%02zx><%04x%04x>\n", k,
			    0xd800 + ((cp[k] - 0x10000) >> 10),
			    0xdc00 + ((cp[k] - 0x10000) & 0x3ff));
		else
			bytes_addf(out, "<%02zx><%04x>\n", k, cp[k]);
		if (k % LIST_MAX == LIST_MAX - 1 || k == n - 1)
			bytes_add_str(out, "endbfchar\n");
	}
	bytes_add_str(out, "endcmap\nCMapName currentdict/CMap defineresource "
	    "pop\nend\nend\n");
}

void
layer_glyph(struct bytes *out)
{
	bytes_add_str(out, "500 0 0 -200 500 800 d1\n");
}

void
layer_free(struct layer *l)
{
	size_t i;

	if (l == NULL)
		return;
	for (i = 0; i < UNICODE_PLANES_ROWS; i++)
		free(l->code[i]);
	free(l->cp);
	free(l);
}
