/* docx_draw.c -- pictures, shapes and alternate content in a walk. */
#include <stdio.h>
#include <string.h>

#include "intake/format/office/docx_field.h"
#include "intake/format/office/docx_walk.h"
#include "intake/format/office/part.h"
#include "vault/base/err.h"

#define DRAWINGML "http://schemas.openxmlformats.org/drawingml/2006/"
#define STRICT "http://purl.oclc.org/ooxml/drawingml/"
#define PICTURE_URI DRAWINGML "picture"

/* An attribute that a person reads: cleaned, and a line of the text; unless
 * it is but the path of the file that somebody put in. */
static void
description(struct walk *w, const char *name, const char *value)
{
	struct bytes clean = BYTES_INIT(XML_PART_MAX);

	if (value != NULL && !docx_field_is_path(value))
		chars_put(&w->job->office.chars, value, strlen(value), false, &clean);
	if (clean.len > 0) {
		(void)story_piece(w->job->office.text, PIECE_ASIDE,
		    (char *)clean.data, clean.len, &w->piece);
		if (w->piece.len > 0)
			walk_attr(w, name, bytes_str(&w->piece));
	}
	bytes_free(&clean);
}

/* The relationship to the cleaned picture; 0 after an error. */
static unsigned
picture(struct walk *w, const char *id)
{
	const struct opc_rel *rel;

	rel = id != NULL ? opc_rels_id(w->rels, id) : NULL;
	return office_out_picture(&w->job->office, w->part,
	    "word/document.xml", rel == NULL || rel->external ? "" :
	    rel->target);
}

static int
blip(struct walk *w, const char *name, const struct xml_attr *attrs, size_t n,
    const char *id)
{
	unsigned number;

	if (w->kind >= DOCX_STYLES) {	/* these have no relationships */
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	if ((number = picture(w, id)) == 0)
		return ERR_FAILED;
	walk_start(w, name, attrs, n);
	walk_attr_number(w, name[0] == 'a' ? "r:embed" : "r:id", "rId",
	    number);
	return 0;
}

/* Ink, and what nobody knows: a grey picture stands where it stood. */
static int
foreign_graphic(struct walk *w)
{
	unsigned number;

	if (w->kind >= DOCX_STYLES || (number = picture(w, NULL)) == 0)
		return ERR_FAILED;
	walk_start(w, "a:graphicData", NULL, 0);
	walk_attr(w, "uri", PICTURE_URI);
	walk_write(w, "<pic:pic><pic:nvPicPr><pic:cNvPr id=\"0\" "
	    "name=\"Object\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
	    "<a:blip");
	walk_attr_number(w, "r:embed", "rId", number);
	walk_write(w, "/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
	    "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"914400\" "
	    "cy=\"914400\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
	    "</a:prstGeom></pic:spPr></pic:pic>");
	w->skip = w->depth;		/* what it held goes */
	w->why = SKIP_OTHER;
	walk_write(w, "</a:graphicData>");
	return 0;
}

/* A part of its own that this one relates to; 0: there is none. */
static unsigned
common_part(struct walk *w, const char *id)
{
	const struct opc_rel *rel = id != NULL ?
	    opc_rels_id(w->rels, id) : NULL;
	const struct office_kind *kind = rel == NULL || rel->external ? NULL :
	    part_common_kind(rel->type);
	const struct office_part *p = kind == NULL ? NULL :
	    office_job_part(&w->job->office, kind, rel->target);

	return p == NULL ? 0 : office_out_relate(w->part, kind->relation,
	    "word/document.xml", p->name, false);
}

/* A chart or a diagram, with the frame that was not written yet. */
static int
chart(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	static const char *const chart_ids[] = { "r:id", NULL };
	static const char *const diagram_ids[] = { "r:dm", "r:lo", "r:qs",
	    "r:cs", NULL };
	bool diagram = strcmp(name, "dgm:relIds") == 0;
	const char *const *ids = diagram ? diagram_ids : chart_ids;
	const char *what = diagram ? "diagram" : "chart";
	unsigned number[4];
	size_t i;

	if (walk_around(w) != PLACE_GRAPHIC || w->kind >= DOCX_STYLES) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return 0;
	}
	for (i = 0; ids[i] != NULL; i++)
		if ((number[i] = common_part(w, xml_attr(attrs, n,
		    ids[i]))) == 0)
			return foreign_graphic(w);
	walk_close(w);
	(void)bytes_addf(w->out, "<a:graphicData uri=\"" DRAWINGML "%s\">"
	    "<%s xmlns:%.*s=\"" DRAWINGML "%s\"", what, name,
	    (int)strcspn(name, ":"), name, what);
	for (i = 0; ids[i] != NULL; i++)
		walk_attr_number(w, ids[i], "rId", number[i]);
	(void)bytes_add_str(w->out, "/></a:graphicData>");
	w->skip = w->depth;		/* what was put stays */
	w->why = SKIP_OTHER;
	return 0;
}

static int
graphic_data(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	static const char *const known[] = { PICTURE_URI,
	    "http://purl.oclc.org/ooxml/drawingml/picture",
	    "http://schemas.microsoft.com/office/word/2010/"
	    "wordprocessingShape",
	    "http://schemas.microsoft.com/office/word/2010/"
	    "wordprocessingGroup",
	    "http://schemas.microsoft.com/office/word/2010/"
	    "wordprocessingCanvas", NULL };
	const char *uri = xml_attr(attrs, n, "uri");
	size_t i;

	for (i = 0; uri != NULL && known[i] != NULL; i++)
		if (strcmp(uri, known[i]) == 0) {
			walk_start(w, name, NULL, 0);
			walk_attr(w, "uri", i == 1 ? known[0] : known[i]);
			return 0;
		}
	if (uri != NULL && (strcmp(uri, DRAWINGML "chart") == 0 ||
	    strcmp(uri, DRAWINGML "diagram") == 0 ||
	    strncmp(uri, STRICT, strlen(STRICT)) == 0)) {
		walk_top(w)->place = PLACE_GRAPHIC;	/* chart() writes it */
		return 0;
	}
	return foreign_graphic(w);
}

/* A picture that is a link. */
static void
picture_link(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	const char *id = xml_attr(attrs, n, "r:id");
	const struct opc_rel *rel;
	unsigned number;

	rel = id != NULL && w->kind < DOCX_STYLES ?
	    opc_rels_id(w->rels, id) : NULL;
	if (rel == NULL || !rel->external ||
	    !docx_field_target(rel->target) ||
	    story_piece(w->job->office.text, PIECE_TARGET, rel->target,
	    strlen(rel->target), &w->piece)) {
		walk_skip(w, w->depth, SKIP_OTHER);
		return;
	}
	number = docx_part_relate(w->part, "hyperlink", rel->target, true);
	walk_start(w, "a:hlinkClick", NULL, 0);
	walk_attr_number(w, "r:id", "rId", number);
}

/* Names and ids of shapes are counted anew; only Word's own description of a
 * drawing is shown to readers, so only that one stays. */
static void
shape_name(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	walk_start(w, name, NULL, 0);
	w->job->office.objects++;
	walk_attr_number(w, "id", "", w->job->office.objects);
	walk_attr_number(w, "name", "Object ", w->job->office.objects);
	if (strcmp(name, "wp:docPr") == 0) {
		description(w, "descr", xml_attr(attrs, n, "descr"));
		description(w, "title", xml_attr(attrs, n, "title"));
	}
}

/* Can what `requires` names be written?  The prefixes, as we write them. */
static bool
choice_is_ours(struct xml *x, const char *s, struct bytes *prefixes)
{
	static const char *const ours[] = { "wps", "wpg", "wpc", "wp14", "m",
	    "v", "w", "wp", "a", "pic", NULL };
	const char *prefix;
	size_t len, i;

	while (*s != '\0') {
		len = strcspn(s, " \t\n\r");
		if (len > 0) {
			prefix = xml_prefix(x, s, len);
			for (i = 0; prefix != NULL && ours[i] != NULL; i++)
				if (strcmp(prefix, ours[i]) == 0)
					break;
			if (prefix == NULL || ours[i] == NULL)
				return false;
			(void)bytes_addf(prefixes, "%s%s",
			    prefixes->len > 0 ? " " : "", prefix);
		}
		s += len + (s[len] != '\0');
	}
	return prefixes->len > 0;
}

static void
alternate(struct walk *w, struct xml *x, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	const char *requires = xml_attr(attrs, n, "Requires");
	struct level *around = &w->levels[w->depth - 1];
	struct bytes prefixes = BYTES_INIT(256);

	if (strcmp(name, "mc:AlternateContent") == 0) {
		walk_top(w)->place = PLACE_ALTERNATE;
	} else if (strcmp(name, "mc:Choice") == 0 && requires != NULL &&
	    around->place == PLACE_ALTERNATE &&
	    choice_is_ours(x, requires, &prefixes)) {
		if (!around->flag) {
			walk_write(w, "<mc:AlternateContent>");
			around->flag = around->written = true;
		}
		walk_start(w, name, NULL, 0);
		walk_attr(w, "Requires", bytes_str(&prefixes));
		walk_inherit(w, w->depth - 2);
	} else if (strcmp(name, "mc:Fallback") == 0 &&
	    around->place == PLACE_ALTERNATE) {
		/* With no choice left its content simply stands there. */
		if (around->flag)
			walk_start(w, name, NULL, 0);
		walk_inherit(w, w->depth - 2);
	} else {
		walk_skip(w, w->depth, SKIP_OTHER);
	}
	bytes_free(&prefixes);
}

bool
walk_draw_element(struct walk *w, struct xml *x, const char *name,
    const struct xml_attr *attrs, size_t n, int *err)
{
	if (strncmp(name, "mc:", 3) == 0)
		alternate(w, x, name, attrs, n);
	else if (strcmp(name, "wp:docPr") == 0 ||
	    (strchr(name, ':') != NULL &&
	    strcmp(strchr(name, ':'), ":cNvPr") == 0))
		shape_name(w, name, attrs, n);
	else if (strcmp(name, "a:blip") == 0)
		*err = blip(w, name, attrs, n, xml_attr(attrs, n, "r:embed"));
	else if (strcmp(name, "v:imagedata") == 0)
		*err = blip(w, name, attrs, n, xml_attr(attrs, n, "r:id"));
	else if (strcmp(name, "a:graphicData") == 0)
		*err = graphic_data(w, name, attrs, n);
	else if (strcmp(name, "c:chart") == 0 ||
	    strcmp(name, "dgm:relIds") == 0)
		*err = chart(w, name, attrs, n);
	else if (strcmp(name, "a:hlinkClick") == 0)
		picture_link(w, attrs, n);
	else if (strcmp(name, "v:textpath") == 0) {
		walk_start(w, name, attrs, n);
		description(w, "string", xml_attr(attrs, n, "string"));
	} else
		return false;
	return true;
}

void
walk_shape_description(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	description(w, "alt", xml_attr(attrs, n, "alt"));
}
