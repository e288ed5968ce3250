/*
 * terminal.h -- decide on a plan's findings in a dialogue, line by line, over
 * any terminal (or a pipe).
 *
 * Each undecided finding is shown with its item, kind, why it was found and
 * the line it stands in, >>the value marked<<; everything that comes from the
 * document is escaped (print_escape).  The answer is a letter and Enter:
 *   a redact      k keep        A redact every equal value   K keep every equal
 *   n next        p previous    u undo                       s save and stop
 *   /words        find the words everywhere (as a watchlist would), add them
 *                 as findings to redact
 *   ? the keys
 * n and p go to the next and previous finding, decided or not; a decision goes
 * to the next undecided one.
 */
#ifndef REDACT_REVIEW_TERMINAL_H
#define REDACT_REVIEW_TERMINAL_H

#include <stddef.h>
#include <stdio.h>

#include "intake/examine/report.h"
#include "redact/doc/plan.h"
#include "vault/base/bytes.h"
#include "vault/base/id.h"

#define TERMINAL_LINE_MAX 4096	/* bytes of an answer; a longer one is refused */
#define TERMINAL_UNDO_MAX 1000000u	/* findings whose change is remembered */

/*
 * review_terminal(plans, texts, reports, n, by, in, out):
 * The dialogue over `n` items; plans[i] changes in place, texts[i] is its
 * text, reports[i].name its name.  It ends when all is decided, at `s` and at
 * the end of `in`; decisions taken until then stay.  Added findings get
 * labels, all labels are given anew at the end.
 *
 * Returns how many findings are left undecided over all plans (at most
 * INT_MAX), or a negative code: ERR_NO_MEMORY, ERR_TOO_BIG, ERR_IO when
 * `out` cannot be written.
 */
int review_terminal(struct plan *plans[], const struct bytes texts[],
    const struct report reports[], size_t n, const struct fpr *by,
    FILE *in, FILE *out);

#endif
