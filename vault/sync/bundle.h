/*
 * bundle.h -- a vault in one file, for rooms without a network: a git bundle,
 * and beside it a folder FILE.lfs/ with the large objects.
 */
#ifndef VAULT_SYNC_BUNDLE_H
#define VAULT_SYNC_BUNDLE_H

#include "vault/sync/transport.h"

/* Make FILE.lfs/ and hold it: one writer of a bundle at a time. */
int bundle_lock(struct transport *t);

/* Write all up to the transport's branch, without what `since` (may be NULL)
 * and its ancestors are; the file appears whole or not at all. */
int bundle_write(struct transport *t, const char *since);

/* Before a bundle is replaced by a history that does not hold all of its own:
 * FILE becomes FILE.old. */
int bundle_set_aside(struct transport *t);

int bundle_fetch_large(struct transport *t, const struct bytes *list);
int bundle_push_large(struct transport *t, const struct bytes *list);

#endif
