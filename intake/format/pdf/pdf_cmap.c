/*
 * pdf_cmap.c -- CMaps (9.7.5, 9.10.3): which code is which glyph or character.
 *
 * A CMap is a PostScript program that a reader looks through for a few tables;
 * those are written anew, and the program around them is always the same.
 */
#include "intake/format/pdf/pdf_copy.h"

#include <stdio.h>
#include <string.h>

#define ROWS_MAX 100u		/* of one table, by Adobe's rule */

static const char head[] =
    "/CIDInit /ProcSet findresource begin\n"
    "12 dict begin\n"
    "begincmap\n"
    "/CMapName /Tables def\n"
    "/CMapType 2 def\n";
static const char tail[] =
    "endcmap\n"
    "CMapName currentdict /CMap defineresource pop\n"
    "end\n"
    "end\n";

/* Tables, and how many entries a row has. */
static const struct table {
	const char *name;
	unsigned columns;
} tables[] = {
	{ "codespacerange", 2 }, { "bfchar", 2 }, { "bfrange", 3 },
	{ "cidchar", 2 }, { "cidrange", 3 }, { "notdefchar", 2 },
	{ "notdefrange", 3 },
};

struct cmap {
	struct pdf_lex l;
	struct bytes *out;
	struct bytes rows;
	unsigned n;
	bool any;
};

static const struct table *
table_of(const struct bytes *word)
{
	size_t i;

	if (word->len <= 5 || memcmp(word->data, "begin", 5) != 0)
		return NULL;
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (word->len - 5 == strlen(tables[i].name) &&
		    memcmp(word->data + 5, tables[i].name, word->len - 5) == 0)
			return &tables[i];
	return NULL;
}

static void
flush(struct cmap *m, const struct table *t)
{
	if (m->n == 0)
		return;
	bytes_addf(m->out, "%u begin%s\n", m->n, t->name);
	bytes_add(m->out, m->rows.data, m->rows.len);
	bytes_addf(m->out, "end%s\n", t->name);
	bytes_reset(&m->rows);
	m->n = 0;
	m->any = true;
}

static void
put_hex(struct bytes *b, const struct bytes *s)
{
	size_t i;

	bytes_add_str(b, "<");
	for (i = 0; i < s->len; i++)
		bytes_addf(b, "%02x", s->data[i]);
	bytes_add_str(b, ">");
}

/* One entry: a code, a number, a glyph's name or a list of codes. */
static bool
put_entry(struct cmap *m, enum pdf_token t)
{
	switch (t) {
	case TOKEN_STRING:
		put_hex(&m->rows, &m->l.value);
		return true;
	case TOKEN_NUMBER:
	case TOKEN_NAME:
		pdf_put_token(&m->rows, t, m->l.value.data, m->l.value.len);
		return true;
	case TOKEN_OPEN:
		bytes_add_str(&m->rows, "[");
		while ((t = pdf_lex_next(&m->l)) == TOKEN_STRING)
			put_hex(&m->rows, &m->l.value);
		bytes_add_str(&m->rows, "]");
		return t == TOKEN_CLOSE;
	default:
		return false;
	}
}

static void
copy_table(struct cmap *m, const struct table *t)
{
	enum pdf_token token;
	size_t before = 0;
	unsigned column = 0;

	while ((token = pdf_lex_next(&m->l)) != TOKEN_END &&
	    token != TOKEN_WORD) {
		if (!put_entry(m, token))
			break;
		if (++column < t->columns)
			continue;
		column = 0;
		bytes_add_str(&m->rows, "\n");
		if (++m->n == ROWS_MAX)
			flush(m, t);
		before = m->rows.len;
	}
	m->rows.len = m->n > 0 ? before : 0;	/* a row that was cut */
	flush(m, t);
}

bool
pdf_cmap_copy(struct bytes *out, const uint8_t *p, size_t len)
{
	struct cmap m = { .l = pdf_lex(p, len), .out = out,
	    .rows = BYTES_INIT(COPY_BODY_MAX) };
	const struct table *t;
	enum pdf_token token;

	bytes_add_str(out, head);
	while ((token = pdf_lex_next(&m.l)) != TOKEN_END)
		if (token == TOKEN_WORD && (t = table_of(&m.l.value)) != NULL)
			copy_table(&m, t);
	bytes_add_str(out, tail);
	pdf_lex_free(&m.l);
	bytes_free(&m.rows);
	return m.any && bytes_ok(out) == 0;
}
