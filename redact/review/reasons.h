/*
 * reasons.h -- why something is redacted: words of a newsroom, and lists that
 * a desk brings (`review --reasons FILE`), such as the exemptions of a freedom
 * of information act.
 *
 * A list is UTF-8, one reason a line: code, a tab, what it means.  Empty lines
 * and lines that begin with '#' are skipped.  A code is 1 to
 * PLAN_WORD_SIZE - 1 bytes, a text up to PLAN_REASON_TEXT_SIZE - 1, both of
 * characters that can be seen.  A plan holds the code.
 */
#ifndef REDACT_REVIEW_REASONS_H
#define REDACT_REVIEW_REASONS_H

#include <stdbool.h>
#include <stddef.h>

#include "redact/doc/plan.h"

#define REASONS_FILE_MAX (1u << 20)	/* bytes of a list */
#define REASONS_KEYS 9u			/* the keys 1 to 9 */

/* The words that need no list, in the order of their keys; NULL ends. */
extern const char *const reasons_words[REASONS_KEYS + 1];

bool reasons_is_word(const char *code);

/*
 * reasons_read(out, n, p, len):
 * The caller frees *out.  ERR_FORMAT with the line's number for one that is
 * not of this form, a code that comes twice or is one of reasons_words;
 * ERR_TOO_BIG over PLAN_REASONS_MAX.
 */
int reasons_read(struct plan_reason **out, size_t *n, const void *p,
    size_t len);

/* What a code means by the lists in these plans; NULL: nothing is known. */
const char *reasons_text(struct plan *const plans[], size_t n,
    const char *code);

#endif
