/*
 * pdf_repeat.h -- watermarks: the same faint, small or slanted thing on every
 * page.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_REPEAT_H
#define INTAKE_FORMAT_PDF_PDF_REPEAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define REPEATS_MAX 5000u	/* things of a document that are followed */
#define REPEAT_TEXT 80u		/* bytes of one's text */

struct pdf_repeat {
	uint64_t hash;		/* of what is drawn */
	uint32_t pages;		/* it was met on */
	uint32_t last;		/* 1 + the page it was met on last */
	bool says_so;		/* the document calls it a watermark */
	char text[REPEAT_TEXT];	/* UTF-8; empty for a picture */
};

struct pdf_repeats {
	struct bytes list;	/* struct pdf_repeat */
	uint32_t page;		/* at hand */
};

#define PDF_REPEATS_INIT ((struct pdf_repeats){ .list = BYTES_INIT( \
	REPEATS_MAX * sizeof(struct pdf_repeat)) })

/* Met on the page at hand; `text` may be empty.  Its index, or -1. */
int pdf_repeats_meet(struct pdf_repeats *r, uint64_t hash, bool says_so,
    const void *text, size_t len);
/* The one with that index, on the page at hand. */
void pdf_repeats_again(struct pdf_repeats *r, uint32_t index);

/* Is it on all of `pages` pages, two at least, or called a watermark? */
bool pdf_repeat_marks(const struct pdf_repeat *r, uint32_t pages);

/* FNV-1a, to go on with: from 0. */
uint64_t pdf_hash(uint64_t hash, const void *p, size_t len);

#endif
