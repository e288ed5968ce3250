/*
 * reviewing.h -- a submission under review by one member: its plans on a
 * board, what was decided and not stored yet in a draft, and what a face may
 * ask (redact/review/desk.h).
 */
#ifndef REDACT_CMD_REVIEWING_H
#define REDACT_CMD_REVIEWING_H

#include "redact/cmd/work.h"
#include "redact/review/board.h"
#include "redact/review/desk.h"
#include "redact/review/saved.h"
#include "vault/session/draft.h"
#include "vault/session/options.h"

struct reviewing {
	const struct options *options;
	struct work *work;		/* borrowed; its plans are the board's */
	struct board *board;
	struct desk desk;
	struct draft *draft;		/* NULL: it is only looked at */
	struct saved *saved;
	struct saved_item *items;	/* one for each of the board's */
	struct plan *then;		/* as this member last looked at them */
	struct saved_told told;		/* what the draft brought */
};

/*
 * reviewing_begin(v, w, o, holds):
 * Of a submission that is loaded and planned (work.h).  With `holds` this
 * process has the member's draft until reviewing_end(), and every step of the
 * board is durable in it; without, nothing is written.  ERR_BUSY when another
 * process has it.
 */
int reviewing_begin(struct reviewing *v, struct work *w,
    const struct options *o, bool holds);
void reviewing_end(struct reviewing *v);

/* What is stored now is what this member has seen: from here on others'
 * changes are new to them. */
int reviewing_looked(struct reviewing *v);

/* Tell, on stderr, what the draft brought. */
void reviewing_tell(const struct reviewing *v);

/*
 * Others may have stored plans since these were read: their changes and this
 * review's are joined.  *joined (may be NULL): in how many items.
 */
int reviewing_rebase(struct reviewing *v, size_t *joined);

/*
 * reviewing_sign(v, myself, anew): as desk.sign; with `anew` the plans are
 * stored again even where others have signed just these.
 * reviewing_send_back(v, text), reviewing_close(v): as desk's.
 */
int reviewing_sign(struct reviewing *v, bool myself, bool anew);
int reviewing_send_back(struct reviewing *v, const char *text);
int reviewing_close(struct reviewing *v);

/* Propose every place where a value that is redacted stands elsewhere, too
 * (redact/release/spread.h); *added: how many. */
int reviewing_spread(struct reviewing *v, size_t *added);

#endif
