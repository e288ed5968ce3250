/*
 * pdf_copy_font.c -- fonts (9.6 to 9.9): codes, widths and outlines.
 *
 * A font that brings its outlines needs no name: it gets a number.  One that
 * the reader must have keeps its name.
 */
#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 127
#define N(rules) (sizeof(rules) / sizeof((rules)[0]))

/* A glyph's or a base font's name: printable, and not long. */
static bool
copy_any_name(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	const char *name;

	(void)words;
	if (!qpdf_oh_is_name(c->q, v))
		return false;
	name = qpdf_oh_get_name(c->q, v) + 1;
	if (strlen(name) > NAME_MAX_BYTES)
		return false;
	pdf_put_token(b, TOKEN_NAME, name, strlen(name));
	return true;
}

static bool
copy_font_name(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	const char *name;

	if (c->font_name != NULL) {
		bytes_addf(b, "/%s ", c->font_name);
		return true;
	}
	if (!qpdf_oh_is_name(c->q, v))
		return false;
	name = qpdf_oh_get_name(c->q, v);
	if (strlen(name) > 8 && name[7] == '+') {	/* of no use here */
		pdf_put_token(b, TOKEN_NAME, name + 8, strlen(name + 8));
		return true;
	}
	return copy_any_name(c, b, v, words);
}

/* A reader looks for a font of that family when it must find one itself. */
static bool
copy_family(struct pdf_copy *c, struct bytes *b, qpdf_oh v, const char *words)
{
	const char *s;
	size_t len, i;

	(void)words;
	if (c->font_name != NULL || !qpdf_oh_is_string(c->q, v))
		return false;
	s = qpdf_oh_get_binary_string_value(c->q, v, &len);
	for (i = 0; i < len; i++)
		if (s[i] < ' ' || s[i] > '~')
			return false;
	if (len > NAME_MAX_BYTES)
		return false;
	pdf_put_string(b, s, len);
	return true;
}

static bool
copy_differences(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	int i, n;

	if (!qpdf_oh_is_array(c->q, v))
		return false;
	n = qpdf_oh_get_array_n_items(c->q, v);
	bytes_add_str(b, "[");
	for (i = 0; i < n; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(c->q, v, i);

		if (!pdf_copy_number(c, b, item, words) &&
		    !copy_any_name(c, b, item, words))
			bytes_add_str(b, "/.notdef ");
		qpdf_oh_release(c->q, item);
	}
	bytes_add_str(b, "]");
	return true;
}

static const char encodings[] = "StandardEncoding MacRomanEncoding "
    "WinAnsiEncoding MacExpertEncoding PDFDocEncoding";

static const struct pdf_rule encoding_rules[] = {
	{ "/BaseEncoding", pdf_copy_name, encodings },
	{ "/Differences", copy_differences, NULL },
};

static bool
copy_encoding_dict(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	(void)words;
	bytes_add_str(b, "<<");
	pdf_copy_keys(c, b, v, encoding_rules, N(encoding_rules));
	bytes_add_str(b, ">>");
	return true;
}

static bool
copy_encoding(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	(void)words;
	if (qpdf_oh_is_dictionary(c->q, v))
		return copy_encoding_dict(c, b, v, NULL);
	return pdf_copy_name(c, b, v, encodings);
}

static bool
copy_cmap_stream(struct pdf_copy *c, struct bytes *b, qpdf_oh v, bool encoding)
{
	uint64_t key = pdf_copy_key(c, v, KIND_CMAP);
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes clean = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes dict = BYTES_INIT(COPY_BODY_MAX);
	uint32_t number = 0;
	int mode = 0;

	if (!qpdf_oh_is_stream(c->q, v))
		return false;
	if (!pdf_out_known(&c->out, key, &number)) {
		(void)qpdf_oh_get_value_as_int(c->q, qpdf_oh_get_key(c->q,
		    qpdf_oh_get_dict(c->q, v), "/WMode"), &mode);
		if (c->out.dry)
			number = pdf_out_object(&c->out, &dict);
		if (encoding)
			bytes_addf(&dict, "/Type/CMap/CMapName/Tables"
			    "/CIDSystemInfo<</Registry(Adobe)/Ordering"
			    "(Identity)/Supplement 0>>%s",
			    mode == 1 ? "/WMode 1" : "");
		if (number == 0 && pdf_stream_plain(c->q, v, &data) &&
		    pdf_cmap_copy(&clean, data.data, data.len))
			number = pdf_out_stream(&c->out, &dict, clean.data,
			    clean.len, true);
		pdf_out_learn(&c->out, key, number);
	}
	bytes_free(&data);
	bytes_free(&clean);
	bytes_free(&dict);
	return pdf_copy_reference(c, b, number);
}

static bool
copy_to_unicode(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	return pdf_copy_name(c, b, v, "Identity-H Identity-V") ||
	    (copy_cmap_stream(c, b, v, false) && words == NULL);
}

static bool
copy_cid_encoding(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	return copy_any_name(c, b, v, words) ||
	    copy_cmap_stream(c, b, v, true);
}

static bool
copy_widths(struct pdf_copy *c, struct bytes *b, qpdf_oh v, const char *words)
{
	return qpdf_oh_is_array(c->q, v) &&
	    pdf_copy_once(c, b, v, KIND_WIDTHS, words, pdf_copy_numbers);
}

static uint32_t
copy_file_stream(struct pdf_copy *c, qpdf_oh v, const char *kind)
{
	qpdf_oh dict = qpdf_oh_get_dict(c->q, v), subtype;
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	static const struct pdf_rule rules[] = {
		{ "/Subtype", pdf_copy_name, "Type1C CIDFontType0C OpenType" },
		{ "/Length1", pdf_copy_number, NULL },
		{ "/Length2", pdf_copy_number, NULL },
		{ "/Length3", pdf_copy_number, NULL },
	};
	uint32_t number = 0;

	if (c->out.dry)
		return pdf_out_object(&c->out, &body);
	subtype = qpdf_oh_get_key(c->q, dict, "/Subtype");
	if (!pdf_stream_plain(c->q, v, &data))
		goto done;
	pdf_font_file_strip(&data, strcmp(kind, "FontFile3") == 0 &&
	    qpdf_oh_is_name(c->q, subtype) ?
	    qpdf_oh_get_name(c->q, subtype) : kind);
	if (strcmp(kind, "FontFile2") == 0)
		bytes_addf(&body, "/Length1 %zu", data.len);
	else
		pdf_copy_keys(c, &body, dict, rules, N(rules));
	number = pdf_out_stream(&c->out, &body, data.data, data.len, true);
done:
	bytes_free(&data);
	bytes_free(&body);
	return number;
}

static bool
copy_font_file(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, v, KIND_FONT_FILE);
	uint32_t number = 0;

	if (!qpdf_oh_is_stream(c->q, v))
		return false;
	if (!pdf_out_known(&c->out, key, &number)) {
		number = copy_file_stream(c, v, words);
		pdf_out_learn(&c->out, key, number);
	}
	return pdf_copy_reference(c, b, number);
}

static const struct pdf_rule descriptor_rules[] = {
	{ "/FontName", copy_font_name, NULL },
	{ "/FontFamily", copy_family, NULL },
	{ "/FontStretch", pdf_copy_name, "UltraCondensed ExtraCondensed "
	    "Condensed SemiCondensed Normal SemiExpanded Expanded "
	    "ExtraExpanded UltraExpanded" },
	{ "/Flags", pdf_copy_number, NULL },
	{ "/FontBBox", pdf_copy_numbers, NULL },
	{ "/ItalicAngle", pdf_copy_number, NULL },
	{ "/Ascent", pdf_copy_number, NULL },
	{ "/Descent", pdf_copy_number, NULL },
	{ "/Leading", pdf_copy_number, NULL },
	{ "/CapHeight", pdf_copy_number, NULL },
	{ "/XHeight", pdf_copy_number, NULL },
	{ "/StemV", pdf_copy_number, NULL },
	{ "/StemH", pdf_copy_number, NULL },
	{ "/AvgWidth", pdf_copy_number, NULL },
	{ "/MaxWidth", pdf_copy_number, NULL },
	{ "/MissingWidth", pdf_copy_number, NULL },
	{ "/FontWeight", pdf_copy_number, NULL },
	{ "/FontFile", copy_font_file, "FontFile" },
	{ "/FontFile2", copy_font_file, "FontFile2" },
	{ "/FontFile3", copy_font_file, "FontFile3" },
};

static bool
copy_descriptor_part(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	(void)words;
	bytes_add_str(b, "<</Type/FontDescriptor");
	pdf_copy_keys(c, b, v, descriptor_rules, N(descriptor_rules));
	bytes_add_str(b, ">>");
	return true;
}

static bool
copy_descriptor(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	return qpdf_oh_is_dictionary(c->q, v) && pdf_copy_once(c, b, v,
	    KIND_DESCRIPTOR, words, copy_descriptor_part);
}

static bool
is_embedded(struct pdf_copy *c, qpdf_oh font)
{
	qpdf_oh descriptor = qpdf_oh_get_key(c->q, font, "/FontDescriptor");

	return qpdf_oh_is_dictionary(c->q, descriptor) &&
	    (qpdf_oh_has_key(c->q, descriptor, "/FontFile") ||
	    qpdf_oh_has_key(c->q, descriptor, "/FontFile2") ||
	    qpdf_oh_has_key(c->q, descriptor, "/FontFile3"));
}

static const struct pdf_rule simple_rules[] = {
	{ "/Subtype", pdf_copy_name, "Type1 MMType1 TrueType" },
	{ "/BaseFont", copy_font_name, NULL },
	{ "/Encoding", copy_encoding, NULL },
	{ "/FirstChar", pdf_copy_number, NULL },
	{ "/LastChar", pdf_copy_number, NULL },
	{ "/Widths", copy_widths, NULL },
	{ "/FontDescriptor", copy_descriptor, NULL },
	{ "/ToUnicode", copy_to_unicode, NULL },
};

static bool
string_is(struct pdf_copy *c, qpdf_oh v, const char *word)
{
	const char *s;
	size_t len;

	if (!qpdf_oh_is_string(c->q, v))
		return false;
	s = qpdf_oh_get_binary_string_value(c->q, v, &len);
	return len == strlen(word) && memcmp(s, word, len) == 0;
}

/* Collections that readers know; any other says nothing to them. */
static bool
copy_system_info(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	static const char *const known[] = { "Identity", "UCS", "Japan1",
		"Japan2", "GB1", "CNS1", "Korea1", "KR", "Manga1" };
	qpdf_oh ordering;
	size_t i = N(known);

	(void)words;
	if (!qpdf_oh_is_dictionary(c->q, v))
		return false;
	ordering = qpdf_oh_get_key(c->q, v, "/Ordering");
	if (string_is(c, qpdf_oh_get_key(c->q, v, "/Registry"), "Adobe"))
		for (i = 0; i < N(known); i++)
			if (string_is(c, ordering, known[i]))
				break;
	if (i == N(known)) {
		bytes_add_str(b, "<</Registry(None)/Ordering(None)"
		    "/Supplement 0>>");
		return true;
	}
	bytes_addf(b, "<</Registry(Adobe)/Ordering(%s)/Supplement ", known[i]);
	if (!pdf_copy_number(c, b, qpdf_oh_get_key(c->q, v, "/Supplement"),
	    NULL))
		bytes_add_str(b, "0");
	bytes_add_str(b, ">>");
	return true;
}

static bool
copy_cid_map(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, v, KIND_STREAM);
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct bytes none = BYTES_INIT(1);
	uint32_t number = 0;

	(void)words;
	if (!qpdf_oh_is_stream(c->q, v))
		return pdf_copy_name(c, b, v, "Identity");
	if (!pdf_out_known(&c->out, key, &number)) {
		if (pdf_stream_plain(c->q, v, &data))
			number = pdf_out_stream(&c->out, &none, data.data,
			    data.len < 131072 ? data.len : 131072, true);
		pdf_out_learn(&c->out, key, number);
		bytes_free(&data);
	}
	return pdf_copy_reference(c, b, number);
}

static const struct pdf_rule cid_rules[] = {
	{ "/Subtype", pdf_copy_name, "CIDFontType0 CIDFontType2" },
	{ "/BaseFont", copy_font_name, NULL },
	{ "/CIDSystemInfo", copy_system_info, NULL },
	{ "/FontDescriptor", copy_descriptor, NULL },
	{ "/DW", pdf_copy_number, NULL },
	{ "/W", copy_widths, NULL },
	{ "/DW2", pdf_copy_numbers, NULL },
	{ "/W2", copy_widths, NULL },
	{ "/CIDToGIDMap", copy_cid_map, NULL },
};

static bool
copy_descendants(struct pdf_copy *c, struct bytes *b, qpdf_oh v,
    const char *words)
{
	struct bytes body = BYTES_INIT(COPY_BODY_MAX);
	uint32_t number;
	qpdf_oh font;

	(void)words;
	if (!qpdf_oh_is_array(c->q, v))
		return false;
	font = qpdf_oh_get_array_item(c->q, v, 0);
	if (!qpdf_oh_is_dictionary(c->q, font))
		return false;
	bytes_add_str(&body, "<</Type/Font");
	pdf_copy_keys(c, &body, font, cid_rules, N(cid_rules));
	bytes_add_str(&body, ">>");
	number = pdf_out_object(&c->out, &body);
	bytes_free(&body);
	if (number == 0)
		return false;
	bytes_addf(b, "[%u 0 R]", number);
	return true;
}

static const struct pdf_rule composite_rules[] = {
	{ "/Subtype", pdf_copy_name, "Type0" },
	{ "/BaseFont", copy_font_name, NULL },
	{ "/Encoding", copy_cid_encoding, NULL },
	{ "/DescendantFonts", copy_descendants, NULL },
	{ "/ToUnicode", copy_to_unicode, NULL },
};

/* One glyph that is drawn like a page; 0 when it is not there. */
static uint32_t
copy_procedure(struct pdf_copy *c, struct pdf_names *names, qpdf_oh proc,
    qpdf_oh resources)
{
	struct bytes data = BYTES_INIT(COPY_BODY_MAX);
	struct bytes content = BYTES_INIT(COPY_BODY_MAX);
	struct bytes none = BYTES_INIT(1);
	uint32_t number = 0;

	if (qpdf_oh_is_stream(c->q, proc) &&
	    pdf_stream_plain(c->q, proc, &data) && pdf_content(c, &content,
	    names, data.data, data.len, resources, NULL) == 0)
		number = pdf_out_stream(&c->out, &none, content.data,
		    content.len, true);
	c->failed |= bytes_ok(&data) < 0;
	bytes_free(&data);
	bytes_free(&content);
	return number;
}

/* Each glyph that the encoding names, once. */
static bool
copy_procedures(struct pdf_copy *c, struct bytes *b, qpdf_oh font)
{
	qpdf_oh procs = qpdf_oh_get_key(c->q, font, "/CharProcs");
	qpdf_oh encoding = pdf_key_if_dict(c->q, qpdf_oh_get_key(c->q,
	    font, "/Encoding"), "/Differences");
	qpdf_oh resources = qpdf_oh_get_key(c->q, font, "/Resources");
	struct bytes seen = BYTES_INIT(COPY_BODY_MAX);
	struct bytes word = BYTES_INIT(COPY_BODY_MAX);
	struct pdf_names names = PDF_NAMES_INIT;
	int i, n;

	if (!qpdf_oh_is_dictionary(c->q, procs) ||
	    !qpdf_oh_is_array(c->q, encoding))
		return false;
	if (!qpdf_oh_is_dictionary(c->q, resources))
		resources = c->resources;
	n = qpdf_oh_get_array_n_items(c->q, encoding);
	bytes_add_str(b, "/CharProcs<<");
	bytes_add_str(&seen, " ");
	for (i = 0; i < n; i++) {
		qpdf_oh name = qpdf_oh_get_array_item(c->q, encoding, i);
		size_t before = b->len;

		bytes_reset(&word);
		if (!copy_any_name(c, &word, name, NULL) ||
		    memmem(seen.data, seen.len, word.data, word.len) != NULL)
			continue;
		bytes_add(&seen, word.data, word.len);
		bytes_add(b, word.data, word.len);
		if (!pdf_copy_reference(c, b, copy_procedure(c, &names,
		    qpdf_oh_get_key(c->q, procs,
		    qpdf_oh_get_name(c->q, name)), resources)))
			b->len = before;
	}
	bytes_add_str(b, ">>");
	pdf_names_put(&names, b);
	pdf_names_free(&names);
	bytes_free(&seen);
	bytes_free(&word);
	return true;
}

static const struct pdf_rule drawn_rules[] = {
	{ "/Subtype", pdf_copy_name, "Type3" },
	{ "/FontBBox", pdf_copy_numbers, NULL },
	{ "/FontMatrix", pdf_copy_numbers, NULL },
	{ "/Encoding", copy_encoding, NULL },
	{ "/FirstChar", pdf_copy_number, NULL },
	{ "/LastChar", pdf_copy_number, NULL },
	{ "/Widths", copy_widths, NULL },
	{ "/ToUnicode", copy_to_unicode, NULL },
};

static qpdf_oh
descendant_of(struct pdf_copy *c, qpdf_oh font)
{
	qpdf_oh list = qpdf_oh_get_key(c->q, font, "/DescendantFonts");

	return qpdf_oh_is_array(c->q, list) ?
	    qpdf_oh_get_array_item(c->q, list, 0) : qpdf_oh_new_null(c->q);
}

/* Six letters that count, as subsets have; then the same word for all. */
static void
number_name(char out[16], unsigned number)
{
	unsigned i;

	for (i = 6; i-- > 0; number /= 26)
		out[i] = (char)('A' + number % 26);
	memcpy(out + 6, "+Font", 6);
}

static uint32_t
copy_font(struct pdf_copy *c, qpdf_oh font)
{
	qpdf_oh subtype = qpdf_oh_get_key(c->q, font, "/Subtype");
	struct bytes b = BYTES_INIT(COPY_BODY_MAX);
	const char *outer = c->font_name;
	uint32_t number = 0;
	char name[16];
	bool whole = true, embedded;

	bytes_add_str(&b, "<</Type/Font");
	if (qpdf_oh_is_name_and_equals(c->q, subtype, "/Type0")) {
		qpdf_oh below = descendant_of(c, font);

		embedded = qpdf_oh_is_dictionary(c->q, below) &&
		    is_embedded(c, below);
	} else {
		/* Widths that are left out come from a font of that name. */
		embedded = is_embedded(c, font) &&
		    qpdf_oh_has_key(c->q, font, "/Widths");
	}
	c->font_name = NULL;
	if (embedded) {
		number_name(name, c->embedded++);
		c->font_name = name;
	}
	if (qpdf_oh_is_name_and_equals(c->q, subtype, "/Type0")) {
		pdf_copy_keys(c, &b, font, composite_rules, N(composite_rules));
	} else if (qpdf_oh_is_name_and_equals(c->q, subtype, "/Type3")) {
		pdf_copy_keys(c, &b, font, drawn_rules, N(drawn_rules));
		whole = copy_procedures(c, &b, font);
	} else {
		pdf_copy_keys(c, &b, font, simple_rules, N(simple_rules));
	}
	c->font_name = outer;
	bytes_add_str(&b, ">>");
	if (whole)
		number = pdf_out_object(&c->out, &b);
	bytes_free(&b);
	return number;
}

bool
pdf_copy_font(struct pdf_copy *c, struct bytes *b, qpdf_oh font,
    const char *words)
{
	uint64_t key = pdf_copy_key(c, font, KIND_FONT);
	uint32_t number = 0;

	(void)words;
	if (!qpdf_oh_is_dictionary(c->q, font))
		return false;
	if (c->depth >= COPY_DEPTH_MAX) {
		c->deep = true;
		return false;
	}
	c->depth++;
	if (key == 0 || !pdf_out_known(&c->out, key, &number)) {
		if (key != 0)
			pdf_out_learn(&c->out, key, 0);
		number = copy_font(c, font);
		if (key != 0)
			pdf_out_learn(&c->out, key, number);
	}
	c->depth--;
	return pdf_copy_reference(c, b, number);
}
