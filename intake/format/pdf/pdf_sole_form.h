/*
 * pdf_sole_form.h -- a page that is pictures alone, as pdf_sole.c found it to
 * be and pdf_sole_pixels.c unpacks it: one over the whole page, and parts of
 * it that lie on that.
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

/*
 * The page as pixels.  False when it may be more than is seen, or there is no
 * memory; and when a part can only be drawn: then *drawn is true.
 */
bool sole_unpack(struct pdf_picture *p, struct sole *s, bool *drawn);

#endif
