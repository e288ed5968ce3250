/*
 * recent.h -- small files of the tree that were read last: a policy, a
 * member's roles and epochs are looked at for every entry of a history.
 *
 * Only what was compared with its name is put in.
 */
#ifndef VAULT_STORE_RECENT_H
#define VAULT_STORE_RECENT_H

#include <git2.h>
#include <stdbool.h>

#include "vault/base/bytes.h"

#define RECENT_SLOTS 256	/* by the first bits of the id */
#define RECENT_BYTES_MAX 4096	/* of one; larger ones are not kept */

struct recent;

int recent_new(struct recent **out);
void recent_free(struct recent *all);		/* NULL is fine */

/* Append the blob to `b`, if it is kept: *r is what came of that. */
bool recent_get(const struct recent *all, const git_oid *id, struct bytes *b,
    int *r);

void recent_put(struct recent *all, const git_oid *id,
    const struct bytes *blob);

#endif
