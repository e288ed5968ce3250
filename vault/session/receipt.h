/*
 * receipt.h -- signing what is about to be opened, where the policy asks for
 * it.  Opening is handing the content of an item to a person: docs/design.md.
 */
#ifndef VAULT_SESSION_RECEIPT_H
#define VAULT_SESSION_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/session/session.h"

/* Does the policy ask for a receipt? */
int receipt_needed(struct session *s, bool *needed);

/*
 * receipt_sign(s, submission, tier, items, n):
 * If the policy asks for it, make the entry `opened`: these items (NULL: all
 * of the submission) in this tier.  When it returns 0 the entry is durable, or
 * none is due; after any failure nothing may be opened.
 */
int receipt_sign(struct session *s, const struct id *submission,
    enum tier tier, const struct id *items, size_t n);

#endif
