/*
 * pdf_missed.h -- words of a page that are not in what was selected of it.
 *
 * Poppler selects by glyphs, and gives rectangles for what it selects so.  Of
 * lines that run from right to left, and are turned, it leaves words out in
 * that way whatever is selected; selected by lines they are there.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_MISSED_H
#define INTAKE_FORMAT_PDF_PDF_MISSED_H

#include "intake/format/pdf/pdf_words.h"

/*
 * pdf_missed_add(w, page, got): append each word that `got`, Poppler's text
 * that `w` was made of, is short of: on lines of their own, loose, each as
 * large as all places where the page has such a word, or as the page when none
 * is found.  What stands off the page is left out.  0, or -1 without memory.
 */
int pdf_missed_add(struct pdf_words *w, const struct pdf_page *page,
    const char *got);

#endif
