/*
 * releasing.h -- the files of a release: made on all processors, proven, sealed
 * one by one as they come, told of in a manifest and as entities.
 */
#ifndef REDACT_CMD_RELEASING_H
#define REDACT_CMD_RELEASING_H

#include "redact/cmd/making.h"
#include "redact/cmd/outgoing.h"
#include "redact/cmd/plans.h"
#include "redact/release/ftm.h"
#include "redact/release/summary.h"

struct releasing {
	const struct options *options;
	struct work *work;
	const struct making *making;
	uint32_t number;		/* of the release */
	struct pool *pool;
	size_t at, told;		/* items begun, and told */
	struct staged *staged;		/* each item's file, manifest, entities */
	size_t nstaged, files;
	char libraries[SUMMARY_LIBRARIES_SIZE];
	struct bytes manifest, entities;
	struct summary summary;
	struct ftm *ftm;
	struct outgoing *out;		/* NULL, or where the files go, too */
};

/* The next release of the submission; `w` (loaded, planned) and `m` are
 * borrowed. */
int releasing_new(struct releasing **out, const struct options *o,
    struct work *w, const struct making *m);
void releasing_free(struct releasing *rel);	/* NULL is fine */

/* All of it goes into this drop as well; borrowed.  Before releasing_make(). */
void releasing_to(struct releasing *rel, struct outgoing *out);

/* Make and seal everything, without the vault's lock; `st` says who signed. */
int releasing_make(struct releasing *rel, const struct standing *st);

/* Under the lock, all but the grants.  ERR_BUSY when somebody released it in
 * the meantime. */
int releasing_add(struct releasing *rel);

#endif
