/* pdf_unseen.h -- look at pages: what shows nothing, and what has changed. */
#ifndef INTAKE_FORMAT_PDF_PDF_UNSEEN_H
#define INTAKE_FORMAT_PDF_PDF_UNSEEN_H

#include <qpdf/qpdf-c.h>

#include "intake/format/pdf/pdf.h"
#include "intake/format/pdf/pdf_sole.h"
#include "intake/format/pdf/pdf_view.h"

/* Look at page `i`, of a document open in both readers, and note in v->unseen
 * the words that show nothing.  0, or -1 after a refusal. */
int pdf_unseen(struct pdf_view *v, const struct pdf *pdf, qpdf_data q,
    struct pdf_soles *soles, uint32_t i, struct answer *a);

/*
 * Does page `i` look the same in both?  Of `words` (struct view_word) those that
 * a difference lies in, or near, show something there.  0, or -1 after a
 * refusal.
 */
int pdf_looks_alike(bool *same, struct bytes *words, const struct pdf *was,
    const struct pdf *is, uint32_t i, struct answer *a);

#endif
