/*
 * pdf_font_file.c -- font programs without words: names, notices, makers,
 * dates and unique numbers are overwritten in place, so that every offset in
 * the font still holds; outlines, codes and hints are not touched.
 *
 * Type 1 (Adobe Type 1 Font Format), CFF (Adobe technote 5176), and the tables
 * of TrueType and OpenType.  What cannot be read is left as it is.
 */
#include "intake/format/pdf/pdf_copy.h"

#include <string.h>

#define TABLES_MAX 100u
#define EEXEC_KEY 55665u
#define EEXEC_FACTOR 52845u
#define EEXEC_ADD 22719u
#define EEXEC_LEAD 4u		/* random bytes before the text */
#define OPERANDS_MAX 64
#define STANDARD_STRINGS 391u	/* of CFF, before the font's own */

static uint32_t
get16(const uint8_t *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t
get32(const uint8_t *p)
{
	return get16(p) << 16 | get16(p + 2);
}

static void
put32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

/* CFF: an INDEX of `n` objects. */
struct index {
	const uint8_t *p;	/* of its head */
	size_t n, size;		/* objects; bytes of an offset */
	size_t data, end;	/* where byte 1 of the objects is; behind all */
};

static size_t
index_offset(const struct index *x, size_t i)
{
	const uint8_t *p = x->p + 3 + i * x->size;
	size_t v = 0, k;

	for (k = 0; k < x->size; k++)
		v = v << 8 | p[k];
	return v;
}

static bool
read_index(struct index *x, const uint8_t *p, size_t len, size_t at)
{
	size_t last;

	if (at > len || len - at < 2)
		return false;
	*x = (struct index){ .p = p + at, .n = get16(p + at), .end = at + 2 };
	if (x->n == 0)
		return true;
	if (len - at < 3 || p[at + 2] < 1 || p[at + 2] > 4)
		return false;
	x->size = p[at + 2];
	if ((len - at - 3) / x->size < x->n + 1)
		return false;
	x->data = at + 3 + (x->n + 1) * x->size - 1;
	last = index_offset(x, x->n);
	if (last < 1 || x->data > len || last > len - x->data)
		return false;
	x->end = x->data + last;
	return true;
}

/* Object i as a range of the font; false when it makes no sense. */
static bool
index_object(const struct index *x, size_t i, size_t *from, size_t *to)
{
	if (i >= x->n)
		return false;
	*from = x->data + index_offset(x, i);
	*to = x->data + index_offset(x, i + 1);
	return *from <= *to && *to <= x->end && *from > x->data;
}

/* A number as large as it was, without its value. */
static void
blank_number(uint8_t *p, size_t n)
{
	if (n == 1)
		p[0] = 139;
	else if (n == 2)
		p[0] = 247, p[1] = 0;
	else
		memset(p + 1, 0, n - 1);
}

static size_t
number_size(const uint8_t *p, size_t left)
{
	size_t n = 1;

	if (p[0] == 28)
		n = 3;
	else if (p[0] == 29)
		n = 5;
	else if (p[0] == 30) {
		while (n < left && (p[n] & 15) != 15 && p[n] >> 4 != 15)
			n++;
		n++;
	} else if (p[0] >= 247 && p[0] <= 254) {
		n = 2;
	}
	return n <= left ? n : left;
}

static uint32_t
small_number(const uint8_t *p)
{
	if (p[0] >= 32 && p[0] <= 246)
		return (uint32_t)(p[0] - 139);
	if (p[0] >= 247 && p[0] <= 250)
		return (p[0] - 247u) * 256 + p[1] + 108;
	if (p[0] == 28)
		return get16(p + 1);
	return p[0] == 29 ? get32(p + 1) : UINT32_MAX;
}

/* Where the operands of an operator stand. */
struct operands {
	size_t at[OPERANDS_MAX], size[OPERANDS_MAX], n;
};

/*
 * Top DICT: UniqueID (13) and XUID (14) lose their numbers; version (0),
 * Notice (1), FullName (2), FamilyName (3), Weight (4), Copyright (12 0),
 * PostScript (12 21) and BaseFontName (12 22) point to strings that go.
 */
static void
blank_operator(uint8_t *p, const struct operands *o, unsigned op,
    const struct index *strings, uint8_t *font)
{
	bool text = op <= 4 || op == 0x0c00 || op == 0x0c15 || op == 0x0c16;
	size_t i, from, to;
	uint32_t sid;

	if (op == 13 || op == 14)
		for (i = 0; i < o->n; i++)
			blank_number(p + o->at[i], o->size[i]);
	if (!text || o->n == 0)
		return;
	sid = small_number(p + o->at[0]);
	if (sid >= STANDARD_STRINGS && index_object(strings,
	    sid - STANDARD_STRINGS, &from, &to))
		memset(font + from, ' ', to - from);
}

static void
blank_dict(uint8_t *p, size_t len, const struct index *strings, uint8_t *font)
{
	struct operands o = { .n = 0 };
	size_t i = 0;
	unsigned op;

	while (i < len) {
		if (p[i] > 21) {
			size_t n = number_size(p + i, len - i);

			if (o.n < OPERANDS_MAX) {
				o.at[o.n] = i;
				o.size[o.n++] = n;
			}
			i += n;
			continue;
		}
		op = p[i++];
		if (op == 12 && i < len)
			op = 0x0c00 | p[i++];
		blank_operator(p, &o, op, strings, font);
		o.n = 0;
	}
}

static void
strip_cff(uint8_t *p, size_t len)
{
	struct index names, tops, strings;
	size_t i, from, to;

	if (len < 4 || !read_index(&names, p, len, p[2]) ||
	    !read_index(&tops, p, len, names.end) ||
	    !read_index(&strings, p, len, tops.end))
		return;
	for (i = 0; i < names.n; i++)
		if (index_object(&names, i, &from, &to))
			memset(p + from, 'A', to - from);
	for (i = 0; i < tops.n; i++)
		if (index_object(&tops, i, &from, &to))
			blank_dict(p + from, to - from, &strings, p);
}

/* Tables that draw; all others say who made the font, when, with what. */
static bool
table_draws(const uint8_t *tag)
{
	static const char tags[][5] = { "CFF ", "OS/2", "VORG", "cmap", "cvt ",
		"fpgm", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp",
		"post", "prep", "vhea", "vmtx" };
	size_t i;

	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (memcmp(tag, tags[i], 4) == 0)
			return true;
	return false;
}

static uint32_t
sum(const uint8_t *p, size_t len)
{
	uint32_t s = 0;
	size_t i;

	for (i = 0; i + 4 <= len; i += 4)
		s += get32(p + i);
	return s;
}

static void
blank_table(const uint8_t *tag, uint8_t *p, size_t len)
{
	if (memcmp(tag, "head", 4) == 0 && len >= 54) {
		memset(p + 4, 0, 8);	/* revision, checksum of all */
		memset(p + 20, 0, 16);	/* made, changed */
	} else if (memcmp(tag, "OS/2", 4) == 0 && len >= 62) {
		memcpy(p + 58, "    ", 4);	/* vendor */
	} else if (memcmp(tag, "CFF ", 4) == 0) {
		strip_cff(p, len);
	}
}

/* The font anew, its tables in their order, each on four bytes. */
static void
strip_sfnt(struct bytes *font)
{
	struct bytes out = BYTES_INIT(COPY_STREAM_MAX);
	const uint8_t *p = font->data;
	uint32_t n, kept = 0, i, at;
	size_t where = 0;

	if (font->len < 12 || (n = get16(p + 4)) == 0 || n > TABLES_MAX ||
	    font->len < 12 + (size_t)n * 16)
		return;
	for (i = 0; i < n; i++) {
		const uint8_t *e = p + 12 + i * 16;

		if (get32(e + 8) > font->len ||
		    get32(e + 12) > font->len - get32(e + 8))
			return;		/* cut: as it is */
		kept += table_draws(e);
	}
	bytes_add(&out, p, 12);
	for (i = 0; i < n; i++)
		if (table_draws(p + 12 + i * 16))
			bytes_add(&out, p + 12 + i * 16, 16);
	if (bytes_ok(&out) < 0)
		goto done;
	for (at = 1, i = 0; at * 2 <= kept; at *= 2)
		i++;
	put32(out.data + 4, kept << 16 | at * 16);
	put32(out.data + 8, i << 16 | (kept - at) * 16);
	for (i = 0, where = 12; i < n && bytes_ok(&out) == 0; i++) {
		const uint8_t *e = p + 12 + i * 16;
		size_t from = out.len, len = get32(e + 12);

		if (!table_draws(e))
			continue;
		bytes_add(&out, p + get32(e + 8), len);
		bytes_add(&out, "\0\0\0", (4 - len % 4) % 4);
		if (bytes_ok(&out) < 0)
			break;
		blank_table(e, out.data + from, len);
		put32(out.data + where + 4, sum(out.data + from,
		    out.len - from));
		put32(out.data + where + 8, (uint32_t)from);
		where += 16;
	}
	if (bytes_ok(&out) == 0 && kept > 0) {
		bytes_reset(font);
		bytes_add(font, out.data, out.len);
	}
done:
	bytes_free(&out);
}

static bool
is_at(const uint8_t *p, size_t left, const char *word)
{
	return left >= strlen(word) && memcmp(p, word, strlen(word)) == 0;
}

/* "(...)" from its bracket on: all letters become spaces. */
static size_t
blank_string(uint8_t *p, size_t len)
{
	unsigned depth = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		if (p[i] == '\\' && i + 1 < len) {
			p[i] = p[i + 1] = ' ';
			i++;
			continue;
		}
		depth += p[i] == '(';
		if (p[i] == ')' && --depth == 0)
			return i + 1;
		if (p[i] != '(' || depth > 1)
			p[i] = ' ';
	}
	return len;
}

static size_t
blank_digits(uint8_t *p, size_t len)
{
	size_t i;

	for (i = 0; i < len && (p[i] == ' ' || p[i] == '[' ||
	    (p[i] >= '0' && p[i] <= '9')); i++)
		if (p[i] != ' ' && p[i] != '[')
			p[i] = '0';
	return i;
}

static size_t
blank_name(uint8_t *p, size_t len)
{
	size_t i = 0;

	while (i < len && p[i] == ' ')
		i++;
	if (i < len && p[i] == '/')
		for (i++; i < len && p[i] > ' ' && p[i] != '/'; i++)
			p[i] = 'A';
	return i;
}

/* The text of a Type 1 font, or of its private part. */
static void
strip_type1_text(uint8_t *p, size_t len, bool strings)
{
	size_t i = 0;

	while (i < len) {
		size_t left = len - i;

		if (strings && p[i] == '%') {
			size_t keep = i < 3 && is_at(p + i, left,
			    "%!PS-AdobeFont-1.0") ? 18 : i < 3 &&
			    is_at(p + i, left, "%!FontType1") ? 11 : 1;

			for (i += keep; i < len && p[i] != '\n' &&
			    p[i] != '\r'; i++)
				p[i] = ' ';
		} else if (strings && p[i] == '(') {
			i += blank_string(p + i, left);
		} else if (is_at(p + i, left, "/UniqueID")) {
			i += 9 + blank_digits(p + i + 9, left - 9);
		} else if (is_at(p + i, left, "/XUID")) {
			i += 5 + blank_digits(p + i + 5, left - 5);
		} else if (strings && is_at(p + i, left, "/FontName")) {
			i += 9 + blank_name(p + i + 9, left - 9);
		} else {
			i++;
		}
	}
}

/* The private part, decrypted, looked at, and encrypted again. */
static void
strip_private(uint8_t *p, size_t len)
{
	struct bytes plain = BYTES_INIT(COPY_STREAM_MAX);
	uint16_t r = EEXEC_KEY;
	uint8_t *q;
	size_t i;

	if (bytes_room(&plain, len, &q) < 0)
		return;
	for (i = 0; i < len; i++) {
		q[i] = (uint8_t)(p[i] ^ r >> 8);
		r = (uint16_t)((p[i] + r) * EEXEC_FACTOR + EEXEC_ADD);
	}
	if (len > EEXEC_LEAD && memmem(q, len, "/Private", 8) != NULL) {
		strip_type1_text(q + EEXEC_LEAD, len - EEXEC_LEAD, false);
		r = EEXEC_KEY;
		for (i = 0; i < len; i++) {
			p[i] = (uint8_t)(q[i] ^ r >> 8);
			r = (uint16_t)((p[i] + r) * EEXEC_FACTOR + EEXEC_ADD);
		}
	}
	bytes_free(&plain);
}

static void
strip_type1(uint8_t *p, size_t len)
{
	uint8_t *eexec = memmem(p, len, "eexec", 5), *end = p + len;

	if (eexec == NULL) {
		strip_type1_text(p, len, true);
		return;
	}
	strip_type1_text(p, (size_t)(eexec - p), true);
	for (eexec += 5; eexec < end && (*eexec == ' ' || *eexec == '\n' ||
	    *eexec == '\r' || *eexec == '\t'); eexec++)
		;
	strip_private(eexec, (size_t)(end - eexec));
}

void
pdf_font_file_strip(struct bytes *font, const char *kind)
{
	if (font->len < 4)
		return;
	if (memcmp(font->data, "OTTO", 4) == 0 ||
	    memcmp(font->data, "true", 4) == 0 ||
	    get32(font->data) == 0x00010000)
		strip_sfnt(font);
	else if (strcmp(kind, "FontFile") == 0)
		strip_type1(font->data, font->len);
	else if (font->data[0] == 1)
		strip_cff(font->data, font->len);
}
