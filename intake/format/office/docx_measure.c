/* docx_measure.c -- what was measured of text that is redacted (docx_walk.h). */
#include <string.h>
#include <strings.h>

#include "intake/format/office/docx_walk.h"

/* Noted of a drawing: its height, its width is that of its text. */
#define FITS_HEIGHT 1u
#define FITS_WIDTH 2u

#define BOX_WIDTH "2000000"	/* EMU */
#define BOX_HEIGHT "400000"
#define BOX_STYLE "width:157pt;height:31pt"

static bool
is(const char *name, const char *what)
{
	return strcmp(name, what) == 0;
}

static bool
is_drawing(const char *name)
{
	return is(name, "w:drawing") || is(name, "w:pict") ||
	    is(name, "w:object");
}

/* The innermost drawing that the walk is in; NULL. */
static const struct level *
drawing(const struct walk *w)
{
	for (unsigned i = w->depth; i > 0; i--)
		if (w->levels[i].stretch != 0 &&
		    w->levels[i].place != PLACE_TABLE &&
		    w->levels[i].place != PLACE_PARAGRAPH)
			return &w->levels[i];
	return NULL;
}

/* Does the box say that it is as large as what is in it? */
static unsigned
fits(const char *name, const struct xml_attr *attrs, size_t n)
{
	const char *wrap = xml_attr(attrs, n, "wrap");
	const char *style = xml_attr(attrs, n, "style");

	if (is(name, "a:spAutoFit"))
		return FITS_HEIGHT;
	if (is(name, "wps:bodyPr") && wrap != NULL && is(wrap, "none"))
		return FITS_HEIGHT | FITS_WIDTH;
	if (is(name, "v:textbox") && style != NULL &&
	    strcasestr(style, "fit-shape-to-text:t") != NULL)
		return FITS_HEIGHT | (strcasestr(style, "mso-wrap-style:none")
		    != NULL ? FITS_WIDTH : 0);
	return is(name, "v:textpath") ? FITS_HEIGHT | FITS_WIDTH : 0;
}

void
walk_measure(struct walk *w, const char *name, const struct xml_attr *attrs,
    size_t n)
{
	struct story *t = w->job->office.text;
	struct level *top = walk_top(w);
	const struct level *box;
	unsigned bits;

	if (is(name, "w:tbl") || is(name, "w:p") || is_drawing(name)) {
		top->stretch = story_stretch(t) + 1;
		top->touched = story_touched(t, top->stretch - 1);
	} else if ((bits = fits(name, attrs, n)) != 0 &&
	    (box = drawing(w)) != NULL) {
		story_note(t, box->stretch - 1, bits);
	}
}

void
walk_measure_end(struct walk *w)
{
	struct level *top = walk_top(w);

	if (top->stretch != 0)
		story_stretch_end(w->job->office.text, top->stretch - 1);
}

static bool
inside_touched(const struct walk *w, enum walk_place place)
{
	for (unsigned i = w->depth; i > 0; i--)
		if (w->levels[i].stretch != 0 && w->levels[i].touched &&
		    w->levels[i].place == place)
			return true;
	return false;
}

/* Letters that are stretched or set apart so that they fill a place. */
bool
walk_measured(const struct walk *w, const char *name)
{
	return story_edited(w->job->office.text) &&
	    walk_around(w) == PLACE_RUN_PROPERTIES &&
	    (is(name, "w:fitText") || is(name, "w:w") ||
	    is(name, "w:spacing") || is(name, "w:kern")) &&
	    inside_touched(w, PLACE_PARAGRAPH);
}

static const char *
of_table(const char *element, const char *name)
{
	if (is(element, "w:gridCol") && is(name, "w:w"))
		return "2000";
	if (is(element, "w:tcW") || is(element, "w:tblW"))
		return is(name, "w:w") ? "0" : is(name, "w:type") ? "auto" :
		    NULL;
	if (is(element, "w:trHeight"))
		return is(name, "w:val") ? "240" : is(name, "w:hRule") ? "" :
		    NULL;
	return NULL;
}

/* A style of VML without its width and height, and with others. */
static const char *
of_shape(struct walk *w, const char *style)
{
	size_t n;

	bytes_reset(&w->measured);
	for (; *style != '\0'; style += n) {
		style += strspn(style, "; ");
		n = strcspn(style, ";");
		if (n == 0 || strncasecmp(style, "width:", 6) == 0 ||
		    strncasecmp(style, "height:", 7) == 0)
			continue;
		(void)bytes_add(&w->measured, style, n);
		(void)bytes_add_str(&w->measured, ";");
	}
	(void)bytes_add_str(&w->measured, BOX_STYLE);
	return bytes_str(&w->measured);
}

const char *
walk_measured_attr(struct walk *w, const char *element, const char *name,
    const char *value)
{
	const struct story *t = w->job->office.text;
	const char *as = NULL;
	const struct level *box;
	unsigned bits;

	if (!story_edited(t))
		return NULL;
	if (inside_touched(w, PLACE_TABLE))
		as = of_table(element, name);
	if (as == NULL && is(element, "w:framePr") && (is(name, "w:w") ||
	    is(name, "w:h")) && inside_touched(w, PLACE_PARAGRAPH))
		as = "";
	if (as != NULL || (box = drawing(w)) == NULL || !box->touched ||
	    (bits = story_noted(t, box->stretch - 1)) == 0)
		return as;
	if (is(element, "wp:extent") || is(element, "a:ext")) {
		if (is(name, "cx") && (bits & FITS_WIDTH) != 0)
			return BOX_WIDTH;
		return is(name, "cy") ? BOX_HEIGHT : NULL;
	}
	return strncmp(element, "v:", 2) == 0 && is(name, "style") &&
	    !is(element, "v:textbox") && !is(element, "v:textpath") ?
	    of_shape(w, value) : NULL;
}
