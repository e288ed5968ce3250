/*
 * chars.h -- the characters of one text node, as they may stay in a copy.
 *
 * A node is a piece of a line: the space at its end may be the one between
 * two words, and the quote that closes may stand in the next node.  So both
 * stay, and only what one node can show goes (normalise.h).
 */
#ifndef INTAKE_FORMAT_STORY_CHARS_H
#define INTAKE_FORMAT_STORY_CHARS_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/format/format.h"
#include "intake/format/normal/normalise.h"

/* One for a document; all zero to begin with. */
struct chars {
	struct marks_seen marks;	/* what there was to normalise */
	bool quiet;			/* count no marks: the second time round */
	int err;			/* the first failure */
};

/*
 * chars_put(c, s, len, preserve, out):
 * Append the node's text as it may stay.  Tabs and line ends are white space;
 * white space at the ends stays when `preserve`.  A failure stays in c->err.
 */
void chars_put(struct chars *c, const char *s, size_t len, bool preserve,
    struct bytes *out);

/* Tell the marks that were counted; `where`: "in the text of the document". */
void chars_report(const struct chars *c, struct answer *a, const char *where);

#endif
