/*
 * standing.h -- where each submission stands, told from the history alone:
 * when it was received and what was done to it last.
 */
#ifndef VAULT_CMD_STANDING_H
#define VAULT_CMD_STANDING_H

#include <stddef.h>
#include <stdint.h>

#include "vault/session/manifest.h"
#include "vault/session/session.h"

struct standing {
	struct id submission;
	const char *state;	/* "new", "examined", "planned", "decided",
				 * "approved", "released" */
	uint64_t number;	/* of the entry it came with */
	int64_t received;	/* that entry's time */
};

/* Every submission, newest first; free() the array. */
int standing_all(struct session *s, struct standing **all, size_t *n);

/*
 * standing_manifest(s, submission, m):
 * Read its manifest, if this key may: ERR_NO_GRANT if not.
 */
int standing_manifest(struct session *s, const struct id *submission,
    struct manifest *m);

#endif
