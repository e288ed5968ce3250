/*
 * docx_text.h -- the text of a DOCX, and what edits make of it.
 *
 * The walk (docx_walk.h) hands every piece of text it meets to
 * docx_text_piece(), in the order of the XML.  The first time round, the
 * pieces are gathered and find their place in the text; the second time round
 * the walk makes the same calls and gets each piece back as the edits leave
 * it.  So text(), clean() and apply() cannot disagree on an offset.
 *
 * A paragraph is a line.  What hangs on a paragraph but does not stand in it
 * (text boxes, picture descriptions, link targets) follows the line, each on
 * a line of its own, so that no name in the paragraph is torn by an anchor.
 */
#ifndef INTAKE_FORMAT_OFFICE_DOCX_TEXT_H
#define INTAKE_FORMAT_OFFICE_DOCX_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "intake/examine/edits.h"
#include "vault/base/bytes.h"

#define DOCX_PIECES_MAX 8000000u
#define DOCX_BOX_DEPTH_MAX 32u		/* paragraphs inside paragraphs */

struct docx_text;

enum docx_piece {
	PIECE_RUN,	/* in the line; a label may stand here */
	PIECE_ASIDE,	/* a line after the paragraph; a label may stand here */
	PIECE_TARGET	/* the same, but it goes whole: no label */
};

int docx_text_new(struct docx_text **out);
void docx_text_free(struct docx_text *t);	/* NULL is fine */

void docx_text_paragraph(struct docx_text *t);	/* begins */
void docx_text_paragraph_end(struct docx_text *t);

/*
 * docx_text_piece(t, kind, s, len, out):
 * `out` is reset and gets what stands there now.  true when an edit touched
 * the piece.  Failures are kept for docx_text_ok().
 */
bool docx_text_piece(struct docx_text *t, enum docx_piece kind, const char *s,
    size_t len, struct bytes *out);

/* How many of the calls above were made, this time round. */
size_t docx_text_calls(const struct docx_text *t);

/* 0, or what went wrong in any call so far. */
int docx_text_ok(const struct docx_text *t);

/* The first time round is over: the text, owned by `t`.  0, or negative. */
int docx_text_settle(struct docx_text *t, const struct bytes **text);

/* The second time round begins; `edits` may be NULL, is borrowed. */
int docx_text_replay(struct docx_text *t, const struct edits *edits);

#endif
