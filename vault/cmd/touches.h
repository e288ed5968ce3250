/*
 * touches.h -- which entries gave somebody a key, erased or removed: gathered
 * from the log in one pass, so that the tree is asked only where it matters.
 */
#ifndef VAULT_CMD_TOUCHES_H
#define VAULT_CMD_TOUCHES_H

#include "vault/session/session.h"

#define COMMIT_SIZE 41

enum touch_what { TOUCH_GRANT, TOUCH_ERASE };

/* One entry on one submission. */
struct touch {
	struct id submission;
	uint64_t number;
	uint8_t commit[20];
	enum touch_what what;
};

struct touches {
	struct touch *v;		/* owned; by submission, then number */
	size_t n, cap;
	struct touch *removals;		/* owned; of members; by number */
	size_t nremovals, cap_removals;
	const struct id *only;		/* NULL: of every submission */
};

/* Of the history as it is looked at; `only` may be NULL. */
int touches_read(struct touches *t, struct session *s, const struct id *only);
void touches_free(struct touches *t);

/* Those of one submission: the first, and how many. */
const struct touch *touches_of(const struct touches *t,
    const struct id *submission, size_t *n);

void touch_commit(char hex[COMMIT_SIZE], const struct touch *t);

#endif
