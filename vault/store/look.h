/*
 * look.h -- what the newest entry, or one of the past, says to those who only
 * read.
 */
#ifndef VAULT_STORE_LOOK_H
#define VAULT_STORE_LOOK_H

#include "vault/store/repo.h"
#include "vault/session/store.h"

#define LOOK_NAMES_MAX (32u << 20)	/* bytes of names in one folder */

struct look {
	bool born;
	git_oid head;
	git_oid tree;		/* zero while not born */
	struct policy policy;
};

/* From the branch as it stands now.  ERR_NO_VAULT when its tree is no
 * vault's; the policy stays as it is while nothing is born. */
int look_refresh(struct repo *r, struct look *l);

/* From an entry of the past; ERR_NOT_FOUND when it is none. */
int look_at(struct repo *r, struct look *l, const git_oid *commit);

/* As store_open_object(), store_latest(), store_roles(). */
int look_object(struct repo *r, const struct look *l, const struct path *path,
    int *fd, uint64_t *size);
int look_latest(struct repo *r, const struct look *l, const struct path *path,
    uint32_t *version);
int look_roles(struct repo *r, const struct look *l, const struct fpr *member,
    unsigned *roles);

#endif
