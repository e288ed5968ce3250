/* markup.h -- the formats of this room, and what they share. */
#ifndef INTAKE_FORMAT_MARKUP_MARKUP_H
#define INTAKE_FORMAT_MARKUP_MARKUP_H

#include "intake/format/format.h"
#include "intake/format/markup/splice.h"
#include "intake/format/normal/normalise.h"

#define MARKUP_NAME_SIZE 64u
#define MARKUP_HEAD_BYTES ((size_t)256 << 10)	/* where the first element is */

extern const struct format format_html, format_svg, format_xml;

/*
 * The name that the document type gives, or else that of the first element,
 * behind byte order mark, white space, comments and instructions; false when
 * it is no markup.  UTF-8, UTF-16 and whatever has ASCII in it.
 */
bool markup_root(const struct doc *d, char name[MARKUP_NAME_SIZE]);

/* Does it say that it is XML? */
bool markup_is_xml(const struct doc *d);

/* The document in UTF-8, by its mark, what `said` or it itself says, or a
 * guess.  Codes of charset.h. */
int markup_utf8(struct bytes *out, const uint8_t *p, size_t len,
    const char *said);

/* Marks that were counted, to the report. */
void markup_marks(struct answer *a, const struct marks_seen *seen,
    const char *group);

/* 0, or the refusal that fits a code of the calls below html.h. */
int markup_failed(struct answer *a, int code);
/* Edits of text only: there are no pages to draw boxes on. */
int markup_edits(struct answer *a, const struct edits *e);
/* The text on pages. */
int markup_safe(struct answer *a, const struct bytes *text);

#endif
