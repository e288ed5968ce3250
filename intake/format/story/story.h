/*
 * story.h -- the text of a document that is many nodes, and what edits make
 * of it.
 *
 * A walk over the document hands every piece of text it meets to
 * story_piece(), in the order of the XML.  The first time round, the pieces
 * are gathered and find their place in the text; the second time round the
 * walk makes the same calls and gets each piece back as the edits leave it.
 * So text(), clean() and apply() cannot disagree on an offset.
 *
 * A paragraph is a line.  What hangs on a paragraph but does not stand in it
 * (text boxes, picture descriptions, link targets) follows the line, each on
 * a line of its own, so that no name in the paragraph is torn by an anchor.
 */
#ifndef INTAKE_FORMAT_STORY_STORY_H
#define INTAKE_FORMAT_STORY_STORY_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/examine/edits.h"
#include "vault/base/bytes.h"

#define STORY_PIECES_MAX 8000000u
#define STORY_DEPTH_MAX 32u		/* paragraphs inside paragraphs */

struct story;

enum piece_kind {
	PIECE_RUN,	/* in the line; a label may stand here */
	PIECE_ASIDE,	/* a line after the paragraph; a label may stand here */
	PIECE_TARGET	/* the same, but it goes whole: no label */
};

int story_new(struct story **out);
void story_free(struct story *t);	/* NULL is fine */

void story_paragraph(struct story *t);	/* begins */
void story_paragraph_end(struct story *t);

/*
 * A row of a table: the first paragraphs of its cells share a line, a tab
 * between cells; a second paragraph in a cell begins a line of its own.
 * story_cell() comes before what stands in each cell.
 */
void story_row(struct story *t);
void story_cell(struct story *t);
void story_row_end(struct story *t);

/*
 * story_piece(t, kind, s, len, out):
 * `out` is reset and gets what stands there now, without white space at the
 * end of its line or beside other white space.  true when an edit touched
 * the piece.  Failures are kept for story_ok().
 */
bool story_piece(struct story *t, enum piece_kind kind, const char *s,
    size_t len, struct bytes *out);

/*
 * For what must be known before its turn.  story_next(): the number of the
 * piece to come, the first time round; story_peek(t, number, s, out): the
 * second time, what story_piece() will give for it as a PIECE_RUN.
 */
size_t story_next(const struct story *t);
bool story_peek(struct story *t, size_t number, const char *s,
    struct bytes *out);

/*
 * A stretch of the document, such as a table: all pieces between the two calls,
 * which may lie inside other stretches.  story_touched() says the second time
 * round, before any of them came, whether an edit touches one: what a program
 * computed of its text (widths, heights) would tell how long it was.
 */
size_t story_stretch(struct story *t);
void story_stretch_end(struct story *t, size_t stretch);
bool story_touched(const struct story *t, size_t stretch);
/* The first time round something is noted of it: bits, kept for the second. */
void story_note(struct story *t, size_t stretch, unsigned bits);
unsigned story_noted(const struct story *t, size_t stretch);
/* The second time round, with something to redact anywhere. */
bool story_edited(const struct story *t);

/*
 * Text that stands in no node: the tab between two cells.  An edit that
 * touches it changes nothing in the document.
 */
void story_fixed(struct story *t, const char *utf8);

/* How many of the calls above were made, this time round. */
size_t story_calls(const struct story *t);

/* 0, or what went wrong in any call so far. */
int story_ok(const struct story *t);

/* The first time round is over: the text, owned by `t`.  0, or negative. */
int story_settle(struct story *t, const struct bytes **text);

/* The second time round begins; `edits` may be NULL, is borrowed. */
int story_replay(struct story *t, const struct edits *edits);

#endif
