/*
 * adopt.h -- take over from another repository what one commit needs.
 */
#ifndef VAULT_STORE_ADOPT_H
#define VAULT_STORE_ADOPT_H

#include "vault/store/repo.h"

/*
 * adopt(r, objects, commit):
 * Into the spool: the commit, those before it and all that they refer to, as
 * far as the vault has none of it, read from the folder of objects `objects`
 * (below the vault; loose ones and packs, no alternates).  Nothing else of
 * that folder is taken.  ERR_INTEGRITY when something is missing or damaged,
 * or is more than a line of commits, folders and files.
 */
int adopt(struct repo *r, const char *objects, const git_oid *commit);

#endif
