/*
 * ocr_edits.h -- redactions in words that were read from pictures.
 *
 * A format knows its own text alone: what was read is not in it.  So a plan on
 * the whole text is split: ranges in a document's own text move to where they
 * stand there; ranges in what was read become boxes over the words on the page.
 * The words that stay are handed on with their boxes, and labels where some
 * went, for the text layer of what is made of pictures.
 */
#ifndef INTAKE_EXAMINE_OCR_EDITS_H
#define INTAKE_EXAMINE_OCR_EDITS_H

#include "intake/examine/edits.h"
#include "intake/examine/layout.h"

/*
 * ocr_edits(out, in, layout, text):
 * `in` is sorted and checked, and of `text`, whose places are `layout`.  `out`
 * is empty.  A box reaches from the first word that goes to the end of its
 * row, or to the next column, and is as high as the row: so it tells where the
 * word began, and not how wide it was or how many they were.  The words behind
 * it on the row go with it.
 *
 * 0; ERR_TOO_BIG; ERR_NO_MEMORY; ERR_FORMAT when what was read and has to go
 * stands nowhere.  After an error `out` is empty.
 */
int ocr_edits(struct edits *out, const struct edits *in,
    const struct layout *layout, const struct bytes *text);

#endif
