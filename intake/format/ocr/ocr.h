/*
 * ocr.h -- read what is seen: words and codes in pictures, and on the pages of
 * a PDF that somebody wants read (struct doc: pages).
 *
 * A picture is looked at as its family shows it to a person: through the PDF
 * of its `safe` copy.  So no second decoder sees the file, and orientation and
 * frames are what they are everywhere else.
 */
#ifndef INTAKE_FORMAT_OCR_OCR_H
#define INTAKE_FORMAT_OCR_OCR_H

#include "intake/format/format.h"

#define OCR_DPI 300.0		/* of a PDF's page */

/* Languages, fonts; once, before the fork. */
void ocr_prepare(void);

/*
 * What a job of WANT_OCR calls in place of a family's text(): the words of the
 * pages asked for, with places; PAGE_READ for each page that was looked at,
 * even when nothing is there.  Units are the answer's own pages'.  What the
 * CPU time is not enough for stays unread.
 */
int ocr_pdf(const struct doc *d, struct answer *a, bool layout);
/* The same for a picture, which `family` can show. */
int ocr_picture(const struct doc *d, struct answer *a,
    const struct format *family);

#endif
