/*
 * pdf_make.h -- the cleaned document, and what had to be left out of it.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_MAKE_H
#define INTAKE_FORMAT_PDF_PDF_MAKE_H

#include <qpdf/qpdf-c.h>

#include "intake/format/pdf/pdf.h"
#include "intake/format/pdf/pdf_repeat.h"
#include "intake/format/pdf/pdf_view.h"

/* Letters, and the pages they stood on: "1, 4, 7". */
struct made_count {
	uint64_t letters;
	struct bytes pages;
	uint32_t npages;
};

struct pdf_made {
	struct bytes file;
	struct made_count taken[UNSEEN_LAST + 1];
	struct made_count kept;		/* not seen, but not taken either */
	struct made_count specks;	/* tiny, but it shows */
	struct made_count pictures;	/* parts of them that are covered, cut */
	struct made_count layer;	/* a scan's text: drawn as nothing, kept */
	struct bytes watermarks;	/* struct pdf_repeat */
	uint64_t replaced;		/* texts that stand for other text */
};

/*
 * pdf_make(m, d, file, a): 0, or -1 after a refusal.  Every page whose text was
 * thinned out was drawn before and after, and looks the same; where it would
 * not, its text is `kept`.  Without `file` only the counts are made.
 * pdf_made_free() after use, also after a refusal.
 */
int pdf_make(struct pdf_made *m, const struct doc *d, bool file,
    struct answer *a);
void pdf_made_free(struct pdf_made *m);

/* Of one page: what is cut out of it, and whether that could be done. */
struct pdf_cut {
	struct bytes boxes;	/* struct view_cut */
	bool spoilt;
};

/*
 * pdf_make_cut(file, d, cuts, pages, a): the cleaned document `d` without the
 * letters and marks that stand in the boxes.  Letters beside them stay where
 * they were.  0, or -1 after a refusal.
 */
int pdf_make_cut(struct bytes *file, const struct doc *d, struct pdf_cut *cuts,
    uint32_t pages, struct answer *a);

/*
 * The document's structure, within limits: 0 with *q to be given to
 * pdf_structure_close(), or -1 after a refusal.
 */
int pdf_structure(qpdf_data *q, const struct doc *d, struct answer *a);
void pdf_structure_close(qpdf_data *q);	/* NULL is fine */

/* What `q` holds, to be drawn; pdf_close() after use.  0, or -1 after a
 * refusal. */
int pdf_open_flat(struct pdf *pdf, qpdf_data q, struct answer *a);

#endif
