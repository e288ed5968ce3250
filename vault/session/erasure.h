/*
 * erasure.h -- whether a submission was erased, is on its way to it, or is
 * held: public facts of the tree.
 */
#ifndef VAULT_SESSION_ERASURE_H
#define VAULT_SESSION_ERASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/base/reason.h"
#include "vault/session/session.h"

struct eraser {
	struct fpr member;
	char reason[REASON_SIZE];
};

struct erasure {
	bool done;			/* nothing is added to it any more */
	struct eraser *v;		/* owned; who signed, by fingerprint */
	size_t n;
	bool held;
	uint32_t holds;			/* the number of the newest hold */
	char hold[REASON_SIZE];		/* its text, or that of its lifting */
};

int erasure_read(struct erasure *e, struct session *s,
    const struct id *submission);
void erasure_free(struct erasure *e);

/* Whether it was erased, and nothing else: one question to the store. */
int erasure_done(struct session *s, const struct id *submission, bool *done);

/* The time of the entry that completed it; 0 when none says so. */
int erasure_time(struct session *s, const struct id *submission,
    int64_t *time);

/*
 * erasure_refuse(s, submission):
 * ERR_NOT_PERMITTED when it was erased, with by whom, when and why.  The one
 * place that every verb comes through before it touches a submission:
 * session_find() and session_unlock() ask it.
 */
int erasure_refuse(struct session *s, const struct id *submission);

#endif
