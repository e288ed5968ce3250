/* fields_table.c -- tables as lines of cells; see fields.h. */
#include <string.h>

#include "redact/find/view/fields_walk.h"
#include "redact/find/view/letter.h"
#include "vault/base/print.h"

#define HEAD_CELL_MAX 48u	/* bytes */
#define HEAD_WORDS_MAX 6u

static bool
opens_quote(const struct fields *f, size_t at, size_t end)
{
	return at < end && f->text[at] == '"';
}

/* The end of the cell at `at`, no further than `end`. */
static size_t
cell_end(const struct fields *f, size_t at, size_t end, uint8_t sep)
{
	if (!opens_quote(f, at, end)) {
		while (at < end && f->text[at] != sep && f->text[at] != '\n')
			at++;
		return at;
	}
	for (at++; at < end; at++) {
		if (f->text[at] != '"')
			continue;
		if (at + 1 == end || f->text[at + 1] == sep ||
		    f->text[at + 1] == '\n' || f->text[at + 1] == '\r')
			return at + 1 < end && f->text[at + 1] == '\r' ?
			    at + 2 : at + 1;
		at += f->text[at + 1] == '"';
	}
	return end;
}

/* Does what stands there look like the head of a column?  Words, no value. */
static bool
is_head_cell(const struct fields *f, size_t start, size_t end)
{
	size_t n, digits = 0, letters = 0, words = 0;
	bool gap = true;
	uint32_t cp;

	end = walk_trim(f, &start, end);
	if (end - start > HEAD_CELL_MAX)
		return false;
	for (; start < end; start += n) {
		n = utf8_next(f->text + start, end - start, &cp);
		if (n == 0 || cp == '@' || cp == '=' || cp == '{')
			return false;
		digits += cp >= '0' && cp <= '9';
		letters += letter_is(cp);
		words += gap && cp != ' ';
		gap = cp == ' ';
	}
	return digits <= 2 && words <= HEAD_WORDS_MAX &&
	    (letters > 0 || digits == 0);
}

/* How many cells stand on the line at `at`; 0: some cell is no head's. */
static unsigned
count_heads(const struct fields *f, size_t at, size_t end, uint8_t sep)
{
	unsigned n = 0;
	size_t to;

	for (;;) {
		to = cell_end(f, at, end, sep);
		if (!is_head_cell(f, at, to) || ++n > FIELD_COLUMNS_MAX)
			return 0;
		if (to >= end)
			return n;
		at = to + 1;
	}
}

static unsigned
count_cells(const struct fields *f, size_t at, size_t end, uint8_t sep)
{
	unsigned n = 1;

	while ((at = cell_end(f, at, end, sep)) < end && f->text[at] == sep) {
		n++;
		at++;
	}
	return n;
}

/* Take the labels; how many of them are known words? */
static unsigned
read_head(struct fields *f, size_t at, size_t end, uint8_t sep,
    struct label head[FIELD_COLUMNS_MAX], unsigned *kinds)
{
	unsigned n = 0, known = 0;
	size_t start, to, stop;

	*kinds = 0;
	for (;;) {
		to = cell_end(f, at, end, sep);
		start = at;
		stop = walk_trim(f, &start, to);
		head[n] = walk_label(f, start, stop - start);
		known += head[n].kind != LABEL_UNKNOWN;
		*kinds += head[n++].kind > LABEL_OTHER;
		if (to >= end)
			break;
		at = to + 1;
	}
	return known;
}

/* The words of the head are labels, no names. */
static void
mark_heads(struct fields *f, size_t at, size_t end, uint8_t sep)
{
	size_t to;

	for (unsigned n = 0; n < f->s.columns; n++) {
		to = cell_end(f, at, end, sep);
		if (f->s.head[n].kind != LABEL_UNKNOWN)
			walk_add(f, at, to, (struct label){ .len = 0 },
			    FIELD_HEAD);
		at = to + 1;
	}
}

/* The line below a head has as many cells, or rules it off (|---|---|). */
static bool
goes_on(const struct fields *f, size_t end, uint8_t sep, unsigned columns)
{
	size_t at = end < f->len ? walk_line_end(f, end) : end, stop;
	unsigned n;

	if (at >= f->len)
		return false;
	at++;
	stop = walk_line_end(f, at);
	if (stop - at > FIELD_QUOTED_MAX)
		return true;
	n = count_cells(f, at, stop, sep);
	/* Empty cells at the end of a line are often not written. */
	return n == columns || (sep != ',' && n > 1 && n < columns);
}

static bool
is_head(struct fields *f, size_t start, size_t end, uint8_t sep)
{
	struct label head[FIELD_COLUMNS_MAX];
	size_t labels = f->labels.len;
	unsigned n, known, kinds;

	n = count_heads(f, start, end, sep);
	if (n < 2 || !goes_on(f, end, sep, n))
		return false;
	known = read_head(f, start, end, sep, head, &kinds);
	if (known >= 2 || (known == 1 && kinds == 1 && n <= 4)) {
		f->s.sep = sep;
		f->s.columns = n;
		memcpy(f->s.head, head, n * sizeof(head[0]));
		mark_heads(f, start, end, sep);
		return true;
	}
	f->labels.len = labels;
	return false;
}

bool
table_head(struct fields *f, size_t start, size_t end)
{
	static const char seps[] = "\t;|,";

	for (const char *sep = seps; *sep != '\0'; sep++)
		if (memchr(f->text + start, *sep, end - start < HEAD_CELL_MAX ?
		    end - start : HEAD_CELL_MAX) != NULL &&
		    is_head(f, start, end, (uint8_t)*sep))
			return true;
	return false;
}

/* Where a row ends whose quotes hold line breaks; 0: they do not close. */
static size_t
quoted_end(struct fields *f, size_t at, size_t *cells)
{
	size_t most = f->len - at > FIELD_QUOTED_MAX ? at + FIELD_QUOTED_MAX :
	    f->len;

	for (*cells = 1;; (*cells)++) {
		at = cell_end(f, at, most, f->s.sep);
		if (at >= most)
			return most == f->len && f->next < f->len ? most : 0;
		if (f->text[at] == '\n')
			return at;
		at++;
	}
}

bool
table_row(struct fields *f)
{
	size_t end = walk_line_end(f, f->at), cells;
	unsigned n = count_cells(f, f->at, end, f->s.sep);

	/* A quote is open: more lines belong to it. */
	if (n < f->s.columns && memchr(f->text + f->at, '"', end - f->at) &&
	    f->at >= f->unclosed) {
		if (quoted_end(f, f->at, &cells) != 0)
			n = (unsigned)cells;
		else
			f->unclosed = f->at + FIELD_QUOTED_MAX;
	}
	if (n < 2 || (f->s.sep == ',' && n != f->s.columns)) {
		f->s.sep = 0;
		return false;
	}
	if (n > f->s.columns)
		return false;	/* it has more than the head: no telling */
	f->s.in = IN_ROW;
	f->s.column = 0;
	return true;
}

void
table_cell(struct fields *f)
{
	struct state *s = &f->s;
	size_t end = cell_end(f, f->at, f->len, s->sep);

	if (s->column < s->columns)
		walk_add(f, f->at, end, s->head[s->column], FIELD_CELL);
	f->at = end;
	if (end >= f->len)
		return;
	s->column++;
	if (f->text[f->at++] != s->sep) {
		s->in = IN_TEXT;
		s->rest = false;
	}
}
