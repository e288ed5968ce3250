/*
 * pdf_redact.h -- take words out of a page's picture so that what is left does
 * not tell how long they were.
 *
 * Words next to each other on a row are a segment.  A segment that loses a
 * word is painted over as a whole and set anew in a neutral font, from its
 * start, with plain spaces, and a box of constant width where something was:
 * neither the box nor the place of what follows knows the old width.  A wide
 * gap (a column, a tab) ends a segment.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_REDACT_H
#define INTAKE_FORMAT_PDF_PDF_REDACT_H

#include "intake/format/page/pages.h"
#include "intake/format/page/pages_font.h"
#include "intake/format/pdf/pdf_picture.h"
#include "intake/format/pdf/pdf_words.h"

/* Bytes of the page's text to take out, and what stands there instead. */
struct pdf_range {
	uint32_t start, end;
	const char *label;	/* borrowed */
	bool labelled;		/* its box is drawn: one is enough */
};

enum pdf_fate {
	FATE_KEPT = 0,
	FATE_CUT,	/* a range takes it, or a part of it */
	FATE_GONE	/* under a box, over a cut word, or not to be seen */
};

/* What was painted over for a segment, and in which colour. */
struct pdf_cover {
	struct pdf_box box;
	uint32_t ground;
	bool set;		/* its words stand there anew */
};

/* Everything about one page. */
struct pdf_redaction {
	const struct pdf_page *page;
	const struct pdf_words *words;
	struct pdf_picture *picture;
	struct font *font;
	struct pdf_range *ranges;	/* by start; they do not overlap */
	size_t nranges;
	const struct pdf_box *boxes;	/* drawn by people */
	size_t nboxes;

	/* What pdf_redact() works out; owned. */
	enum pdf_fate *fate;		/* of each word */
	uint32_t *segment;		/* of each word; 0: it stays as it is */
	uint32_t nsegments;
	struct pdf_cover *covers;	/* of segment s at [s - 1] */
	struct page_word *out;		/* the text layer; borrows its strings */
	size_t nout, room;
};

/* Paint, and fill `out`.  0; ERR_NO_MEMORY. */
int pdf_redact(struct pdf_redaction *r);
void pdf_redact_free(struct pdf_redaction *r);

/* pdf_segment.c: decide `fate` and `segment`. */
int pdf_segment(struct pdf_redaction *r);
/* Does a line, or a cell of a row, start with word i? */
bool pdf_starts(const struct pdf_redaction *r, size_t i);
#define PDF_ALIGNED 100		/* units: starts this near are the same */

/* pdf_reset.c: paint over segment `s`; then, when all are painted over, set
 * it anew and add its words. */
void pdf_cover(struct pdf_redaction *r, uint32_t s);
int pdf_reset(struct pdf_redaction *r, uint32_t s);

/* Add a word to the text layer. */
int pdf_redact_word(struct pdf_redaction *r, const char *utf8, size_t len,
    const struct pdf_box *box);

/*
 * Text may run in four directions.  In a word's own frame it runs to the
 * right: boxes go in and come out again.
 */
struct pdf_box pdf_turn_in(const struct pdf_box *box, unsigned turn);
struct pdf_box pdf_turn_out(const struct pdf_box *box, unsigned turn);

/* Is more than a fifth of `box` under `by`? */
bool pdf_box_under(const struct pdf_box *box, const struct pdf_box *by);
/* Grow `box` to hold `by` too. */
void pdf_box_widen(struct pdf_box *box, const struct pdf_box *by);

#endif
