/*
 * history.h -- walk all of a vault's history and check every entry of it.
 *
 * Rules besides those of rules.h:
 *   damage     an object, a large object or an entry is missing or changed
 *   merge      every entry but the first has one parent
 *   previous   it names the entry before it by SHA-256
 *   objects    it names what it adds by SHA-256
 *   rollback   the history holds the entry that this vault remembers
 */
#ifndef VAULT_AUDIT_HISTORY_H
#define VAULT_AUDIT_HISTORY_H

#include "vault/store/judge.h"

#define HISTORY_FINDINGS_MAX 10000	/* told; more are only counted */

int history_audit(struct repo *repo,
    int (*each)(const struct finding_read *, void *), void *arg,
    struct verdict *verdict);

#endif
