/*
 * pdf_doubt.h -- may a page's text be something else than what is seen on it?
 * Cheap signs only; reading the page decides.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_DOUBT_H
#define INTAKE_FORMAT_PDF_PDF_DOUBT_H

#include "intake/format/pdf/pdf_words.h"

/* Are there pictures in it? */
bool pdf_has_pictures(const struct doc *d);
/* Are there some large enough to be pages? */
bool pdf_has_scans(const struct doc *d);

/*
 * pdf_doubt(page, words, scans):
 * Signs without a meaning (U+FFFD, private ones), words nobody could say, or,
 * in a document that `scans`, pictures on much of the page.
 */
bool pdf_doubt(const struct pdf_page *page, const struct pdf_words *w,
    bool scans);

#endif
