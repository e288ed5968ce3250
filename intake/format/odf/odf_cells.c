/*
 * odf_cells.c -- tables: a row is a line; what a cell computes or stores goes
 * with the text that it shows.
 *
 * Hidden rows, columns and sheets stay, and are shown: others compute with
 * them.  Formulas stay in a cleaned copy, and their words are in its text; in
 * a redacted one only what they came to is left, for a formula may name what
 * had to go in more ways than can be found.
 */
#include "intake/format/odf/odf_walk.h"
#include "intake/format/story/formula.h"

#include <stdlib.h>
#include <string.h>

#define REPEATS_MAX 16384ul
#define LONG_NUMBER 7u	/* digits: more than most amounts, as phones have */

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static size_t
digits(const char *s, size_t len, char *to, size_t have)
{
	size_t i;

	for (i = 0; i < len && have + 1 < ODF_SHOWN_MAX; i++)
		if (s[i] >= '0' && s[i] <= '9')
			to[have++] = s[i];
	to[have] = '\0';
	return have;
}

void
od_cell_saw(struct walk *w, const char *s, size_t len, bool touched)
{
	struct cell *c = &w->levels[w->cell].value;

	if (w->cell == 0)
		return;
	c->touched |= touched;
	c->filled = true;
	c->nshown = digits(s, len, c->shown, c->nshown);
}

/* A formula that reaches out of the file. */
static bool
reaches_out(const char *formula)
{
	static const char *const ways[] = { "'#", "://", "DDE", "WEBSERVICE",
	    "file:", NULL };
	size_t i;

	for (i = 0; ways[i] != NULL; i++)
		if (strstr(formula, ways[i]) != NULL)
			return true;
	return false;
}

/* The words of a formula follow the row, each once in a document. */
static void
literals(struct walk *w, const char *formula)
{
	const char *s = formula, *end;
	struct map_entry *e;
	char *word;

	while ((s = strchr(s, '"')) != NULL &&
	    (end = strchr(s + 1, '"')) != NULL) {
		if (end - s > 2 && (word = strndup(s + 1,
		    (size_t)(end - s) - 1)) != NULL) {
			e = map_put(&w->job->literals, word);
			/* Both times round it is told once. */
			if (e != NULL && e->value != 1u + w->job->writing) {
				e->value = 1u + w->job->writing;
				(void)od_aside(w, PIECE_ASIDE, word,
				    strlen(word));
			}
			free(word);
		}
		s = end + 1;
	}
}

static void
put_formula(struct walk *w, const char *name, const char *formula)
{
	if (strlen(formula) > XML_PART_MAX || reaches_out(formula))
		return;
	literals(w, formula);
	if (w->job->redacting)
		return;
	bytes_reset(&w->a);
	chars_put(&w->job->chars, formula, strlen(formula), true, &w->a);
	(void)bytes_addf(w->out, " %s=\"", name);
	xml_put_value(w->out, (const char *)w->a.data, w->a.len);
	(void)bytes_add(w->out, "\"", 1);
}

/* What the cell's value is, by the attribute that holds it. */
static const char *
value_of(const struct xml_attr *attrs, size_t n, const char **name)
{
	static const char *const names[] = { "office:value",
	    "office:date-value", "office:time-value", "office:boolean-value",
	    NULL };
	const char *s;
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		if ((s = xml_attr(attrs, n, names[i])) != NULL &&
		    odf_value_fits(VALUE_TOKEN, s) &&
		    strlen(s) < ODF_SHOWN_MAX) {
			*name = names[i];
			return s;
		}
	return NULL;
}

static unsigned long
repeats(const struct xml_attr *attrs, size_t n, const char *name)
{
	const char *s = xml_attr(attrs, n, name);
	unsigned long k = s != NULL ? strtoul(s, NULL, 10) : 1;

	return k < 1 ? 1 : k > REPEATS_MAX ? REPEATS_MAX : k;
}

static void
cell(struct walk *w, const char *name, const struct xml_attr *attrs, size_t n)
{
	const char *formula = xml_attr(attrs, n, "table:formula");
	const char *s, *attr = NULL;
	struct level *top = od_top(w);
	struct xml_attr kept[XML_ATTRS_MAX];
	struct cell *c;
	size_t i, k = 0;

	for (i = 0; i < n; i++)
		if (!is(attrs[i].name, "office:value-type"))
			kept[k++] = attrs[i];
	od_start_tag(w, name, kept, k);
	top->cell = true;
	top->around = w->cell;
	w->cell = w->depth;
	c = &top->value;
	*c = (struct cell){ .from = w->out->len };
	if ((s = xml_attr(attrs, n, "office:value-type")) != NULL &&
	    odf_value_fits(VALUE_TOKEN, s))
		od_attr(w, "office:value-type", s);
	if ((s = value_of(attrs, n, &attr)) != NULL) {
		od_attr(w, attr, s);
		memcpy(c->value, s, strlen(s) + 1);
	}
	c->to = w->out->len;
	c->blank = c->touched = formula != NULL && w->job->redacting &&
	    formula_measures(formula);
	if (formula != NULL && w->sheets)
		put_formula(w, "table:formula", formula);
	if (s == NULL && (s = xml_attr(attrs, n, "office:string-value")) !=
	    NULL && strlen(s) < ODF_SHOWN_MAX)
		memcpy(c->value, s, strlen(s) + 1);
}

/* A value that is not shown as it is, and says more than what is shown. */
static bool
says_more(const struct cell *c)
{
	char all[ODF_SHOWN_MAX] = "";
	size_t len = strlen(c->value), n = digits(c->value, len, all, 0);

	if (strspn(c->value, "0123456789.-+eETZPHMS:") != len)
		return false;
	if (c->value[0] != '\0' && len > 10 && c->value[4] == '-')
		return true;	/* a date with its time */
	if (len >= 8 && c->value[4] == '-')
		return false;
	return n >= LONG_NUMBER && strstr(c->shown, all) == NULL &&
	    strchr(c->value, '.') == NULL;
}

void
od_cell_end(struct walk *w)
{
	static const char plain[] = " office:value-type=\"string\"";
	struct cell *c = &od_top(w)->value;
	struct bytes tail = BYTES_INIT(XML_PART_MAX);

	if (!c->filled && c->value[0] != '\0') {
		bytes_reset(&w->a);
		chars_put(&w->job->chars, c->value, strlen(c->value), false,
		    &w->a);
		od_line_begin(w);
		c->touched |= story_piece(w->job->story, PIECE_RUN,
		    (const char *)w->a.data, w->a.len, &w->b);
		od_start_tag(w, "text:p", NULL, 0);
		od_close_tag(w);
		w->line.out_space = true;
		od_put_text(w, (const char *)w->b.data, w->b.len);
		(void)bytes_add_str(w->out, "</text:p>");
	} else if (c->filled && says_more(c)) {
		c->touched |= od_aside(w, PIECE_ASIDE, c->value,
		    strlen(c->value));
	}
	/* The value would say what the text no longer does. */
	if (c->touched && c->to > c->from && c->to <= w->out->len) {
		(void)bytes_add(&tail, w->out->data + c->to,
		    w->out->len - c->to);
		w->out->len = c->from;
		(void)bytes_add_str(w->out, plain);
		(void)bytes_add(w->out, tail.data, tail.len);
		if (bytes_ok(&tail) < 0)
			w->out->failed = bytes_ok(&tail);
	}
	bytes_free(&tail);
	w->cell = od_top(w)->around;
	if (w->cell != 0)
		w->levels[w->cell].value.touched |= c->touched;
	w->line.again = false;
	w->line.tabs += od_top(w)->repeats;
	if (w->line.tabs > ODF_TABS_MAX)
		w->line.tabs = ODF_TABS_MAX;
}

void
od_row_end(struct walk *w)
{
	if (w->line.open)
		story_paragraph_end(w->job->story);
}

static void
row(struct walk *w, const char *name, const struct xml_attr *attrs, size_t n)
{
	const char *visible = xml_attr(attrs, n, "table:visibility");

	if (visible != NULL && !is(visible, "visible") && !w->job->writing)
		w->job->shown++;
	od_start_tag(w, name, attrs, n);
	if (w->line.row != 0)
		return;		/* a table in a cell: its cells are cells */
	od_save_line(w);
	w->line.row = w->depth;
	od_top(w)->row = true;
}

static void
column(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *visible = xml_attr(attrs, n, "table:visibility");

	if (visible != NULL && !is(visible, "visible") && !w->job->writing)
		w->job->shown++;
	od_start_tag(w, name, attrs, n);
}

static void
table(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *s = xml_attr(attrs, n, "table:name");

	if (odf_hidden_is(w->hidden, w->in_content, "table",
	    xml_attr(attrs, n, "table:style-name")) && !w->job->writing)
		w->job->shown++;
	od_start_tag(w, name, attrs, n);
	if (s != NULL && w->sheets && w->line.row == 0)
		od_named_line(w, "table:name", s);
}

/* A name for cells or for a formula, which formulas use. */
static void
named(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *formula = xml_attr(attrs, n, "table:expression");
	const char *s = xml_attr(attrs, n, "table:name");

	if (s == NULL || (formula != NULL && reaches_out(formula))) {
		od_skip(w, SKIP_OTHER);
		return;
	}
	(void)od_aside(w, PIECE_TARGET, s, strlen(s));
	if (w->job->redacting) {
		if (formula != NULL)
			literals(w, formula);
		od_skip(w, SKIP_OTHER);
		return;
	}
	s = w->b.len > 0 ? bytes_str(&w->b) : "";
	if (s == NULL)
		s = "";
	od_close_tag(w);
	(void)bytes_addf(w->out, "<%s", name);
	od_attr(w, "table:name", s);
	for (size_t i = 0; i < n; i++)
		if (odf_attribute(name, attrs[i].name) == VALUE_ADDRESS &&
		    odf_value_fits(VALUE_ADDRESS, attrs[i].value))
			od_attr(w, attrs[i].name, attrs[i].value);
	w->open = true;
	od_top(w)->written = true;
	if (formula != NULL)
		put_formula(w, "table:expression", formula);
}

bool
od_table_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	unsigned long k;

	if (strncmp(name, "table:", 6) != 0)
		return false;
	if (is(name, "table:table"))
		table(w, name, attrs, n);
	else if (is(name, "table:table-row"))
		row(w, name, attrs, n);
	else if (is(name, "table:table-column"))
		column(w, name, attrs, n);
	else if (is(name, "table:named-range") ||
	    is(name, "table:named-expression"))
		named(w, name, attrs, n);
	else if (is(name, "table:table-cell") ||
	    is(name, "table:covered-table-cell")) {
		cell(w, name, attrs, n);
		/* The tab belongs before the next cell. */
		k = repeats(attrs, n, "table:number-columns-repeated");
		od_top(w)->repeats = k < ODF_TABS_MAX ? (unsigned)k :
		    ODF_TABS_MAX;
	} else
		return false;
	return true;
}
