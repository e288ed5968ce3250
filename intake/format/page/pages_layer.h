/*
 * pages_layer.h -- the text layer of a page: words to be found and copied,
 * never seen.
 *
 * Its letters have no shape at all: they belong to Type 3 fonts whose one
 * glyph is empty, and a ToUnicode table says which character each code is.  So
 * every script can be searched and copied, whatever fonts are installed, and
 * no font's bytes come into the file.  A font has 256 codes; codes are given
 * out in the order characters appear, over the whole document.
 */
#ifndef INTAKE_FORMAT_PAGE_PAGES_LAYER_H
#define INTAKE_FORMAT_PAGE_PAGES_LAYER_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/page/pages.h"
#include "vault/base/bytes.h"

#define LAYER_CODES 256u		/* characters of one font */
#define LAYER_FONTS_MAX 4352u		/* more than Unicode can fill */

struct layer;

int layer_new(struct layer **out);

/*
 * layer_words(l, content, height, words, nwords):
 * Append the operators that place the words on a page `height` units of
 * layout.h high.  Words that are no UTF-8 are left out, as are empty ones.
 */
int layer_words(struct layer *l, struct bytes *content, int32_t height,
    const struct page_word *words, size_t nwords);

/* How many fonts there are by now; they are named /F0, /F1, ... */
size_t layer_fonts(const struct layer *l);

/* Append the body of font `i`, for whom object `glyph` is the empty glyph and
 * object `unicode` its ToUnicode table. */
void layer_font(const struct layer *l, size_t i, uint32_t glyph,
    uint32_t unicode, struct bytes *out);

/* Append the ToUnicode table of font `i`, and the empty glyph's procedure. */
void layer_unicode(const struct layer *l, size_t i, struct bytes *out);
void layer_glyph(struct bytes *out);

void layer_free(struct layer *l);	/* NULL is fine */

#endif
