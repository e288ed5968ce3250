/*
 * crew.h -- the same work for each of many things, spread over all processors.
 */
#ifndef REDACT_CMD_CREW_H
#define REDACT_CMD_CREW_H

#include <stddef.h>

struct crew {
	/* In one of the threads: do the i-th; nothing else touches it. */
	int (*work)(size_t i, void *arg);
	/* In the calling thread, now and then: so many of all are done.  May
	 * be NULL. */
	void (*tell)(size_t done, size_t of, void *arg);
	void *arg;
};

/*
 * crew_run(c, n):
 * Do work 0 to n - 1.  After a failure nothing more is begun.  0, or the
 * failure of the lowest number, its line in err_line().  One thread for each
 * processor, the calling one among them; where no thread can be started the
 * calling one does it all.
 */
int crew_run(const struct crew *c, size_t n);

#endif
