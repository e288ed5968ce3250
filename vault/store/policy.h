/*
 * policy.h -- the policy that counts in the tree of an entry.
 */
#ifndef VAULT_STORE_POLICY_H
#define VAULT_STORE_POLICY_H

#include "vault/base/policy.h"
#include "vault/store/repo.h"

/* The highest policy.<n>; ERR_INTEGRITY when there is none that can be read. */
int policy_read(struct policy *policy, struct repo *r, const git_oid *root);

#endif
