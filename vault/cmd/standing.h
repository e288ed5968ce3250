/*
 * standing.h -- where each submission stands, told from the history alone:
 * when it was received and what was done to it last.
 */
#ifndef VAULT_CMD_STANDING_H
#define VAULT_CMD_STANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/session/manifest.h"
#include "vault/session/session.h"

struct standing {
	struct id submission;
	const char *state;	/* "new", "examined", "planned", "decided",
				 * "approved", "released", "recalled": no
				 * release stands */
	uint64_t number;	/* of the entry it came with */
	int64_t received;	/* that entry's time */
};

/*
 * standing_page(s, skip, most, page, n, more):
 * Submissions, newest first, behind the `skip` newest, at most `most` of them
 * (0: all that are left); free() the array.  *more (may be NULL): there are
 * older ones.  Walks the history back to the last of them and no further.
 */
int standing_page(struct session *s, size_t skip, size_t most,
    struct standing **page, size_t *n, bool *more);

/* Every submission, newest first; free() the array. */
int standing_all(struct session *s, struct standing **all, size_t *n);

/* One of them; ERR_INTEGRITY when no entry brought it. */
int standing_one(struct session *s, const struct id *submission,
    struct standing *st);

/*
 * standing_manifest(s, submission, m):
 * Read its manifest, if this key may: ERR_NO_GRANT if not.
 */
int standing_manifest(struct session *s, const struct id *submission,
    struct manifest *m);

/* The same with the items that were found in others. */
int standing_items(struct session *s, const struct id *submission,
    struct manifest *m);

#endif
