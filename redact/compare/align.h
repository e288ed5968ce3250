/* align.h -- which word of one text is which of the other. */
#ifndef REDACT_COMPARE_ALIGN_H
#define REDACT_COMPARE_ALIGN_H

#include <stddef.h>
#include <stdint.h>

#include "redact/compare/words.h"

#define ALIGN_NONE UINT32_MAX
#define ALIGN_EDITS_MAX 1000u	/* of one stretch between words in common */
#define ALIGN_DEPTH_MAX 64u	/* stretches within stretches */

/*
 * align(to, a, b):
 * For each word of `a`, the number of the same one in `b`, rising, or
 * ALIGN_NONE; `to` has room for a->n.  A stretch with more edits than the
 * limit is taken to be different as a whole.  ERR_NO_MEMORY.
 */
int align(uint32_t *to, const struct words *a, const struct words *b);

#endif
