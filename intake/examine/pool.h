/*
 * pool.h -- documents spread over all processors, their results told in order.
 *
 * Jobs come from the calling thread and go back to it; in between, one of
 * several threads, each with worker processes of its own, does the work.
 * There are never more than POOL_AHEAD jobs for each thread between the first
 * that is not told and the last that was begun: memory does not grow with
 * their number.  A worker that fails takes its one job with it.
 */
#ifndef INTAKE_EXAMINE_POOL_H
#define INTAKE_EXAMINE_POOL_H

#include "intake/examine/run.h"

#define POOL_THREADS_MAX 64u	/* and no more than there are processors */
#define POOL_AHEAD 2u

/* Processors that this process may use: 1 to POOL_THREADS_MAX. */
size_t pool_processors(void);

struct pool_jobs {
	/* In the calling thread: 1 and the next job; 0 when there is none (for
	 * now: it is asked again after the next `tell`); a failure ends all. */
	int (*next)(void **job, void *arg);
	/* In one of the threads; nothing else touches the job meanwhile. */
	int (*work)(struct worker *w, void *job, void *arg);
	/* In the calling thread, in the order of `next`; `result` is what
	 * `work` returned, its line in err_line().  A failure of its own ends
	 * all: jobs that are under way are awaited and dropped untold. */
	int (*tell)(void *job, int result, void *arg);
	/* Every job comes here at the end, told or not. */
	void (*drop)(void *job);
	void *arg;
};

/* Threads and worker processes are started as jobs need them, and stay for the
 * next run. */
struct pool;
int pool_new(struct pool **out);
void pool_free(struct pool *p);		/* NULL is fine */

/* Do all jobs.  0, or the first failure of `next` or `tell`. */
int pool_run(struct pool *p, const struct pool_jobs *jobs);

#endif
