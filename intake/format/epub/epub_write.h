/* epub_write.h -- the text of a book, and the book written anew. */
#ifndef INTAKE_FORMAT_EPUB_EPUB_WRITE_H
#define INTAKE_FORMAT_EPUB_EPUB_WRITE_H

#include "intake/format/epub/epub_book.h"

#define EPUB_TITLE "Untitled"	/* what a book must have, for all the same */
#define EPUB_IDENTIFIER "urn:uuid:00000000-0000-0000-0000-000000000000"
#define EPUB_LANGUAGE "und"
#define EPUB_MODIFIED "1980-01-01T00:00:00Z"

/* Append the text; *labels: where that of the NCX begins. */
int epub_text(const struct epub_book *b, struct bytes *out, size_t *labels);

/* Append the book; `edits` may be NULL. */
int epub_write(struct epub_book *b, const struct edits *edits,
    struct bytes *out);

/* epub_ncx.c: append the labels, a line each. */
int epub_ncx_text(const struct epub_book *b, struct bytes *out);
/* The NCX written anew; the edits' offsets are of its own labels. */
int epub_ncx_write(const struct epub_book *b, const struct edits *edits,
    struct bytes *out);
/* The item that is the NCX; NULL when there is none that can be read. */
const struct epub_item *epub_ncx(const struct epub_book *b);

#endif
