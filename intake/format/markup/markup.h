/* markup.h -- the formats of this room, and what they share. */
#ifndef INTAKE_FORMAT_MARKUP_MARKUP_H
#define INTAKE_FORMAT_MARKUP_MARKUP_H

#include "intake/format/format.h"
#include "intake/format/markup/splice.h"

#define MARKUP_NAME_SIZE 64u
#define MARKUP_HEAD_BYTES ((size_t)256 << 10)	/* where the first element is */

extern const struct format format_html;

/*
 * The name of the first element, behind byte order mark, white space,
 * comments, instructions and document type; false when it is no markup.  A
 * document type without an element after it names the root itself.  UTF-8,
 * UTF-16 and whatever has ASCII in it.
 */
bool markup_root(const struct doc *d, char name[MARKUP_NAME_SIZE]);

/* Does it say that it is XML? */
bool markup_is_xml(const struct doc *d);

/* 0, or the refusal that fits a code of the calls below html.h. */
int markup_failed(struct answer *a, int code);
/* Edits of text only: there are no pages to draw boxes on. */
int markup_edits(struct answer *a, const struct edits *e);
/* The text on pages. */
int markup_safe(struct answer *a, const struct bytes *text);

#endif
