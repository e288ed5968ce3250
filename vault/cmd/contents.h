/*
 * contents.h -- what there is of one submission in the tree: its items with
 * their objects, grants and approvals.  Public facts only.
 */
#ifndef VAULT_CMD_CONTENTS_H
#define VAULT_CMD_CONTENTS_H

#include <stddef.h>

#include "vault/session/session.h"

struct contents {
	struct path *paths;		/* owned; sorted by item and kind */
	size_t npaths;
	struct id *items;		/* owned; in the order of the tree */
	size_t nitems;
};

int contents_read(struct contents *c, struct session *s,
    const struct id *submission);
void contents_free(struct contents *c);

/* An object of `item` by its version; NULL when it is not there. */
const struct path *contents_version(const struct contents *c,
    const struct id *item, enum object_kind kind, uint32_t version);
/* The newest version of an object of `item`; NULL when there is none. */
const struct path *contents_newest(const struct contents *c,
    const struct id *item, enum object_kind kind);

#endif
