/* pdf_sole_pixels.c -- the pictures of such a page, unpacked. */
#include "intake/format/pdf/pdf_sole_form.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_copy.h"

#define PIXELS_BYTES_MAX ((size_t)160 << 20)	/* of a picture, unpacked */
#define NEAR 0.02		/* pixels, from a whole one */

static long long
number(qpdf_data q, qpdf_oh dict, const char *key)
{
	long long n = -1;

	(void)qpdf_oh_get_value_as_longlong(q, qpdf_oh_get_key(q, dict, key),
	    &n);
	return n;
}

struct samples {
	unsigned width, height, colours, bits;
	bool duo;		/* two colours: of ink, and of paper */
	uint32_t ink, paper;
	size_t row;		/* bytes of one */
};

/* [/Indexed /DeviceRGB 1 <six bytes>] */
static bool
read_duo(struct sole *s, qpdf_oh space, struct samples *k)
{
	const uint8_t *p;
	long long top = -1;
	size_t len;

	if (!qpdf_oh_is_array(s->q, space) ||
	    qpdf_oh_get_array_n_items(s->q, space) != 4 ||
	    !qpdf_oh_is_name_and_equals(s->q, qpdf_oh_get_array_item(s->q,
	    space, 0), "/Indexed") ||
	    !qpdf_oh_is_name_and_equals(s->q, qpdf_oh_get_array_item(s->q,
	    space, 1), "/DeviceRGB") ||
	    !qpdf_oh_get_value_as_longlong(s->q, qpdf_oh_get_array_item(s->q,
	    space, 2), &top) || top != 1 ||
	    !qpdf_oh_is_string(s->q, qpdf_oh_get_array_item(s->q, space, 3)))
		return false;
	p = (const uint8_t *)qpdf_oh_get_binary_string_value(s->q,
	    qpdf_oh_get_array_item(s->q, space, 3), &len);
	if (len != 6)
		return false;
	k->ink = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
	k->paper = (uint32_t)p[3] << 16 | (uint32_t)p[4] << 8 | p[5];
	return true;
}

static bool
read_shape(struct sole *s, const struct sole_image *im, struct samples *k)
{
	qpdf_oh dict = qpdf_oh_get_dict(s->q, im->image);
	long long w = number(s->q, dict, "/Width");
	long long h = number(s->q, dict, "/Height");
	long long bits = number(s->q, dict, "/BitsPerComponent");

	if (!sole_only(s->q, dict, " /Type /Subtype /Width /Height "
	    "/BitsPerComponent /ColorSpace /Filter /DecodeParms /Length ") ||
	    !sole_is_name(s->q, dict, "/Subtype", "/Image") ||
	    w <= 0 || h <= 0 ||
	    (double)w * (double)h > PDF_PICTURE_PIXELS_MAX)
		return false;
	k->colours = sole_is_name(s->q, dict, "/ColorSpace", "/DeviceGray") ? 1 :
	    sole_is_name(s->q, dict, "/ColorSpace", "/DeviceRGB") ? 3 : 0;
	k->duo = k->colours == 0 && bits == 1 && read_duo(s,
	    qpdf_oh_get_key(s->q, dict, "/ColorSpace"), k);
	k->colours = k->duo ? 1 : k->colours;
	if (k->colours == 0 || !(bits == 8 || ((bits == 4 || bits == 1) &&
	    k->colours == 1)))
		return false;
	k->width = (unsigned)w;
	k->height = (unsigned)h;
	k->bits = (unsigned)bits;
	k->row = ((size_t)w * k->colours * k->bits + 7) / 8;
	return true;
}

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
put_row(uint32_t *to, const uint8_t *row, const struct samples *k)
{
	unsigned x, v;

	for (x = 0; x < k->width; x++) {
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

/* Deflated rows, each behind the number of its filter, to (x, y) of a picture
 * that has room for them there. */
static bool
put_rows(struct pdf_picture *p, struct bytes *data, const struct samples *k,
    unsigned x, unsigned y)
{
	unsigned step = k->colours * k->bits >= 8 ? k->colours : 1, i;
	uint8_t *row = data->data;

	if (data->len < (k->row + 1) * k->height)
		return false;
	for (i = 0; i < k->height; i++, row += k->row + 1) {
		if (!unfilter(row + 1, k->row, row[0], step))
			return false;
		put_row((uint32_t *)(void *)(p->data + (y + i) * p->stride) +
		    x, row + 1, k);
	}
	return true;
}

static bool
is_deflated(struct sole *s, const struct pdf_filter *f,
    const struct samples *k)
{
	return strcmp(f->name, "/FlateDecode") == 0 &&
	    sole_only(s->q, f->parms,
	    " /Predictor /Colors /BitsPerComponent /Columns ") &&
	    number(s->q, f->parms, "/Predictor") == 15 &&
	    number(s->q, f->parms, "/Colors") == k->colours &&
	    number(s->q, f->parms, "/BitsPerComponent") == k->bits &&
	    number(s->q, f->parms, "/Columns") == k->width;
}

/* --- black and white --- */

/* The shapes that go before the picture's own; false: they cannot be read. */
static bool
read_shared(struct sole *s, qpdf_oh parms)
{
	qpdf_oh stream = qpdf_oh_get_key(s->q, parms, "/JBIG2Globals");
	struct bytes data = BYTES_INIT(PIXELS_BYTES_MAX);
	int object = qpdf_oh_get_object_id(s->q, stream);
	bool r;

	if (object != 0 && s->known->object == object)
		return true;
	pdf_soles_free(s->known);
	r = object != 0 && qpdf_oh_is_stream(s->q, stream) &&
	    pdf_stream_plain(s->q, stream, &data) &&
	    jbig2_read_shapes(&s->known->shapes, data.data, data.len);
	bytes_free(&data);
	if (r)
		s->known->object = object;
	return r;
}

static bool
read_bitmap(struct bitmap *b, struct sole *s, const struct pdf_filter *f,
    const struct bytes *data, const struct samples *k)
{
	const struct jbig2_shapes *shared = NULL;

	if (k->bits != 1 || strcmp(f->name, "/JBIG2Decode") != 0)
		return false;
	if (!qpdf_oh_is_null(s->q, f->parms)) {
		if (!sole_only(s->q, f->parms, " /JBIG2Globals ") ||
		    !read_shared(s, f->parms))
			return false;
		shared = &s->known->shapes;
	}
	return bitmap_new(b, k->width, k->height) == 0 &&
	    jbig2_read(b, shared, data->data, data->len);
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
find_part(struct tint *at, const struct sole *s, const struct sole_image *im,
    const struct bitmap *b)
{
	const struct rect *box = &s->box;

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

/* Its pixels; *drawn becomes true when they must be drawn to be known. */
static bool
put_samples(struct pdf_picture *p, struct sole *s, const struct sole_image *im,
    const struct samples *k, const struct tint *at, bool *drawn)
{
	struct bytes data = BYTES_INIT(PIXELS_BYTES_MAX);
	struct pdf_filter filters[PDF_FILTERS_MAX];
	struct bitmap b = { .data = NULL };
	unsigned n;
	bool r = false;

	if (!pdf_stream_open(s->q, im->image, &data, filters, &n) || n != 1)
		goto done;
	if (strcmp(filters[0].name, "/DCTDecode") == 0)
		r = *drawn = true;
	else if (!k->duo)
		r = is_deflated(s, &filters[0], k) && k->bits > 1 &&
		    put_rows(p, &data, k, at->x0 / 2, at->y0 / 2);
	else if ((r = read_bitmap(&b, s, &filters[0], &data, k)))
		put_half_at(p, &b, k->ink, k->paper, at->x0 / 2, at->y0 / 2);
done:
	bitmap_free(&b);
	bytes_free(&data);
	return r;
}

static bool
put_part(struct pdf_picture *p, struct sole *s, const struct sole_image *im,
    struct bitmap *b, bool *drawn)
{
	struct samples k;
	struct tint at;
	unsigned w, h;

	if (!read_shape(s, im, &k) || !find_part(&at, s, im, b))
		return false;
	w = at.x1 - at.x0;
	h = at.y1 - at.y0;
	return k.width == (k.duo ? w : (w + 1) / 2) &&
	    k.height == (k.duo ? h : (h + 1) / 2) && is_bare(b, &at) &&
	    put_samples(p, s, im, &k, &at, drawn);
}

static bool
put_parts(struct pdf_picture *p, struct sole *s, struct bitmap *b, bool *drawn)
{
	unsigned i;

	for (i = 1; i < s->n; i++)
		if (!put_part(p, s, &s->at[i], b, drawn)) {
			*drawn = false;
			return false;
		}
	return !*drawn;
}

bool
sole_unpack(struct pdf_picture *p, struct sole *s, bool *drawn)
{
	struct bytes data = BYTES_INIT(PIXELS_BYTES_MAX);
	struct pdf_filter filters[PDF_FILTERS_MAX];
	struct bitmap b = { .data = NULL };
	struct samples k;
	unsigned n;
	bool r = false;

	*drawn = false;
	if (!read_shape(s, &s->at[0], &k) ||
	    !pdf_stream_open(s->q, s->at[0].image, &data, filters, &n) ||
	    n != 1)
		goto done;
	if (is_deflated(s, &filters[0], &k))
		r = s->n == 1 && k.bits > 1 && begin(p, k.width, k.height) &&
		    put_rows(p, &data, &k, 0, 0);
	else if (!k.duo && read_bitmap(&b, s, &filters[0], &data, &k) &&
	    begin(p, (k.width + 1) / 2, (k.height + 1) / 2)) {
		put_half_at(p, &b, 0, 0xffffff, 0, 0);
		r = put_parts(p, s, &b, drawn);
	}
	if (p->surface != NULL)
		cairo_surface_mark_dirty(p->surface);
	if (!r)
		pdf_picture_free(p);
done:
	bitmap_free(&b);
	bytes_free(&data);
	return r;
}
