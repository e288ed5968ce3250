/*
 * history.h -- walk a vault's history, or a stretch of it, and check every
 * entry of it.
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

#define HISTORY_STEP 50		/* entries between two words on progress */
#define HISTORY_FINDINGS_MAX 10000	/* told; more are only counted */

/*
 * Of a stretch that begins behind a known entry, that entry is taken to hold;
 * that it is in the history, with the content it had, is checked.
 */
int history_audit(struct repo *repo, const struct stretch *stretch,
    struct verdict *verdict);

#endif
