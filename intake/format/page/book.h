/*
 * book.h -- pages in black and white that share their shapes.
 *
 * A shape that stands on two pages or more is kept once, in a dictionary for
 * all; one of a single page in a dictionary of that page.  Only shapes that
 * are the same in every pixel are one.  They are made of the pages' pixels,
 * and ordered by these alone: what was never on a page, or is there no more,
 * leaves no shape and no gap.
 */
#ifndef INTAKE_FORMAT_PAGE_BOOK_H
#define INTAKE_FORMAT_PAGE_BOOK_H

#include <stdbool.h>

#include "intake/format/page/bitmap.h"
#include "vault/base/bytes.h"

#define BOOK_PAGES 128u		/* of one dictionary */
#define BOOK_BYTES ((size_t)64 << 20)	/* of shapes and places */

struct book;

int book_new(struct book **out);	/* 0; ERR_NO_MEMORY */

/* One more page.  0; ERR_NO_MEMORY; ERR_TOO_BIG. */
int book_add(struct book *b, const struct bitmap *page);
size_t book_pages(const struct book *b);
/* Is it time to end it, and to begin another? */
bool book_full(const struct book *b);

/*
 * No page comes any more: then what goes into the stream of all pages
 * (/JBIG2Globals; nothing when they share nothing), and into that of page i.
 * Each appends to `out`.  Two pages may be made at once, in two threads.  0;
 * ERR_NO_MEMORY; ERR_TOO_BIG.
 */
int book_shared(struct book *b, struct bytes *out);
int book_page(struct book *b, size_t i, struct bytes *out);

/* Forget the pages. */
void book_reset(struct book *b);
void book_free(struct book *b);	/* NULL is fine */

#endif
