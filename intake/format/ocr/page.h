/*
 * page.h -- one page: drawn, read, compared with what it says of itself, told.
 */
#ifndef INTAKE_FORMAT_OCR_PAGE_H
#define INTAKE_FORMAT_OCR_PAGE_H

#include "intake/format/pdf/pdf.h"

/* What was found over all pages of a document. */
struct findings_of_pages {
	uint64_t codes;		/* bar codes */
	uint64_t other;		/* pages whose text is not what is seen */
	struct bytes where;	/* their numbers, "2, 5" */
};

#define OCR_CODES_TOLD_MAX 500u	/* marks; all are in the text */
#define WHERE_MAX 256u		/* bytes of the list; what is more is left out */

/*
 * page_read(page, i, dpi, only_codes, a, f):
 * Tell the words and codes of page `i`; with `only_codes` words are read where
 * there is text of the page to compare them with, and not told.  0 with *read:
 * was it looked at?  -1 after a refusal.
 */
int page_read(const struct pdf_page *page, uint32_t i, double dpi,
    bool only_codes, struct answer *a, struct findings_of_pages *f, bool *read);

#endif
