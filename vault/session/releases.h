/*
 * releases.h -- the releases of a submission, and which of them stand: public
 * facts of the tree.  Releases are numbered from 1; what is released later does
 * not withdraw what was before, only a recall does.
 */
#ifndef VAULT_SESSION_RELEASES_H
#define VAULT_SESSION_RELEASES_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/session/session.h"

#define RELEASES_RECALLED_MAX 100000u
#define RECALL_REASON_MAX 200u	/* bytes of the text */

/* One that left for somebody without a key of this vault. */
struct release_partner {
	uint32_t release;
	struct fpr to;
};

struct releases {
	uint32_t newest;		/* 0: there is none */
	uint32_t *recalled;		/* owned */
	size_t nrecalled;
	struct release_partner *partners;	/* owned */
	size_t npartners;
};

int releases_read(struct releases *out, struct session *s,
    const struct id *submission);
void releases_free(struct releases *r);

bool releases_recalled(const struct releases *r, uint32_t number);
/* The newest that stands; 0: none does. */
uint32_t releases_standing(const struct releases *r);

/*
 * releases_reason(s, submission, number, key, text):
 * Append why a release was withdrawn, by a key of the release tier; nothing when
 * nobody said why.
 */
int releases_reason(struct session *s, const struct id *submission,
    uint32_t number, uint32_t key, struct bytes *text);

#endif
