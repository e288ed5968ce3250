/*
 * html_walk.c -- see html_walk.h: elements make lines, lines make the text
 * and the copy.
 */
#include "intake/format/markup/html_walk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "intake/format/markup/html_names.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define ROWS_DEPTH 64u		/* rows inside each other that are told apart */

/* An element that is open. */
struct open {
	const struct html_element *element;	/* NULL: only its content */
	bool tiny;		/* its letters are too small to read */
	bool pre;
	bool beside;		/* what a ruby says beside its base */
};

/* A table row that is open. */
struct row {
	bool layout;		/* it only places things: no row of data */
	bool filled;		/* its cell at hand has text */
	bool broken;		/* a block ended in it */
	unsigned tabs;		/* cells that began since text was written */
	bool any_cell;
};

struct walk {
	const struct html_job *job;
	struct line_out *line;
	bool xml;		/* written as XHTML */
	bool body;		/* its tag was written */
	struct open open[HTML_DEPTH_MAX];
	size_t depth;
	size_t skipped;		/* elements open inside one that goes */
	struct bytes ruby;
	struct row rows[ROWS_DEPTH];
	size_t nrows;
	size_t row_at;		/* rows begun so far */
	bool newline;		/* markup ends with one */
	bool after_end;		/* it ends with the end of an element */
};

static void write_head(struct walk *w, const struct html_attr *attrs,
    size_t n);

/* --- lines --- */

static struct row *
row_of(struct walk *w)
{
	return w->nrows > 0 && w->nrows <= ROWS_DEPTH ?
	    &w->rows[w->nrows - 1] : NULL;
}

static void
break_line(struct walk *w)
{
	struct row *row = row_of(w);

	if (row == NULL || row->layout)
		line_out_break(w->line);
	else if (row->filled)
		row->broken = true;
}

/* Text comes: what it is separated by from what came before. */
static void
separate(struct walk *w)
{
	struct row *row = row_of(w);

	if (row == NULL)
		return;
	if (row->broken && !row->layout) {
		/* A second paragraph in a cell: it is no row of data. */
		row->layout = true;
		line_out_break(w->line);
	}
	for (; row->tabs > 0; row->tabs--)
		if (!row->layout)
			line_out_gap(w->line, '\t');
	row->broken = false;
	row->filled = true;
}

static void
markup(struct walk *w, const char *s)
{
	line_out_markup(w->line, s);
	w->newline = w->after_end = false;
}

/* White space between blocks may stand between two that share a line. */
static void
loose_space(struct walk *w)
{
	if (w->after_end && !w->newline) {
		line_out_markup(w->line, "\n");
		w->newline = true;
	}
}

static bool
at_start(struct walk *w)
{
	struct row *row = row_of(w);
	char last = line_out_last(w->line);

	if (row != NULL && !row->layout && (!row->filled || row->broken))
		return true;
	return line_out_is_empty(w->line) || last == '\t';
}

static bool
is_pre(const struct walk *w)
{
	return w->depth > 0 && w->open[w->depth - 1].pre;
}

static void
put_char(struct walk *w, const uint8_t *p, size_t n)
{
	separate(w);
	if (is_pre(w) && line_out_is_empty(w->line))
		line_out_indented(w->line);
	line_out_text(w->line, (const char *)p, n);
	w->newline = w->after_end = false;
}

static void
space(struct walk *w)
{
	if (at_start(w))
		loose_space(w);
	else if (line_out_last(w->line) != ' ')
		put_char(w, (const uint8_t *)" ", 1);
}

static void
newline_in_pre(struct walk *w)
{
	markup(w, "\n");
	w->newline = false;
	line_out_break(w->line);
}

static bool
is_white(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' ||
	    cp == '\f' || cp == 0x85 || cp == 0x2028 || cp == 0x2029;
}

/* It would tear the base apart: a line of its own, below. */
static int
put_beside(struct walk *w, const uint8_t *p, size_t len)
{
	size_t n, i;
	uint32_t cp;

	bytes_reset(&w->ruby);
	for (i = 0; i < len; i += n) {
		if ((n = utf8_next(p + i, len - i, &cp)) == 0)
			return err_set(ERR_FORMAT, "a page is not UTF-8; save "
			    "it again");
		if (is_white(cp) && w->ruby.len > 0 &&
		    w->ruby.data[w->ruby.len - 1] != ' ')
			(void)bytes_add(&w->ruby, " ", 1);
		else if (cp > 0x20 && !(cp >= 0x7f && cp < 0xa0))
			(void)bytes_add(&w->ruby, p + i, n);
	}
	if (w->ruby.len > 0)
		line_out_value(w->line, (const char *)w->ruby.data,
		    w->ruby.len);
	return bytes_ok(&w->ruby);
}

static int
on_text(void *arg, const char *s, size_t len)
{
	struct walk *w = arg;
	const uint8_t *p = (const uint8_t *)s;
	size_t n, i;
	uint32_t cp;

	if (w->skipped > 0 || (w->depth > 0 && w->open[w->depth - 1].tiny))
		return 0;
	if (!w->body && strspn(s, " \t\r\n\f") >= len)
		return 0;
	write_head(w, NULL, 0);
	if (w->depth > 0 && w->open[w->depth - 1].beside)
		return put_beside(w, p, len);
	for (i = 0; i < len; i += n) {
		if ((n = utf8_next(p + i, len - i, &cp)) == 0)
			return err_set(ERR_FORMAT, "a page is not UTF-8; save "
			    "it again");
		if (is_pre(w) && cp == '\n')
			newline_in_pre(w);
		else if (is_pre(w) && (cp == ' ' || cp == '\t'))
			put_char(w, p + i, n);
		else if (is_white(cp))
			space(w);
		else if (cp >= 0x20 && !(cp >= 0x7f && cp < 0xa0))
			put_char(w, p + i, n);
	}
	return 0;
}

/* --- tables --- */

static void
start_row(struct walk *w)
{
	const struct html_first *f = w->job->first;
	struct row *row;

	w->nrows++;
	if ((row = row_of(w)) != NULL)
		*row = (struct row){ .layout = w->row_at < f->layout.len &&
		    f->layout.data[w->row_at] != 0 };
}

static void
start_cell(struct walk *w)
{
	struct row *row = row_of(w);

	if (row == NULL || row->layout) {
		line_out_break(w->line);
		return;
	}
	row->tabs += row->any_cell;
	row->any_cell = true;
	row->filled = row->broken = false;
}

static void
end_row(struct walk *w)
{
	w->nrows -= w->nrows > 0;
	line_out_break(w->line);
}

/* --- the frame --- */

static bool
has_css(const struct bytes *css)
{
	size_t i;

	for (i = 0; i < css->len; i++)
		if (css->data[i] != ' ' && css->data[i] != '\n')
			return true;
	return false;
}

static void
word(struct walk *w, const char *name, const char *value)
{
	if (value[0] == '\0')
		return;
	markup(w, " ");
	markup(w, name);
	markup(w, "=\"");
	markup(w, value);
	markup(w, "\"");
}

static void
write_css(struct walk *w)
{
	struct bytes css = BYTES_INIT(8 * CSS_MAX);
	size_t i;

	if (!has_css(&w->job->first->css))
		return;
	html_name_css(w->job, &w->job->first->css, &css);
	markup(w, "<style>\n");
	for (i = 0; i < css.len; i++)
		if (w->xml && (css.data[i] == '>' || css.data[i] == '&' ||
		    css.data[i] == '<'))
			markup(w, css.data[i] == '>' ? "&gt;" :
			    css.data[i] == '&' ? "&amp;" : "&lt;");
		else
			line_out_markup_bytes(w->line, css.data + i, 1);
	markup(w, "</style>\n");
	bytes_free(&css);
}

/* Up to and with the tag of the body. */
static void
write_head(struct walk *w, const struct html_attr *attrs, size_t n)
{
	const struct html_first *f = w->job->first;

	if (w->body)
		return;
	w->body = true;
	if (w->xml)
		markup(w, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (w->xml || html_page_has_doctype(w->job->page))
		markup(w, "<!DOCTYPE html>\n");
	markup(w, w->xml ? "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
	    "xmlns:epub=\"http://www.idpf.org/2007/ops\"" : "<html");
	word(w, "lang", f->lang);
	if (w->xml)
		word(w, "xml:lang", f->lang);
	word(w, "dir", f->dir);
	markup(w, w->xml ? ">\n<head>\n<meta charset=\"utf-8\"/>\n" :
	    ">\n<head>\n<meta charset=\"utf-8\">\n");
	if ((w->job->html->flags & HTML_KEEP_NAMES) != 0) {
		markup(w, "<title>");
		line_out_text(w->line, (const char *)f->title.data,
		    f->title.len);
		markup(w, "</title>\n");
	} else if (w->xml) {
		markup(w, "<title></title>\n");	/* it must have one */
	}
	line_out_break(w->line);
	line_out_markup_bytes(w->line, f->links.data, f->links.len);
	write_css(w);
	markup(w, "</head>\n<body");
	html_write_attrs(w->job, "body", attrs, n);
	markup(w, ">\n");
	line_out_break(w->line);
	w->newline = true;
}

/* --- elements --- */

static bool
says_something(const struct html_attr *attrs, size_t n, const char *name)
{
	const char *v = html_attr(attrs, n, name);

	return v != NULL && v[strspn(v, " \t\r\n\f")] != '\0';
}

/* A picture of which nothing would be left: one that only counts readers. */
static bool
is_nothing(const struct walk *w, const struct html_attr *attrs, size_t n)
{
	const char *src = html_attr(attrs, n, "src");

	return !says_something(attrs, n, "alt") &&
	    !says_something(attrs, n, "title") &&
	    (src == NULL || !html_picture_stays(w->job, src));
}

static bool
goes(const struct walk *w, const struct html_element *e, const char *name,
    const struct html_attr *attrs, size_t n)
{
	return (e != NULL && (e->is & HTML_DROP) != 0) ||
	    html_hides(name, attrs, n) || (strcmp(name, "img") == 0 &&
	    is_nothing(w, attrs, n));
}

static void
push(struct walk *w, const struct html_element *e,
    const struct html_attr *attrs, size_t n)
{
	const struct open *up = w->depth > 0 ? &w->open[w->depth - 1] : NULL;
	const char *style = html_attr(attrs, n, "style");
	int letters = style != NULL ? css_letters(style) : 0;
	struct open o = { .element = e };

	o.tiny = letters != 0 ? letters < 0 : up != NULL && up->tiny;
	o.beside = (up != NULL && up->beside) || (e != NULL &&
	    (strcmp(e->name, "rt") == 0 || strcmp(e->name, "rp") == 0));
	o.pre = (up != NULL && up->pre) || (e != NULL &&
	    (e->is & HTML_PRE) != 0) ||
	    (style != NULL && css_keeps_space(style));
	w->open[w->depth++] = o;
}

static void
write_start(struct walk *w, const struct html_element *e,
    const struct html_attr *attrs, size_t n)
{
	markup(w, "<");
	markup(w, e->name);
	html_write_attrs(w->job, e->name, attrs, n);
	if ((e->is & HTML_VOID) != 0)
		markup(w, w->xml ? "/>" : ">");
	else
		/* The first newline in these is not part of them. */
		markup(w, (e->is & HTML_PRE) != 0 && !w->xml ? ">\n" : ">");
}

static void
line_break(struct walk *w)
{
	struct row *row = row_of(w);

	/* In a row of data it is white space: the row stays a line. */
	if (row == NULL || row->layout)
		line_out_break(w->line);
	else if (row->filled && line_out_last(w->line) != ' ')
		line_out_gap(w->line, ' ');
}

/* A picture or a field: it parts cells and lines as text does. */
static void
show_object(struct walk *w)
{
	separate(w);
	line_out_object(w->line);
}

static int
on_start(void *arg, const char *name, const struct html_attr *attrs, size_t n)
{
	const struct html_element *e = html_element(name);
	struct walk *w = arg;
	bool row = strcmp(name, "tr") == 0;

	if (w->skipped > 0 || goes(w, e, name, attrs, n)) {
		w->row_at += row;
		w->skipped++;
		return 0;
	}
	if (w->depth == HTML_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "its elements are nested more than "
		    "%u deep; open it in a browser and save it again",
		    HTML_DEPTH_MAX);
	push(w, e, attrs, n);
	if (e == NULL)
		return 0;
	if ((e->is & HTML_FRAME) != 0) {
		if (strcmp(name, "body") == 0)
			write_head(w, attrs, n);
		return 0;
	}
	write_head(w, NULL, 0);
	if ((e->is & HTML_ROW) != 0) {
		line_out_break(w->line);
		start_row(w);
		w->row_at++;
	} else if ((e->is & HTML_CELL) != 0) {
		start_cell(w);
	} else if ((e->is & HTML_BLOCK) != 0) {
		break_line(w);
	}
	write_start(w, e, attrs, n);
	if ((e->is & HTML_BREAK) != 0)
		line_break(w);
	else if (strcmp(name, "img") == 0 || strcmp(name, "input") == 0)
		show_object(w);
	return 0;
}

static int
on_end(void *arg, const char *name)
{
	struct walk *w = arg;
	const struct html_element *e;

	(void)name;
	if (w->skipped > 0) {
		w->skipped--;
		return 0;
	}
	if (w->depth == 0)
		return 0;
	e = w->open[--w->depth].element;
	if (e == NULL || (e->is & HTML_FRAME) != 0)
		return 0;
	if ((e->is & HTML_VOID) == 0) {
		markup(w, "</");
		markup(w, e->name);
		markup(w, ">");
		w->after_end = true;
	}
	if ((e->is & HTML_ROW) != 0)
		end_row(w);
	else if ((e->is & HTML_BLOCK) != 0)
		break_line(w);
	return 0;
}

static int
on_comment(void *arg, const char *s)
{
	(void)arg;
	(void)s;
	return 0;
}

int
html_walk(const struct html_job *job)
{
	static const struct html_events events = {
		on_start, on_end, on_text, on_comment
	};
	struct walk *w;
	int r;

	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; split the page");
	w->job = job;
	w->line = job->line;
	w->xml = (job->html->flags & HTML_XHTML) != 0;
	w->ruby = BYTES_INIT(HTML_MAX);
	if ((r = html_page_walk(job->page, &events, w)) == 0) {
		write_head(w, NULL, 0);
		line_out_break(w->line);
		markup(w, w->newline ? "</body>\n</html>\n" :
		    "\n</body>\n</html>\n");
		line_out_break(w->line);
	}
	bytes_free(&w->ruby);
	free(w);
	return r;
}
