/*
 * terminal.h -- a review in a dialogue, line by line, over any terminal (or a
 * pipe): the decisions that the page in a browser has too.
 *
 * A sheet's text is shown whole when its first finding comes up; then each
 * undecided finding with its item, kind, why it was found and the line it
 * stands in, >>the value marked<<.  Everything that comes from the document is
 * escaped (print_escape).  A sheet that was shown is seen when all that was
 * found on it is decided; the others are shown after the last decision and are
 * seen when the person says so (v).  The answer is a letter and Enter:
 *   a redact      k keep        A redact all that say the same, in any form
 *   1-9 reason    0 none        K keep all that say the same
 *   r CODE        reason of an imported list; r shows all of them
 *   e TEXT        the finding is this text, which overlaps it
 *   n next        p previous    i next item with undecided findings
 *   v show the page, it is seen; u undo; s save and stop
 *   /words        find the words everywhere (as a watchlist would), add them
 *                 as findings to redact
 *   o WORD        keep, whiten or unredacted: on or off for this item
 *   m TEXT        a note to the others; b TEXT send it back with a note
 *   y sign        ? the keys
 * n and p go to the next and previous finding, decided or not; a decision goes
 * to the next undecided one.
 */
#ifndef REDACT_REVIEW_TERMINAL_H
#define REDACT_REVIEW_TERMINAL_H

#include <stdio.h>

#include "redact/review/board.h"
#include "redact/review/desk.h"

#define TERMINAL_LINE_MAX 4096	/* bytes of an answer; a longer one is refused */
#define TERMINAL_NEWS_MAX 200u	/* differences shown one by one */

enum terminal_end {
	TERMINAL_STOP = 0,	/* at `s` and at the end of `in` */
	TERMINAL_SIGN = 1,	/* all is decided and seen, and to be signed */
	TERMINAL_BACK = 2	/* to be sent back, with the note */
};

/*
 * review_terminal(b, desk, note, in, out):
 * Hold the dialogue.  When all was decided and seen in it, it ends with
 * TERMINAL_SIGN; when nothing was left to do from the beginning, it shows what
 * is new since this person last looked and asks.  `desk` is asked for names of
 * people alone.  `note` is set with TERMINAL_BACK.
 *
 * Or a negative code: ERR_NO_MEMORY, ERR_TOO_BIG, ERR_IO when `out` cannot be
 * written, and what saving a decision returned.
 */
int review_terminal(struct board *b, const struct desk *desk,
    char note[PLAN_NOTE_SIZE], FILE *in, FILE *out);

#endif
