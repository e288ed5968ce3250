/*
 * checking.h -- what the files of the check share.  Only check*.c use it.
 */
#ifndef VAULT_STORE_CHECKING_H
#define VAULT_STORE_CHECKING_H

#include "vault/store/bases.h"
#include "vault/store/check.h"

struct check {
	struct repo *repo;
	const struct check_options *options;
	const struct troubles *to;
	struct check_result *result;
	uint64_t steps;
	struct bases *bases;
	int objects;		/* the folder objects/ */
};

/* Is its data to be read, in this run? */
bool checking_mine(const struct check *c, const uint8_t *hash);

/* After a thing was looked at, of which `bytes` were summed up. */
int checking_step(struct check *c, uint64_t bytes);

/* 0 for a code that is a finding, told with err_line(); else the code. */
int checking_tell(const struct check *c, int code, const char *rule,
    const char *name, enum remedy remedy);

int check_loose(struct check *c);
int check_packs(struct check *c);
int check_lfs(struct check *c);
int check_refs(struct check *c);
int check_left_over(struct check *c);
int check_history(struct check *c);

#endif
