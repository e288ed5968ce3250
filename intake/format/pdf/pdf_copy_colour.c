/* pdf_copy_colour.c -- colour spaces (8.6) and functions (7.10). */
#include "intake/format/pdf/pdf_copy.h"

#include <stdio.h>
#include <string.h>

#define COLORANTS_MAX 32
#define FUNCTIONS_MAX 64

#define N(rules) (sizeof(rules) / sizeof((rules)[0]))

static bool
is(struct pdf_copy *c, qpdf_oh name, const char *word)
{
	return qpdf_oh_is_name_and_equals(c->q, name, word);
}

static qpdf_oh
item(struct pdf_copy *c, qpdf_oh array, int i)
{
	return qpdf_oh_get_array_item(c->q, array, i);
}

/* Only these colorants are known by their names; what others are called is
 * known to those who made the document. */
static const char colorants[] = "All None Cyan Magenta Yellow Black Red Green "
    "Blue";

static void
put_colorant(struct pdf_copy *c, struct bytes *b, qpdf_oh name, int i)
{
	if (!pdf_copy_name(c, b, name, colorants))
		bytes_addf(b, "/Spot%d ", i);
}

static bool
copy_alternate(struct pdf_copy *c, struct bytes *b, qpdf_oh array)
{
	return pdf_copy_colour(c, b, item(c, array, 2), NULL) &&
	    pdf_copy_function(c, b, item(c, array, 3), NULL);
}

static bool
copy_separation(struct pdf_copy *c, struct bytes *b, qpdf_oh array)
{
	bytes_add_str(b, "/Separation ");
	put_colorant(c, b, item(c, array, 1), 0);
	return copy_alternate(c, b, array);
}

static bool
copy_device_n(struct pdf_copy *c, struct bytes *b, qpdf_oh array)
{
	qpdf_oh names = item(c, array, 1);
	int i, n;

	if (!qpdf_oh_is_array(c->q, names) ||
	    (n = qpdf_oh_get_array_n_items(c->q, names)) > COLORANTS_MAX)
		return false;
	bytes_add_str(b, "/DeviceN[");
	for (i = 0; i < n; i++)
		put_colorant(c, b, item(c, names, i), i);
	bytes_add_str(b, "]");
	return copy_alternate(c, b, array);
}

static bool
copy_indexed(struct pdf_copy *c, struct bytes *b, qpdf_oh array)
{
	qpdf_oh table = item(c, array, 3);
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	const char *s;
	long long last = 0;
	size_t len, need;
	bool r = false;

	if (!qpdf_oh_get_value_as_longlong(c->q, item(c, array, 2), &last) ||
	    last < 0 || last > 255)
		return false;
	bytes_add_str(b, "/Indexed ");
	if (!pdf_copy_colour(c, b, item(c, array, 1), NULL))
		return false;
	bytes_addf(b, "%lld ", last);
	need = (size_t)(last + 1) * pdf_colour_parts(c->q, item(c, array, 1),
	    0);
	if (qpdf_oh_is_string(c->q, table)) {
		s = qpdf_oh_get_binary_string_value(c->q, table, &len);
		r = bytes_add(&data, s, len) == 0;
	} else if (qpdf_oh_is_stream(c->q, table)) {
		r = pdf_stream_plain(c->q, table, &data);
	}
	if (need > 0 && need < data.len)
		data.len = need;
	pdf_put_string(b, data.data, data.len);
	bytes_free(&data);
	return r;
}

static const struct pdf_rule cal_rules[] = {
	{ "/WhitePoint", pdf_copy_numbers, NULL },
	{ "/BlackPoint", pdf_copy_numbers, NULL },
	{ "/Gamma", pdf_copy_numbers, NULL },
	{ "/Matrix", pdf_copy_numbers, NULL },
	{ "/Range", pdf_copy_numbers, NULL },
};

static const struct pdf_rule cal_grey_rules[] = {
	{ "/WhitePoint", pdf_copy_numbers, NULL },
	{ "/BlackPoint", pdf_copy_numbers, NULL },
	{ "/Gamma", pdf_copy_number, NULL },
};

static const struct pdf_rule profile_rules[] = {
	{ "/N", pdf_copy_number, NULL },
	{ "/Alternate", pdf_copy_colour, NULL },
	{ "/Range", pdf_copy_numbers, NULL },
};

static uint32_t
copy_profile_stream(struct pdf_copy *c, qpdf_oh stream)
{
	qpdf_oh dict = qpdf_oh_get_dict(c->q, stream);
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes clean = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	uint32_t number = 0;

	pdf_copy_keys(c, &body, dict, profile_rules, N(profile_rules));
	/* A profile that makes no sense says its number of parts at least. */
	if (pdf_stream_plain(c->q, stream, &data) &&
	    !pdf_profile_strip(&clean, data.data, data.len))
		bytes_reset(&clean);
	number = pdf_out_stream(&c->out, &body, clean.data, clean.len, true);
	bytes_free(&data);
	bytes_free(&clean);
	bytes_free(&body);
	return number;
}

static bool
copy_profile(struct pdf_copy *c, struct bytes *b, qpdf_oh array)
{
	qpdf_oh stream = item(c, array, 1);
	uint64_t key = pdf_copy_key(c, stream, KIND_PROFILE);
	uint32_t number = 0;

	if (!qpdf_oh_is_stream(c->q, stream))
		return false;
	if (!pdf_out_known(&c->out, key, &number)) {
		pdf_out_learn(&c->out, key, 0);
		number = copy_profile_stream(c, stream);
		pdf_out_learn(&c->out, key, number);
	}
	bytes_add_str(b, "/ICCBased ");
	return pdf_copy_reference(c, b, number);
}

static bool
copy_cal(struct pdf_copy *c, struct bytes *b, qpdf_oh array, const char *name,
    const struct pdf_rule *rules, size_t n)
{
	qpdf_oh dict = item(c, array, 1);

	if (!qpdf_oh_is_dictionary(c->q, dict))
		return false;
	bytes_addf(b, "%s<<", name);
	pdf_copy_keys(c, b, dict, rules, n);
	bytes_add_str(b, ">>");
	return true;
}

static bool
copy_array(struct pdf_copy *c, struct bytes *b, qpdf_oh array,
    const char *words)
{
	qpdf_oh name = item(c, array, 0);
	size_t before = b->len;
	bool r;

	(void)words;
	bytes_add_str(b, "[");
	if (is(c, name, "/ICCBased"))
		r = copy_profile(c, b, array);
	else if (is(c, name, "/Indexed") || is(c, name, "/I"))
		r = copy_indexed(c, b, array);
	else if (is(c, name, "/Separation"))
		r = copy_separation(c, b, array);
	else if (is(c, name, "/DeviceN"))
		r = copy_device_n(c, b, array);
	else if (is(c, name, "/CalRGB"))
		r = copy_cal(c, b, array, "/CalRGB", cal_rules, N(cal_rules));
	else if (is(c, name, "/CalGray"))
		r = copy_cal(c, b, array, "/CalGray", cal_grey_rules,
		    N(cal_grey_rules));
	else if (is(c, name, "/Lab"))
		r = copy_cal(c, b, array, "/Lab", cal_rules, N(cal_rules));
	else if (is(c, name, "/Pattern")) {
		bytes_add_str(b, "/Pattern ");
		r = qpdf_oh_get_array_n_items(c->q, array) < 2 ||
		    pdf_copy_colour(c, b, item(c, array, 1), NULL);
	} else {
		r = pdf_copy_colour(c, b, name, NULL);
	}
	bytes_add_str(b, "]");
	if (!r)
		b->len = before;
	return r;
}

bool
pdf_copy_colour(struct pdf_copy *c, struct bytes *b, qpdf_oh space,
    const char *words)
{
	static const char *const names[][2] = {
		{ "/DeviceGray", "/G" }, { "/DeviceRGB", "/RGB" },
		{ "/DeviceCMYK", "/CMYK" }, { "/Pattern", "/Pattern" },
		{ "/CalGray", "/DeviceGray" }, { "/CalRGB", "/DeviceRGB" },
	};
	size_t i;

	(void)words;
	if (qpdf_oh_is_array(c->q, space))
		return pdf_copy_once(c, b, space, KIND_COLOUR, NULL,
		    copy_array);
	for (i = 0; i < N(names); i++)
		if (is(c, space, names[i][0]) || is(c, space, names[i][1])) {
			bytes_addf(b, "%s ", names[i][0]);
			return true;
		}
	return false;
}

unsigned
pdf_colour_parts(qpdf_data q, qpdf_oh space, unsigned depth)
{
	long long n = 0;
	qpdf_oh name = space;

	if (depth > 4)
		return 0;
	if (qpdf_oh_is_array(q, space))
		name = qpdf_oh_get_array_item(q, space, 0);
	if (!qpdf_oh_is_name(q, name))
		return 0;
	if (qpdf_oh_is_name_and_equals(q, name, "/DeviceGray") ||
	    qpdf_oh_is_name_and_equals(q, name, "/G") ||
	    qpdf_oh_is_name_and_equals(q, name, "/CalGray") ||
	    qpdf_oh_is_name_and_equals(q, name, "/Indexed") ||
	    qpdf_oh_is_name_and_equals(q, name, "/I") ||
	    qpdf_oh_is_name_and_equals(q, name, "/Separation"))
		return 1;
	if (qpdf_oh_is_name_and_equals(q, name, "/DeviceRGB") ||
	    qpdf_oh_is_name_and_equals(q, name, "/RGB") ||
	    qpdf_oh_is_name_and_equals(q, name, "/CalRGB") ||
	    qpdf_oh_is_name_and_equals(q, name, "/Lab"))
		return 3;
	if (qpdf_oh_is_name_and_equals(q, name, "/DeviceCMYK") ||
	    qpdf_oh_is_name_and_equals(q, name, "/CMYK"))
		return 4;
	if (!qpdf_oh_is_array(q, space))
		return 0;
	space = qpdf_oh_get_array_item(q, space, 1);
	if (qpdf_oh_is_name_and_equals(q, name, "/DeviceN") &&
	    qpdf_oh_is_array(q, space))
		n = qpdf_oh_get_array_n_items(q, space);
	else if (qpdf_oh_is_name_and_equals(q, name, "/ICCBased") &&
	    qpdf_oh_is_stream(q, space))
		(void)qpdf_oh_get_value_as_longlong(q, qpdf_oh_get_key(q,
		    qpdf_oh_get_dict(q, space), "/N"), &n);
	return n > 0 && n <= COLORANTS_MAX ? (unsigned)n : 0;
}

static const struct pdf_rule function_rules[] = {
	{ "/FunctionType", pdf_copy_number, NULL },
	{ "/Domain", pdf_copy_numbers, NULL },
	{ "/Range", pdf_copy_numbers, NULL },
	{ "/Size", pdf_copy_numbers, NULL },
	{ "/BitsPerSample", pdf_copy_number, NULL },
	{ "/Order", pdf_copy_number, NULL },
	{ "/Encode", pdf_copy_numbers, NULL },
	{ "/Decode", pdf_copy_numbers, NULL },
	{ "/C0", pdf_copy_numbers, NULL },
	{ "/C1", pdf_copy_numbers, NULL },
	{ "/N", pdf_copy_number, NULL },
	{ "/Functions", pdf_copy_function, NULL },
	{ "/Bounds", pdf_copy_numbers, NULL },
};

/* A calculator's words; comments and spelling go. */
static void
calculator(struct bytes *out, const struct bytes *in)
{
	struct pdf_lex l = pdf_lex(in->data, in->len);
	enum pdf_token t;

	while ((t = pdf_lex_next(&l)) != TOKEN_END)
		if (t == TOKEN_NUMBER || (t == TOKEN_WORD && l.value.len < 12))
			pdf_put_token(out, t, l.value.data, l.value.len);
	pdf_lex_free(&l);
}

static uint32_t
copy_function_stream(struct pdf_copy *c, qpdf_oh f)
{
	qpdf_oh dict = qpdf_oh_get_dict(c->q, f);
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes code = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	uint32_t number = 0;
	int type = 0;

	(void)qpdf_oh_get_value_as_int(c->q, qpdf_oh_get_key(c->q, dict,
	    "/FunctionType"), &type);
	pdf_copy_keys(c, &body, dict, function_rules, N(function_rules));
	if (pdf_stream_plain(c->q, f, &data)) {
		if (type == 4)
			calculator(&code, &data);
		number = pdf_out_stream(&c->out, &body, type == 4 ? code.data :
		    data.data, type == 4 ? code.len : data.len, true);
	}
	bytes_free(&data);
	bytes_free(&code);
	bytes_free(&body);
	return number;
}

static bool
copy_function_part(struct pdf_copy *c, struct bytes *b, qpdf_oh f,
    const char *words)
{
	(void)words;
	bytes_add_str(b, "<<");
	pdf_copy_keys(c, b, f, function_rules, N(function_rules));
	bytes_add_str(b, ">>");
	return true;
}

static bool
copy_functions(struct pdf_copy *c, struct bytes *b, qpdf_oh f)
{
	int i, n = qpdf_oh_get_array_n_items(c->q, f);
	size_t before = b->len;

	bytes_add_str(b, "[");
	for (i = 0; i < n && n <= FUNCTIONS_MAX; i++)
		if (!pdf_copy_function(c, b, item(c, f, i), NULL))
			break;
	bytes_add_str(b, "]");
	if (i < n)
		b->len = before;
	return i >= n;
}

bool
pdf_copy_function(struct pdf_copy *c, struct bytes *b, qpdf_oh f,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, f, KIND_STREAM);
	uint32_t number = 0;
	bool r;

	(void)words;
	if (pdf_copy_name(c, b, f, "Identity Default"))
		return true;
	if (qpdf_oh_is_stream(c->q, f)) {
		if (!pdf_out_known(&c->out, key, &number)) {
			number = copy_function_stream(c, f);
			pdf_out_learn(&c->out, key, number);
		}
		return pdf_copy_reference(c, b, number);
	}
	if (qpdf_oh_is_dictionary(c->q, f))
		return pdf_copy_once(c, b, f, KIND_FUNCTION, NULL,
		    copy_function_part);
	if (!qpdf_oh_is_array(c->q, f) || c->depth >= COPY_DEPTH_MAX)
		return false;
	c->depth++;
	r = copy_functions(c, b, f);
	c->depth--;
	return r;
}
