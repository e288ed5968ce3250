/*
 * pdf_unicode.h -- which character a font says its codes are (9.10): its
 * ToUnicode table.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_UNICODE_H
#define INTAKE_FORMAT_PDF_PDF_UNICODE_H

#include <qpdf/qpdf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * pdf_unicode(q, font, map, n): the first character of each code below n; 0
 * where the table says nothing.  False when the font has no table.
 */
bool pdf_unicode(qpdf_data q, qpdf_oh font, uint32_t *map, size_t n);

/*
 * How many letters and digits of the font are another character in its table
 * than by its encoding: nobody who reads and copies sees the same.  Only fonts
 * whose codes and glyphs have standard names can be told.
 */
unsigned pdf_unicode_lies(qpdf_data q, qpdf_oh font);

#endif
