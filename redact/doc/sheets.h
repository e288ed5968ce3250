/*
 * sheets.h -- what a person looks at one by one: of text that is on no page,
 * stretches of whole lines; then the pages of the layout; of sound or film
 * without text, one.  plan.pages_seen counts these.
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

#define SHEET_NO_PAGE UINT32_MAX

struct sheet {
	uint64_t start, end;	/* bytes of the text */
	uint32_t page;		/* of the layout; SHEET_NO_PAGE */
};

/* Always one at least.  The same text and layout give the same sheets. The
 * caller frees *out. */
int sheets_of(struct sheet **out, size_t *n, const struct layout *layout,
    const struct bytes *text);

/* Which of them the byte `at` stands in. */
size_t sheets_at(const struct sheet *sheets, size_t n, uint64_t at);

#endif
