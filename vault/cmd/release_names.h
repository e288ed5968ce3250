/*
 * release_names.h -- the file names that a release gives its items.
 *
 * Read from the release manifest (docs/format.md "Release manifest"): of its
 * JSON only "files", and there only "item" and "file".  A name is accepted if
 * it is one of ours: digits, a dot, up to 8 lower-case letters or digits.
 */
#ifndef VAULT_CMD_RELEASE_NAMES_H
#define VAULT_CMD_RELEASE_NAMES_H

#include <stddef.h>

#include "vault/base/id.h"
#include "vault/session/manifest.h"

struct release_name {
	struct id item;
	char file[SAFE_NAME_SIZE];
};

struct release_names {
	struct release_name *list;	/* owned */
	size_t n;
};

/* ERR_FORMAT for anything but JSON with such names. */
int release_names_read(struct release_names *names, const void *json,
    size_t len);
/* NULL when the item is not in the list. */
const char *release_names_find(const struct release_names *names,
    const struct id *item);
void release_names_free(struct release_names *names);

#endif
