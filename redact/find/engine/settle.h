/*
 * settle.h -- of findings that overlap, decide which stay (the rules stand at
 * find_in() in finder.h).
 */
#ifndef REDACT_FIND_SETTLE_H
#define REDACT_FIND_SETTLE_H

#include <stddef.h>

#include "redact/find/view/finder.h"

#define SETTLE_DOUBTFUL 0.5	/* confidence below which nothing gives way */
#define SETTLE_REST_MIN 4u	/* bytes of a remainder that is worth a finding */

/*
 * settle(f, text_len): sort, and keep what stays.  Ranges lie inside text_len
 * bytes.  ERR_NO_MEMORY, and then nothing has changed but the order.
 */
int settle(struct findings *f, size_t text_len);

/*
 * settle_edges(f, text): of settled findings, where two touch, a line end or a
 * tab between them with its blanks is in neither: it parts rows and cells, and
 * what touches would be redacted as one.
 */
void settle_edges(struct findings *f, const void *text);

#endif
