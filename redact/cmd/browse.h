/* browse.h -- a review in the person's browser: the page (redact/page/page.h)
 * over a submission of the vault. */
#ifndef REDACT_CMD_BROWSE_H
#define REDACT_CMD_BROWSE_H

#include <stdbool.h>

#include "redact/cmd/work.h"
#include "redact/page/page.h"
#include "redact/review/board.h"
#include "redact/review/desk.h"

/*
 * browse(w, board, desk, no_browser, end):
 * Until the person ends it; the board's items are those of `w`, in its order.
 * Errors are page_review()'s.
 */
int browse(struct work *w, struct board *board, const struct desk *desk,
    bool no_browser, enum page_end *end);

#endif
