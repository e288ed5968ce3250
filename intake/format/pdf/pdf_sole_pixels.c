/* pdf_sole_pixels.c -- the pictures of such a page, unpacked: bytes alone. */
#include "intake/format/pdf/pdf_sole_form.h"

#include <math.h>
#include <string.h>

#include "intake/format/page/coarse.h"

#define NEAR 0.02		/* pixels, from a whole one */

/* One row with PNG's filter undone in place; those that pages_image.c uses. */
static bool
unfilter(uint8_t *row, size_t len, unsigned kind, unsigned step)
{
	size_t i;

	for (i = step; kind == 1 && i < len; i++)
		row[i] = (uint8_t)(row[i] + row[i - step]);
	return kind <= 1;
}

static void
put_row(uint32_t *to, const uint8_t *row, const struct sole_stream *k)
{
	unsigned x, v;

	for (x = 0; x < k->columns; x++) {
		if (k->colours == 3) {
			to[x] = (uint32_t)row[3 * x] << 16 |
			    (uint32_t)row[3 * x + 1] << 8 | row[3 * x + 2];
			continue;
		}
		v = k->bits == 8 ? row[x] :
		    (row[x / 2] >> (x % 2 == 0 ? 4 : 0) & 15u) * 17;
		to[x] = v * 0x10101;
	}
}

static bool
begin(struct pdf_picture *p, unsigned width, unsigned height)
{
	p->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)width, (int)height);
	p->width = (int)width;
	p->height = (int)height;
	p->data = cairo_image_surface_get_data(p->surface);
	p->stride = cairo_image_surface_get_stride(p->surface);
	if (p->data != NULL)
		return true;
	pdf_picture_free(p);
	return false;
}

/* Deflated rows, each behind the number of its filter: all of the picture. */
static bool
put_rows(struct pdf_picture *p, struct sole_stream *k)
{
	unsigned step = k->colours * k->bits >= 8 ? k->colours : 1, i;
	uint8_t *row = k->data.data;

	if (k->data.len < (k->row + 1) * k->rows)
		return false;
	for (i = 0; i < k->rows; i++, row += k->row + 1) {
		if (!unfilter(row + 1, k->row, row[0], step))
			return false;
		put_row((uint32_t *)(void *)(p->data + i * p->stride),
		    row + 1, k);
	}
	return true;
}

/* --- black and white --- */

static bool
read_bitmap(struct bitmap *b, const struct sole_page *p,
    const struct sole_stream *k)
{
	return bitmap_new(b, k->columns, k->rows) == 0 &&
	    jbig2_read(b, k->shared ? p->shapes : NULL, k->data.data,
	    k->data.len);
}

/* How many of four pixels are white; bits of two rows. */
static unsigned
white_of(unsigned top, unsigned below)
{
	static const uint8_t white[4] = { 2, 1, 1, 0 };

	return white[top & 3] + white[below & 3];
}

static void
put_half_row(uint32_t *to, const struct bitmap *b, unsigned y,
    const uint32_t shades[5])
{
	const uint8_t *top = b->data + 2 * y * b->stride;
	const uint8_t *below = 2 * y + 1 < b->height ? top + b->stride : top;
	unsigned width = (b->width + 1) / 2, x, shift;

	for (x = 0; x < width; x++) {
		if (x % 4 == 0 && x + 4 <= width && (top[x / 4] |
		    below[x / 4]) == 0) {	/* paper, as most is */
			for (shift = 0; shift < 4; shift++)
				to[x + shift] = shades[4];
			x += 3;
			continue;
		}
		shift = 6 - x % 4 * 2;
		to[x] = shades[white_of(top[x / 4] >> shift,
		    below[x / 4] >> shift)];
	}
}

/* The bitmap half as fine, to (x, y) of the picture. */
static void
put_half_at(struct pdf_picture *p, const struct bitmap *b, uint32_t ink,
    uint32_t paper, unsigned x, unsigned y)
{
	uint32_t shades[5];
	unsigned i, shift;

	for (i = 0; i < 5; i++)
		for (shades[i] = 0, shift = 0; shift < 24; shift += 8)
			shades[i] |= ((ink >> shift & 255) * (4 - i) +
			    (paper >> shift & 255) * i) / 4 << shift;
	for (i = 0; i < (b->height + 1) / 2; i++)
		put_half_row((uint32_t *)(void *)(p->data + (y + i) *
		    p->stride) + x, b, i, shades);
}

/* --- parts --- */

/* A length in points as pixels, which must be whole. */
static bool
to_pixels(unsigned *out, double v, double points, unsigned pixels)
{
	double n = v * pixels / points, whole = floor(n + 0.5);

	if (!(n > -NEAR && n < pixels + NEAR && fabs(n - whole) < NEAR))
		return false;
	*out = (unsigned)whole;
	return true;
}

/* Where it lies on the page's picture: on whole cells, as tints.h has them. */
static bool
find_part(struct tint *at, const struct sole_page *p,
    const struct sole_stream *im, const struct bitmap *b)
{
	const struct rect *box = &p->box;

	return to_pixels(&at->x0, im->x, box->x1, b->width) &&
	    to_pixels(&at->x1, im->x + im->width, box->x1, b->width) &&
	    to_pixels(&at->y0, box->y1 - im->y - im->height, box->y1,
	    b->height) &&
	    to_pixels(&at->y1, box->y1 - im->y, box->y1, b->height) &&
	    at->x0 < at->x1 && at->y0 < at->y1 &&
	    at->x0 % BITMAP_CELL == 0 && at->y0 % BITMAP_CELL == 0 &&
	    (at->x1 % BITMAP_CELL == 0 || at->x1 == b->width) &&
	    (at->y1 % BITMAP_CELL == 0 || at->y1 == b->height);
}

/* Nothing may lie below it; then it becomes black there, so that another that
 * lies on it too is found. */
static bool
is_bare(struct bitmap *b, const struct tint *at)
{
	size_t len = (at->x1 + 7) / 8 - at->x0 / 8, i;
	unsigned y;

	for (y = at->y0; y < at->y1; y++) {
		uint8_t *row = b->data + y * b->stride + at->x0 / 8;

		for (i = 0; i < len; i++)
			if (row[i] != 0)
				return false;
		memset(row, 0xff, len);
	}
	return true;
}

/* Its pixels; what is not in two colours is of another size, and must be drawn. */
static bool
put_pixels(struct sole_page *p, struct sole_stream *k, const struct tint *at)
{
	struct bitmap b = { .data = NULL };
	bool r = true;

	if (k->kind != SOLE_JBIG2)
		p->drawn = true;
	else if ((r = k->duo && read_bitmap(&b, p, k)))
		put_half_at(&p->picture, &b, k->ink, k->paper, at->x0 / 2,
		    at->y0 / 2);
	bitmap_free(&b);
	return r;
}

static bool
put_part(struct sole_page *p, struct sole_stream *k, struct bitmap *b)
{
	struct tint at;
	unsigned w, h;

	if (!find_part(&at, p, k, b))
		return false;
	w = at.x1 - at.x0;
	h = at.y1 - at.y0;
	return k->columns == (k->duo ? w : coarse_side(w)) &&
	    k->rows == (k->duo ? h : coarse_side(h)) && is_bare(b, &at) &&
	    put_pixels(p, k, &at);
}

static bool
put_parts(struct sole_page *p, struct bitmap *b)
{
	unsigned i;

	for (i = 1; i < p->n; i++)
		if (!put_part(p, &p->at[i], b)) {
			p->drawn = false;
			return false;
		}
	return !p->drawn;
}

void
sole_unpack(struct sole_page *p)
{
	struct sole_stream *k = &p->at[0];
	struct bitmap b = { .data = NULL };
	bool r = false;

	if (k->kind == SOLE_DEFLATED)
		r = p->n == 1 && begin(&p->picture, k->columns, k->rows) &&
		    put_rows(&p->picture, k);
	else if (k->kind == SOLE_JBIG2 && !k->duo && read_bitmap(&b, p, k) &&
	    begin(&p->picture, (k->columns + 1) / 2, (k->rows + 1) / 2)) {
		put_half_at(&p->picture, &b, 0, 0xffffff, 0, 0);
		r = put_parts(p, &b);
	}
	if (p->picture.surface != NULL)
		cairo_surface_mark_dirty(p->picture.surface);
	if (!r)
		pdf_picture_free(&p->picture);
	bitmap_free(&b);
}
