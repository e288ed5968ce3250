/*
 * pdf_copy_image.c -- pictures: the same picture elements, nothing beside them.
 *
 * What can be unpacked is, and is packed again; JPEG, JPEG 2000, fax and JBIG2
 * data lose notes and what hangs behind (pdf_image.h).
 */
#include "intake/format/pdf/pdf_copy.h"

#include <string.h>

#include "intake/format/pdf/pdf_image.h"

static bool
copy_smask_in_data(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	return qpdf_oh_is_integer(c->q, v) && pdf_copy_number(c, b, v, words);
}

/* A stencil is a picture, a colour key a list of numbers. */
static bool
copy_mask(struct pdf_copy *c, struct bytes *b, qpdf_oh v, const char *words)
{
	return qpdf_oh_is_stream(c->q, v) ? pdf_copy_image(c, b, v, words) :
	    pdf_copy_numbers(c, b, v, words);
}

/* Shapes of letters that the pictures of many pages share. */
static bool
copy_globals(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, v, KIND_GLOBALS);
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes clean = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes none = BYTES_INIT(1);
	uint32_t number = 0;

	(void)words;
	if (key != 0 && pdf_out_known(&c->out, key, &number))
		return pdf_copy_reference(c, b, number);
	if (qpdf_oh_is_stream(c->q, v) && pdf_stream_plain(c->q, v, &data) &&
	    pdf_image_strip(&clean, PDF_IMAGE_JBIG2, data.data, data.len))
		number = pdf_out_stream(&c->out, &none, clean.data, clean.len,
		    true);
	if (key != 0 && number != 0)
		pdf_out_learn(&c->out, key, number);
	bytes_free(&data);
	bytes_free(&clean);
	return pdf_copy_reference(c, b, number);
}

#define COMMON \
	{ "/Width", pdf_copy_number, NULL }, \
	{ "/Height", pdf_copy_number, NULL }, \
	{ "/ImageMask", pdf_copy_bool, NULL }, \
	{ "/ColorSpace", pdf_copy_colour, NULL }, \
	{ "/BitsPerComponent", pdf_copy_number, NULL }, \
	{ "/Decode", pdf_copy_numbers, NULL }, \
	{ "/Interpolate", pdf_copy_bool, NULL }, \
	{ "/Intent", pdf_copy_name, "AbsoluteColorimetric " \
	    "RelativeColorimetric Saturation Perceptual" }, \
	{ "/Matte", pdf_copy_numbers, NULL }, \
	{ "/SMaskInData", copy_smask_in_data, NULL }

static const struct pdf_rule image_rules[] = {
	COMMON,
	{ "/Mask", copy_mask, NULL },
	{ "/SMask", pdf_copy_image, NULL },
};

static const struct pdf_rule parm_rules[] = {
	{ "/Predictor", pdf_copy_number, NULL },
	{ "/Colors", pdf_copy_number, NULL },
	{ "/BitsPerComponent", pdf_copy_number, NULL },
	{ "/Columns", pdf_copy_number, NULL },
	{ "/ColorTransform", pdf_copy_number, NULL },
	{ "/K", pdf_copy_number, NULL },
	{ "/EndOfLine", pdf_copy_bool, NULL },
	{ "/EncodedByteAlign", pdf_copy_bool, NULL },
	{ "/Rows", pdf_copy_number, NULL },
	{ "/EndOfBlock", pdf_copy_bool, NULL },
	{ "/BlackIs1", pdf_copy_bool, NULL },
	{ "/DamagedRowsBeforeError", pdf_copy_number, NULL },
	{ "/JBIG2Globals", copy_globals, NULL },
};

static uint64_t
number_of(struct pdf_copy *c, qpdf_oh dict, const char *key)
{
	long long v = 0;

	(void)qpdf_oh_get_value_as_longlong(c->q, qpdf_oh_get_key(c->q, dict,
	    key), &v);
	return v > 0 && v < 1 << 24 ? (uint64_t)v : 0;
}

/* Bytes behind the last row are no picture. */
static void
cut(struct pdf_copy *c, qpdf_oh dict, struct bytes *data)
{
	uint64_t w = number_of(c, dict, "/Width");
	uint64_t h = number_of(c, dict, "/Height");
	uint64_t bits = number_of(c, dict, "/BitsPerComponent");
	QPDF_BOOL mask = QPDF_FALSE;
	uint64_t parts, whole;

	(void)qpdf_oh_get_value_as_bool(c->q, qpdf_oh_get_key(c->q, dict,
	    "/ImageMask"), &mask);
	parts = mask ? 1 : pdf_colour_parts(c->q, qpdf_oh_get_key(c->q, dict,
	    "/ColorSpace"), 0);
	bits = mask ? 1 : bits;
	whole = (w * parts * bits + 7) / 8 * h;
	if (whole > 0 && whole < data->len)
		data->len = whole;
}

static bool
kind_of(const char *filter, enum pdf_image_kind *kind)
{
	if (strcmp(filter, "/DCTDecode") == 0)
		*kind = PDF_IMAGE_JPEG;
	else if (strcmp(filter, "/JPXDecode") == 0)
		*kind = PDF_IMAGE_JP2;
	else if (strcmp(filter, "/JBIG2Decode") == 0)
		*kind = PDF_IMAGE_JBIG2;
	else
		return false;
	return true;
}

static uint32_t
write(struct pdf_copy *c, qpdf_oh image, struct bytes *dict,
    struct bytes *data, const struct pdf_filter *f)
{
	struct bytes clean = BYTES_INIT(COPY_STREAM_MAX);
	bool deflate = strcmp(f->name, "/FlateDecode") == 0;
	enum pdf_image_kind kind;
	uint32_t number = 0;

	if (qpdf_oh_is_dictionary(c->q, f->parms)) {
		bytes_add_str(dict, "/DecodeParms<<");
		pdf_copy_keys(c, dict, f->parms, parm_rules,
		    sizeof(parm_rules) / sizeof(parm_rules[0]));
		bytes_add_str(dict, ">>");
	}
	if (!deflate)
		bytes_addf(dict, "/Filter%s", f->name);
	if (!kind_of(f->name, &kind))
		number = pdf_out_stream(&c->out, dict, data->data, data->len,
		    deflate);
	else if (pdf_image_strip(&clean, kind, data->data, data->len))
		number = pdf_out_stream(&c->out, dict, clean.data, clean.len,
		    false);
	else
		(void)answer_refuse(c->a, REASON_UNSUPPORTED, "a picture in it "
		    "cannot be cleaned (object %d)",
		    qpdf_oh_get_object_id(c->q, image));
	bytes_free(&clean);
	return number;
}

static uint32_t
copy(struct pdf_copy *c, qpdf_oh image)
{
	qpdf_oh dict = qpdf_oh_get_dict(c->q, image);
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	struct pdf_filter filters[PDF_FILTERS_MAX];
	uint32_t number = 0;
	unsigned n;

	if (number_of(c, dict, "/Width") * number_of(c, dict, "/Height") >
	    PIXELS_MAX) {
		(void)answer_refuse(c->a, REASON_LIMIT, "a picture in it has "
		    "over %llu pixels", (unsigned long long)PIXELS_MAX);
		c->failed = true;
		return 0;
	}
	if (c->out.dry)
		return pdf_out_object(&c->out, &body);
	bytes_add_str(&body, "/Type/XObject/Subtype/Image");
	pdf_copy_keys(c, &body, dict, image_rules,
	    sizeof(image_rules) / sizeof(image_rules[0]));
	if (!pdf_stream_open(c->q, image, &data, filters, &n))
		goto done;	/* readers show nothing of it */
	if (n > 0) {
		number = write(c, image, &body, &data, &filters[0]);
	} else {
		cut(c, dict, &data);
		number = pdf_out_stream(&c->out, &body, data.data, data.len,
		    true);
	}
done:
	c->failed |= bytes_ok(&data) < 0;
	bytes_free(&data);
	bytes_free(&body);
	return number;
}

bool
pdf_copy_image(struct pdf_copy *c, struct bytes *b, qpdf_oh image,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, image, KIND_IMAGE);
	uint32_t number = 0;

	(void)words;
	if (!qpdf_oh_is_stream(c->q, image))
		return false;
	if (c->depth >= COPY_DEPTH_MAX) {
		c->deep = true;
		return false;
	}
	c->depth++;
	if (key == 0 || !pdf_out_known(&c->out, key, &number)) {
		if (key != 0)
			pdf_out_learn(&c->out, key, 0);
		number = copy(c, image);
		if (key != 0)
			pdf_out_learn(&c->out, key, number);
	}
	c->depth--;
	return pdf_copy_reference(c, b, number);
}
