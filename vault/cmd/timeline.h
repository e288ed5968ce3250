/*
 * timeline.h -- the newest of the history, submission by submission.
 */
#ifndef VAULT_CMD_TIMELINE_H
#define VAULT_CMD_TIMELINE_H

#include "vault/session/session.h"

#define TIMELINE_SUBMISSIONS_MAX 200	/* on one page */
#define TIMELINE_EVENTS_MAX 20000	/* of all of them */

/* One entry, as far as it is about one submission. */
struct happening {
	struct id submission;
	struct id item;			/* zero: none named */
	uint64_t number;
	int64_t time;
	char event[ENTRY_EVENT_SIZE];
	struct fpr actor;
};

struct timelines {
	struct happening *v;		/* owned; by submission, oldest first */
	size_t n, cap;
	size_t came;			/* submissions that came in, met so far */
	bool cut;			/* older entries were not looked at */
};

/*
 * timelines_read(t, s):
 * Walks back until TIMELINE_SUBMISSIONS_MAX submissions came in, or
 * TIMELINE_EVENTS_MAX events were met.
 */
int timelines_read(struct timelines *t, struct session *s);
void timelines_free(struct timelines *t);

/* From `i` on, the end of what is about the same submission. */
size_t timelines_group(const struct timelines *t, size_t i);

#endif
