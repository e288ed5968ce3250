/* svg_names.h -- what is known of SVG (1.1 and 2): elements, attributes. */
#ifndef INTAKE_FORMAT_MARKUP_SVG_NAMES_H
#define INTAKE_FORMAT_MARKUP_SVG_NAMES_H

#include <stdbool.h>

#define SVG_SPACE "http://www.w3.org/2000/svg"
#define SVG_XLINK "http://www.w3.org/1999/xlink"

/* An element that draws, or that drawing needs. */
bool svg_has_element(const char *name);
/* An attribute that says how; not ids, classes, styles and addresses. */
bool svg_has_attr(const char *name);

#endif
