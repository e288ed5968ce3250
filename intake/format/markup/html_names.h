/* html_names.h -- what is known of HTML: elements and attributes by name. */
#ifndef INTAKE_FORMAT_MARKUP_HTML_NAMES_H
#define INTAKE_FORMAT_MARKUP_HTML_NAMES_H

enum html_is {
	HTML_BLOCK = 1,		/* stands on lines of its own */
	HTML_VOID = 2,		/* has no content */
	HTML_CELL = 4,
	HTML_ROW = 8,
	HTML_PRE = 16,		/* white space counts */
	HTML_DROP = 32,		/* goes with all that is in it */
	HTML_FRAME = 64,	/* html, head, body: written by ourselves */
	HTML_BREAK = 128	/* a line ends here */
};

struct html_element {
	const char *name;
	unsigned is;
};

/* NULL for an element that is not on the list: its content stays without it. */
const struct html_element *html_element(const char *name);

enum html_attr_kind {
	HTML_ATTR_NONE = 0,	/* not on the list */
	HTML_ATTR_LANGUAGE,	/* of BCP 47 */
	HTML_ATTR_WORD,		/* a keyword, a number, a colour */
	HTML_ATTR_TEXT,		/* somebody reads it */
	HTML_ATTR_LINK,		/* somebody may follow it */
	HTML_ATTR_SOURCE,	/* loaded with the page */
	HTML_ATTR_STYLE,
	HTML_ATTR_ID,
	HTML_ATTR_CLASS,
	HTML_ATTR_IDREF		/* ids of this page */
};

enum html_attr_kind html_attr_kind(const char *name);

#endif
