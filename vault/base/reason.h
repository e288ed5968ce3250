/*
 * reason.h -- why somebody did something, as a file of a vault's tree: one
 * line "<word> <text>\n".  It is in clear, for good, in every copy.
 *
 *   erased/<fpr>   "reason <text>\n"
 *   holds/<n>      "hold <text>\n" or "lift <text>\n"
 */
#ifndef VAULT_BASE_REASON_H
#define VAULT_BASE_REASON_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/bytes.h"

#define REASON_MAX 200		/* bytes of the text */
#define REASON_SIZE (REASON_MAX + 1)
#define REASON_FILE_MAX (REASON_MAX + 16)	/* bytes of the file */

/* ERR_USAGE unless it is 1 to REASON_MAX bytes of UTF-8 that all shows. */
int reason_check(const char *text);

/* Append the line. */
int reason_format(struct bytes *b, const char *word, const char *text);

/* Exactly such a line that begins with `word`; `text` may be NULL. */
bool reason_parse(char text[REASON_SIZE], const char *word, const void *p,
    size_t len);

#endif
