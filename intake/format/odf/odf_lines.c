/* odf_lines.c -- paragraphs, and the characters in them; see odf_walk.h. */
#include "intake/format/odf/odf_walk.h"

#include <stdlib.h>
#include <string.h>

#define BLANKS_MAX 1000u	/* of one text:s */

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

/* A row's line begins with its first text; empty cells before it are tabs. */
void
od_line_begin(struct walk *w)
{
	struct line *l = &w->line;

	if (l->row == 0)
		return;
	if (!l->open)
		story_paragraph(w->job->story);
	l->open = true;
	for (; l->tabs > 0; l->tabs--)
		story_fixed(w->job->story, "\t");
	if (l->again)
		story_fixed(w->job->story, " ");
	l->again = false;
}

void
od_paragraph(struct walk *w)
{
	w->line.space = w->line.out_space = true;
	if (w->line.row == 0)
		story_paragraph(w->job->story);
}

void
od_paragraph_end(struct walk *w)
{
	if (w->line.row == 0)
		story_paragraph_end(w->job->story);
	else if (w->line.open && w->line.tabs == 0)
		w->line.again = true;
}

/* Blanks that would fall together become elements. */
void
od_put_text(struct walk *w, const char *s, size_t len)
{
	size_t i = 0, n;

	if (len > 0)
		od_close_tag(w);
	while (i < len) {
		for (n = 0; i + n < len && s[i + n] == ' '; n++)
			;
		if (n > 0 && !w->line.out_space) {
			(void)bytes_add(w->out, " ", 1);
			w->line.out_space = true;
			i++;
			n--;
		}
		if (n == 1)
			(void)bytes_add_str(w->out, "<text:s/>");
		else if (n > 1)
			(void)bytes_addf(w->out, "<text:s text:c=\"%zu\"/>", n);
		i += n;
		for (n = 0; i + n < len && s[i + n] != ' '; n++)
			;
		if (n > 0) {
			xml_put_text(w->out, s + i, n);
			w->line.out_space = false;
		}
		i += n;
	}
}

/* White space as XML of documents has it: a run of it is one blank, and none
 * at the beginning of a paragraph. */
static void
collapse(struct walk *w)
{
	const char *s = (const char *)w->chars.data;
	size_t i;

	bytes_reset(&w->a);
	for (i = 0; i < w->chars.len; i++) {
		bool white = s[i] == ' ' || s[i] == '\t' || s[i] == '\n' ||
		    s[i] == '\r';

		if (white && w->line.space)
			continue;
		w->line.space = white;
		(void)bytes_add(&w->a, white ? " " : s + i, 1);
	}
}

static void
piece(struct walk *w, const char *s, size_t len)
{
	bool touched;

	if (len == 0)
		return;
	od_line_begin(w);
	touched = story_piece(w->job->story, PIECE_RUN, s, len, &w->b);
	od_cell_saw(w, s, len, touched);
	if (w->cell != 0 && w->levels[w->cell].value.blank)
		return;
	od_put_text(w, (const char *)w->b.data, w->b.len);
}

bool
od_aside(struct walk *w, enum piece_kind kind, const char *s, size_t len)
{
	bytes_reset(&w->a);
	chars_put(&w->job->chars, s, len, false, &w->a);
	return story_piece(w->job->story, kind, (const char *)w->a.data,
	    w->a.len, &w->b);
}

static void
style_words(struct walk *w)
{
	const char *s = (const char *)w->chars.data;
	size_t letters = 0, i;

	for (i = 0; i < w->chars.len; i++)
		letters += (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' &&
		    s[i] <= 'Z') || (unsigned char)s[i] >= 0xc3;
	od_close_tag(w);
	if (letters < 4) {	/* " EUR", " h" */
		bytes_reset(&w->b);
		chars_put(&w->job->chars, s, w->chars.len, true, &w->b);
	} else {
		(void)od_aside(w, PIECE_ASIDE, s, w->chars.len);
	}
	xml_put_text(w->out, (const char *)w->b.data, w->b.len);
}

static void
formula_token(struct walk *w)
{
	bytes_reset(&w->a);
	chars_put(&w->job->chars, (const char *)w->chars.data, w->chars.len,
	    false, &w->a);
	if (w->a.len == 0)
		return;
	od_line_begin(w);
	if (!w->line.space)
		story_fixed(w->job->story, " ");
	w->line.space = false;
	(void)story_piece(w->job->story, PIECE_RUN, (const char *)w->a.data,
	    w->a.len, &w->b);
	od_close_tag(w);
	xml_put_text(w->out, (const char *)w->b.data, w->b.len);
}

void
od_flush(struct walk *w)
{
	const struct level *top = od_top(w);

	if (w->chars.len == 0)
		return;
	if (w->skip != 0) {
		;
	} else if (top->aside) {
		(void)od_aside(w, PIECE_ASIDE, (const char *)w->chars.data,
		    w->chars.len);
		if (w->b.len > 0)
			od_close_tag(w);
		xml_put_text(w->out, (const char *)w->b.data, w->b.len);
	} else if (top->words) {
		style_words(w);
	} else if (top->formula) {
		formula_token(w);
	} else if (top->text) {
		struct bytes shown = BYTES_INIT(XML_PART_MAX);

		collapse(w);
		chars_put(&w->job->chars, (const char *)w->a.data, w->a.len,
		    true, &shown);
		piece(w, (const char *)shown.data, shown.len);
		bytes_free(&shown);
	}
	bytes_reset(&w->chars);
}

/* What stands for characters: gone when an edit touched them. */
static void
stands_for(struct walk *w, const char *name, const char *s, size_t len)
{
	bool touched;

	od_line_begin(w);
	touched = story_piece(w->job->story, PIECE_RUN, s, len, &w->b);
	od_cell_saw(w, s, len, touched);
	w->line.space = false;
	if (touched || name == NULL) {
		od_put_text(w, (const char *)w->b.data, w->b.len);
		return;
	}
	od_start_tag(w, name, NULL, 0);
	w->line.out_space = false;
}

static void
blanks(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	const char *s = xml_attr(attrs, n, "text:c");
	char some[BLANKS_MAX];
	unsigned long c = s != NULL ? strtoul(s, NULL, 10) : 1;

	if (c == 0)
		return;
	if (c > sizeof some)
		c = sizeof some;
	memset(some, ' ', c);
	stands_for(w, NULL, some, c);
}

bool
od_line_element(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct level *top = od_top(w);

	if (is(name, "text:p") || is(name, "text:h")) {
		od_start_tag(w, name, attrs, n);
		od_paragraph(w);
		top->paragraph = top->text = true;
		return true;
	}
	if (is(name, "text:note")) {
		od_start_tag(w, name, attrs, n);
		top->text = false;
		return true;
	}
	if (is(name, "text:ruby-text")) {
		/* It would tear the base apart: a line of its own, below. */
		od_start_tag(w, name, attrs, n);
		top->text = false;
		top->aside = true;
		return true;
	}
	if (is(name, "text:note-citation") || is(name, "text:ruby-base")) {
		od_start_tag(w, name, attrs, n);
		top->text = true;
		return true;
	}
	if (is(name, "text:note-body")) {
		od_line_begin(w);
		od_save_line(w);
		od_start_tag(w, name, NULL, 0);
		top->text = false;
		return true;
	}
	if (!w->levels[w->depth - 1].text)
		return is(name, "text:s") || is(name, "text:tab") ||
		    is(name, "text:line-break");
	if (is(name, "text:s"))
		blanks(w, attrs, n);
	else if (is(name, "text:tab"))
		stands_for(w, name, "\t", 1);
	else if (is(name, "text:line-break"))
		stands_for(w, name, w->line.row != 0 ? " " : "\n", 1);
	else
		return false;
	top->text = false;
	return true;
}

/* A line of its own for the name of a sheet or a slide, in an attribute. */
void
od_named_line(struct walk *w, const char *name, const char *value)
{
	story_paragraph(w->job->story);
	(void)od_aside(w, PIECE_RUN, value, strlen(value));
	story_paragraph_end(w->job->story);
	(void)bytes_addf(w->out, " %s=\"", name);
	xml_put_value(w->out, (const char *)w->b.data, w->b.len);
	(void)bytes_add(w->out, "\"", 1);
}
