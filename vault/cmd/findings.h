/*
 * findings.h -- findings wait here for the verdict, which is told first.
 */
#ifndef VAULT_CMD_FINDINGS_H
#define VAULT_CMD_FINDINGS_H

#include "vault/session/options.h"
#include "vault/session/store.h"

#define FINDINGS_SHOWN 10000	/* all are counted */

struct findings {
	struct finding_read *list;
	size_t n, cap;
	uint64_t all;
};

/* Keep one more; more than FINDINGS_SHOWN are only counted. */
int findings_add(struct findings *f, const struct finding_read *finding);

/* All that were kept, on stdout, and how many were not. */
int findings_tell(const struct findings *f, const struct options *o);

void findings_free(struct findings *f);

#endif
