/*
 * xml.h -- stream one XML part through callbacks, and write XML back.
 *
 * Parsing is expat's, with namespaces.  A document type declaration is
 * refused, so there are no entities beyond the five of XML and nothing
 * external.  Names come out with the prefixes of the caller's table whatever
 * the part called them: "w:p" is always that element.  A name in a namespace
 * that is not in the table begins with "?:", one in none has no prefix.
 */
#ifndef INTAKE_FORMAT_PACKAGE_XML_H
#define INTAKE_FORMAT_PACKAGE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/bytes.h"

#define XML_PART_MAX ((size_t)128 << 20)	/* bytes of one part */
#define XML_DEPTH_MAX 512u			/* elements inside each other */
#define XML_NAME_MAX 256u			/* bytes of a name */
#define XML_ATTRS_MAX 512u			/* of one element */
#define XML_PREFIXES_MAX 4096u			/* declared at one place */

struct xml;

struct xml_namespace {
	const char *prefix;
	const char *uri;
	const char *other;	/* a second URI that means the same; NULL */
};

struct xml_attr {
	const char *name;
	const char *value;
};

/* Each returns 0 or a negative code that ends the reading.  NULL: ignored. */
struct xml_events {
	int (*start)(struct xml *x, void *ctx, const char *name,
	    const struct xml_attr *attrs, size_t n);
	int (*end)(struct xml *x, void *ctx, const char *name);
	/* Character data, in pieces as they come. */
	int (*text)(struct xml *x, void *ctx, const char *s, size_t len);
	/* A comment or a processing instruction. */
	int (*aside)(struct xml *x, void *ctx, const char *s);
};

/*
 * xml_read(data, len, table, events, ctx):
 * The table ends with a NULL prefix.  ERR_FORMAT when it is not well-formed or
 * has a DTD; ERR_TOO_BIG over a limit above; or what a callback returned.
 */
int xml_read(const void *data, size_t len, const struct xml_namespace *table,
    const struct xml_events *events, void *ctx);

/*
 * xml_prefix(x, s, len): inside a callback, the table's prefix for the one
 * that the part declared as s[len]; NULL when it is not declared or unknown.
 */
const char *xml_prefix(const struct xml *x, const char *s, size_t len);

/* The value of the attribute, or NULL. */
const char *xml_attr(const struct xml_attr *attrs, size_t n, const char *name);
/* true unless the value is "0", "false" or "off"; absent is true. */
bool xml_is_on(const char *value);

/* Append as character data, or as the inside of a quoted attribute. */
void xml_put_text(struct bytes *b, const char *s, size_t len);
void xml_put_value(struct bytes *b, const char *s, size_t len);
/* Append ` name="value"`. */
void xml_put_attr(struct bytes *b, const char *name, const char *value);

#endif
