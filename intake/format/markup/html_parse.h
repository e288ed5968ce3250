/*
 * html_parse.h -- the elements of a page, one after the other.
 *
 * HTML is read by Gumbo, as browsers do it (WHATWG HTML 13.2), so that what we
 * see is what a reader sees, whatever the tags are like; XHTML that is
 * well-formed by libxml2 (xmlsax.h).  Nothing is fetched.
 *
 * Names come in lower case.  Ends come for every start, in order.  Of
 * attributes without a value the value is "".
 */
#ifndef INTAKE_FORMAT_MARKUP_HTML_PARSE_H
#define INTAKE_FORMAT_MARKUP_HTML_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#define HTML_ATTRS_MAX 256u	/* of one element; more are left out */

struct html_page;

struct html_attr {
	const char *name;
	const char *value;
};

/* Each returns 0 or a negative code that ends the walk. */
struct html_events {
	int (*start)(void *ctx, const char *name,
	    const struct html_attr *attrs, size_t n);
	int (*end)(void *ctx, const char *name);
	int (*text)(void *ctx, const char *s, size_t len);
	int (*comment)(void *ctx, const char *s);
};

/*
 * html_page_open(out, utf8, len, xml):
 * Read a page: valid UTF-8 without NUL, which must stay while it is open.
 * `xml`: it is XHTML, unless it turns out not to be well-formed.
 * ERR_TOO_BIG; ERR_NO_MEMORY.
 */
int html_page_open(struct html_page **out, const char *utf8, size_t len,
    bool xml);
/* May be called again: the same calls come in the same order. */
int html_page_walk(const struct html_page *p, const struct html_events *events,
    void *ctx);
bool html_page_has_doctype(const struct html_page *p);
void html_page_close(struct html_page *p);	/* NULL is fine */

/* The value of the attribute; NULL. */
const char *html_attr(const struct html_attr *attrs, size_t n,
    const char *name);

#endif
