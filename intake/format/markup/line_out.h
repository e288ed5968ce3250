/*
 * line_out.h -- one line of a marked-up text in the making: what a reader sees
 * of it, the markup around that, and the values that are listed below it.
 *
 * Markup, text and values come in the order of the document.  When the line
 * ends, its text and values go to the text, and then, since only now it is
 * known where in the text each of them stands, all of it goes to the copy with
 * edits made and marks taken out.
 */
#ifndef INTAKE_FORMAT_MARKUP_LINE_OUT_H
#define INTAKE_FORMAT_MARKUP_LINE_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/examine/edits.h"
#include "intake/format/normal/normalise.h"
#include "vault/base/bytes.h"

struct line_out;

/*
 * line_out_new(out, text, copy, edits, at, flags):
 * text   what a reader sees is appended to it; NULL for nobody
 * copy   the marked-up copy is appended to it; NULL for none
 * edits  of the text as a whole, in which this one begins at byte `at`; NULL
 * flags  for the normaliser, NORMALISE_NODE apart
 */
int line_out_new(struct line_out **out, struct bytes *text,
    struct bytes *copy, const struct edits *edits, uint64_t at,
    unsigned flags);

/* Each appends; a failure is remembered and told by line_out_end(). */
void line_out_markup(struct line_out *l, const char *s);
void line_out_markup_bytes(struct line_out *l, const void *p, size_t len);
/* Text as a reader sees it: white space already as it shall be. */
void line_out_text(struct line_out *l, const char *s, size_t len);
/* Something that is seen stands here, a picture: space beside it counts. */
void line_out_object(struct line_out *l);
/* White space at the start of this line is part of it. */
void line_out_indented(struct line_out *l);
/* A character between two texts, such as a tab: not in the copy. */
void line_out_gap(struct line_out *l, char c);
/* The inside of a quoted attribute: listed below the line. */
void line_out_value(struct line_out *l, const char *s, size_t len);

/* Is a copy made from which something is redacted, anywhere? */
bool line_out_edited(const struct line_out *l);

/* Nothing that is seen so far? */
bool line_out_is_empty(const struct line_out *l);
/* The last byte of text in the line; 0. */
char line_out_last(const struct line_out *l);

/* The line ends; a line that shows nothing is none. */
void line_out_break(struct line_out *l);

/* Marks are counted here from now on. */
void line_out_look(struct line_out *l, struct marks_seen *seen);

/* End the last line, if no failure was before: 0 or the failure. */
int line_out_end(struct line_out *l);
void line_out_free(struct line_out *l);		/* NULL is fine */

#endif
