/* xlsx_sheet.c -- a sheet: its name, its rows, and what goes with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/words.h"
#include "intake/format/office/xlsx.h"
#include "vault/base/err.h"

#define COLUMN_WIDTH "14"	/* of one whose own would tell something */
#define SHEET "application/vnd.openxmlformats-officedocument.spreadsheetml."

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static bool
is_hidden(const struct xml_attr *attrs, size_t n)
{
	const char *hidden = xml_attr(attrs, n, "hidden");

	return hidden != NULL && xml_is_on(hidden);
}

/* Rows and columns that were hidden are shown; so are those of no size. */
static void
shown(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *size = is(name, "x:row") ? "ht" : "width";
	const char *s = xml_attr(attrs, n, size);
	bool flat = s != NULL && strtod(s, NULL) < 0.5;
	bool measured = is(name, "x:row") ? xlsx_measured_row(w->own,
	    w->job->text) : xlsx_measured_columns(w->own, attrs, n);
	size_t i;

	part_open(w, name);
	if (measured && is(name, "x:col")) {
		part_attr(w, size, COLUMN_WIDTH);
		part_attr(w, "customWidth", "1");
	}
	for (i = 0; i < n; i++) {
		if (measured && (is(attrs[i].name, size) ||
		    is(attrs[i].name, "bestFit") ||
		    is(attrs[i].name, "customWidth") ||
		    is(attrs[i].name, "customHeight")))
			continue;
		if (flat && (is(attrs[i].name, size) ||
		    strncmp(attrs[i].name, "custom", 6) == 0) &&
		    (is(name, "x:row") || !is(attrs[i].name, size)))
			continue;
		if (flat && is(attrs[i].name, size))
			part_attr(w, size, "9");
		else if (words_attribute(name, attrs[i].name, attrs[i].value))
			part_attr(w, attrs[i].name, attrs[i].value);
		else
			office_job_dropped(w->job, name, attrs[i].name);
	}
	if ((flat || is_hidden(attrs, n)) && !w->job->writing)
		w->job->hidden.count++;
}

static void
cell_start(struct xlsx_walk *s,
    const struct xml_attr *attrs, size_t n)
{
	const char *ref = xml_attr(attrs, n, "r");
	const char *style = xml_attr(attrs, n, "s");
	const char *type = xml_attr(attrs, n, "t");
	static const char *const types[] = { "b", "d", "e", "inlineStr", "n",
	    "s", "str" };
	struct xlsx_cell *c = &s->cell;
	size_t i;

	bytes_reset(&c->ref);
	bytes_reset(&c->value);
	bytes_reset(&c->formula);
	bytes_reset(&c->formula_attrs);
	c->has_formula = c->shared = false;
	c->styled = style != NULL;
	c->style = style != NULL ? (unsigned)strtoul(style, NULL, 10) : 0;
	if (ref != NULL && words_is_token(ref))
		(void)bytes_add_str(&c->ref, ref);
	(void)snprintf(c->type, sizeof c->type, "n");
	for (i = 0; type != NULL && i < sizeof types / sizeof types[0]; i++)
		if (is(type, types[i]))
			(void)snprintf(c->type, sizeof c->type, "%s", type);
	s->inline_texts.n = s->inline_texts.nstrings = 0;
	bytes_reset(&s->inline_texts.pool);
}

static void
formula_start(struct part_walk *w, struct xlsx_walk *s,
    const struct xml_attr *attrs, size_t n)
{
	static const char known[] = " t ref si aca dt2D dtr del1 del2 r1 r2 "
	    "bx ";
	struct xlsx_cell *c = &s->cell;
	char key[16];
	size_t i;

	c->has_formula = true;
	for (i = 0; i < n; i++) {
		if (strlen(attrs[i].name) > 6 ||
		    !words_is_token(attrs[i].value))
			continue;
		(void)snprintf(key, sizeof key, " %s ", attrs[i].name);
		if (strstr(known, key) == NULL)
			continue;
		xml_put_attr(&c->formula_attrs, attrs[i].name,
		    attrs[i].value);
		if (is(attrs[i].name, "t"))
			c->shared = is(attrs[i].value, "shared");
		if (is(attrs[i].name, "si"))
			c->shared_id = (unsigned)strtoul(attrs[i].value, NULL,
			    10);
	}
	part_top(w)->place = PART_TEXT;
	bytes_reset(&w->chars);
}

/* Cells, rows and what is inside them. */
static bool
cells(struct part_walk *w, struct xlsx_walk *s, const char *name,
    const struct xml_attr *attrs, size_t n, int *err)
{
	static const struct {
		const char *name;
		int inside, state;
	} places[] = { { "x:sheetData", IN_NOTHING, IN_CELL_DATA },
	    { "x:row", IN_CELL_DATA, IN_ROW }, { "x:c", IN_ROW, IN_CELL },
	    { "x:v", IN_CELL, IN_NOTHING }, { "x:f", IN_CELL, IN_NOTHING },
	    { "x:is", IN_CELL, IN_STRING } };
	size_t i;

	for (i = 0; i < sizeof places / sizeof places[0]; i++) {
		if (!is(name, places[i].name))
			continue;
		if (w->levels[w->depth - 1].state != places[i].inside) {
			part_skip(w, w->depth);
			return true;
		}
		part_top(w)->state = places[i].state;
	}
	if (is(name, "x:c")) {
		cell_start(s, attrs, n);
	} else if (is(name, "x:v")) {
		part_top(w)->place = PART_TEXT;
		bytes_reset(&w->chars);
	} else if (is(name, "x:f")) {
		formula_start(w, s, attrs, n);
	} else if (is(name, "x:is")) {
		xlsx_texts_begin(&s->inline_texts, err);
	} else if (is(name, "x:row")) {
		shown(w, name, attrs, n);
		s->row_began = false;
		s->tabs = 0;
	} else if (is(name, "x:col")) {
		shown(w, name, attrs, n);
	} else {
		return xlsx_texts_start(&s->inline_texts, w, name, err);
	}
	return true;
}

static void
hyperlink(struct part_walk *w, struct xlsx_walk *s, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *ref = xml_attr(attrs, n, "ref");
	const char *id = xml_attr(attrs, n, "r:id");
	const char *location = xml_attr(attrs, n, "location");
	struct bytes to = BYTES_INIT(XML_PART_MAX);
	unsigned number = id != NULL ? part_relation(w, id) : 0;
	bool gone, inside = id == NULL && location != NULL &&
	    xlsx_formula(s->x, location, &to, &gone) && !gone && to.len > 0;

	if (ref == NULL || !words_is_token(ref) || (number == 0 && !inside)) {
		office_job_dropped(w->job, name, NULL);
		part_skip(w, w->depth);
	} else {
		part_open(w, name);
		part_attr(w, "ref", ref);
		if (number != 0)
			part_attr_number(w, "r:id", "rId", number);
		else
			part_attr(w, "location", bytes_str(&to));
	}
	bytes_free(&to);
}

/* What is told while somebody types; and words that change a cell's look. */
static void
rule(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	static const char *const words[] = { "errorTitle", "error",
	    "promptTitle", "prompt", "text" };
	size_t i, k;

	part_open(w, name);
	for (i = 0; i < n; i++) {
		for (k = 0; k < 5; k++)
			if (is(attrs[i].name, words[k]))
				break;
		if (k < 5)
			part_words(w, words[k], attrs[i].value);
		else if (words_attribute(name, attrs[i].name, attrs[i].value))
			part_attr(w, attrs[i].name, attrs[i].value);
		else
			office_job_dropped(w->job, name, attrs[i].name);
	}
}

static bool
start(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, int *err)
{
	struct xlsx_walk *s = w->own;

	if (cells(w, s, name, attrs, n, err))
		return true;
	if (is(name, "x:hyperlink")) {
		hyperlink(w, s, name, attrs, n);
	} else if (is(name, "x:dataValidation") || is(name, "x:cfRule")) {
		rule(w, name, attrs, n);
	} else if (strncmp(name, "x:formula", 9) == 0 ||
	    is(name, "x:oddHeader") || is(name, "x:oddFooter") ||
	    is(name, "x:evenHeader") || is(name, "x:evenFooter") ||
	    is(name, "x:firstHeader") || is(name, "x:firstFooter")) {
		part_open(w, name);
		part_top(w)->place = PART_TEXT;
		bytes_reset(&w->chars);
	} else if (is(name, "x:drawing") || is(name, "x:picture")) {
		part_relations(w, name, attrs, n);
	} else {
		return false;
	}
	return true;
}

/* A formula of a rule: with words in it, a line; edited, it is empty. */
static void
rule_formula(struct part_walk *w, struct xlsx_walk *s)
{
	const char *f = bytes_str(&w->chars);
	struct bytes to = BYTES_INIT(XML_PART_MAX);
	bool gone = false;
	bool ok = f != NULL && xlsx_formula(s->x, f, &to, &gone) && to.len > 0;

	if (ok && xlsx_formula_has_words(f))
		ok = !story_piece(w->job->text, PIECE_TARGET, f, strlen(f),
		    &w->piece);
	part_close(w);
	if (ok && !gone)
		xml_put_text(w->out, (char *)to.data, to.len);
	else
		(void)bytes_add_str(w->out, "\"\"");
	bytes_free(&to);
}

static bool
text(struct part_walk *w, const char *name)
{
	struct xlsx_walk *s = w->own;

	if (is(name, "x:v")) {
		bytes_reset(&s->cell.value);
		(void)bytes_add(&s->cell.value, w->chars.data, w->chars.len);
	} else if (is(name, "x:f")) {
		bytes_reset(&s->cell.formula);
		(void)bytes_add(&s->cell.formula, w->chars.data,
		    w->chars.len);
	} else if (is(name, "x:t")) {
		;
	} else if (strncmp(name, "x:formula", 9) == 0) {
		rule_formula(w, s);
	} else {
		xlsx_header(w, bytes_str(&w->chars) != NULL ?
		    bytes_str(&w->chars) : "");
	}
	return true;
}

static void
end(struct part_walk *w, const char *name)
{
	struct xlsx_walk *s = w->own;

	if (xlsx_texts_end(&s->inline_texts, w, name, &s->err))
		return;
	if (is(name, "x:c") && part_top(w)->state == IN_CELL) {
		xlsx_cell_write(w, s);
	} else if (part_top(w)->state == IN_ROW) {
		if (s->row_began)
			story_paragraph_end(w->job->text);
		s->row_began = false;
		s->tabs = 0;
	}
	if (s->err < 0 && w->job->chars.err == 0)
		w->job->chars.err = s->err;
}

static const struct office_kind drawing_kind;

static const struct office_kind *
kind_of(const char *relation)
{
	return is(relation, "drawing") ? &drawing_kind : NULL;
}

static struct xlsx_sheet *
sheet_of(struct xlsx *x, const char *source)
{
	size_t i;

	for (i = 0; i < x->nsheets; i++)
		if (is(x->sheets[i].source, source))
			return &x->sheets[i];
	return NULL;
}

static int
walk(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out)
{
	static const struct part_hooks hooks = { .start = start, .text = text,
	    .end = end, .kind = kind_of };
	struct xlsx *x = (struct xlsx *)job;
	struct xlsx_sheet *sheet = sheet_of(x, source);
	struct xlsx_walk s = { .x = x, .sheet = sheet };
	struct bytes name = BYTES_INIT(XML_PART_MAX);
	int r;

	s.cell.ref = s.cell.formula = s.cell.value = s.cell.formula_attrs =
	    BYTES_INIT(XML_PART_MAX);
	if (sheet != NULL) {
		story_paragraph(job->text);
		if (!job->writing)
			sheet->piece = story_next(job->text);
		(void)story_piece(job->text, PIECE_RUN, sheet->name,
		    strlen(sheet->name), &name);
		story_paragraph_end(job->text);
	}
	if ((r = xlsx_measure_begin(&s, job->text)) == 0)
		r = part_walk(job, kind, source, rels, out, &hooks, &s);
	if (r == 0)
		r = s.err;
	free(s.columns);
	bytes_free(&s.cell.ref);
	bytes_free(&s.cell.formula);
	bytes_free(&s.cell.value);
	bytes_free(&s.cell.formula_attrs);
	bytes_free(&name);
	xlsx_texts_free(&s.inline_texts);
	map_free(&s.dropped);
	return r;
}

static int
walk_drawing(struct office_job *job, const struct office_kind *kind,
    const char *source, const struct opc_rels *rels, struct office_out *out)
{
	return part_walk(job, kind, source, rels, out, NULL, NULL);
}

static const struct office_kind drawing_kind = { .relation = "drawing",
	.name = "drawings/drawing%u.xml", .root = "xdr:wsDr", .near = true,
	.type = "application/vnd.openxmlformats-officedocument.drawing+xml",
	.walk = walk_drawing };

const struct office_kind xlsx_sheet_kind = { .relation = "worksheet",
	.name = "worksheets/sheet%u.xml", .root = "x:worksheet",
	.type = SHEET "worksheet+xml", .walk = walk };

const struct office_kind xlsx_chartsheet_kind = { .relation = "chartsheet",
	.name = "chartsheets/sheet%u.xml", .root = "x:chartsheet",
	.type = SHEET "chartsheet+xml", .walk = walk };
