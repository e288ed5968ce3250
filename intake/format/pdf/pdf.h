/*
 * pdf.h -- the parts of the PDF family; pdf.c puts them into one row.
 *
 * Poppler draws and reads text; qpdf shows the structure.  Everything here
 * works on what a person would see: before text is taken or a page is drawn,
 * the appearances of annotations and form fields become part of their page
 * (pdf_flatten.c), so what can be seen can be searched, and the other way round.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_H
#define INTAKE_FORMAT_PDF_PDF_H

#include <poppler.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define PDF_SIDE_MAX 14400.0	/* points: the longest side of a page */

/* Units of layout.h: 1/100 point from the top left of the page as shown. */
struct pdf_box {
	int32_t x0, y0, x1, y1;
};

/* An open document; its bytes must outlive it. */
struct pdf {
	PopplerDocument *poppler;
	struct bytes flat;	/* the document with its appearances drawn in;
				 * empty when it had none */
	struct bytes plain;	/* of one that is locked: without the lock */
	uint32_t pages;
};

#define PDF_INIT ((struct pdf){ .poppler = NULL, \
    .flat = BYTES_INIT(CLEAN_MAX), .plain = BYTES_INIT(CLEAN_MAX) })

/* A page, its size as shown in points and in units of layout.h. */
struct pdf_page {
	PopplerPage *poppler;
	double width, height;
	int32_t w, h;
};

/*
 * pdf_open(pdf, d, a): 0 with 1 to PAGES_MAX pages, or -1 after a refusal:
 * REASON_ENCRYPTED, REASON_DAMAGED or REASON_LIMIT.  Says answer_pages().
 */
int pdf_open(struct pdf *pdf, const struct doc *d, struct answer *a);
/*
 * pdf_open_page(pdf, d, i, index, a): the same for page `i` alone, however many
 * others there are; in `pdf` it is page *index.  REASON_UNSUPPORTED when there
 * is no such page.
 */
int pdf_open_page(struct pdf *pdf, const struct doc *d, uint32_t i,
    uint32_t *index, struct answer *a);
/* Page `i`, with a size that can be drawn; pdf_page_close() after use. */
int pdf_page_open(struct pdf_page *page, const struct pdf *pdf, uint32_t i,
    struct answer *a);
void pdf_page_close(struct pdf_page *page);
void pdf_close(struct pdf *pdf);

/* Append the document flattened (pdf_flatten.h).  0, or -1 after a refusal. */
int pdf_flatten(struct bytes *out, const struct doc *d, struct answer *a);
/* The same of page `i`, as a document of this one page. */
int pdf_flatten_one(struct bytes *out, const struct doc *d, uint32_t i,
    struct answer *a);

extern const struct format format_pdf;

/* Fonts, and what Poppler loads at the first page. */
void pdf_prepare(void);

/* The row's functions, each in the file of its name. */
int pdf_report(const struct doc *d, struct answer *a);
int pdf_text(const struct doc *d, struct answer *a, bool layout);
int pdf_children(const struct doc *d, struct answer *a);
int pdf_clean(const struct doc *d, struct answer *a);
int pdf_inside(const struct doc *d, struct answer *a);
/* The redacted copy: pictures over a text layer.  NULL edits: the safe copy. */
int pdf_apply(const struct doc *d, const struct edits *e, struct answer *a);
int pdf_drawn(const struct doc *d, const struct pictured *p, struct answer *a);

#endif
