/*
 * signers.h -- the members whose keys are at hand: the person's own, and those
 * named with --with.  An entry is signed again by whoever signed it.
 */
#ifndef VAULT_SYNC_SIGNERS_H
#define VAULT_SYNC_SIGNERS_H

#include "vault/session/session.h"

#define SIGNERS_MAX 16		/* keys of one sync */

struct signer {
	struct keeper *keeper;
	struct card card;
	struct fpr fpr;
};

struct signers {
	struct keeper *own;		/* the session's; NULL: it has none */
	struct signer v[SIGNERS_MAX];
	size_t n;
	bool leave_others;	/* entries of members whose key is not here lie
				 * aside: their makers have them too */
};

/* The session's key, if it has one, and one for each file. */
int signers_open(struct signers *k, struct session *s,
    const char *const files[], size_t nfiles);
/* The session has its own key again. */
void signers_close(struct signers *k, struct session *s);

/* From here the session works with that member's key; ERR_NOT_FOUND. */
int signers_use(const struct signers *k, struct session *s,
    const struct fpr *member);

#endif
