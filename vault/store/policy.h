/*
 * policy.h -- the texts that the store itself writes into a vault's first
 * entry.
 */
#ifndef VAULT_STORE_POLICY_H
#define VAULT_STORE_POLICY_H

#include <stdbool.h>

#include "vault/session/store.h"

#define POLICY_VERSION "tipline-vault 1\n"	/* the file VERSION */
#define POLICY_MAX 128			/* bytes of the file policy */
#define POLICY_APPROVALS_MAX 100	/* people */
#define POLICY_CLOCK_MAX (366u * 86400u)	/* seconds */

/* "approvals <n>\nclock <seconds>\n" and nothing else, in bounds. */
bool policy_parse(struct policy *policy, const void *p, size_t len);
int policy_format(struct bytes *b, const struct policy *policy);

#endif
