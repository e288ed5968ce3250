/* odf_walk.c -- walk a part and write what may stay; see odf_walk.h. */
#include "intake/format/odf/odf_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

struct level *
od_top(struct walk *w)
{
	return &w->levels[w->depth];
}

void
od_close_tag(struct walk *w)
{
	if (w->open)
		(void)bytes_add(w->out, ">", 1);
	w->open = false;
}

void
od_attr(struct walk *w, const char *name, const char *value)
{
	xml_put_attr(w->out, name, value);
}

/* The layers that every drawing has are known by their names. */
static bool
is_layer(const char *s)
{
	return strcmp(s, "layout") == 0 || strcmp(s, "background") == 0 ||
	    strcmp(s, "backgroundobjects") == 0 ||
	    strcmp(s, "controls") == 0 || strcmp(s, "measurelines") == 0;
}

static unsigned
number_of(struct map *m, const char *key, struct bytes *out)
{
	struct map_entry *e = map_put(m, key);

	if (e == NULL) {
		out->failed = ERR_NO_MEMORY;
		return 0;
	}
	if (e->value == 0)
		e->value = (unsigned)m->n;
	return e->value;
}

static void
number(struct map *m, const char *key, const char *prefix, struct bytes *out)
{
	(void)bytes_addf(out, "%s%u", prefix, number_of(m, key, out));
}

unsigned
od_id(struct walk *w, const char *value)
{
	return number_of(&w->job->ids, value, w->out);
}

void
od_attr_id(struct walk *w, const char *name, const char *value)
{
	(void)bytes_addf(w->out, " %s=\"", name);
	if (is_layer(value))
		(void)bytes_add_str(w->out, value);
	else
		number(&w->job->ids, value, "id", w->out);
	(void)bytes_add(w->out, "\"", 1);
}

/* The new name of a style; those of a presentation keep their relation to the
 * master page that they begin with. */
static void
put_style(struct walk *w, const char *name, size_t len)
{
	char part[XML_NAME_MAX + 1];
	size_t master;

	if (len > XML_NAME_MAX)
		len = XML_NAME_MAX;
	memcpy(part, name, len);
	part[len] = '\0';
	if (len == 0 || odf_style_is_common(part)) {
		xml_put_value(w->out, part, len);
		return;
	}
	if ((master = odf_style_master(part)) > 0) {
		char end = part[master];

		part[master] = '\0';
		if (odf_style_is_common(part))
			xml_put_value(w->out, part, master);
		else
			number(&w->job->styles, part, "s", w->out);
		part[master] = end;
		xml_put_value(w->out, part + master, len - master);
		return;
	}
	number(&w->job->styles, part, "s", w->out);
}

static void
attr_styles(struct walk *w, const char *name, const char *value, bool several)
{
	size_t len;

	(void)bytes_addf(w->out, " %s=\"", name);
	if (!several) {
		put_style(w, value, strlen(value));
	} else for (; *value != '\0'; value += len) {
		if ((len = strspn(value, " ")) > 0) {
			(void)bytes_add(w->out, " ", 1);
			continue;
		}
		len = strcspn(value, " ");
		put_style(w, value, len);
	}
	(void)bytes_add(w->out, "\"", 1);
}

/* More than a letter that numbers: a person wrote it. */
static bool
is_wording(const char *s, size_t least)
{
	size_t letters = 0;

	for (; *s != '\0'; s++)
		letters += (*s >= 'a' && *s <= 'z') ||
		    (*s >= 'A' && *s <= 'Z') || (unsigned char)*s >= 0xc3;
	return letters >= least;
}

static void
attr_words(struct walk *w, const char *name, const char *value)
{
	if (!is_wording(value, 2)) {
		od_attr(w, name, value);
		return;
	}
	(void)od_aside(w, PIECE_ASIDE, value, strlen(value));
	(void)bytes_addf(w->out, " %s=\"", name);
	xml_put_value(w->out, (const char *)w->b.data, w->b.len);
	(void)bytes_add(w->out, "\"", 1);
}

static void
put_attr(struct walk *w, const char *element, const struct xml_attr *attr)
{
	enum odf_value kind = odf_attribute(element, attr->name);
	const char *instead = od_measured(w, element, attr->name);

	if (instead != NULL) {
		if (*instead != '\0')
			od_attr(w, attr->name, instead);
		return;
	}
	switch (kind) {
	case VALUE_STYLE:
	case VALUE_STYLES:
		attr_styles(w, attr->name, attr->value, kind == VALUE_STYLES);
		break;
	case VALUE_ID:
		od_attr_id(w, attr->name, attr->value);
		break;
	case VALUE_WORDS:
		if (odf_value_fits(kind, attr->value))
			attr_words(w, attr->name, attr->value);
		break;
	case VALUE_ADDRESS:
		/* They name sheets, whose names may be what has to go. */
		if (!w->job->redacting && odf_value_fits(kind, attr->value))
			od_attr(w, attr->name, attr->value);
		break;
	default:
		if (odf_value_fits(kind, attr->value))
			od_attr(w, attr->name, attr->value);
		break;
	}
}

void
od_start_tag(struct walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	size_t i;

	od_close_tag(w);
	(void)bytes_add(w->out, "<", 1);
	(void)bytes_add_str(w->out, name);
	for (i = 0; i < n; i++)
		put_attr(w, name, &attrs[i]);
	w->open = true;
	od_top(w)->written = true;
}

void
od_skip(struct walk *w, enum skipping why)
{
	w->skip = w->depth;
	w->why = why;
	if (w->job->writing)
		return;
	if (why == SKIP_HIDDEN)
		w->job->hidden.count++;
	else if (why == SKIP_DELETED)
		w->job->deleted.count++;
}

void
od_save_line(struct walk *w)
{
	od_top(w)->saved_line = true;
	od_top(w)->line = w->line;
	w->line = (struct line){ .space = true, .out_space = true };
}

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

/* Text that is not shown.  true: it was dealt with. */
static bool
hidden(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *style = xml_attr(attrs, n, "text:style-name");
	const char *display;
	bool hides = false;

	if (is(name, "text:p") || is(name, "text:h")) {
		hides = odf_hidden_is(w->hidden, w->in_content, "paragraph",
		    style);
	} else if (is(name, "text:span")) {
		hides = odf_hidden_is(w->hidden, w->in_content, "text", style);
	} else if (is(name, "text:section")) {
		display = xml_attr(attrs, n, "text:display");
		hides = display != NULL && (is(display, "none") ||
		    (is(display, "condition") && xml_attr(attrs, n,
		    "text:is-hidden") != NULL && xml_is_on(xml_attr(attrs, n,
		    "text:is-hidden"))));
	} else if (strncmp(name, "style:header", 12) == 0 ||
	    strncmp(name, "style:footer", 12) == 0) {
		display = xml_attr(attrs, n, "style:display");
		hides = display != NULL && !xml_is_on(display);
	} else if (is(name, "text:hidden-text")) {
		const char *s = xml_attr(attrs, n, "text:string-value");

		hides = true;
		if (s != NULL && !w->job->writing)
			(void)bytes_add_str(&w->job->hidden.text, s);
	} else if (is(name, "text:hidden-paragraph")) {
		hides = true;
	}
	if (hides)
		od_skip(w, SKIP_HIDDEN);
	return hides;
}

/* Elements whose characters are not a line. */
static bool
side_element(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	struct level *top = od_top(w);

	if (is(name, "svg:title") || is(name, "svg:desc") ||
	    is(name, "table:title") || is(name, "table:desc") ||
	    is(name, "presentation:header-decl") ||
	    is(name, "presentation:footer-decl") ||
	    is(name, "presentation:date-time-decl"))
		top->aside = true;
	else if (is(name, "number:text") || is(name, "number:embedded-text") ||
	    is(name, "number:currency-symbol") ||
	    is(name, "number:fill-character"))
		top->words = true;
	else if (is(name, "math:mi") || is(name, "math:mo") ||
	    is(name, "math:mn") || is(name, "math:mtext") ||
	    is(name, "math:ms"))
		top->formula = true;
	else
		return false;
	od_start_tag(w, name, attrs, n);
	return true;
}

static void
body_kind(struct walk *w, const char *name)
{
	const char *mime = odf_body_mime(name);

	if (mime == NULL)
		return;
	w->mime = mime;
	w->sheets = is(name, "office:spreadsheet");
}

static int
element(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	int err = 0;

	if (hidden(w, name, attrs, n))
		return 0;
	if (is(name, "text:tracked-changes") ||
	    is(name, "table:tracked-changes")) {
		od_skip(w, SKIP_DELETED);
		if (!w->job->writing)
			w->job->deleted.count--;	/* by each, below */
		return 0;
	}
	if (is(name, "style:map")) {
		const char *s = xml_attr(attrs, n, "style:condition");

		if (s == NULL || !odf_value_fits(VALUE_CONDITION, s))
			od_skip(w, SKIP_OTHER);
		else
			od_start_tag(w, name, attrs, n);
		return 0;
	}
	if (side_element(w, name, attrs, n) ||
	    od_line_element(w, name, attrs, n) ||
	    od_table_element(w, name, attrs, n) ||
	    od_inside_element(w, name, attrs, n, &err))
		return err;
	switch (odf_element(name)) {
	case ODF_KEEP:
		od_start_tag(w, name, attrs, n);
		break;
	case ODF_UNWRAP:
		break;
	default:
		od_skip(w, SKIP_OTHER);
		return 0;
	}
	body_kind(w, name);
	return 0;
}

/* What is left out is still looked at: a person wants to know. */
static void
skipped(struct walk *w, const char *name)
{
	if (w->why == SKIP_DELETED && !w->job->writing &&
	    (is(name, "text:deletion") || is(name, "table:deletion") ||
	    is(name, "table:cell-content-change")))
		w->job->deleted.count++;
	od_top(w)->text = is(name, "text:p") || is(name, "text:h") ||
	    (w->levels[w->depth - 1].text && strncmp(name, "text:", 5) == 0) ||
	    (w->why == SKIP_HIDDEN && w->skip == w->depth);
}

/* Whose characters belong to the line that it stands in. */
static bool
in_line(const char *name)
{
	return (strncmp(name, "text:", 5) == 0 && !is(name, "text:ruby")) ||
	    strncmp(name, "loext:", 6) == 0;
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct walk *w = ctx;
	struct level *top;
	int r;

	(void)x;
	if (w->depth == XML_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "the XML is nested too deep; "
		    "treat the file as hostile");
	od_flush(w);
	top = &w->levels[++w->depth];
	*top = (struct level){ .written = false };
	od_measure(w, name, attrs, n);
	if (w->skip != 0) {
		skipped(w, name);
		return 0;
	}
	top->text = w->levels[w->depth - 1].text && in_line(name);
	if (w->depth == 1) {
		if (is(name, "math:math") && w->mode == WALK_BODY) {
			w->mime = odf_body_mime(name);
			w->is_formula = true;
			od_paragraph(w);
			top->paragraph = true;
			od_start_tag(w, name, attrs, n);
			od_attr(w, "xmlns:math",
			    "http://www.w3.org/1998/Math/MathML");
		} else if (strncmp(name, "office:document", 15) != 0 &&
		    !is(name, "math:math")) {
			return err_set(ERR_FORMAT, "a part holds something "
			    "else than its place says; ask for the file "
			    "again");
		}
		return 0;
	}
	if (w->depth == 2 && w->mode != WALK_ALL && !w->is_formula &&
	    is(name, "office:body") != (w->mode == WALK_BODY)) {
		od_skip(w, SKIP_OTHER);
		return 0;
	}
	r = element(w, name, attrs, n);
	if (r == 0 && w->skip == w->depth)
		skipped(w, name);
	return r < 0 ? r : bytes_ok(w->out);
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct walk *w = ctx;
	struct level *top = od_top(w);

	(void)x;
	if (w->skip == 0)
		od_flush(w);
	od_measure_end(w, name);
	if (w->skip != 0) {
		if (w->skip == w->depth)
			w->skip = 0;
		w->depth--;
		return 0;
	}
	if (top->cell)
		od_cell_end(w);
	if (top->written && w->open) {
		(void)bytes_add(w->out, "/>", 2);
		w->open = false;
	} else if (top->written) {
		(void)bytes_addf(w->out, "</%s>", name);
	}
	if (top->paragraph)
		od_paragraph_end(w);
	if (top->row)
		od_row_end(w);
	if (top->saved_line)
		w->line = top->line;
	w->depth--;
	return bytes_ok(w->out);
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct walk *w = ctx;
	const struct level *top = od_top(w);
	struct odf_seen *seen;

	(void)x;
	if (w->skip == 0)
		return top->text || top->aside || top->words || top->formula ?
		    bytes_add(&w->chars, s, len) : 0;
	if (w->job->writing || w->why == SKIP_OTHER || !top->text)
		return 0;
	seen = w->why == SKIP_HIDDEN ? &w->job->hidden : &w->job->deleted;
	if (seen->text.max - seen->text.len < len)
		len = seen->text.max - seen->text.len;
	(void)bytes_add(&seen->text, s, len);
	return 0;
}

static int
walk(struct walk *w, enum od_mode mode, const struct bytes *xml,
    struct bytes *out)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text };
	int r;

	w->mode = mode;
	w->in_content = mode != WALK_ALL;
	w->out = out;
	w->depth = w->skip = 0;
	w->open = false;
	w->levels[0] = (struct level){ .written = false };
	w->line = (struct line){ .space = true, .out_space = true };
	bytes_reset(&w->chars);
	if (mode == WALK_STYLES && w->is_formula)
		return 0;
	if ((r = xml_read(xml->data, xml->len, odf_namespaces, &events,
	    w)) < 0)
		return r;
	if (w->job->chars.err < 0)
		return w->job->chars.err;
	return story_ok(w->job->story);
}

/* The member of this name in the folder; ERR_NOT_FOUND. */
static int
member(const struct odf_job *job, const char *folder, const char *name,
    struct bytes *out)
{
	char path[ZIP_NAME_MAX + 32];
	const struct zip_member *m;

	(void)snprintf(path, sizeof path, "%s%s", folder, name);
	if ((m = zip_find(job->zip, path)) == NULL)
		return err_set(ERR_NOT_FOUND, "the package lacks a part that "
		    "it must have; ask for the file again");
	return zip_read(job->zip, m, out);
}

static int
compose(struct odf_parts *parts, bool is_formula, const struct bytes *body,
    const struct bytes *styles, const struct bytes *all)
{
	static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
	    "\n";
	static const char end[] = " office:version=\"1.3\">";

	(void)bytes_add_str(&parts->content, head);
	if (is_formula) {
		(void)bytes_add(&parts->content, body->data, body->len);
		return bytes_ok(&parts->content);
	}
	(void)bytes_addf(&parts->content, "<office:document-content%s%s",
	    odf_declarations, end);
	(void)bytes_add(&parts->content, styles->data, styles->len);
	(void)bytes_add(&parts->content, body->data, body->len);
	(void)bytes_add_str(&parts->content, "</office:document-content>");
	if (all->len > 0) {
		(void)bytes_addf(&parts->styles, "%s<office:document-styles"
		    "%s%s", head, odf_declarations, end);
		(void)bytes_add(&parts->styles, all->data, all->len);
		(void)bytes_add_str(&parts->styles,
		    "</office:document-styles>");
	}
	return bytes_ok(&parts->content) < 0 ? bytes_ok(&parts->content) :
	    bytes_ok(&parts->styles);
}

int
odf_parts_walk(struct odf_job *job, const char *folder, unsigned object,
    struct odf_parts *parts)
{
	struct bytes content = BYTES_INIT(XML_PART_MAX);
	struct bytes styles = BYTES_INIT(XML_PART_MAX);
	struct bytes b = BYTES_INIT(XML_PART_MAX), s = BYTES_INIT(XML_PART_MAX);
	struct bytes t = BYTES_INIT(XML_PART_MAX);
	struct odf_hidden h = ODF_HIDDEN_INIT;
	struct walk *w = NULL;
	int r;

	if ((w = calloc(1, sizeof *w)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->job = job;
	w->folder = folder;
	w->object = object;
	w->hidden = &h;
	w->chars = w->a = w->b = BYTES_INIT(XML_PART_MAX);
	if ((r = member(job, folder, "content.xml", &content)) < 0 ||
	    ((r = member(job, folder, "styles.xml", &styles)) < 0 &&
	    r != ERR_NOT_FOUND))
		goto done;
	if ((r = odf_hidden_add(&h, content.data, content.len, true)) < 0 ||
	    (styles.len > 0 && (r = odf_hidden_add(&h, styles.data,
	    styles.len, false)) < 0) ||
	    (r = walk(w, WALK_BODY, &content, &b)) < 0)
		goto done;
	if ((parts->mime = w->mime) == NULL) {
		r = err_set(ERR_FORMAT, "the document has no body; ask for "
		    "the file again");
		goto done;
	}
	if ((styles.len > 0 && (r = walk(w, WALK_ALL, &styles, &t)) < 0) ||
	    (r = walk(w, WALK_STYLES, &content, &s)) < 0)
		goto done;
	r = compose(parts, w->is_formula, &b, &s, &t);
done:
	bytes_free(&w->chars);
	bytes_free(&w->a);
	bytes_free(&w->b);
	map_free(&w->measured);
	free(w);
	odf_hidden_free(&h);
	bytes_free(&content);
	bytes_free(&styles);
	bytes_free(&b);
	bytes_free(&s);
	bytes_free(&t);
	return r;
}

bool
odf_parts_readable(const struct odf_job *job, const char *folder)
{
	struct bytes content = BYTES_INIT(XML_PART_MAX);
	struct bytes styles = BYTES_INIT(XML_PART_MAX);
	struct odf_hidden h = ODF_HIDDEN_INIT;
	bool can;

	can = member(job, folder, "content.xml", &content) == 0 &&
	    odf_hidden_add(&h, content.data, content.len, true) == 0 &&
	    h.body;
	if (can && member(job, folder, "styles.xml", &styles) == 0)
		can = odf_hidden_add(&h, styles.data, styles.len, false) == 0;
	odf_hidden_free(&h);
	bytes_free(&content);
	bytes_free(&styles);
	return can;
}
