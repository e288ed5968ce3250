/* part_measure.c -- what was measured of text that is redacted (part.h). */
#include <stdlib.h>
#include <string.h>

#include "intake/format/office/part.h"

/* Noted of a shape, a frame, an anchor. */
#define FITS_HEIGHT 1u
#define FITS_WIDTH 2u

#define SHAPE_WIDTH "2000000"	/* EMU */
#define SHAPE_HEIGHT "400000"
#define ROW_HEIGHT "370840"
#define SHAPE_COLUMNS 3u	/* of a sheet */
#define SHAPE_ROWS 2u

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

/* Onto the shape and whatever holds it. */
static void
note(struct part_walk *w, unsigned bits)
{
	for (unsigned i = w->depth; i > 0; i--)
		if (w->levels[i].stretch != 0)
			story_note(w->job->text, w->levels[i].stretch - 1,
			    bits);
}

static void
anchor(struct part_walk *w, const char *name)
{
	enum part_anchor around = w->levels[w->depth - 1].anchor;
	struct part_level *top = part_top(w);

	if (is(name, "xdr:from"))
		top->anchor = ANCHOR_FROM;
	else if (is(name, "xdr:to"))
		top->anchor = ANCHOR_TO;
	else if (around == ANCHOR_FROM || around == ANCHOR_TO)
		top->anchor = is(name, "xdr:col") ? ANCHOR_COL :
		    is(name, "xdr:row") ? ANCHOR_ROW : ANCHOR_NONE;
}

void
part_measure(struct part_walk *w, const char *name,
    const struct xml_attr *attrs, size_t n)
{
	struct part_level *top = part_top(w);
	const char *wrap;

	if (ends(name, "sp") || ends(name, "graphicFrame") ||
	    is(name, "xdr:twoCellAnchor") || is(name, "xdr:oneCellAnchor")) {
		top->stretch = story_stretch(w->job->text) + 1;
		top->touched = story_touched(w->job->text, top->stretch - 1);
	} else if (is(name, "a:spAutoFit") || is(name, "a:tbl")) {
		note(w, FITS_HEIGHT);
	} else if (ends(name, "bodyPr")) {
		wrap = xml_attr(attrs, n, "wrap");
		if (wrap != NULL && is(wrap, "none"))
			note(w, FITS_HEIGHT | FITS_WIDTH);
	} else if (strncmp(name, "xdr:", 4) == 0) {
		anchor(w, name);
	}
}

void
part_measure_end(struct part_walk *w)
{
	struct part_level *top = part_top(w);

	if (top->stretch != 0)
		story_stretch_end(w->job->text, top->stretch - 1);
}

/* What was noted of the innermost that is touched; 0: nothing is. */
static unsigned
measured(const struct part_walk *w)
{
	for (unsigned i = w->depth; i > 0; i--)
		if (w->levels[i].stretch != 0)
			return w->levels[i].touched ? story_noted(w->job->text,
			    w->levels[i].stretch - 1) : 0;
	return 0;
}

const char *
part_measured(const struct part_walk *w, const char *element,
    const char *name)
{
	unsigned bits;

	if (!story_edited(w->job->text) || (!is(element, "a:ext") &&
	    !is(element, "xdr:ext") && !is(element, "a:tr")) ||
	    (bits = measured(w)) == 0)
		return NULL;
	if (is(element, "a:tr"))
		return is(name, "h") ? ROW_HEIGHT : NULL;
	if (is(name, "cx") && (bits & FITS_WIDTH) != 0)
		return SHAPE_WIDTH;
	return is(name, "cy") ? SHAPE_HEIGHT : NULL;
}

bool
part_measured_text(struct part_walk *w, const char *s, size_t len)
{
	const struct part_level *top = part_top(w);
	enum part_anchor around = w->depth > 0 ?
	    w->levels[w->depth - 1].anchor : ANCHOR_NONE;
	char number[24];
	unsigned row = top->anchor == ANCHOR_ROW;

	if (around == ANCHOR_FROM && top->anchor != ANCHOR_NONE &&
	    len < sizeof number) {
		memcpy(number, s, len);
		number[len] = '\0';
		w->anchored[row] = strtoul(number, NULL, 10);
	}
	if (around != ANCHOR_TO || !story_edited(w->job->text) ||
	    measured(w) == 0)
		return false;
	/* Characters may come in several calls. */
	if (w->out->len > 0 && w->out->data[w->out->len - 1] != '>')
		return true;
	(void)bytes_addf(w->out, "%lu", top->anchor == ANCHOR_NONE ? 0 :
	    w->anchored[row] + (row ? SHAPE_ROWS : SHAPE_COLUMNS));
	return true;
}
