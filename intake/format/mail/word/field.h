/*
 * field.h -- values of header fields: unfolded, decoded (RFC 2047, RFC 2231),
 * in UTF-8.
 */
#ifndef INTAKE_FORMAT_MAIL_WORD_FIELD_H
#define INTAKE_FORMAT_MAIL_WORD_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/bytes.h"

#define FIELD_MAX ((size_t)1 << 20)	/* bytes of one value */

/* Append it as a reader sees it: one line, encoded words decoded. */
int field_text(struct bytes *out, const char *raw, size_t len);

/*
 * field_param(out, raw, len, name):
 * Append the value of "; name=..." with its continuations and character sets;
 * true when there is one.
 */
bool field_param(struct bytes *out, const char *raw, size_t len,
    const char *name);

/* The first word, before any parameter: lower case, cut at `size`. */
void field_word(char *to, size_t size, const char *raw, size_t len);

/* The next parameter's name after `at`; 0 at the end.  For reports. */
size_t field_next_param(const char *raw, size_t len, size_t at, char *name,
    size_t size);

#endif
