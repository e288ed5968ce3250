/*
 * pdf_content.h -- what the parts of the content rewriter share: operators
 * (pdf_content.c), text (pdf_show.c), inline pictures (pdf_inline.c).
 */
#ifndef INTAKE_FORMAT_PDF_PDF_CONTENT_H
#define INTAKE_FORMAT_PDF_PDF_CONTENT_H

#include "intake/format/pdf/pdf_copy.h"
#include "intake/format/pdf/pdf_view.h"

#define CONTENT_SAVES_MAX 10000u	/* q inside each other */
#define CONTENT_MARKED_MAX 1000u	/* marked content inside each other */
#define CONTENT_OPERANDS_MAX 100000u	/* of one operator, lists counted out */

struct operand {
	enum pdf_token kind;
	double number;
	size_t at, len;		/* of `words` */
};

struct content {
	struct pdf_copy *c;
	struct pdf_view *view;	/* NULL: nothing is on a page yet */
	struct bytes *out;
	struct pdf_names *names;
	qpdf_oh resources;
	struct pdf_lex lex;
	struct bytes operands;	/* struct operand, of the next operator */
	struct bytes words;	/* their text */
	struct pdf_state s;
	struct bytes saved;	/* struct pdf_state */
	struct bytes marked;	/* bool: did it begin a hidden part? */
	unsigned hidden;	/* hidden parts we are in */
	double tm[6], line[6];	/* text matrices */
	double pending;		/* the pen's way over letters left out */
	struct bytes instead;	/* ActualText of the span at hand, in UTF-16 */
	size_t span;		/* where it begins in `out` */
	size_t spanned;		/* marked parts with it; 0: none is open */
	unsigned signs;		/* drawn in it */
	bool meaning;		/* one of them says itself what it is */
	size_t watermark;	/* marked parts, when one of them is called so */
	struct bytes faint;	/* text since BT that may be a watermark's */
	uint64_t hash;		/* of its codes */
	bool clips;		/* ... and W was said of it */
	bool path;		/* a path is begun: s.path is its box */
};

/* Of the operands, the i-th of the last `n`. */
const struct operand *operand(const struct content *k, size_t n, size_t i);
size_t operand_count(const struct content *k);

/* A resource of the old names; null when it is not there. */
qpdf_oh content_resource(struct content *k, const char *category,
    const struct operand *name);
/* The number of the resource under its new name; -1 when it has none. */
int content_use(struct content *k, enum pdf_category category,
    const char *key, const struct operand *name, pdf_copier *copy);

/* Text operators (9.4); `apostrophe` and `quote` are Tj with more. */
void content_text_begin(struct content *k);
void content_text_move(struct content *k, double x, double y);
void content_text_matrix(struct content *k, const double m[6]);
void content_font(struct content *k, qpdf_oh font, double size);
/* Show what the operands from the first on hold: strings, numbers, lists. */
void content_show(struct content *k, size_t first);

/* A letter is drawn: it may have no meaning but that of its span. */
void content_sign(struct content *k, unsigned code);

/* Text ends: what was faint in it is noted. */
void content_text_end(struct content *k);

/* Behind BI: the picture becomes an object and is drawn. */
void content_inline_image(struct content *k);
/* Draw the picture `image`. */
void content_picture(struct content *k);

#endif
