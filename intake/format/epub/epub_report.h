/* epub_report.h -- everything in a book that a copy will not have. */
#ifndef INTAKE_FORMAT_EPUB_EPUB_REPORT_H
#define INTAKE_FORMAT_EPUB_EPUB_REPORT_H

#include "intake/format/epub/epub_book.h"

int epub_report(const struct epub_book *b, struct answer *a);

#endif
