/* xlsx_cell.c -- one cell: what is shown of it, and how it is written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/xlsx.h"
#include "intake/format/story/formula.h"
#include "vault/base/err.h"

#define TABS_MAX 256u	/* of a line; cells behind are parted by one */

/*
 * Rows that show nothing are no lines; cells that show nothing are tabs, so
 * that what stands in a column stands there in every line.
 */
static void
begin(struct part_walk *w, struct xlsx_walk *s)
{
	unsigned to = xlsx_column(&s->cell.ref);

	if (!s->row_began)
		story_paragraph(w->job->text);
	else if (to <= s->tabs)
		to = s->tabs + 1;
	if (s->tabs >= TABS_MAX && s->row_began)
		story_fixed(w->job->text, "\t");
	for (; s->tabs < to && s->tabs < TABS_MAX; s->tabs++)
		story_fixed(w->job->text, "\t");
	s->row_began = true;
}

/* What the file calls a number may be anything; an empty one is none. */
static bool
is_number(const struct bytes *value)
{
	size_t i;

	for (i = 0; i < value->len; i++)
		if (strchr("0123456789+-.eE", value->data[i]) == NULL ||
		    value->data[i] == '\0')
			return false;
	return true;
}

/* What stands in the cell when it is a word or a number. */
static void
show(struct bytes *out, struct xlsx_walk *s)
{
	struct xlsx_cell *c = &s->cell;
	const char *v = bytes_str(&c->value);

	bytes_reset(out);
	if (v == NULL || *v == '\0')
		return;
	if (strcmp(c->type, "b") == 0)
		(void)bytes_add_str(out, *v == '0' ? "FALSE" : "TRUE");
	else if (strcmp(c->type, "n") == 0)
		number_show(out, c->styled ? xlsx_code(s->x, c->style) : NULL,
		    v, s->x->epoch1904);
	else
		(void)bytes_add(out, c->value.data, c->value.len);
}

/* May the formula stay?  `text` becomes what it is then. */
static bool
formula(struct part_walk *w, struct xlsx_walk *s, struct bytes *text)
{
	struct xlsx_cell *c = &s->cell;
	char id[16];
	bool ok, gone;

	if (!c->has_formula)
		return false;
	(void)snprintf(id, sizeof id, "%u", c->shared_id);
	if (c->formula.len == 0)	/* one of several, or of an array */
		return c->shared && map_find(&s->dropped, id) == NULL;
	ok = xlsx_formula(s->x, bytes_str(&c->formula) != NULL ?
	    bytes_str(&c->formula) : "[", text, &gone);
	if (!ok)
		office_job_dropped(w->job, "x:f", NULL);
	if (ok && xlsx_formula_has_words(bytes_str(&c->formula))) {
		if (!s->row_began)
			story_paragraph(w->job->text);
		s->row_began = true;
		ok = !story_piece(w->job->text, PIECE_TARGET,
		    (char *)c->formula.data, c->formula.len, &w->piece);
	}
	return ok && !gone;
}

static void
put_formula(struct part_walk *w, const struct xlsx_cell *c,
    const struct bytes *text)
{
	(void)bytes_add_str(w->out, "<f");
	(void)bytes_add(w->out, c->formula_attrs.data, c->formula_attrs.len);
	(void)bytes_add_str(w->out, ">");
	xml_put_text(w->out, (const char *)text->data, text->len);
	(void)bytes_add_str(w->out, "</f>");
}

static void
put_head(struct part_walk *w, struct xlsx_cell *c, const char *type)
{
	part_close(w);
	(void)bytes_add_str(w->out, "<c");
	if (c->ref.len > 0)
		part_attr(w, "r", bytes_str(&c->ref));
	if (c->styled)
		part_attr_number(w, "s", "", c->style);
	if (type != NULL)
		part_attr(w, "t", type);
}

static void
put_string(struct part_walk *w, struct xlsx_cell *c, long index)
{
	put_head(w, c, index >= 0 ? "s" : NULL);
	if (index >= 0)
		(void)bytes_addf(w->out, "><v>%ld</v></c>", index);
	else
		(void)bytes_add_str(w->out, "/>");
}

/* A cell that holds a string of the shared list, or its own. */
static void
string(struct part_walk *w, struct xlsx_walk *s)
{
	struct xlsx_cell *c = &s->cell;
	const struct xlsx_texts *t = &s->inline_texts;
	size_t first = 0, n = 0;
	const char *v = bytes_str(&c->value);
	unsigned long i;
	bool touched;
	long index = -1;

	if (strcmp(c->type, "s") == 0) {
		t = &s->x->shared;
		i = v != NULL && *v != '\0' ? strtoul(v, NULL, 10) :
		    t->nstrings;
		if (i < t->nstrings) {
			first = t->first[i];
			n = (i + 1 < t->nstrings ? t->first[i + 1] : t->n) -
			    first;
		}
	} else if (t->nstrings > 0) {
		n = t->n;
	}
	for (i = 0; i < n && t->runs[first + i].text_len == 0; i++)
		;
	if (i < n) {
		begin(w, s);
		index = xlsx_strings_say(w, t, first, n, &touched);
	}
	put_string(w, c, index);
}

/* A number that tells how long a text is, where texts are redacted. */
static bool
measures(const struct part_walk *w, struct xlsx_walk *s)
{
	const char *f = bytes_str(&s->cell.formula);
	bool does = f != NULL && formula_measures(f);

	s->measures = s->measures || (does && s->cell.shared);
	return story_edited(w->job->text) && s->cell.has_formula && (does ||
	    (s->cell.shared && s->cell.formula.len == 0 && s->measures));
}

static void
write_cell(struct part_walk *w, struct xlsx_walk *s)
{
	struct xlsx_cell *c = &s->cell;
	struct bytes shown = BYTES_INIT(XML_PART_MAX);
	struct bytes text = BYTES_INIT(XML_PART_MAX);
	bool touched = false, kept = false;
	char id[16];

	if (strcmp(c->type, "s") == 0 || strcmp(c->type, "inlineStr") == 0) {
		string(w, s);
		return;
	}
	if (strcmp(c->type, "n") == 0 && !is_number(&c->value))
		(void)snprintf(c->type, sizeof c->type, "str");
	show(&shown, s);
	if (shown.len > 0) {
		begin(w, s);
		touched = part_say(w, PIECE_RUN, (char *)shown.data,
		    shown.len);
		bytes_reset(&shown);
		(void)bytes_add(&shown, w->piece.data, w->piece.len);
	}
	kept = formula(w, s, &text) && !touched;
	if (measures(w, s)) {
		put_head(w, c, NULL);
		(void)bytes_add(w->out, ">", 1);
		if (kept)
			put_formula(w, c, &text);
		(void)bytes_add_str(w->out, "</c>");
		goto done;
	}
	if (c->has_formula && !kept && c->shared && c->formula.len > 0) {
		(void)snprintf(id, sizeof id, "%u", c->shared_id);
		if (map_put(&s->dropped, id) == NULL)
			s->err = ERR_TOO_BIG;
	}
	if (touched || (strcmp(c->type, "str") == 0 && !kept)) {
		bytes_reset(&w->piece);
		(void)bytes_add(&w->piece, shown.data, shown.len);
		put_string(w, c, xlsx_strings_put(w));
		goto done;
	}
	put_head(w, c, strcmp(c->type, "n") == 0 ? NULL : c->type);
	if (!kept && c->value.len == 0) {
		(void)bytes_add_str(w->out, "/>");
		goto done;
	}
	(void)bytes_add(w->out, ">", 1);
	if (kept)
		put_formula(w, c, &text);
	if (c->value.len > 0) {
		(void)bytes_add_str(w->out, "<v>");
		if (strcmp(c->type, "n") == 0)
			xml_put_text(w->out, (char *)c->value.data,
			    c->value.len);
		else if (strcmp(c->type, "b") == 0)
			(void)bytes_add(w->out, *c->value.data == '0' ? "0" :
			    "1", 1);
		else
			xml_put_text(w->out, (char *)shown.data, shown.len);
		(void)bytes_add_str(w->out, "</v>");
	}
	(void)bytes_add_str(w->out, "</c>");
done:
	bytes_free(&shown);
	bytes_free(&text);
}

void
xlsx_cell_write(struct part_walk *w, struct xlsx_walk *s)
{
	size_t stretch = story_stretch(w->job->text);

	write_cell(w, s);
	xlsx_measure_cell(s, w->job->text, stretch);
}
