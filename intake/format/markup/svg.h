/*
 * svg.h -- drawings in SVG: their texts, and a copy that draws the same and
 * holds nothing else.
 *
 * What draws stays, from a list of elements and attributes (svg_names.c); what
 * editors, scripts and describers put beside it goes: other namespaces,
 * metadata, comments, instructions, document types, event handlers, layers
 * that are not shown, the title and description of the whole.  Ids and classes
 * stay where a reference or a style names them.  Addresses stay when they are
 * of this document, or are links; pictures inside are cleaned.  What was said
 * at the outermost element moves to a group inside it.
 *
 * The text: each text is a line, a part of it that is placed anew another one;
 * titles and descriptions of parts are lines of their own, so are links.
 */
#ifndef INTAKE_FORMAT_MARKUP_SVG_H
#define INTAKE_FORMAT_MARKUP_SVG_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/format.h"
#include "intake/format/markup/css.h"
#include "intake/format/markup/line_out.h"
#include "intake/format/markup/nameset.h"
#include "intake/format/markup/xmlsax.h"

#define SVG_SPLIT " \t\r\n,;()"

struct svg {
	const char *utf8;
	size_t len;
	struct nameset names;	/* that references and styles mean */
	bool xlink;		/* its prefix is needed */
	bool moves;		/* elements may be shown or hidden with time */
};

/* Look the drawing over; utf8 stays the caller's.  Codes of xmlsax.h. */
int svg_open(struct svg *s, const char *utf8, size_t len);
void svg_close(struct svg *s);

/* Its lines, to whatever `line` writes. */
int svg_walk(struct svg *s, struct line_out *line);

/* What goes, to the report. */
int svg_look(const struct svg *s, struct answer *a);

/* Of an element: is it of SVG, and does it stay? */
bool svg_stays(const struct svg *s, const struct xmlsax_element *e,
    unsigned depth);
/* The value of an attribute in no namespace; NULL. */
const char *svg_attr(const struct xmlsax_element *e, const char *name);
bool svg_is_href(const struct xmlsax_attr *a);

#endif
