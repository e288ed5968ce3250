/*
 * folder.h -- one folder of a vault's tree, taken apart and checked.
 *
 * Entries stand in git's order (a folder's name counts as if it ended in '/'),
 * none twice, none that git forbids, with git's four kinds of mode.  Looked at
 * again and again while a history is walked, folders are kept, up to
 * FOLDERS_BYTES_MAX; what was kept was checked when it was read.
 */
#ifndef VAULT_STORE_FOLDER_H
#define VAULT_STORE_FOLDER_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

#include "vault/base/path.h"

#define FOLDERS_BYTES_MAX (8u << 20)	/* of all that are kept */

struct repo;

struct folder_entry {
	const char *name;	/* below PATH_SIZE bytes with its NUL */
	size_t len;		/* without it */
	unsigned mode;
	const unsigned char *oid;	/* behind the name and a NUL */
};

struct folder {
	const struct folder_entry *v;
	size_t n;
};

/*
 * folder_get(out, r, id):
 * NULL in *out for the id of zeros, the empty tree.  What is handed out stays
 * until folder_put(), whatever else is read.  ERR_INTEGRITY when it is missing,
 * damaged or no folder that git would make.
 */
int folder_get(const struct folder **out, struct repo *r, const git_oid *id);
void folder_put(const struct folder *f);	/* NULL is fine */

bool folder_is(const struct folder_entry *e);

/* By git's order; a folder and a file of one name are two things. */
int folder_compare(const struct folder_entry *a,
    const struct folder_entry *b);

/* NULL when it is not there.  `f` may be NULL. */
const struct folder_entry *folder_find(const struct folder *f,
    const char *name, size_t len, bool folder);

/* What a repository keeps. */
struct folders;
int folders_new(struct folders **out);
void folders_free(struct folders *all);		/* NULL is fine */

#endif
