/* pdf_sole.c -- see pdf_sole.h. */
#include "intake/format/pdf/pdf_sole.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_lex.h"
#include "intake/format/pdf/pdf_walk.h"

#define CONTENT_MAX (16u << 20)	/* bytes of a page's content; more is drawn */
#define PIXELS_BYTES_MAX ((size_t)160 << 20)	/* of a picture, unpacked */
#define GLYPH_MAX 100u		/* bytes of a glyph without shape */
#define FONTS_MAX 512		/* of one page */
#define NEAR 0.02		/* points that a picture may end before the edge */

struct sole {
	qpdf_data q;
	struct pdf_soles *known;
	qpdf_oh page, image;
	char name[32];		/* of the picture, with its slash */
};

/* Has the dictionary these keys (" /A /B ") and no others? */
static bool
only(qpdf_data q, qpdf_oh dict, const char *allowed)
{
	char *keys, *key, one[32];
	bool r = true;

	if (!qpdf_oh_is_dictionary(q, dict) ||
	    (keys = pdf_keys(q, dict)) == NULL)
		return false;
	for (key = keys; *key != '\0' && r; key += strlen(key) + 1)
		r = (size_t)snprintf(one, sizeof(one), " %s ", key) <
		    sizeof(one) && strstr(allowed, one) != NULL;
	free(keys);
	return r;
}

static bool
is_name(qpdf_data q, qpdf_oh dict, const char *key, const char *name)
{
	return qpdf_oh_is_name_and_equals(q, qpdf_oh_get_key(q, dict, key),
	    name);
}

static long long
number(qpdf_data q, qpdf_oh dict, const char *key)
{
	long long n = -1;

	(void)qpdf_oh_get_value_as_longlong(q, qpdf_oh_get_key(q, dict, key),
	    &n);
	return n;
}

/* --- the page --- */

/* A glyph that says how wide it is, and no more. */
static bool
is_empty_glyph(qpdf_data q, qpdf_oh glyph)
{
	struct bytes data = BYTES_INIT(GLYPH_MAX);
	struct pdf_lex l;
	bool r = false;

	if (qpdf_oh_is_stream(q, glyph) && pdf_stream_plain(q, glyph, &data)) {
		l = pdf_lex(data.data, data.len);
		while (pdf_lex_next(&l) == TOKEN_NUMBER)
			continue;
		r = l.value.len == 2 && memcmp(l.value.data, "d1", 2) == 0 &&
		    pdf_lex_next(&l) == TOKEN_END;
		pdf_lex_free(&l);
	}
	bytes_free(&data);
	return r;
}

static bool
is_empty_font(qpdf_data q, qpdf_oh font)
{
	qpdf_oh glyphs = qpdf_oh_get_key(q, font, "/CharProcs");
	char *keys, *key;
	bool r = true;

	if (!is_name(q, font, "/Subtype", "/Type3") ||
	    !qpdf_oh_is_dictionary(q, glyphs) ||
	    (keys = pdf_keys(q, glyphs)) == NULL)
		return false;
	for (key = keys; *key != '\0' && r; key += strlen(key) + 1)
		r = is_empty_glyph(q, qpdf_oh_get_key(q, glyphs, key));
	free(keys);
	return r;
}

static bool
are_empty_fonts(qpdf_data q, qpdf_oh fonts)
{
	char *keys, *key;
	bool r = true;
	int n = 0;

	if (qpdf_oh_is_null(q, fonts))
		return true;
	if (!qpdf_oh_is_dictionary(q, fonts) ||
	    (keys = pdf_keys(q, fonts)) == NULL)
		return false;
	for (key = keys; *key != '\0' && r; key += strlen(key) + 1)
		r = n++ < FONTS_MAX &&
		    is_empty_font(q, qpdf_oh_get_key(q, fonts, key));
	free(keys);
	return r;
}

/* The one picture among the page's resources. */
static bool
find_image(struct sole *s, qpdf_oh resources)
{
	qpdf_oh objects = qpdf_oh_get_key(s->q, resources, "/XObject");
	char *keys;
	size_t len;
	bool r;

	if (!qpdf_oh_is_dictionary(s->q, objects) ||
	    (keys = pdf_keys(s->q, objects)) == NULL)
		return false;
	len = strlen(keys);
	r = len > 1 && len < sizeof(s->name) && keys[len + 1] == '\0';
	if (r) {
		memcpy(s->name, keys, len + 1);
		s->image = qpdf_oh_get_key(s->q, objects, s->name);
		r = qpdf_oh_is_stream(s->q, s->image);
	}
	free(keys);
	return r;
}

static bool
is_plain_page(struct sole *s)
{
	qpdf_oh resources = qpdf_oh_get_key(s->q, s->page, "/Resources");

	return only(s->q, s->page,
	    " /Type /Parent /MediaBox /Contents /Resources ") &&
	    only(s->q, qpdf_oh_get_key(s->q, s->page, "/Parent"),
	    " /Type /Count /Kids ") &&
	    only(s->q, resources, " /Font /XObject ") &&
	    are_empty_fonts(s->q, qpdf_oh_get_key(s->q, resources, "/Font")) &&
	    find_image(s, resources);
}

/* --- its content --- */

static bool
is_word(const struct pdf_lex *l, const char *word)
{
	return l->value.len == strlen(word) &&
	    memcmp(l->value.data, word, l->value.len) == 0;
}

/* Letters alone, up to the one q. */
static bool
pass_letters(struct pdf_lex *l)
{
	static const char *const words[] = { "BT", "ET", "Tm", "Td", "Tz",
		"Tf", "Tj" };
	enum pdf_token t;
	size_t i;

	while ((t = pdf_lex_next(l)) != TOKEN_END) {
		if (t == TOKEN_NUMBER || t == TOKEN_NAME || t == TOKEN_STRING)
			continue;
		if (t != TOKEN_WORD || is_word(l, "q"))
			return t == TOKEN_WORD;
		for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (is_word(l, words[i]))
				break;
		if (i == sizeof(words) / sizeof(words[0]))
			return false;
	}
	return false;
}

/* "w 0 0 h 0 0 cm /P Do Q", and then nothing. */
static bool
ends_in_picture(struct sole *s, struct pdf_lex *l)
{
	struct rect box;
	double m[6];
	int i;

	for (i = 0; i < 6; i++) {
		if (pdf_lex_next(l) != TOKEN_NUMBER)
			return false;
		m[i] = l->number;
	}
	return pdf_lex_next(l) == TOKEN_WORD && is_word(l, "cm") &&
	    pdf_lex_next(l) == TOKEN_NAME && is_word(l, s->name + 1) &&
	    pdf_lex_next(l) == TOKEN_WORD && is_word(l, "Do") &&
	    pdf_lex_next(l) == TOKEN_WORD && is_word(l, "Q") &&
	    pdf_lex_next(l) == TOKEN_END &&
	    pdf_rect(s->q, qpdf_oh_get_key(s->q, s->page, "/MediaBox"), &box) &&
	    box.x0 == 0 && box.y0 == 0 && m[1] == 0 && m[2] == 0 &&
	    m[4] == 0 && m[5] == 0 && m[0] > box.x1 - NEAR &&
	    m[0] < box.x1 + NEAR && m[3] > box.y1 - NEAR &&
	    m[3] < box.y1 + NEAR;
}

static bool
draws_one_picture(struct sole *s)
{
	struct bytes data = BYTES_INIT(CONTENT_MAX);
	qpdf_oh content = qpdf_oh_get_key(s->q, s->page, "/Contents");
	struct pdf_lex l;
	bool r = false;

	if (qpdf_oh_is_stream(s->q, content) &&
	    pdf_stream_plain(s->q, content, &data)) {
		l = pdf_lex(data.data, data.len);
		r = pass_letters(&l) && ends_in_picture(s, &l);
		pdf_lex_free(&l);
	}
	bytes_free(&data);
	return r;
}

/* --- its picture --- */

struct samples {
	unsigned width, height, colours, bits;
	size_t row;		/* bytes of one */
};

static bool
read_shape(struct sole *s, struct samples *k)
{
	qpdf_oh dict = qpdf_oh_get_dict(s->q, s->image);
	long long w = number(s->q, dict, "/Width");
	long long h = number(s->q, dict, "/Height");
	long long bits = number(s->q, dict, "/BitsPerComponent");

	if (!only(s->q, dict, " /Type /Subtype /Width /Height "
	    "/BitsPerComponent /ColorSpace /Filter /DecodeParms /Length ") ||
	    !is_name(s->q, dict, "/Subtype", "/Image") ||
	    w <= 0 || h <= 0 ||
	    (double)w * (double)h > PDF_PICTURE_PIXELS_MAX)
		return false;
	k->colours = is_name(s->q, dict, "/ColorSpace", "/DeviceGray") ? 1 :
	    is_name(s->q, dict, "/ColorSpace", "/DeviceRGB") ? 3 : 0;
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

/* Deflated rows, each behind the number of its filter. */
static bool
put_rows(struct pdf_picture *p, struct bytes *data, const struct samples *k)
{
	unsigned step = k->colours * k->bits >= 8 ? k->colours : 1, y;
	uint8_t *row = data->data;

	if (data->len < (k->row + 1) * k->height ||
	    !begin(p, k->width, k->height))
		return false;
	for (y = 0; y < k->height; y++, row += k->row + 1) {
		if (!unfilter(row + 1, k->row, row[0], step)) {
			pdf_picture_free(p);
			return false;
		}
		put_row((uint32_t *)(void *)(p->data + y * p->stride),
		    row + 1, k);
	}
	cairo_surface_mark_dirty(p->surface);
	return true;
}

static bool
is_deflated(struct sole *s, const struct pdf_filter *f,
    const struct samples *k)
{
	return strcmp(f->name, "/FlateDecode") == 0 &&
	    only(s->q, f->parms,
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
		if (!only(s->q, f->parms, " /JBIG2Globals ") ||
		    !read_shared(s, f->parms))
			return false;
		shared = &s->known->shapes;
	}
	return bitmap_new(b, k->width, k->height) == 0 &&
	    jbig2_read(b, shared, data->data, data->len);
}

/* Of four pixels, as many of 255 as are white; bits of two rows. */
static uint32_t
grey_of(unsigned top, unsigned below)
{
	static const uint8_t white[4] = { 2, 1, 1, 0 };
	uint32_t v = (white[top & 3] + white[below & 3]) * 255u / 4;

	return v * 0x10101;
}

static void
put_half_row(uint32_t *to, const struct bitmap *b, unsigned y, unsigned width)
{
	const uint8_t *top = b->data + 2 * y * b->stride;
	const uint8_t *below = 2 * y + 1 < b->height ? top + b->stride : top;
	unsigned x, shift;

	for (x = 0; x < width; x++) {
		if (x % 4 == 0 && x + 4 <= width && top[x / 4] == 0 &&
		    below[x / 4] == 0) {
			memset(to + x, 0xff, 4 * sizeof *to);
			x += 3;
			continue;
		}
		shift = 6 - x % 4 * 2;
		to[x] = grey_of(top[x / 4] >> shift, below[x / 4] >> shift);
	}
}

static bool
put_half(struct pdf_picture *p, const struct bitmap *b)
{
	unsigned width = (b->width + 1) / 2, height = (b->height + 1) / 2, y;

	if (!begin(p, width, height))
		return false;
	for (y = 0; y < height; y++)
		put_half_row((uint32_t *)(void *)(p->data + y * p->stride), b,
		    y, width);
	cairo_surface_mark_dirty(p->surface);
	return true;
}

static bool
unpack(struct pdf_picture *p, struct sole *s)
{
	struct bytes data = BYTES_INIT(PIXELS_BYTES_MAX);
	struct pdf_filter filters[PDF_FILTERS_MAX];
	struct bitmap b = { .data = NULL };
	struct samples k;
	unsigned n;
	bool r = false;

	if (!read_shape(s, &k) ||
	    !pdf_stream_open(s->q, s->image, &data, filters, &n) || n != 1)
		goto done;
	if (is_deflated(s, &filters[0], &k))
		r = k.bits > 1 && put_rows(p, &data, &k);
	else
		r = read_bitmap(&b, s, &filters[0], &data, &k) &&
		    put_half(p, &b);
done:
	bitmap_free(&b);
	bytes_free(&data);
	return r;
}

bool
pdf_sole(struct pdf_picture *p, struct pdf_soles *known, qpdf_data q, size_t i)
{
	struct sole s = { .q = q, .known = known,
	    .page = qpdf_get_page_n(q, i) };
	struct pdf_picture made = { .surface = NULL };
	struct rect box;

	if (!is_plain_page(&s) || !draws_one_picture(&s) || !unpack(&made, &s))
		return false;
	(void)pdf_rect(q, qpdf_oh_get_key(q, s.page, "/MediaBox"), &box);
	made.scale = made.width / (box.x1 * 100);
	*p = made;
	return true;
}

void
pdf_soles_free(struct pdf_soles *s)
{
	jbig2_shapes_free(&s->shapes);
	s->object = 0;
}
