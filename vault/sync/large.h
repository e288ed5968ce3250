/* large.h -- large objects to and from a remote, by git-lfs. */
#ifndef VAULT_SYNC_LARGE_H
#define VAULT_SYNC_LARGE_H

#include "vault/sync/transport.h"

#define LARGE_LIST_MAX (128u << 20)	/* bytes of a list of large objects */

struct large_line {
	char oid[SHA256_HEX_SIZE];
	unsigned long long size;
	char place[80];		/* "aa/bb/<oid>", as Git LFS has it */
};

/* The line at *at; false at the end or when it is not of its form. */
bool large_next(const struct bytes *list, size_t *at, struct large_line *l);

int large_fetch(struct transport *t, const struct bytes *list);
int large_push(struct transport *t, const struct bytes *list);

/* The folders of a place below transport/lfs/objects. */
int large_folders(struct transport *t, const struct large_line *l);

#endif
