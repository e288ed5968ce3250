/*
 * pdf_inline.c -- inline pictures (8.9.7) become objects: there their length
 * is written down, so that all readers see the same end.
 */
#include "intake/format/pdf/pdf_content.h"
#include "intake/format/pdf/pdf_walk.h"

#include <string.h>

#define DICT_MAX ((size_t)64 << 10)
#define LOOK 12			/* bytes behind EI that must look like content */

static const char *const long_keys[][2] = {
	{ "BPC", "/BitsPerComponent" }, { "CS", "/ColorSpace" },
	{ "D", "/Decode" }, { "DP", "/DecodeParms" }, { "F", "/Filter" },
	{ "H", "/Height" }, { "IM", "/ImageMask" }, { "I", "/Interpolate" },
	{ "W", "/Width" },
};

static bool
word_is(const struct content *k, const char *word)
{
	return k->lex.value.len == strlen(word) &&
	    memcmp(k->lex.value.data, word, k->lex.value.len) == 0;
}

/* The dictionary up to ID, with the keys of an image object. */
static bool
read_dict(struct content *k, struct bytes *dict)
{
	bool key = true;
	unsigned depth = 0;
	enum pdf_token t;
	size_t i;

	bytes_add_str(dict, "<<");
	while ((t = pdf_lex_next(&k->lex)) != TOKEN_END) {
		if (t == TOKEN_WORD && word_is(k, "ID"))
			break;
		if (t == TOKEN_NAME && key && depth == 0) {
			for (i = 0; i < sizeof(long_keys) /
			    sizeof(long_keys[0]); i++)
				if (word_is(k, long_keys[i][0]))
					break;
			if (i < sizeof(long_keys) / sizeof(long_keys[0])) {
				bytes_addf(dict, "%s ", long_keys[i][1]);
				key = false;
				continue;
			}
		}
		pdf_put_token(dict, t, k->lex.value.data, k->lex.value.len);
		depth += t == TOKEN_OPEN || t == TOKEN_DICT;
		depth -= depth > 0 && (t == TOKEN_CLOSE ||
		    t == TOKEN_DICT_END);
		if (depth == 0)
			key = !key;
	}
	bytes_add_str(dict, ">>");
	return t == TOKEN_WORD && bytes_str(dict) != NULL;
}

/* A colour space that is a resource's name. */
static void
resolve_space(struct content *k, qpdf_oh dict)
{
	qpdf_data q = k->c->q;
	qpdf_oh space = qpdf_oh_get_key(q, dict, "/ColorSpace"), found;
	const char *name;

	if (!qpdf_oh_is_name(q, space) ||
	    pdf_colour_parts(q, space, 0) > 0)
		return;
	name = qpdf_oh_get_name(q, space);
	found = pdf_key_if_dict(q, pdf_key_if_dict(q,
	    k->resources, "/ColorSpace"), name);
	if (!qpdf_oh_is_null(q, found))
		qpdf_oh_replace_key(q, dict, "/ColorSpace", found);
}

static uint64_t
number_of(qpdf_data q, qpdf_oh dict, const char *key)
{
	long long v = 0;

	(void)qpdf_oh_get_value_as_longlong(q, qpdf_oh_get_key(q, dict, key),
	    &v);
	return v > 0 && v < 1 << 20 ? (uint64_t)v : 0;
}

/* Bytes of a picture that is not packed; 0 when it cannot be told. */
static uint64_t
plain_size(qpdf_data q, qpdf_oh dict)
{
	QPDF_BOOL mask = QPDF_FALSE;
	uint64_t parts, bits;

	if (qpdf_oh_has_key(q, dict, "/Filter"))
		return 0;
	(void)qpdf_oh_get_value_as_bool(q, qpdf_oh_get_key(q, dict,
	    "/ImageMask"), &mask);
	parts = mask ? 1 : pdf_colour_parts(q, qpdf_oh_get_key(q, dict,
	    "/ColorSpace"), 0);
	bits = mask ? 1 : number_of(q, dict, "/BitsPerComponent");
	return (number_of(q, dict, "/Width") * parts * bits + 7) / 8 *
	    number_of(q, dict, "/Height");
}

static bool
is_space(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 ||
	    c == '\f';
}

static bool
ends_here(const uint8_t *p, size_t left)
{
	size_t i;

	if (left < 2 || p[0] != 'E' || p[1] != 'I' ||
	    (left > 2 && !is_space(p[2])))
		return false;
	for (i = 2; i < left && i < LOOK; i++)
		if (!is_space(p[i]) && (p[i] < ' ' || p[i] > '~'))
			return false;
	return true;
}

/* The data's length; the lexer goes on behind EI. */
static size_t
find_end(struct content *k, uint64_t size)
{
	const uint8_t *p = k->lex.p + k->lex.at;
	size_t left = k->lex.len - k->lex.at, i = 0, n;

	if (size > 0 && size <= left)
		i = size;
	for (n = left; i < left; i++)
		if (ends_here(p + i, left - i) &&
		    (i == size || i == 0 || is_space(p[i - 1]))) {
			n = i > 0 && size != i ? i - 1 : i;
			break;
		}
	k->lex.at += i + 2 < left ? i + 2 : left;
	return size > 0 && size < n ? size : n;
}

void
content_inline_image(struct content *k)
{
	qpdf_data q = k->c->q;
	struct bytes dict = BYTES_INIT(DICT_MAX);
	struct bytes text = BYTES_INIT(COPY_BODY_MAX);
	struct bytes old = BYTES_INIT(64);
	qpdf_oh from, image, own;
	const uint8_t *p;
	size_t i, n;
	int number;

	if (!read_dict(k, &dict))
		goto done;
	if (k->lex.at < k->lex.len && is_space(k->lex.p[k->lex.at]))
		k->lex.at++;
	from = qpdf_oh_parse(q, bytes_str(&dict));
	if (!qpdf_oh_is_dictionary(q, from))
		goto done;
	resolve_space(k, from);
	p = k->lex.p + k->lex.at;
	n = find_end(k, plain_size(q, from));
	if (k->hidden > 0)
		goto done;
	image = qpdf_oh_new_stream(q);
	qpdf_oh_replace_stream_data(q, image, p, n, qpdf_oh_get_key(q, from,
	    "/Filter"), qpdf_oh_get_key(q, from, "/DecodeParms"));
	own = qpdf_oh_get_dict(q, image);
	for (i = 0; i < sizeof(long_keys) / sizeof(long_keys[0]); i++)
		if (strcmp(long_keys[i][1], "/Filter") != 0 &&
		    strcmp(long_keys[i][1], "/DecodeParms") != 0)
			qpdf_oh_replace_key(q, own, long_keys[i][1],
			    qpdf_oh_get_key(q, from, long_keys[i][1]));
	/* A name that no resource can have. */
	bytes_addf(&old, "\1%zu", k->lex.at);
	if (!pdf_copy_image(k->c, &text, image, NULL) ||
	    (number = pdf_names_use(k->names, USED_OBJECT, &old, &text)) < 0)
		goto done;
	content_picture(k);
	pdf_names_put_name(k->out, USED_OBJECT, number);
	bytes_add_str(k->out, "Do\n");
done:
	bytes_free(&dict);
	bytes_free(&text);
	bytes_free(&old);
}
