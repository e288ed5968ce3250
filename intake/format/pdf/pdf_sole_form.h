/*
 * pdf_sole_form.h -- a page that is pictures alone, as pdf_sole.c found it to
 * be, pdf_sole_streams.c takes it out of the document, and pdf_sole_pixels.c
 * unpacks it: one over the whole page, and parts of it that lie on that.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_SOLE_FORM_H
#define INTAKE_FORMAT_PDF_PDF_SOLE_FORM_H

#include "intake/format/page/tints.h"
#include "intake/format/pdf/pdf_flatten.h"
#include "intake/format/pdf/pdf_sole.h"
#include "intake/format/pdf/pdf_walk.h"

#define SOLE_NAME 32u

struct sole_image {
	char name[SOLE_NAME];	/* with its slash */
	qpdf_oh image;
	double x, y, width, height;	/* on the page, points */
};

struct sole {
	qpdf_data q;
	struct pdf_soles *known;
	qpdf_oh page;
	struct rect box;	/* of the page, from 0, 0 */
	struct sole_image at[1 + TINTS_MAX];	/* the first: the whole page */
	unsigned n;
};

/* Has the dictionary these keys (" /A /B ") and no others? */
bool sole_only(qpdf_data q, qpdf_oh dict, const char *allowed);
bool sole_is_name(qpdf_data q, qpdf_oh dict, const char *key,
    const char *name);

enum sole_kind {
	SOLE_DEFLATED,
	SOLE_JBIG2,
	SOLE_JPEG		/* only drawing shows it */
};

/* One of its pictures, as it lies in the document. */
struct sole_stream {
	double x, y, width, height;	/* on the page, points */
	enum sole_kind kind;
	unsigned columns, rows, colours, bits;	/* of its pixels */
	size_t row;		/* bytes of one row */
	bool duo;		/* two colours: of ink, and of paper */
	uint32_t ink, paper;
	bool shared;		/* JBIG2 with the shapes of all pages */
	struct bytes data;
};

/* Such a page without the document: it can be unpacked beside (beside.h). */
struct sole_page {
	size_t number;
	struct rect box;
	struct sole_stream at[1 + TINTS_MAX];
	unsigned n;
	const struct jbig2_shapes *shapes;	/* borrowed */
	struct pdf_picture picture;	/* what came of it; no surface: nothing */
	bool drawn;		/* a part can only be drawn */
};

/* Of the pictures that `s` names.  False: they may be more than is seen.
 * sole_page_free() in any case. */
bool sole_streams(struct sole_page *p, struct sole *s);
void sole_page_free(struct sole_page *p);	/* NULL is fine */

/* The page as pixels, in `picture`: nothing when it may be more than is seen,
 * there is no memory, or a part can only be drawn. */
void sole_unpack(struct sole_page *p);

#endif
