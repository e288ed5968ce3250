/*
 * lines.h -- one finding as a person reads it: the line it stands in, with the
 * value marked, everything escaped for a terminal.
 */
#ifndef REDACT_REVIEW_LINES_H
#define REDACT_REVIEW_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "vault/base/bytes.h"

#define LINES_CONTEXT 80u	/* bytes shown on either side of the value */
#define LINES_VALUE_MAX 400u	/* bytes of a value that are shown */

/*
 * lines_show(b, text, start, end):
 * Append "before >>value<< after", cut at line ends, at LINES_CONTEXT and in
 * the middle of a long value, always between characters.
 */
int lines_show(struct bytes *b, const struct bytes *text, uint64_t start,
    uint64_t end);

/* Number of the line (from 1) in which `at` lies. */
size_t lines_number(const struct bytes *text, uint64_t at);

#endif
