/*
 * draft.h -- VAULT/drafts/<submission hex>.<fingerprint hex>: what one member
 * decided on a submission and did not store yet, and what they looked at.  A
 * local file, no part of the history: sealed with the submission's working key
 * (object kind `draft`), replaced whole at every decision, durable before the
 * answer.  Only the member whose name it carries writes it.
 */
#ifndef VAULT_SESSION_DRAFT_H
#define VAULT_SESSION_DRAFT_H

#include <stddef.h>
#include <stdint.h>

#include "vault/session/session.h"

#define DRAFT_MAX (64u << 20)	/* bytes of its content */

struct draft;

/*
 * draft_open(out, s, handle, submission):
 * Hold this member's draft of the submission until draft_close(): a second
 * process gets ERR_BUSY.  `handle` is the working key's; the session is
 * borrowed.
 */
int draft_open(struct draft **out, struct session *s, uint32_t handle,
    const struct id *submission);
void draft_close(struct draft *d);	/* NULL is fine */

/* Append the content; nothing when there is none.  The second asks without
 * holding it: what was durable last. */
int draft_load(struct draft *d, struct bytes *b);
int draft_peek(struct session *s, uint32_t handle,
    const struct id *submission, struct bytes *b);

/* The draft is this from now on, durably, or as it was. */
int draft_save(struct draft *d, const void *p, size_t len);

/* Take away the drafts of all submissions that were erased, everybody's. */
int draft_sweep(struct session *s);

#endif
