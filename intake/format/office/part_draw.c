/* part_draw.c -- shapes, texts, pictures, links and tables of DrawingML, in
 * whatever part they stand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/part.h"
#include "intake/format/office/words.h"
#include "intake/format/package/xml.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define NO_GUID "{00000000-0000-0000-0000-000000000000}"
#define DIAGRAM_URI "http://schemas.openxmlformats.org/drawingml/2006/diagram"
#define CHART_URI "http://schemas.openxmlformats.org/drawingml/2006/chart"
#define TABLE_URI "http://schemas.openxmlformats.org/drawingml/2006/table"

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static bool
ends(const char *name, const char *what)
{
	const char *colon = strchr(name, ':');

	return colon != NULL && strcmp(colon + 1, what) == 0;
}

/* Ids stay, for animations and connectors refer to them; names are new. */
static void
shape_name(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "id"), *hidden;
	unsigned long number = id != NULL ? strtoul(id, NULL, 10) : 0;

	if (number > 0x7fffffff)
		number = 0;
	part_open(w, name);
	part_attr_number(w, "id", "", (unsigned)number);
	part_attr_number(w, "name", "Object ", (unsigned)number);
	part_words(w, "descr", xml_attr(attrs, n, "descr"));
	part_words(w, "title", xml_attr(attrs, n, "title"));
	hidden = xml_attr(attrs, n, "hidden");
	if (hidden != NULL && xml_is_on(hidden) && !w->job->writing)
		w->job->hidden.count++;
}

static void
blip(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *id = xml_attr(attrs, n, "r:embed");
	const struct opc_rel *rel = id != NULL && *id != '\0' ?
	    opc_rels_id(w->rels, id) : NULL;
	unsigned number = office_out_picture(w->job, w->part, w->name,
	    rel != NULL && !rel->external ? rel->target : "");
	size_t i;

	part_open(w, name);
	for (i = 0; i < n; i++)
		if (is(attrs[i].name, "cstate") &&
		    words_attribute(name, attrs[i].name, attrs[i].value))
			part_attr(w, attrs[i].name, attrs[i].value);
		else if (strncmp(attrs[i].name, "r:", 2) != 0)
			office_job_dropped(w->job, name, attrs[i].name);
	part_attr_number(w, "r:embed", "rId", number);
}

/* A link leads to a page, to another slide, or to the next one. */
static void
link_to(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	static const char *const jumps[] = { "ppaction://hlinksldjump",
	    "ppaction://hlinkshowjump?jump=nextslide",
	    "ppaction://hlinkshowjump?jump=previousslide",
	    "ppaction://hlinkshowjump?jump=firstslide",
	    "ppaction://hlinkshowjump?jump=lastslide",
	    "ppaction://hlinkshowjump?jump=lastslideviewed",
	    "ppaction://hlinkshowjump?jump=endshow", "ppaction://noaction" };
	const char *id = xml_attr(attrs, n, "r:id");
	const char *action = xml_attr(attrs, n, "action");
	const char *jump = NULL;
	unsigned number = 0;
	size_t i;

	for (i = 0; action != NULL && i < sizeof jumps / sizeof jumps[0]; i++)
		if (is(action, jumps[i]))
			jump = jumps[i];
	if (id != NULL && *id != '\0' && (action == NULL || *action == '\0' ||
	    jump == jumps[0]))
		number = part_relation(w, id);
	if (number == 0 && (jump == NULL || jump == jumps[0] || id == NULL ||
	    *id != '\0')) {
		part_skip(w, w->depth);
		return;
	}
	part_open(w, name);
	if (number != 0)
		part_attr_number(w, "r:id", "rId", number);
	else
		part_attr(w, "r:id", "");
	if (jump != NULL)
		part_attr(w, "action", jump);
}

/* What the frame in hand shows; an object shows the picture drawn of it. */
static void
graphic_data(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	static const char *const known[] = { TABLE_URI, CHART_URI,
	    DIAGRAM_URI };
	static const char *const strict[] = {
	    "http://purl.oclc.org/ooxml/drawingml/table",
	    "http://purl.oclc.org/ooxml/drawingml/chart",
	    "http://purl.oclc.org/ooxml/drawingml/diagram" };
	const char *uri = xml_attr(attrs, n, "uri");
	unsigned level = w->depth;
	size_t i;

	for (i = 0; uri != NULL && i < 3; i++)
		if (is(uri, known[i]) || is(uri, strict[i])) {
			part_open(w, name);
			part_attr(w, "uri", known[i]);
			return;
		}
	/* a:graphic, p:graphicFrame, and so on outwards */
	level = level > 2 ? level - 2 : 1;
	part_only(w, level, strncmp(w->kind->root, "xdr:", 4) == 0 ?
	    "xdr:pic" : "p:pic");
}

void
part_relations(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	unsigned number[4] = { 0, 0, 0, 0 };
	size_t i, k = 0;

	for (i = 0; i < n && k < 4; i++)
		if (strncmp(attrs[i].name, "r:", 2) == 0)
			number[k++] = part_relation(w, attrs[i].value);
	for (i = 0; i < k && number[i] != 0; i++)
		;
	if (k == 0 || i < k) {
		office_job_dropped(w->job, name, NULL);
		part_skip(w, w->depth);
		return;
	}
	part_open(w, name);
	for (i = k = 0; i < n && k < 4; i++)
		if (strncmp(attrs[i].name, "r:", 2) == 0)
			part_attr_number(w, attrs[i].name, "rId", number[k++]);
}

/* Paragraphs are lines; those of a table's row are one line together. */
static void
paragraph(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	part_start(w, name, attrs, n);
	if (w->row == 0) {
		story_paragraph(w->job->text);
		part_top(w)->state = 1;
	} else if (w->began) {
		story_fixed(w->job->text, " ");
	}
	w->began = true;
}

static void
table_part(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	part_start(w, name, attrs, n);
	if (is(name, "a:tr") && w->row == 0) {
		story_paragraph(w->job->text);
		part_top(w)->state = 1;
		w->row = w->depth;
	} else if (is(name, "a:tc") && w->row != 0) {
		if (w->levels[w->row].place == PART_OTHER)
			w->levels[w->row].place = PART_ALTERNATE_DONE;
		else
			story_fixed(w->job->text, "\t");
		w->began = false;
	}
}

/* Names that a schema asks for and that say nothing. */
static bool
plain_name(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *s = xml_attr(attrs, n, "name");
	const char *id = xml_attr(attrs, n, "styleId");
	const char *val = xml_attr(attrs, n, "val");

	if (is(name, "a:clrScheme") || is(name, "a:fontScheme") ||
	    is(name, "a:fmtScheme")) {
		part_open(w, name);
		part_attr(w, "name", "Office");
		return true;
	}
	if (is(name, "a:gd") && s != NULL && words_is_token(s)) {
		const char *fmla = xml_attr(attrs, n, "fmla");

		part_open(w, name);
		part_attr(w, "name", s);
		part_attr(w, "fmla", fmla != NULL && words_attribute(name,
		    "fmla", fmla) ? fmla : "val 0");
		return true;
	}
	if (is(name, "a:tblStyle")) {
		part_open(w, name);
		part_attr(w, "styleId", id != NULL && strlen(id) == 38 &&
		    strspn(id, "{}-0123456789ABCDEFabcdef") == 38 ? id :
		    NO_GUID);
		part_attr_number(w, "styleName", "Style ",
		    ++w->job->objects);
		return true;
	}
	if (is(name, "x:name") || is(name, "x:rFont")) {
		part_open(w, name);	/* of a font */
		part_attr(w, "val", val != NULL && words_attribute("a:latin",
		    "typeface", val) ? val : "Calibri");
		return true;
	}
	if (is(name, "a:buChar")) {
		s = xml_attr(attrs, n, "char");
		part_open(w, name);
		part_attr(w, "char", s != NULL && strlen(s) <= 4 ? s : "-");
		return true;
	}
	return false;
}

static void
field(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *type = xml_attr(attrs, n, "type");

	part_open(w, name);
	part_attr(w, "id", NO_GUID);
	if (type != NULL && words_is_token(type))
		part_attr(w, "type", type);
}

bool
part_draw(struct part_walk *w, const char *name, const struct xml_attr *attrs,
    size_t n, int *err)
{
	(void)err;
	if (ends(name, "cNvPr")) {
		shape_name(w, name, attrs, n);
	} else if (is(name, "a:p")) {
		paragraph(w, name, attrs, n);
	} else if (is(name, "a:tr") || is(name, "a:tc")) {
		table_part(w, name, attrs, n);
	} else if (is(name, "a:t")) {
		part_open(w, name);
		part_top(w)->place = PART_TEXT;
		bytes_reset(&w->chars);
	} else if (is(name, "a:br")) {
		part_start(w, name, attrs, n);
		story_fixed(w->job->text, w->row != 0 ? " " : "\n");
	} else if (is(name, "a:fld")) {
		field(w, name, attrs, n);
	} else if (is(name, "a:blip")) {
		blip(w, name, attrs, n);
	} else if (is(name, "a:hlinkClick") || is(name, "a:hlinkHover") ||
	    is(name, "a:hlinkMouseOver")) {
		link_to(w, name, attrs, n);
	} else if (is(name, "a:graphicData")) {
		graphic_data(w, name, attrs, n);
	} else if (is(name, "c:userShapes") || is(name, "dgm:relIds") ||
	    (is(name, "c:chart") && xml_attr(attrs, n, "r:id") != NULL)) {
		part_relations(w, name, attrs, n);
	} else {
		return plain_name(w, name, attrs, n);
	}
	return true;
}

void
part_draw_end(struct part_walk *w, const char *name)
{
	if ((is(name, "a:p") || is(name, "a:tr")) &&
	    part_top(w)->state == 1) {
		story_paragraph_end(w->job->text);
		if (w->row == w->depth)
			w->row = 0;
	}
}
