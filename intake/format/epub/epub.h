/* epub.h -- electronic books (EPUB 2 and 3). */
#ifndef INTAKE_FORMAT_EPUB_EPUB_H
#define INTAKE_FORMAT_EPUB_EPUB_H

#include "intake/format/format.h"

extern const struct format format_epub;

#endif
