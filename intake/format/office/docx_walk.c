/* docx_walk.c -- walk a part and write what may stay; see docx_walk.h. */
#include "intake/format/office/docx_walk.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/office/docx_names.h"
#include "vault/base/err.h"

struct level *
walk_top(struct walk *w)
{
	return &w->levels[w->depth];
}

enum walk_place
walk_around(const struct walk *w)
{
	return w->levels[w->depth - 1].place;
}

void
walk_inherit(struct walk *w, unsigned from)
{
	walk_top(w)->place = w->levels[from].place;
	walk_top(w)->inherited = true;
}

void
walk_close(struct walk *w)
{
	if (w->open)
		(void)bytes_add(w->out, ">", 1);
	w->open = false;
}

void
walk_write(struct walk *w, const char *s)
{
	walk_close(w);
	(void)bytes_add_str(w->out, s);
}

void
walk_attr(struct walk *w, const char *name, const char *value)
{
	xml_put_attr(w->out, name, value);
}

void
walk_attr_number(struct walk *w, const char *name, const char *prefix,
    unsigned value)
{
	(void)bytes_addf(w->out, " %s=\"%s%u\"", name, prefix, value);
}

void
walk_start(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *instead;
	size_t i;

	walk_close(w);
	(void)bytes_add(w->out, "<", 1);
	(void)bytes_add_str(w->out, name);
	for (i = 0; i < n; i++) {
		if (!docx_attribute(name, attrs[i].name, attrs[i].value))
			continue;
		instead = walk_measured_attr(w, name, attrs[i].name,
		    attrs[i].value);
		if (instead == NULL)
			walk_attr(w, attrs[i].name, attrs[i].value);
		else if (*instead != '\0')
			walk_attr(w, attrs[i].name, instead);
	}
	w->open = true;
	walk_top(w)->written = true;
}

static void
end_tag(struct walk *w, const char *name)
{
	if (w->open) {
		(void)bytes_add(w->out, "/>", 2);
		w->open = false;
		return;
	}
	(void)bytes_addf(w->out, "</%s>", name);
}

/* As it was before the element. */
static void
cut_back(struct walk *w, const struct level *l)
{
	if (w->out->len > l->mark)
		w->out->len = l->mark;
	w->open = l->was_open;
}

void
walk_skip(struct walk *w, unsigned level, enum skipping why)
{
	if (w->levels[level].calls != story_calls(w->job->office.text))
		level = w->depth;
	cut_back(w, &w->levels[level]);
	w->skip = level;
	w->why = why;
	if (w->job->office.writing)
		return;
	if (why == SKIP_HIDDEN)
		w->job->office.hidden.count++;
	else if (why == SKIP_DELETED)
		w->job->office.deleted.count++;
}

/* Elements that mean something to the walk beside being kept. */
static void
enter(struct walk *w, const char *name)
{
	struct level *top = walk_top(w);

	if (strcmp(name, "w:p") == 0) {
		top->place = PLACE_PARAGRAPH;
		top->hidden = w->hidden;
		w->hidden = false;
		story_paragraph(w->job->office.text);
	} else if (strcmp(name, "w:pPr") == 0) {
		if (walk_around(w) == PLACE_PARAGRAPH)
			top->place = PLACE_PARAGRAPH_PROPERTIES;
	} else if (strcmp(name, "w:r") == 0) {
		top->place = PLACE_RUN;
		top->body = w->out->len;
		top->vanish = -1;
		top->around = w->run;
		w->run = w->depth;
	} else if (strcmp(name, "w:tbl") == 0) {
		top->place = PLACE_TABLE;
	} else if (strcmp(name, "w:tr") == 0) {
		top->place = PLACE_ROW;
		story_row(w->job->office.text);
	} else if (strcmp(name, "w:tc") == 0) {
		story_cell(w->job->office.text);
	} else if (strcmp(name, "w:trPr") == 0) {
		top->place = PLACE_ROW_PROPERTIES;
	} else if (strcmp(name, "w:rt") == 0) {
		top->place = PLACE_RUBY;
	} else if (docx_number_text(name)) {
		top->place = PLACE_NUMBER;
	}
}

/* A text box is a story of its own inside a run. */
static int
enter_box(struct walk *w)
{
	if (w->nboxes == STORY_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "text boxes are nested too deep; "
		    "treat the file as hostile");
	walk_top(w)->place = PLACE_BOX;
	w->boxes[w->nboxes].base = w->base;
	w->boxes[w->nboxes].ninstructions = w->ninstructions;
	w->boxes[w->nboxes++].hidden = w->hidden;
	w->base = w->nfields;
	w->ninstructions = 0;
	return 0;
}

static void
leave_box(struct walk *w)
{
	w->nboxes--;
	w->nfields = w->base;
	w->base = w->boxes[w->nboxes].base;
	w->ninstructions = w->boxes[w->nboxes].ninstructions;
	w->hidden = w->boxes[w->nboxes].hidden;
}

static int
special(struct walk *w, struct xml *x, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	unsigned level;
	int err = 0;

	if (strcmp(name, "w:bookmarkStart") == 0 ||
	    strcmp(name, "w:bookmarkEnd") == 0)
		return walk_bookmark_element(w, name, attrs, n);
	if (strcmp(name, "w:headerReference") == 0 ||
	    strcmp(name, "w:footerReference") == 0)
		return walk_story(w, name, attrs, n);
	if (walk_run_element(w, name, attrs, n, &err) ||
	    walk_draw_element(w, x, name, attrs, n, &err))
		return err;
	if (walk_around(w) == PLACE_ROW_PROPERTIES &&
	    (strcmp(name, "w:del") == 0 || strcmp(name, "w:hidden") == 0)) {
		for (level = w->depth; level > 1 &&
		    w->levels[level].place != PLACE_ROW; level--)
			;
		walk_skip(w, level > 1 ? level : w->depth,
		    name[2] == 'd' ? SKIP_DELETED : SKIP_HIDDEN);
		return 0;
	}
	walk_skip(w, w->depth, strcmp(name, "w:del") == 0 &&
	    walk_around(w) != PLACE_RUN_PROPERTIES ? SKIP_DELETED :
	    SKIP_OTHER);
	return 0;
}

/* What would give text, and has no business among properties. */
static bool
gives_text(const char *name)
{
	static const char *const can[] = { "w:tab", "w:vanish", "w:del",
	    "w:hidden", "w:headerReference", "w:footerReference", NULL };
	static const char *const may[] = { "w:p", "w:r", "w:tbl", "w:drawing",
	    "w:pict", "w:txbxContent", NULL };
	size_t i;

	if (docx_element(name) != RULE_SPECIAL) {
		for (i = 0; may[i] != NULL; i++)
			if (strcmp(name, may[i]) == 0)
				return true;
		return false;
	}
	for (i = 0; can[i] != NULL; i++)
		if (strcmp(name, can[i]) == 0)
			return false;
	return true;
}

static int
element(struct walk *w, struct xml *x, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	walk_top(w)->quiet = w->levels[w->depth - 1].quiet ||
	    strcmp(name, "w:rPr") == 0 || strcmp(name, "w:pPr") == 0;
	if (walk_top(w)->quiet && gives_text(name)) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	if (walk_measured(w, name)) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	if (walk_run_rules(w, name, attrs, n))
		return 0;
	if (w->kind == DOCX_SETTINGS && !docx_setting(name)) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	if (w->kind == DOCX_SETTINGS && strcmp(name, "w:compatSetting") == 0)
		return walk_compat(w, attrs, n);
	if (strcmp(name, "w:footnote") == 0 || strcmp(name, "w:endnote") == 0)
		return walk_note(w, name, attrs, n);
	if (strcmp(name, "w:txbxContent") == 0) {
		walk_start(w, name, NULL, 0);
		return enter_box(w);
	}
	if (w->kind == DOCX_SETTINGS) {
		walk_start(w, name, attrs, n);
		return 0;
	}
	if (walk_style_element(w, name, attrs, n))
		return 0;
	switch (docx_element(name)) {
	case RULE_KEEP:
		walk_start(w, name, attrs, n);
		if (name[0] == 'v')
			walk_shape_description(w, attrs, n);
		enter(w, name);
		return 0;
	case RULE_UNWRAP:
		walk_inherit(w, w->depth - 1);
		return 0;
	case RULE_SPECIAL:
		return special(w, x, name, attrs, n);
	default:
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
}

/* What is left out is still looked at: fields must end, and a person wants to
 * know what was hidden. */
static int
skipped(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	if (strcmp(name, "w:fldChar") == 0)
		return walk_field_char(w, attrs, n);
	if (strcmp(name, "w:t") == 0 || strcmp(name, "w:delText") == 0)
		w->skipped_text = w->depth;
	return 0;
}

static int
on_start(struct xml *x, void *ctx, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct walk *w = ctx;
	struct level *top;
	int r;

	if (w->depth == XML_DEPTH_MAX)
		return err_set(ERR_TOO_BIG, "the XML is nested too deep; "
		    "treat the file as hostile");
	top = &w->levels[++w->depth];
	*top = (struct level){ .place = PLACE_OTHER, .mark = w->out->len,
	    .was_open = w->open,
	    .calls = story_calls(w->job->office.text) };
	walk_measure(w, name, attrs, n);
	if (w->skip != 0)
		return skipped(w, name, attrs, n);
	if (w->depth == 1) {
		if (strcmp(name, w->root) != 0)
			return err_set(ERR_FORMAT, "a part holds something "
			    "else than its place says; ask for the file "
			    "again");
		(void)bytes_addf(w->out, "<%s%s", name,
		    w->kind == DOCX_THEME ? docx_theme_declarations :
		    docx_declarations);
		w->open = top->written = true;
		return 0;
	}
	r = element(w, x, name, attrs, n);
	/* Left out just now, it may be a field's mark all the same. */
	if (r == 0 && w->skip != 0 && w->skip != w->depth)
		r = skipped(w, name, attrs, n);
	return r < 0 ? r : bytes_ok(w->out);
}

static void
leave(struct walk *w, const char *name)
{
	struct level *top = walk_top(w);
	unsigned level;

	if (top->inherited)
		return;
	switch (top->place) {
	case PLACE_PARAGRAPH:
		story_paragraph_end(w->job->office.text);
		w->hidden = top->hidden;
		break;
	case PLACE_RUN:
		if (w->out->len == top->body) {
			cut_back(w, top);	/* nothing stands in it */
			top->written = false;
		}
		break;
	case PLACE_ROW:
		story_row_end(w->job->office.text);
		for (level = w->depth - 1; level > 1 &&
		    w->levels[level].inherited; level--)
			;
		w->levels[level].flag |= w->levels[level].place ==
		    PLACE_TABLE;
		break;
	case PLACE_TABLE:
		if (!top->flag && top->calls ==
		    story_calls(w->job->office.text)) {
			cut_back(w, top);
			top->written = false;
		}
		break;
	case PLACE_BOX:
		leave_box(w);
		break;
	case PLACE_TEXT:
	case PLACE_MATH_TEXT:
		walk_run_text(w, name);
		break;
	default:
		break;
	}
}

static int
on_end(struct xml *x, void *ctx, const char *name)
{
	struct walk *w = ctx;
	struct level *top = walk_top(w);

	(void)x;
	walk_measure_end(w);
	if (w->skip != 0) {
		if (w->skipped_text == w->depth)
			w->skipped_text = 0;
		if (w->skip == w->depth) {
			if (top->place == PLACE_ROW)
				story_row_end(w->job->office.text);
			w->skip = 0;
			w->why = SKIP_NOT;
		}
		if (w->run == w->depth)
			w->run = top->around;
		w->depth--;
		return 0;
	}
	leave(w, name);
	if (top->written)
		end_tag(w, name);
	if (w->run == w->depth)
		w->run = top->around;
	w->depth--;
	if (top->place == PLACE_RUN_PROPERTIES && !top->inherited)
		walk_top(w)->body = w->out->len;
	return bytes_ok(w->out);
}

static int
on_text(struct xml *x, void *ctx, const char *s, size_t len)
{
	struct walk *w = ctx;
	struct office_seen *seen;

	(void)x;
	if (w->skip != 0) {
		if (w->skipped_text == 0 || w->job->office.writing ||
		    (w->why != SKIP_HIDDEN && w->why != SKIP_DELETED))
			return 0;
		seen = w->why == SKIP_HIDDEN ? &w->job->office.hidden :
		    &w->job->office.deleted;
		if (len <= OFFICE_SEEN_MAX - seen->text.len)
			(void)bytes_add(&seen->text, s, len);
		return 0;
	}
	switch (walk_top(w)->place) {
	case PLACE_TEXT:
	case PLACE_MATH_TEXT:
		return bytes_add(&w->chars, s, len);
	case PLACE_INSTRUCTION:
		return bytes_add(&w->instruction, s, len);
	case PLACE_NUMBER:
		walk_close(w);
		xml_put_text(w->out, s, len < 32 ? len : 0);
		return bytes_ok(w->out);
	default:
		return 0;
	}
}

int
docx_walk(struct docx_job *job, enum docx_kind kind, const char *part,
    const struct opc_rels *rels, struct office_out *out)
{
	static const struct xml_events events = { .start = on_start,
	    .end = on_end, .text = on_text };
	static const char *const roots[] = { "w:document", "w:hdr", "w:ftr",
	    "w:footnotes", "w:endnotes", "w:styles", "w:numbering",
	    "w:settings", "a:theme" };
	struct bytes xml = BYTES_INIT(XML_PART_MAX);
	struct walk *w;
	int r;

	if ((w = calloc(1, sizeof *w)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->job = job;
	w->kind = kind;
	w->root = roots[kind];
	w->rels = rels;
	w->part = out;
	w->out = &out->xml;
	w->instruction = BYTES_INIT(XML_PART_MAX);
	w->chars = w->piece = w->measured = BYTES_INIT(XML_PART_MAX);
	if ((r = opc_read(job->office.package, part, &xml)) < 0)
		goto done;
	(void)bytes_add_str(w->out, "<?xml version=\"1.0\" "
	    "encoding=\"UTF-8\" standalone=\"yes\"?>\n");
	if ((r = xml_read(xml.data, xml.len, office_namespaces, &events,
	    w)) < 0 || (r = story_ok(job->office.text)) < 0 || (r = job->office.chars.err) < 0)
		goto done;
	r = bytes_ok(&out->rels);
done:
	bytes_free(&w->instruction);
	bytes_free(&w->chars);
	bytes_free(&w->piece);
	bytes_free(&w->measured);
	bytes_free(&xml);
	free(w);
	return r;
}
