/*
 * sheets.h -- pages as a person looks at them one by one: the pages of a
 * layout; of a text that has none, stretches of whole lines; of a picture,
 * sound or film without text, one.  plan.pages_seen counts these.
 */
#ifndef REDACT_DOC_SHEETS_H
#define REDACT_DOC_SHEETS_H

#include <stddef.h>
#include <stdint.h>

#include "intake/examine/layout.h"
#include "vault/base/bytes.h"

#define SHEET_BYTES 6000u	/* a stretch ends at the first line end behind */
#define SHEET_BYTES_MAX 12000u	/* or, without one, at a character before */
#define SHEETS_MAX (TEXT_MAX / SHEET_BYTES + PAGES_MAX)	/* of one item */

struct sheet {
	uint64_t start, end;	/* bytes of the text */
};

/* Always one at least.  The same text and layout give the same sheets. The
 * caller frees *out. */
int sheets_of(struct sheet **out, size_t *n, const struct layout *layout,
    const struct bytes *text);

/* Which of them the byte `at` stands in. */
size_t sheets_at(const struct sheet *sheets, size_t n, uint64_t at);

#endif
