/* odf_measure.c -- what was measured of text that is redacted (odf_walk.h). */
#include <string.h>

#include "intake/format/odf/odf_walk.h"
#include "vault/base/err.h"

#define HOLDS_TEXT 1u		/* noted of a shape */

#define SHAPE_WIDTH "6cm"
#define SHAPE_HEIGHT "1cm"
#define COLUMN_WIDTH "3cm"

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

/* Shapes that text can stand in. */
static bool
is_shape(const char *name)
{
	static const char *const names[] = { "frame", "custom-shape", "rect",
	    "ellipse", "circle", "caption", "polygon", "polyline", "path",
	    "regular-polygon", "line", "connector", "measure" };

	if (strncmp(name, "draw:", 5) != 0)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (is(name + 5, names[i]))
			return true;
	return false;
}

/* The shape that the walk is in; 0. */
static unsigned
shape(const struct walk *w)
{
	for (unsigned i = w->depth; i > 0; i--)
		if (w->levels[i].stretch != 0 && !w->levels[i].is_sheet)
			return i;
	return 0;
}

static void
begin(struct walk *w)
{
	struct level *top = od_top(w);

	top->stretch = story_stretch(w->job->story) + 1;
	top->touched = story_touched(w->job->story, top->stretch - 1);
}

/* A style of a column or a row of a sheet that is edited. */
static void
measured_style(struct walk *w, const struct xml_attr *attrs, size_t n)
{
	const char *style = xml_attr(attrs, n, "table:style-name");
	struct map_entry *e;

	for (unsigned i = w->depth; i > 0; i--) {
		if (!w->levels[i].is_sheet)
			continue;
		if (w->levels[i].touched && style != NULL) {
			if ((e = map_put(&w->measured, style)) != NULL)
				e->value = 1;
			else
				w->out->failed = ERR_NO_MEMORY;
		}
		return;
	}
}

void
od_measure(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	const char *style;
	unsigned at;

	if (w->mode == WALK_STYLES && is(name, "style:style")) {
		style = xml_attr(attrs, n, "style:name");
		w->in_measured = style != NULL &&
		    map_find(&w->measured, style) != NULL;
	}
	if (is(name, "table:table") && w->sheets) {
		begin(w);
		od_top(w)->is_sheet = true;
	} else if (is(name, "table:table-column") ||
	    is(name, "table:table-row")) {
		measured_style(w, attrs, n);
	} else if (is_shape(name)) {
		begin(w);
		od_top(w)->wide = odf_hidden_is(w->hidden, w->in_content,
		    "graphic", xml_attr(attrs, n, "draw:style-name")) ||
		    odf_hidden_is(w->hidden, w->in_content, "presentation",
		    xml_attr(attrs, n, "presentation:style-name"));
	} else if ((is(name, "draw:text-box") || is(name, "text:p") ||
	    is(name, "table:table")) && (at = shape(w)) != 0) {
		story_note(w->job->story, w->levels[at].stretch - 1,
		    HOLDS_TEXT);
	}
}

void
od_measure_end(struct walk *w, const char *name)
{
	const struct level *top = od_top(w);

	if (top->stretch != 0)
		story_stretch_end(w->job->story, top->stretch - 1);
	if (is(name, "style:style"))
		w->in_measured = false;
}

const char *
od_measured(const struct walk *w, const char *element, const char *name)
{
	const struct level *s;
	unsigned at;

	if (!w->job->redacting)
		return NULL;
	if (w->in_measured) {
		if (is(name, "style:column-width"))
			return COLUMN_WIDTH;
		return is(name, "style:row-height") ||
		    is(name, "style:rel-column-width") ? "" : NULL;
	}
	if ((!is_shape(element) && !is(element, "draw:text-box")) ||
	    (at = shape(w)) == 0)
		return NULL;
	s = &w->levels[at];
	if (!s->touched || (story_noted(w->job->story, s->stretch - 1) &
	    HOLDS_TEXT) == 0)
		return NULL;
	if (is(name, "svg:width"))
		return s->wide ? SHAPE_WIDTH : NULL;
	if (is(name, "svg:height"))
		return SHAPE_HEIGHT;
	return is(name, "fo:min-height") || is(name, "fo:min-width") ? "" :
	    NULL;
}
