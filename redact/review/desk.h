/*
 * desk.h -- what a face of a review (the dialogue, the page) asks of the verb
 * around it: who stands behind the plans, and to store, sign and send back.
 * The faces themselves know no session.
 */
#ifndef REDACT_REVIEW_DESK_H
#define REDACT_REVIEW_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "redact/review/board.h"
#include "vault/base/id.h"

#define DESK_LABEL_SIZE 64	/* bytes of what a member is called, with NUL */
#define DESK_PEOPLE_MAX 128u

struct desk_standing {
	size_t people;		/* different ones that signed the stored plans */
	struct fpr who[DESK_PEOPLE_MAX];	/* the first of them */
	uint32_t needed;	/* by the policy, in all */
	bool me;		/* this member is among them */
};

struct desk {
	void *arg;
	/* Who stands behind the plans as they are stored. */
	int (*standing)(void *arg, struct desk_standing *out);
	/* What a member is called here: a label, else words. */
	void (*label)(void *arg, const struct fpr *who,
	    char label[DESK_LABEL_SIZE]);
	/*
	 * Store what was decided and sign it; or, where others signed just
	 * these plans and nothing was changed, sign them too.  `myself`: this
	 * member must have seen every sheet.  Where a value that is redacted
	 * stands elsewhere as well, that becomes a finding first, and
	 * ERR_NOT_PERMITTED says so.  ERR_BUSY when somebody stored other
	 * plans meanwhile: they are merged into the board (board_rebase), and
	 * the line says what that came to.
	 */
	int (*sign)(void *arg, bool myself);
	/* Store the plans with the note, without a signature. */
	int (*send_back)(void *arg, const char *text);
	/* Store what was decided so far, if anything was, without a
	 * signature: the review ends. */
	int (*close)(void *arg);
};

#endif
