/*
 * told.h -- findings wait here for the verdict, which is told first.
 */
#ifndef VAULT_CMD_TOLD_H
#define VAULT_CMD_TOLD_H

#include "vault/session/options.h"
#include "vault/session/store.h"

#define TOLD_SHOWN 10000	/* all are counted */

struct told {
	struct finding_read *list;
	size_t n, cap;
	uint64_t all;
};

/* Keep one more; more than TOLD_SHOWN are only counted. */
int told_add(struct told *f, const struct finding_read *finding);

/* All that were kept, on stdout, and how many were not. */
int told_tell(const struct told *f, const struct options *o);

void told_free(struct told *f);

#endif
