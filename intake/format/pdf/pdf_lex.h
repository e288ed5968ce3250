/*
 * pdf_lex.h -- the words of PDF (ISO 32000-1, 7.2 and 7.3): numbers, names,
 * strings, operators, one after the other, as content streams, CMaps and
 * calculator functions hold them.
 *
 * What is read is given back in one form only: numbers without needless zeros,
 * strings as their bytes, names without escapes, comments not at all.  So what
 * is written from it does not tell which program wrote the old.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_LEX_H
#define INTAKE_FORMAT_PDF_PDF_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define LEX_VALUE_MAX (4u << 20)	/* bytes of one string or name */
#define LEX_DIGITS_MAX 12		/* of a number's fraction */

enum pdf_token {
	TOKEN_END = 0,
	TOKEN_NUMBER,		/* value: its text; number */
	TOKEN_NAME,		/* value: without the slash */
	TOKEN_STRING,		/* value: its bytes */
	TOKEN_WORD,		/* value: an operator, true, null, { or } */
	TOKEN_OPEN,		/* [ */
	TOKEN_CLOSE,		/* ] */
	TOKEN_DICT,		/* << */
	TOKEN_DICT_END		/* >> */
};

struct pdf_lex {
	const uint8_t *p;	/* borrowed */
	size_t len, at;
	struct bytes value;	/* of the last token */
	double number;
};

struct pdf_lex pdf_lex(const uint8_t *p, size_t len);
enum pdf_token pdf_lex_next(struct pdf_lex *l);
void pdf_lex_free(struct pdf_lex *l);

/* Append a token as it is written, and what parts it from the next. */
void pdf_put_name(struct bytes *b, const void *name, size_t len);
void pdf_put_string(struct bytes *b, const void *p, size_t len);
void pdf_put_token(struct bytes *b, enum pdf_token kind, const void *value,
    size_t len);

/* Append a number as PDF wants it, whatever the locale, and a space. */
void pdf_put_number(struct bytes *b, double v);

#endif
