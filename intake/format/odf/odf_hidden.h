/*
 * odf_hidden.h -- which styles of a document hide what has them: text that is
 * not displayed, sheets and slides that are not shown; and, of shapes, which
 * are as wide as their text.
 */
#ifndef INTAKE_FORMAT_ODF_ODF_HIDDEN_H
#define INTAKE_FORMAT_ODF_ODF_HIDDEN_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/story/map.h"

#define ODF_STYLE_CHAIN_MAX 64u	/* styles that build on each other */

struct odf_style {
	bool said, hides;	/* it says so itself, and what */
	char *parent;		/* NULL: none */
};

struct odf_hidden {
	struct map names;	/* scope, family and name: 1 + index */
	struct odf_style *list;
	size_t n, room;
	bool body;		/* there is one of a kind we know */
};

#define ODF_HIDDEN_INIT ((struct odf_hidden){ .n = 0 })

/*
 * odf_hidden_add(h, xml, len, is_content):
 * The styles of content.xml, or of styles.xml.  Negative as xml_read().
 */
int odf_hidden_add(struct odf_hidden *h, const void *xml, size_t len,
    bool is_content);
void odf_hidden_free(struct odf_hidden *h);

/* Does the style hide; of "graphic" and "presentation": is it as wide?  `in_content`: it is named in content.xml. */
bool odf_hidden_is(const struct odf_hidden *h, bool in_content,
    const char *family, const char *name);

#endif
