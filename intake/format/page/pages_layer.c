/* pages_layer.c -- codes for characters, and words in them (ISO 32000-1, 9). */
#include "intake/format/page/pages_layer.h"

#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define EXTENT_MIN 5		/* half a point: no box is without extent */
#define ROW 256u		/* code points */
/* Tenths of points that a word may be wide, at half an em a letter, to be
 * told in percents, and in tenths of percents: within a third of a point. */
#define COARSE 300
#define FINE 3000

struct layer {
	struct {
		bool used;
		uint8_t first, last;	/* codes */
	} row[LAYER_ROWS];
};

int
layer_new(struct layer **out)
{
	*out = calloc(1, sizeof **out);
	return *out != NULL ? 0 : err_set(ERR_NO_MEMORY,
	    "no memory for a text layer; close other programs and try again");
}

static void
use(struct layer *l, uint32_t cp)
{
	uint32_t row = cp / ROW;
	uint8_t code = (uint8_t)(cp % ROW);

	if (!l->row[row].used || code < l->row[row].first)
		l->row[row].first = code;
	if (!l->row[row].used || code > l->row[row].last)
		l->row[row].last = code;
	l->row[row].used = true;
}

/* Where the pen is, in tenths of points, and with what it writes. */
struct pen {
	int64_t x, y, size;
	uint32_t row;		/* LAYER_ROWS: nothing yet */
};

static void
put_code(struct bytes *b, uint8_t code)
{
	if (code == '\r')
		bytes_add_str(b, "\\r");
	else if (code == '(' || code == ')' || code == '\\')
		bytes_addf(b, "\\%c", code);
	else
		bytes_add(b, &code, 1);
}

static void
take_font(struct bytes *b, struct pen *pen, uint32_t row, int64_t size)
{
	if (pen->row == row && pen->size == size)
		return;
	bytes_addf(b, "/F%u %lld Tf ", row, (long long)size);
	pen->row = row;
	pen->size = size;
}

/* The word's codes, changing the font where its characters ask for it. */
static void
put_codes(struct layer *l, struct bytes *b, struct pen *pen, int64_t size,
    const struct page_word *w)
{
	const uint8_t *p = (const uint8_t *)w->utf8;
	size_t left = w->len, n;
	bool open = false;
	uint32_t cp;

	for (; left > 0; p += n, left -= n) {
		if ((n = utf8_next(p, left, &cp)) == 0)
			break;
		use(l, cp);
		if (open && cp / ROW != pen->row) {
			bytes_add_str(b, ")Tj ");
			open = false;
		}
		if (!open) {
			take_font(b, pen, cp / ROW, size);
			bytes_add_str(b, "(");
			open = true;
		}
		put_code(b, (uint8_t)(cp % ROW));
	}
	bytes_add_str(b, open ? ")Tj\n" : "\n");
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
 * How much letters half an em wide are stretched: percent, rounded up, for a
 * box may not end before its word.
 */
static void
put_stretch(struct bytes *b, int64_t wide, int64_t natural)
{
	int64_t parts = natural > FINE ? 100 : natural > COARSE ? 10 : 1;
	int64_t v = (wide * 100 * parts + natural - 1) / natural;

	/* By hand, for no locale may change the dot. */
	bytes_addf(b, "%lld", (long long)(v / parts));
	if (v % parts != 0)
		bytes_addf(b, parts == 100 ? ".%02lld" : ".%lld",
		    (long long)(v % parts));
	bytes_add_str(b, " Tz");
}

static int64_t
up(int64_t hundredths)
{
	return hundredths > 0 ? (hundredths + 9) / 10 : hundredths / 10;
}

static int64_t
down(int64_t hundredths)
{
	return hundredths < 0 ? (hundredths - 9) / 10 : hundredths / 10;
}

/*
 * A letter is half an em wide and reaches from 0.2 em below the line to 0.8
 * above: it is stretched so that the word fills its box.
 */
static void
put_word(struct layer *l, struct bytes *b, struct pen *pen, int32_t height,
    const struct page_word *w, size_t n)
{
	int64_t x = down(w->x0), wide = up(w->x1) - x;
	int64_t bottom = down(height - w->y1), high, y;

	high = up(height - (int64_t)w->y0) - bottom;
	if (wide < EXTENT_MIN)
		wide = EXTENT_MIN;
	if (high < EXTENT_MIN)
		high = EXTENT_MIN;
	y = bottom + high / 5;
	bytes_addf(b, "%lld %lld Td ", (long long)(x - pen->x),
	    (long long)(y - pen->y));
	pen->x = x;
	pen->y = y;
	put_stretch(b, wide, (int64_t)n * high / 2 > 0 ?
	    (int64_t)n * high / 2 : 1);
	put_codes(l, b, pen, high, w);
}

int
layer_words(struct layer *l, struct bytes *content, int32_t height,
    const struct page_word *words, size_t nwords)
{
	struct pen pen = { .row = LAYER_ROWS };
	size_t i, n;

	bytes_add_str(content, "BT .1 0 0 .1 0 0 Tm\n");
	for (i = 0; i < nwords; i++)
		if ((n = letters(&words[i])) > 0)
			put_word(l, content, &pen, height, &words[i], n);
	bytes_add_str(content, "ET\n");
	return bytes_ok(content);
}

uint32_t
layer_row(const struct layer *l, uint32_t row)
{
	while (row < LAYER_ROWS && !l->row[row].used)
		row++;
	return row;
}

void
layer_font(const struct layer *l, uint32_t row, uint32_t glyph,
    uint32_t unicode, struct bytes *out)
{
	unsigned first = l->row[row].first, last = l->row[row].last, k;

	bytes_addf(out, "<</Type/Font/Subtype/Type3/FontBBox[0 -200 500 800]"
	    "/FontMatrix[.001 0 0 .001 0 0]/Resources<<>>/CharProcs<</g %u 0 R"
	    ">>/FirstChar %u/LastChar %u/ToUnicode %u 0 R"
	    "/Encoding<</Type/Encoding/Differences[%u", glyph, first, last,
	    unicode, first);
	for (k = first; k <= last; k++)
		bytes_add_str(out, "/g");
	bytes_add_str(out, "]>>/Widths[");
	for (k = first; k <= last; k++)
		bytes_add_str(out, k == first ? "500" : " 500");
	bytes_add_str(out, "]>>");
}

void
layer_unicode(uint32_t row, struct bytes *out)
{
	uint32_t cp = row * ROW;

	bytes_add_str(out, "/CIDInit/ProcSet findresource begin\n"
	    "12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)"
	    "/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS "
	    "def\n/CMapType 2 def\n1 begincodespacerange\n<00><ff>\n"
	    "endcodespacerange\n1 beginbfrange\n");
	if (cp > 0xffff)
		bytes_addf(out, "<00><ff><%04x%04x>\n",
		    0xd800 + ((cp - 0x10000) >> 10),
		    0xdc00 + ((cp - 0x10000) & 0x3ff));
	else
		bytes_addf(out, "<00><ff><%04x>\n", cp);
	bytes_add_str(out, "endbfrange\nendcmap\nCMapName currentdict/CMap "
	    "defineresource pop\nend\nend\n");
}

void
layer_glyph(struct bytes *out)
{
	bytes_add_str(out, "500 0 0 -200 500 800 d1\n");
}

void
layer_free(struct layer *l)
{
	free(l);
}
