/* pdf_sole_streams.c -- the pictures of such a page, as they lie in the document. */
#include "intake/format/pdf/pdf_sole_form.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/pdf/pdf_copy.h"

#define PIXELS_BYTES_MAX ((size_t)160 << 20)	/* of a picture, unpacked */

static long long
number(qpdf_data q, qpdf_oh dict, const char *key)
{
	long long n = -1;

	(void)qpdf_oh_get_value_as_longlong(q, qpdf_oh_get_key(q, dict, key),
	    &n);
	return n;
}

/* [/Indexed /DeviceRGB 1 <six bytes>] */
static bool
read_duo(struct sole *s, qpdf_oh space, struct sole_stream *k)
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
read_shape(struct sole *s, const struct sole_image *im, struct sole_stream *k)
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
	k->columns = (unsigned)w;
	k->rows = (unsigned)h;
	k->bits = (unsigned)bits;
	k->row = ((size_t)w * k->colours * k->bits + 7) / 8;
	return true;
}

static bool
is_deflated(struct sole *s, const struct pdf_filter *f,
    const struct sole_stream *k)
{
	return strcmp(f->name, "/FlateDecode") == 0 &&
	    sole_only(s->q, f->parms,
	    " /Predictor /Colors /BitsPerComponent /Columns ") &&
	    number(s->q, f->parms, "/Predictor") == 15 &&
	    number(s->q, f->parms, "/Colors") == k->colours &&
	    number(s->q, f->parms, "/BitsPerComponent") == k->bits &&
	    number(s->q, f->parms, "/Columns") == k->columns;
}

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
	jbig2_shapes_free(&s->known->shapes);
	s->known->object = 0;
	r = object != 0 && qpdf_oh_is_stream(s->q, stream) &&
	    pdf_stream_plain(s->q, stream, &data) &&
	    jbig2_read_shapes(&s->known->shapes, data.data, data.len);
	bytes_free(&data);
	if (r)
		s->known->object = object;
	return r;
}

static bool
is_jbig2(struct sole *s, const struct pdf_filter *f, struct sole_stream *k)
{
	if (k->bits != 1 || strcmp(f->name, "/JBIG2Decode") != 0)
		return false;
	k->shared = !qpdf_oh_is_null(s->q, f->parms);
	return !k->shared || (sole_only(s->q, f->parms, " /JBIG2Globals ") &&
	    read_shared(s, f->parms));
}

/* A JPEG is found out when it is unpacked: the page's own is none. */
static bool
read_stream(struct sole_stream *k, struct sole *s, const struct sole_image *im)
{
	struct pdf_filter filters[PDF_FILTERS_MAX];
	unsigned n;

	*k = (struct sole_stream){ .x = im->x, .y = im->y, .width = im->width,
	    .height = im->height, .data = BYTES_INIT(PIXELS_BYTES_MAX) };
	if (!read_shape(s, im, k) ||
	    !pdf_stream_open(s->q, im->image, &k->data, filters, &n) || n != 1)
		return false;
	k->kind = strcmp(filters[0].name, "/DCTDecode") == 0 ? SOLE_JPEG :
	    k->duo || k->bits == 1 ? SOLE_JBIG2 : SOLE_DEFLATED;
	return k->kind == SOLE_JPEG ||
	    (k->kind == SOLE_JBIG2 ? is_jbig2(s, &filters[0], k) :
	    is_deflated(s, &filters[0], k));
}

bool
sole_streams(struct sole_page *p, struct sole *s)
{
	bool r = true;

	p->box = s->box;
	p->shapes = &s->known->shapes;
	for (p->n = 0; r && p->n < s->n; p->n++)
		r = read_stream(&p->at[p->n], s, &s->at[p->n]);
	return r;
}

void
sole_page_free(struct sole_page *p)
{
	unsigned i;

	for (i = 0; p != NULL && i < p->n; i++)
		bytes_free(&p->at[i].data);
	if (p != NULL)
		pdf_picture_free(&p->picture);
	free(p);
}
