/*
 * pages_layer.h -- the text layer of a page: words to be found and copied,
 * never seen.
 *
 * Its letters have no shape at all: they belong to Type 3 fonts whose one
 * glyph is empty, and a ToUnicode table says which character each code is.  So
 * every script can be searched and copied, whatever fonts are installed, and
 * no font's bytes come into the file.  A font is a row of Unicode: 256 code
 * points, the lowest byte of each its code.
 *
 * A word's box is told in tenths of a point, and never smaller than it is.
 */
#ifndef INTAKE_FORMAT_PAGE_PAGES_LAYER_H
#define INTAKE_FORMAT_PAGE_PAGES_LAYER_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/page/pages.h"
#include "vault/base/bytes.h"

#define LAYER_ROWS 0x1100u		/* of Unicode: as many fonts at most */

struct layer;

int layer_new(struct layer **out);

/*
 * layer_words(l, content, height, words, nwords):
 * Append the operators that place the words on a page `height` units of
 * layout.h high.  Words that are no UTF-8 are left out, as are empty ones.
 */
int layer_words(struct layer *l, struct bytes *content, int32_t height,
    const struct page_word *words, size_t nwords);

/* The first row from `row` on that has letters by now; LAYER_ROWS: none. */
uint32_t layer_row(const struct layer *l, uint32_t row);

/* Append the body of the font /F<row>, for whom object `glyph` is the empty
 * glyph and object `unicode` its ToUnicode table. */
void layer_font(const struct layer *l, uint32_t row, uint32_t glyph,
    uint32_t unicode, struct bytes *out);

/* Append the ToUnicode table of that font, and the empty glyph's procedure. */
void layer_unicode(uint32_t row, struct bytes *out);
void layer_glyph(struct bytes *out);

void layer_free(struct layer *l);	/* NULL is fine */

#endif
