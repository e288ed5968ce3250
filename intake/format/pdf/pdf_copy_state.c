/* pdf_copy_state.c -- graphics states (8.4.5), shadings and groups. */
#include "intake/format/pdf/pdf_copy.h"

#define N(rules) (sizeof(rules) / sizeof((rules)[0]))

static const struct pdf_rule group_rules[] = {
	{ "/S", pdf_copy_name, "Transparency" },
	{ "/CS", pdf_copy_colour, NULL },
	{ "/I", pdf_copy_bool, NULL },
	{ "/K", pdf_copy_bool, NULL },
};

bool
pdf_copy_group(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	(void)words;
	if (!qpdf_oh_is_dictionary(c->q, v))
		return false;
	bytes_add_str(b, "<<");
	pdf_copy_keys(c, b, v, group_rules, N(group_rules));
	bytes_add_str(b, ">>");
	return true;
}

/* What makes the mask is drawn on no page: it is taken as it is. */
static bool
copy_mask_form(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	(void)words;
	return pdf_copy_form(c, b, v, qpdf_oh_new_null(c->q), NULL);
}

static const struct pdf_rule mask_rules[] = {
	{ "/S", pdf_copy_name, "Alpha Luminosity" },
	{ "/G", copy_mask_form, NULL },
	{ "/BC", pdf_copy_numbers, NULL },
	{ "/TR", pdf_copy_function, NULL },
};

static bool
copy_soft_mask(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	(void)words;
	if (!qpdf_oh_is_dictionary(c->q, v))
		return pdf_copy_name(c, b, v, "None");
	bytes_add_str(b, "<</Type/Mask");
	pdf_copy_keys(c, b, v, mask_rules, N(mask_rules));
	bytes_add_str(b, ">>");
	return true;
}

/* A font and a size. */
static bool
copy_font_size(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	size_t before = b->len;

	(void)words;
	if (!qpdf_oh_is_array(c->q, v) ||
	    qpdf_oh_get_array_n_items(c->q, v) != 2)
		return false;
	bytes_add_str(b, "[");
	if (pdf_copy_font(c, b, qpdf_oh_get_array_item(c->q, v, 0), NULL) &&
	    pdf_copy_number(c, b, qpdf_oh_get_array_item(c->q, v, 1), NULL)) {
		bytes_add_str(b, "]");
		return true;
	}
	b->len = before;
	return false;
}

static const char blend_modes[] = "Normal Compatible Multiply Screen Overlay "
    "Darken Lighten ColorDodge ColorBurn HardLight SoftLight Difference "
    "Exclusion Hue Saturation Color Luminosity";

static const struct pdf_rule state_rules[] = {
	{ "/LW", pdf_copy_number, NULL },
	{ "/LC", pdf_copy_number, NULL },
	{ "/LJ", pdf_copy_number, NULL },
	{ "/ML", pdf_copy_number, NULL },
	{ "/D", pdf_copy_numbers, NULL },
	{ "/RI", pdf_copy_name, "AbsoluteColorimetric RelativeColorimetric "
	    "Saturation Perceptual" },
	{ "/OP", pdf_copy_bool, NULL },
	{ "/op", pdf_copy_bool, NULL },
	{ "/OPM", pdf_copy_number, NULL },
	{ "/Font", copy_font_size, NULL },
	{ "/TR", pdf_copy_function, NULL },
	{ "/TR2", pdf_copy_function, NULL },
	{ "/FL", pdf_copy_number, NULL },
	{ "/SM", pdf_copy_number, NULL },
	{ "/SA", pdf_copy_bool, NULL },
	{ "/BM", pdf_copy_names, blend_modes },
	{ "/SMask", copy_soft_mask, NULL },
	{ "/CA", pdf_copy_number, NULL },
	{ "/ca", pdf_copy_number, NULL },
	{ "/AIS", pdf_copy_bool, NULL },
	{ "/TK", pdf_copy_bool, NULL },
};

static bool
copy_state(struct pdf_copy *c, struct bytes *b, qpdf_oh v, const char *words)
{
	(void)words;
	bytes_add_str(b, "<<");
	pdf_copy_keys(c, b, v, state_rules, N(state_rules));
	bytes_add_str(b, ">>");
	return true;
}

bool
pdf_copy_state(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	return qpdf_oh_is_dictionary(c->q, v) &&
	    pdf_copy_once(c, b, v, KIND_STATE, words, copy_state);
}

/* Two truth values. */
static bool
copy_extend(struct pdf_copy *c, struct bytes *b, qpdf_oh v, const char *words)
{
	int i;

	if (!qpdf_oh_is_array(c->q, v) ||
	    qpdf_oh_get_array_n_items(c->q, v) != 2)
		return false;
	bytes_add_str(b, "[");
	for (i = 0; i < 2; i++)
		if (!pdf_copy_bool(c, b, qpdf_oh_get_array_item(c->q, v, i),
		    words))
			bytes_add_str(b, "false ");
	bytes_add_str(b, "]");
	return true;
}

static const struct pdf_rule shading_rules[] = {
	{ "/ShadingType", pdf_copy_number, NULL },
	{ "/ColorSpace", pdf_copy_colour, NULL },
	{ "/Background", pdf_copy_numbers, NULL },
	{ "/BBox", pdf_copy_numbers, NULL },
	{ "/AntiAlias", pdf_copy_bool, NULL },
	{ "/Domain", pdf_copy_numbers, NULL },
	{ "/Matrix", pdf_copy_numbers, NULL },
	{ "/Coords", pdf_copy_numbers, NULL },
	{ "/Extend", copy_extend, NULL },
	{ "/BitsPerCoordinate", pdf_copy_number, NULL },
	{ "/BitsPerComponent", pdf_copy_number, NULL },
	{ "/BitsPerFlag", pdf_copy_number, NULL },
	{ "/VerticesPerRow", pdf_copy_number, NULL },
	{ "/Decode", pdf_copy_numbers, NULL },
	{ "/Function", pdf_copy_function, NULL },
};

static bool
copy_shading(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	(void)words;
	bytes_add_str(b, "<<");
	pdf_copy_keys(c, b, v, shading_rules, N(shading_rules));
	bytes_add_str(b, ">>");
	return true;
}

static uint32_t
copy_mesh(struct pdf_copy *c, qpdf_oh v)
{
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	uint32_t number = 0;

	pdf_copy_keys(c, &body, qpdf_oh_get_dict(c->q, v), shading_rules,
	    N(shading_rules));
	if (pdf_stream_plain(c->q, v, &data))
		number = pdf_out_stream(&c->out, &body, data.data, data.len,
		    true);
	bytes_free(&data);
	bytes_free(&body);
	return number;
}

bool
pdf_copy_shading(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, v, KIND_SHADING);
	uint32_t number = 0;

	if (qpdf_oh_is_dictionary(c->q, v))
		return pdf_copy_once(c, b, v, KIND_SHADING, words,
		    copy_shading);
	if (!qpdf_oh_is_stream(c->q, v))
		return false;
	if (!pdf_out_known(&c->out, key, &number)) {
		number = copy_mesh(c, v);
		pdf_out_learn(&c->out, key, number);
	}
	return pdf_copy_reference(c, b, number);
}
