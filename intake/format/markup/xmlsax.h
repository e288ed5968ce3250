/*
 * xmlsax.h -- XML from anywhere, one element after the other, with its own
 * prefixes and with the entities of its own document type (libxml2).
 *
 * Unlike package/xml.h, which is for parts that must not have a document type:
 * drawings and pages often do.  Nothing outside the document is ever loaded;
 * entities that grow without end are refused.
 */
#ifndef INTAKE_FORMAT_MARKUP_XMLSAX_H
#define INTAKE_FORMAT_MARKUP_XMLSAX_H

#include <stddef.h>
#include <stdint.h>

#define XMLSAX_DEPTH_MAX 1024u	/* elements inside each other */
#define XMLSAX_ATTRS_MAX 1024u	/* of one element, namespaces included */

struct xmlsax_attr {
	const char *prefix;	/* "" for none */
	const char *local;
	const char *uri;	/* "" for none */
	const char *value;
};

struct xmlsax_element {
	const char *prefix, *local, *uri;
	const struct xmlsax_attr *attrs;
	size_t nattrs;
	/* Namespaces declared here: prefix ("" for the default) and uri. */
	const struct xmlsax_attr *spaces;
	size_t nspaces;
};

/* Each returns 0 or a negative code that ends the reading; NULL: ignored. */
struct xmlsax_events {
	int (*start)(void *ctx, const struct xmlsax_element *e);
	int (*end)(void *ctx, const struct xmlsax_element *e);
	int (*text)(void *ctx, const char *s, size_t len);
	int (*comment)(void *ctx, const char *s);
	int (*instruction)(void *ctx, const char *target, const char *data);
	/* Each is "" where there is none. */
	int (*doctype)(void *ctx, const char *name, const char *public_id,
	    const char *system_id);
};

/*
 * xmlsax_read(utf8, len, events, ctx):
 * The document is valid UTF-8 without NUL or byte order mark; what it says of
 * its encoding does not count.  ERR_FORMAT when it is not well-formed;
 * ERR_TOO_BIG over a limit; ERR_NO_MEMORY; or what a callback returned.
 */
int xmlsax_read(const char *utf8, size_t len,
    const struct xmlsax_events *events, void *ctx);

#endif
