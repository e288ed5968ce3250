/*
 * carry.h -- what one item of a submission tells on the others: values found
 * or decided in one are looked for in all of them.
 */
#ifndef REDACT_CMD_CARRY_H
#define REDACT_CMD_CARRY_H

#include "redact/cmd/work.h"
#include "redact/find/engine/find.h"
#include "redact/find/known/known.h"

struct carry;

/*
 * carry_new(out, w, sought):
 * What is known of a submission before its texts are searched: decisions to
 * redact, findings of stored plans that nobody decided to keep, names in its
 * metadata, in the names of its files and of the channel.
 */
int carry_new(struct carry **out, const struct work *w,
    const struct find_options *sought);

/* Add what find_in() found in item i, unless it was decided to be kept. */
int carry_found(struct carry *c, const struct work *w, size_t i,
    const struct findings *f);

/* When all is added: the values, ready to be looked for.  Its findings' kinds
 * live as long as the carry. */
int carry_ready(struct carry *c, const struct known **known);

void carry_free(struct carry *c);	/* NULL is fine */

#endif
