/* pdf_unicode.c -- see pdf_unicode.h. */
#include "intake/format/pdf/pdf_unicode.h"

#include <string.h>

#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_walk.h"

#define CODES 256
#define SAID_MAX 1000000u	/* entries of one table */

struct table {
	struct pdf_lex l;
	uint32_t *map;
	size_t n;
	unsigned said;		/* entries so far: ranges may come again */
};

static uint32_t
code_of(const struct bytes *s)
{
	uint32_t v = 0;
	size_t i;

	for (i = 0; i < s->len && i < 4; i++)
		v = v << 8 | s->data[i];
	return v;
}

/* The first character of UTF-16BE. */
static uint32_t
first_of(const struct bytes *s)
{
	uint32_t a, b;

	if (s->len < 2)
		return s->len == 1 ? s->data[0] : 0;
	a = (uint32_t)s->data[0] << 8 | s->data[1];
	if (a < 0xd800 || a > 0xdbff || s->len < 4)
		return a;
	b = (uint32_t)s->data[2] << 8 | s->data[3];
	return 0x10000 + ((a & 0x3ff) << 10) + (b & 0x3ff);
}

static void
set(struct table *t, uint32_t code, uint32_t cp)
{
	if (code < t->n && t->said++ < SAID_MAX)
		t->map[code] = cp;
}

static void
read_chars(struct table *t)
{
	uint32_t code;

	while (pdf_lex_next(&t->l) == TOKEN_STRING) {
		code = code_of(&t->l.value);
		if (pdf_lex_next(&t->l) != TOKEN_STRING)
			return;
		set(t, code, first_of(&t->l.value));
	}
}

static void
read_ranges(struct table *t)
{
	uint32_t from, to, cp;
	enum pdf_token token;

	while (pdf_lex_next(&t->l) == TOKEN_STRING) {
		from = code_of(&t->l.value);
		if (pdf_lex_next(&t->l) != TOKEN_STRING)
			return;
		to = code_of(&t->l.value);
		token = pdf_lex_next(&t->l);
		if (token == TOKEN_STRING) {
			cp = first_of(&t->l.value);
			for (; from <= to && from < t->n &&
			    t->said < SAID_MAX; from++)
				set(t, from, cp++);
			continue;
		}
		if (token != TOKEN_OPEN)
			return;
		while (pdf_lex_next(&t->l) == TOKEN_STRING)
			set(t, from++, first_of(&t->l.value));
	}
}

static bool
is(const struct bytes *word, const char *text)
{
	return word->len == strlen(text) &&
	    memcmp(word->data, text, word->len) == 0;
}

bool
pdf_unicode(qpdf_data q, qpdf_oh font, uint32_t *map, size_t n)
{
	qpdf_oh stream = qpdf_oh_get_key(q, font, "/ToUnicode");
	struct bytes data = BYTES_INIT(COPY_STREAM_MAX);
	struct table t = { .map = map, .n = n };
	enum pdf_token token;

	memset(map, 0, n * sizeof *map);
	if (!qpdf_oh_is_stream(q, stream) ||
	    !pdf_stream_plain(q, stream, &data)) {
		bytes_free(&data);
		return false;
	}
	t.l = pdf_lex(data.data, data.len);
	while ((token = pdf_lex_next(&t.l)) != TOKEN_END) {
		if (token != TOKEN_WORD)
			continue;
		if (is(&t.l.value, "beginbfchar"))
			read_chars(&t);
		else if (is(&t.l.value, "beginbfrange"))
			read_ranges(&t);
	}
	pdf_lex_free(&t.l);
	bytes_free(&data);
	return true;
}

static bool
is_plain(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

/* A digit's or a letter's glyph name; 0 for all others. */
static uint32_t
glyph(const char *name)
{
	static const char *const digits[] = { "zero", "one", "two", "three",
		"four", "five", "six", "seven", "eight", "nine" };
	uint32_t i;

	if (strlen(name) == 1 && is_plain((uint8_t)name[0]))
		return (uint8_t)name[0];
	for (i = 0; i < 10; i++)
		if (strcmp(name, digits[i]) == 0)
			return '0' + i;
	return 0;
}

/* What the codes are by the encoding; 0 where it does not say. */
static bool
load_encoding(uint32_t names[CODES], qpdf_data q, qpdf_oh font)
{
	qpdf_oh encoding = qpdf_oh_get_key(q, font, "/Encoding"), list;
	qpdf_oh base = encoding;
	long long code = 0;
	uint32_t c;
	int i;

	if (qpdf_oh_is_dictionary(q, encoding))
		base = qpdf_oh_get_key(q, encoding, "/BaseEncoding");
	for (c = 0; c < CODES; c++)
		names[c] = qpdf_oh_is_name(q, base) && is_plain(c) ? c : 0;
	list = pdf_key_if_dict(q, encoding, "/Differences");
	if (!qpdf_oh_is_array(q, list))
		return qpdf_oh_is_name(q, base);
	for (i = 0; i < qpdf_oh_get_array_n_items(q, list); i++) {
		qpdf_oh item = qpdf_oh_get_array_item(q, list, i);

		if (qpdf_oh_get_value_as_longlong(q, item, &code))
			continue;
		if (qpdf_oh_is_name(q, item) && code >= 0 && code < CODES)
			names[code++] = glyph(qpdf_oh_get_name(q, item) + 1);
	}
	return true;
}

unsigned
pdf_unicode_lies(qpdf_data q, qpdf_oh font)
{
	uint32_t names[CODES], map[CODES];
	unsigned n = 0;
	size_t i;

	qpdf_oh kind = qpdf_oh_get_key(q, font, "/Subtype");

	if (qpdf_oh_is_name_and_equals(q, kind, "/Type0") ||
	    qpdf_oh_is_name_and_equals(q, kind, "/Type3") || !load_encoding(names, q, font) ||
	    !pdf_unicode(q, font, map, CODES))
		return 0;
	for (i = 0; i < CODES; i++)
		n += names[i] != 0 && map[i] != 0 && names[i] != map[i];
	return n;
}
