/*
 * pdf_redact.h -- take words out of a page's picture so that what is left does
 * not tell how long they were.
 *
 * Words next to each other are a row.  A row that loses a word is painted over
 * as a whole and set anew in a neutral font, from its start, with plain spaces,
 * and a box of constant width where something was: neither the box nor the
 * place of what follows knows the old width.  A cell of a column or table ends
 * a row.
 *
 * Where a line breaks tells how wide the words before it were.  So the rows of
 * a paragraph are set anew together, broken anew, and what flows on below them
 * moves to where it would stand after as many lines (pdf_flow.c).
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

/* Words next to each other. */
struct pdf_row {
	struct pdf_box box;	/* in its own frame (pdf_turn_in()) */
	struct pdf_box was;	/* before anything moved */
	unsigned turn;
	size_t first, last;	/* words from left to right */
	bool cut;		/* it loses one */
	uint32_t above, below;	/* the next in the column; 0: none is near */
	int32_t limit;		/* where its column ends (pdf_column.h), once */
	bool limited;		/* that is known */
	uint32_t segment;	/* it is set anew with those; 0: it stays */
	uint32_t ground;	/* what it was painted over with */
	bool wiped;		/* nothing of it shows any more, on that ground */
};

/* Rows that are set anew together, from the top: one, or a paragraph's. */
struct pdf_segment {
	uint32_t rows;
	double pitch;		/* units from row to row; 0: one row alone */
	int32_t start, end;	/* with a pitch: the column's edges */
	struct pdf_line *line;	/* as it will be set (pdf_reset.c) */
	bool painted;		/* over; it moves no more */
};

/* What flows on was taken from one place to another (boxes of the page as it was
 * by then), `way` units below where the document has it. */
struct pdf_moved {
	struct pdf_box from, to;
	double way;
};

/* Everything about one page. */
struct pdf_redaction {
	const struct pdf_page *page;
	struct pdf_words *words;	/* what flows on is moved */
	struct pdf_picture *picture;
	struct font *font;
	struct pdf_range *ranges;	/* by start; they do not overlap */
	size_t nranges;
	const struct pdf_box *boxes;	/* drawn by people */
	size_t nboxes;

	/* Where the page is drawn as lines and letters too; NULL.  base() is
	 * called when it is known what moves, before anything is set anew. */
	cairo_t *vector;
	int (*base)(struct pdf_redaction *r, void *ctx);
	void *ctx;

	/* What pdf_redact() works out; owned. */
	enum pdf_fate *fate;		/* of each word */
	uint32_t *row;			/* of each word, from 1; NULL: no word
					 * is cut */
	struct pdf_row *rows;		/* row k at [k - 1] */
	uint32_t nrows;
	struct pdf_segment *segments;	/* segment s at [s - 1] */
	uint32_t nsegments;
	struct pdf_moved *moved;	/* in the order it was done */
	size_t nmoved;
	struct page_word *out;		/* the text layer; borrows its strings */
	size_t nout, room;
	struct ink ink;			/* lines set anew, and the boxes */
};

/* Paint over what goes or moves, and fill `ink` and `out`; then draw the ink on
 * the picture, which it is for.  0; ERR_NO_MEMORY. */
int pdf_redact(struct pdf_redaction *r);
int pdf_redact_ink(struct pdf_redaction *r);
void pdf_redact_free(struct pdf_redaction *r);

/* pdf_segment.c: decide `fate`, and which words are a row. */
int pdf_segment(struct pdf_redaction *r);
/* pdf_paragraph.c: decide which rows are set anew together. */
int pdf_paragraphs(struct pdf_redaction *r);
/* The segment of word i; 0: it stays as it is. */
uint32_t pdf_segment_of(const struct pdf_redaction *r, size_t i);
/* Does a line, or a cell of a row, start with word i? */
bool pdf_starts(const struct pdf_redaction *r, size_t i);
#define PDF_ALIGNED 100		/* units: starts this near are the same */
/* Do they start, end or have their middle at the same place? */
bool pdf_aligned(const struct pdf_box *a, const struct pdf_box *b);
/* Do they stand on one row?  Boxes of fonts reach into the lines next to
 * them. */
bool pdf_same_row(const struct pdf_box *a, const struct pdf_box *b);

/*
 * pdf_reset.c: work out how segment `s` will be set; of a paragraph, in how many
 * lines, and in at most so many, if letters of TYPE_MIN fit; all of it lower by
 * `way` units; draw it and add its words.
 */
int pdf_line(struct pdf_redaction *r, uint32_t s);
uint32_t pdf_line_count(const struct pdf_segment *s);
unsigned pdf_line_turn(const struct pdf_segment *s);
void pdf_line_fit(struct pdf_segment *s, uint32_t lines);
void pdf_line_move(struct pdf_segment *s, double way);
int pdf_line_draw(struct pdf_segment *s);
void pdf_line_free(struct pdf_line *l);

/* pdf_paint.c: paint a row over, with what words lie below the paint.  And all of
 * what flows on, if it is nothing but rows that are still to be set anew, on
 * this ground: so that nothing of it need be drawn where it moves to.  False:
 * there is more, and it must be. */
void pdf_cover(struct pdf_redaction *r, struct pdf_row *row);
bool pdf_wipe(struct pdf_redaction *r, const struct pdf_box *flow,
    uint32_t ground);

/* pdf_flow.c: paint the segments over, and move what flows on below those that
 * will have more lines, or fewer: its words and its pixels. */
int pdf_flow(struct pdf_redaction *r);

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
/* Is all of `b` in the box?  Do they share anything? */
bool pdf_box_holds(const struct pdf_box *box, const struct pdf_box *b);
bool pdf_boxes_meet(const struct pdf_box *a, const struct pdf_box *b);
/* Grow `box` to hold `by` too. */
void pdf_box_widen(struct pdf_box *box, const struct pdf_box *by);

#endif
