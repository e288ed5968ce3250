/*
 * pdf_letters.h -- which letters a page has, whatever their order: two ways of
 * reading it may not agree on that.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_LETTERS_H
#define INTAKE_FORMAT_PDF_PDF_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pdf_letters {
	uint64_t n;		/* letters and digits */
	uint64_t sum;		/* of a number for each */
};

/* Ligatures count as the letters they are made of. */
void pdf_letters_add(struct pdf_letters *l, const char *utf8, size_t len);
bool pdf_letters_same(const struct pdf_letters *a,
    const struct pdf_letters *b);

#endif
