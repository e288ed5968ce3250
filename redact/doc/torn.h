/*
 * torn.h -- values that a page tears apart: a cell of a table, or a column, has a
 * value on two of its lines, and what stands in another cell comes between them
 * in the order of the text.
 *
 * Lines that stand below each other and do not follow each other in the text
 * are put together, the end of one and the beginning of the next, and known
 * values are looked for there.
 */
#ifndef REDACT_DOC_TORN_H
#define REDACT_DOC_TORN_H

#include "intake/examine/layout.h"
#include "redact/find/engine/find.h"
#include "vault/base/bytes.h"

#define TORN_BYTES_MAX ((size_t)64 << 20)	/* of one document's lines */

struct torn {
	struct bytes text;	/* ends and beginnings of lines */
	struct bytes parts;	/* struct torn_part, one for each word in it */
};

#define TORN_INIT ((struct torn){ .text = BYTES_INIT(TORN_BYTES_MAX), \
	.parts = BYTES_INIT(TORN_BYTES_MAX) })

/*
 * Of a text with its layout; nothing where that has no places.  What is over
 * TORN_BYTES_MAX is left out.  0; ERR_NO_MEMORY.
 */
int torn_of(struct torn *t, const struct layout *l, const void *text);

/*
 * torn_find(t, o, known, text, len, out):
 * Add to what was found in the text (find_known()) the parts of known values
 * (`known`, and those of the options) that are torn, and settle again: each
 * part is a finding of the value's kind; those that are not sure (below
 * FIND_LEAST_PRECISE) are left out.  0; negative as find_known(), and then
 * `out` is empty.
 */
int torn_find(const struct torn *t, const struct find_options *o,
    const struct known *known, const void *text, size_t len,
    struct findings *out);

void torn_free(struct torn *t);

#endif
