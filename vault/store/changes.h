/*
 * changes.h -- the list of files that one entry touches.
 */
#ifndef VAULT_STORE_CHANGES_H
#define VAULT_STORE_CHANGES_H

#include "vault/store/judge.h"

#define CHANGES_MAX 1000000	/* files of one entry */

/* Append one with a copy of `name`; *out (may be NULL) points at it until the
 * next is added. */
int changes_add(struct changes *l, const char *name, enum change_what what,
    struct change **out);
void changes_sort(struct changes *l);
/* By binary search in a sorted list; NULL when it is not there. */
const struct change *changes_find(const struct changes *l, const char *name);
void changes_free(struct changes *l);

/* SHA-256 over "<sha256 hex> <path>\n" of all that is added or changed. */
int changes_digest(uint8_t out[SHA256_BYTES], const struct changes *l);

#endif
