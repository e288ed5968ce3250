/* bitmap.c -- see bitmap.h. */
#include "intake/format/page/bitmap.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "vault/base/err.h"

#define DARK 0x60		/* grey that is taken for black */
#define HALF 0xa0		/* the rim's: darker is black, so that no thin
				 * line is lost */
#define LIGHT 0xf8		/* grey that is taken for white */
#define EVEN 2			/* difference of greys that are one */
#define RIM 4			/* pixels from something black that may be grey */
#define LOST_MAX 64u		/* other light pixels of a page: a letter has more */
#define WHITE 0xffffffu

int
bitmap_new(struct bitmap *b, unsigned width, unsigned height)
{
	size_t stride = ((size_t)width + 7) / 8;

	*b = (struct bitmap){ .width = width, .height = height,
	    .stride = stride, .data = calloc(height, stride) };
	return b->data != NULL ? 0 : err_set(ERR_NO_MEMORY, "no memory for a "
	    "page's picture; close other programs and try again");
}

void
bitmap_free(struct bitmap *b)
{
	free(b->data);
	*b = (struct bitmap){ .data = NULL };
}

/* An image surface's pixels: native-endian 0xXXRRGGBB. */
struct pixels {
	const uint8_t *data;
	size_t stride;
};

static const uint32_t *
row_of(const struct pixels *px, unsigned y)
{
	return (const uint32_t *)(const void *)(px->data + y * px->stride);
}

/* Grey as wide as three pixels, and even: what is drawn in grey. */
static bool
is_area(const struct pixels *px, const struct bitmap *b, unsigned x,
    unsigned y)
{
	unsigned v = row_of(px, y)[x] & 255, i, k, w;

	if (x == 0 || y == 0 || x + 1 >= b->width || y + 1 >= b->height)
		return false;
	w = row_of(px, y)[x + 1] & 255;	/* most are not as their neighbour */
	if (w + EVEN < v || w > v + EVEN)
		return false;
	for (i = 0; i < 3; i++)
		for (k = 0; k < 3; k++) {
			w = row_of(px, y - 1 + i)[x - 1 + k] & 255;
			if (w + EVEN < v || w > v + EVEN)
				return false;
		}
	return true;
}

static bool
black_within(const struct pixels *px, const struct bitmap *b, unsigned x,
    unsigned y, unsigned reach)
{
	unsigned x0 = x > reach ? x - reach : 0, x1 = x + reach;
	unsigned y0 = y > reach ? y - reach : 0, y1 = y + reach;

	x1 = x1 < b->width ? x1 : b->width - 1;
	y1 = y1 < b->height ? y1 : b->height - 1;
	for (; y0 <= y1; y0++) {
		const uint32_t *row = row_of(px, y0);

		for (x = x0; x <= x1; x++)
			if ((row[x] & 255) < HALF)
				return true;
	}
	return false;
}

/* Will it be white, though it is no rim of something black? */
static bool
is_lost(const struct pixels *px, const struct bitmap *b, unsigned x,
    unsigned y)
{
	return (row_of(px, y)[x] & 255) >= HALF &&
	    !black_within(px, b, x, y, 1) && !black_within(px, b, x, y, RIM);
}

/* Eight pixels as a byte, and which of them are grey as another; false: one has
 * a colour. */
#ifdef __SSE2__
static bool
pack(uint8_t *to, const uint32_t row[8], uint8_t *grey)
{
	const __m128i low = _mm_set1_epi32(0xff);
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)row);
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(row + 4));
	__m128i c = _mm_or_si128(_mm_xor_si128(a, _mm_srli_epi32(a, 8)),
	    _mm_xor_si128(b, _mm_srli_epi32(b, 8)));
	__m128i v, g;

	/* The leftmost is the highest bit, so the order is turned about. */
	a = _mm_shuffle_epi32(_mm_and_si128(a, low), _MM_SHUFFLE(0, 1, 2, 3));
	b = _mm_shuffle_epi32(_mm_and_si128(b, low), _MM_SHUFFLE(0, 1, 2, 3));
	v = _mm_packs_epi32(b, a);
	g = _mm_and_si128(_mm_cmpgt_epi16(v, _mm_set1_epi16(DARK - 1)),
	    _mm_cmplt_epi16(v, _mm_set1_epi16(LIGHT)));
	*grey = (uint8_t)_mm_movemask_epi8(_mm_packs_epi16(g, g));
	v = _mm_cmplt_epi16(v, _mm_set1_epi16(HALF));
	*to = (uint8_t)_mm_movemask_epi8(_mm_packs_epi16(v, v));
	c = _mm_cmpeq_epi32(_mm_slli_epi32(c, 16), _mm_setzero_si128());
	return _mm_movemask_epi8(c) == 0xffff;
}
#else
static bool
is_grey(uint32_t pixel)
{
	return (pixel & 255u) - DARK < LIGHT - DARK;
}

static bool
pack(uint8_t *to, const uint32_t row[8], uint8_t *grey)
{
	uint32_t colour = 0, greys = 0, bits = 0;
	unsigned i;

	for (i = 0; i < 8; i++) {
		uint32_t p = row[i];

		colour |= p ^ p >> 8;
		greys = greys << 1 | is_grey(p);
		bits = bits << 1 | ((p & 255) < HALF);
	}
	*to = (uint8_t)bits;
	*grey = (uint8_t)greys;
	return (colour & 0xffff) == 0;
}
#endif

static uint64_t
two_at(const uint32_t *row)
{
	uint64_t v;

	memcpy(&v, row, sizeof v);
	return v;
}

static bool
is_white(const uint32_t row[8])
{
	const uint64_t white = (uint64_t)WHITE << 32 | WHITE;

	return (two_at(row) & two_at(row + 2) & two_at(row + 4) &
	    two_at(row + 6) & white) == white;
}

/* Most of a page is white: the first of the next eights that is not. */
static unsigned
skip_white(const uint32_t *row, unsigned x, unsigned width)
{
	while (width - x >= 32 && is_white(row + x) && is_white(row + x + 8) &&
	    is_white(row + x + 16) && is_white(row + x + 24))
		x += 32;
	while (width - x >= 8 && is_white(row + x))
		x += 8;
	return x;
}

struct marking {
	const struct pixels *px;
	struct bitmap *b, *cells, *ink;
	struct bitmap *faint;	/* cells of what would be lost; */
	unsigned lost;		/* few of these pixels are no harm */
};

static void
mark(struct bitmap *cells, unsigned x, unsigned y)
{
	cells->data[y / BITMAP_CELL * cells->stride + x / BITMAP_CELL / 8] |=
	    (uint8_t)(0x80 >> x / BITMAP_CELL % 8);
}

static bool
is_marked(const struct bitmap *cells, unsigned x, unsigned y)
{
	return (cells->data[y / BITMAP_CELL * cells->stride +
	    x / BITMAP_CELL / 8] << x / BITMAP_CELL % 8 & 0x80) != 0;
}

/* The greys of eight pixels, of a cell that is not marked yet. */
static void
look_at_greys(struct marking *m, unsigned x, unsigned y, unsigned grey)
{
	unsigned i;

	for (; grey != 0; grey &= ~(0x80u >> (i - x))) {
		i = x + (unsigned)__builtin_clz(grey << 24);
		if (is_area(m->px, m->b, i, y)) {
			mark(m->cells, x, y);
			return;
		}
		if (is_lost(m->px, m->b, i, y)) {
			mark(m->lost < LOST_MAX ? m->faint : m->cells, x, y);
			m->lost++;
		}
	}
}

static void
pack_row(struct marking *m, unsigned y)
{
	const uint32_t *row = row_of(m->px, y), *at;
	uint8_t *ink = m->ink->data + y * m->ink->stride;
	uint32_t last[8] = { WHITE, WHITE, WHITE, WHITE, WHITE, WHITE, WHITE,
		WHITE };
	uint8_t *to = m->b->data + y * m->b->stride;
	unsigned width = m->b->width, x;
	uint8_t grey;

	for (x = 0; x < width && (x = skip_white(row, x, width)) < width;
	    x += 8) {
		at = row + x;
		ink[x / 64] |= (uint8_t)(0x80 >> x / 8 % 8);
		if (width - x < 8)
			at = memcpy(last, at, (width - x) * sizeof *at);
		if (!pack(&to[x / 8], at, &grey))
			mark(m->cells, x, y);
		else if (grey != 0 && !is_marked(m->cells, x, y))
			look_at_greys(m, x, y, grey);
	}
}

static void
add_faint(struct marking *m)
{
	size_t i, n = m->cells->stride * m->cells->height;

	for (i = 0; m->lost > LOST_MAX && i < n; i++)
		m->cells->data[i] |= m->faint->data[i];
}

int
bitmap_of(struct bitmap *b, struct bitmap *cells, struct bitmap *ink,
    cairo_surface_t *s)
{
	const struct pixels px = { cairo_image_surface_get_data(s),
	    (size_t)cairo_image_surface_get_stride(s) };
	unsigned width = (unsigned)cairo_image_surface_get_width(s);
	unsigned height = (unsigned)cairo_image_surface_get_height(s), y;
	unsigned across = (width + BITMAP_CELL - 1) / BITMAP_CELL;
	unsigned down = (height + BITMAP_CELL - 1) / BITMAP_CELL;
	struct bitmap faint = { .data = NULL };
	struct marking m = { &px, b, cells, ink, &faint, 0 };
	int r;

	*cells = *ink = (struct bitmap){ .data = NULL };
	if ((r = bitmap_new(b, width, height)) < 0 ||
	    (r = bitmap_new(cells, across, down)) < 0 ||
	    (r = bitmap_new(ink, (width + BITMAP_EIGHT - 1) / BITMAP_EIGHT,
	    height)) < 0 ||
	    (r = bitmap_new(&faint, across, down)) < 0) {
		bitmap_free(b);
		bitmap_free(cells);
		bitmap_free(ink);
		return r;
	}
	for (y = 0; y < height; y++)
		pack_row(&m, y);
	add_faint(&m);
	bitmap_free(&faint);
	return 0;
}

/* So many of eight that the row ends behind them. */
static size_t
eight_at(unsigned x, unsigned width)
{
	return (width - x < BITMAP_EIGHT ? width - x : BITMAP_EIGHT) *
	    sizeof(uint32_t);
}

void
bitmap_whiten(const struct bitmap *ink, cairo_surface_t *s)
{
	uint8_t *data = cairo_image_surface_get_data(s);
	size_t stride = (size_t)cairo_image_surface_get_stride(s);
	unsigned width = (unsigned)cairo_image_surface_get_width(s), x, y;

	for (y = 0; y < ink->height; y++) {
		const uint8_t *row = ink->data + y * ink->stride;
		uint32_t *to = (uint32_t *)(void *)(data + y * stride);

		for (x = 0; x < ink->width; x++) {
			if (x % 8 == 0 && row[x / 8] == 0)
				x += 7;
			else if ((row[x / 8] << x % 8 & 0x80) != 0)
				memset(to + x * BITMAP_EIGHT, 0xff,
				    eight_at(x * BITMAP_EIGHT, width));
		}
	}
	cairo_surface_mark_dirty(s);
}

void
bitmap_put(const struct bitmap *b, cairo_surface_t *s)
{
	uint8_t *data = cairo_image_surface_get_data(s);
	size_t stride = (size_t)cairo_image_surface_get_stride(s);
	unsigned x, y;

	for (y = 0; y < b->height; y++) {
		const uint8_t *row = b->data + y * b->stride;
		uint32_t *to = (uint32_t *)(void *)(data + y * stride);

		for (x = 0; x < b->width; x++)
			to[x] = (row[x / 8] >> (7 - x % 8) & 1) != 0 ?
			    0xff000000 : 0xffffffff;
	}
	cairo_surface_mark_dirty(s);
}
