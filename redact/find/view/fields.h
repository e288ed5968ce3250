/*
 * fields.h -- which label belongs to which place of a text: the head of a
 * table's column, the key of a pair, the word before a colon, the name of a
 * mail header.  near_before() reads the label as if it stood just before the
 * place; the finder `field` takes what a label names for what it says.
 *
 * One walk over the folded text, line by line, finds
 * - tables with tabs, semicolons, bars or commas between cells, quoted or not
 *   (so the text of spreadsheets, documents and pages has them): a line is a
 *   head by its words, and the lines below it are rows as long as they fit;
 * - JSON, also inside a line of a log, and its nesting;
 * - pairs key=value (logs, INI, queries) and "key: value" (YAML);
 * - forms: "Label: value", "Label ...... value", "Label<tab>value", and a
 *   known label on a line of its own with the value on the next;
 * - headers of mails, signatures, and who speaks in the export of a chat.
 * Each byte is looked at a bounded number of times, whatever the text.
 *
 * A text longer than a window is read window by window: what goes on (a
 * table's head, the nesting) is kept between them.
 */
#ifndef REDACT_FIND_FIELDS_H
#define REDACT_FIND_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/find/view/label.h"

#define FIELD_COLUMNS_MAX 256u	/* of a table; more have no label */
#define FIELD_DEPTH_MAX 16u	/* of JSON; deeper values have no label */
#define FIELD_FORM_MAX 240u	/* bytes of a value behind a label */
#define FIELD_VALUE_MAX 1024u	/* bytes of a value of a pair */
#define FIELD_QUOTED_MAX 16384u	/* bytes of a row with line breaks in it */

/* How the label stands to the value. */
enum field_form {
	FIELD_CELL,	/* head of its column */
	FIELD_KEY,	/* key of JSON, or before '=' */
	FIELD_LINE,	/* before it in a form */
	FIELD_HEADER,	/* name of a mail header */
	FIELD_SIGNED,	/* no label: below a closing, or who speaks */
	FIELD_HEAD,	/* no label: a known word at the head of a column */
	FIELD_FORM_LAST = FIELD_HEAD
};

struct field {
	uint32_t start, end;	/* of the value, in the window */
	uint32_t label;		/* place among the labels */
	uint8_t label_len;
	uint8_t kind;		/* enum label_kind */
	uint8_t form;		/* enum field_form */
	bool cut;		/* begins before the window or ends behind it */
};

struct fields;	/* of one text */

/* ERR_NO_MEMORY. */
int fields_new(struct fields **out);
void fields_free(struct fields *f);	/* NULL is fine */

/*
 * fields_read(f, s, len, next):
 * Read the next window of the folded text.  The window after it will begin
 * at `next` in this one; `len`: there is none, or it begins where this ends.
 * What stood in `f` of the window before is gone.  ERR_NO_MEMORY.
 */
int fields_read(struct fields *f, const uint8_t *s, size_t len, size_t next);

/* The fields of the window by their start; *n: how many. */
const struct field *fields_list(const struct fields *f, size_t *n);
/* The innermost field that this place of the window lies in; NULL. */
const struct field *fields_at(const struct fields *f, size_t at);
/* Its label in lower case, one space between words; a line break, and the
 * same without accents, when there are any.  label_len bytes. */
const uint8_t *fields_label(const struct fields *f, const struct field *x);

/* Do these bytes look like the name of a person: `least` words or more, all
 * of letters, with capitals first (but for a "van" or "de la" inside)? */
bool fields_is_name(const uint8_t *s, size_t len, unsigned least);

#endif
