/*
 * check.h -- is every file of a vault what it must be?  Needs no key, and does
 * not ask who signed what: that is the audit's question.
 *
 * The fast check looks at the folder, the refs, the form of every loose
 * object, the whole of every pack's index, and walks the history: every entry
 * and folder is read, every file of it is there, every large object is there
 * and of its length.  With `data` every object's SHA-1, every pack's and every
 * large object's SHA-256 is computed, too.
 */
#ifndef VAULT_STORE_CHECK_H
#define VAULT_STORE_CHECK_H

#include <stdbool.h>

#include "vault/store/repo.h"
#include "vault/store/trouble.h"

#define CHECK_NAMES_MAX (64u << 20)	/* bytes of names in one folder */

struct check_result {
	uint64_t entries, loose, packs, packed, large;
	uint64_t bytes;		/* that were read and summed up */
};

struct check_options {
	bool data;
	/* Only what falls into part `part` of `of`, by its hash: `of` runs with
	 * part 1 to `of` read all.  0 of 0: all of it. */
	uint32_t part, of;
	/* Called every now and then (may be NULL); not 0 stops. */
	int (*step)(void *arg, const struct check_result *so_far);
	void *arg;
};

/* Tells all troubles; 0 however many there are. */
int check_run(struct repo *r, const struct check_options *o,
    const struct troubles *to, struct check_result *result);

/* Only the walk over the history: what it needs and has not. */
int check_reach(struct repo *r, const struct check_options *o,
    const struct troubles *to, struct check_result *result);

#endif
