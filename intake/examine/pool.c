/* pool.c -- see pool.h. */
#include "intake/examine/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define SLOTS (POOL_THREADS_MAX * POOL_AHEAD)

enum slot_state { SLOT_EMPTY, SLOT_WAITING, SLOT_BUSY, SLOT_DONE };

struct slot {
	enum slot_state state;
	void *job;
	int result;
	char line[ERR_LINE_MAX];
};

struct pool {
	const struct pool_jobs *jobs;
	pthread_mutex_t lock;
	pthread_cond_t work;	/* something waits, or all is over */
	pthread_cond_t done;	/* something was finished */
	struct slot slots[SLOTS];	/* job number n is in n % SLOTS */
	size_t told, taken, begun;	/* numbers of the next ones */
	size_t idle, threads, most;
	bool over;
	pthread_t thread[POOL_THREADS_MAX];
};

size_t
pool_processors(void)
{
	cpu_set_t set;
	int n = 1;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = CPU_COUNT(&set);
	if (n < 1)
		return 1;
	return (size_t)n < POOL_THREADS_MAX ? (size_t)n : POOL_THREADS_MAX;
}

/* With a worker; where none can be started each job says so. */
static int
work_on(struct pool *p, struct worker **w, void *job)
{
	int r;

	if (*w == NULL && (r = worker_start(w)) < 0)
		return r;
	return p->jobs->work(*w, job, p->jobs->arg);
}

static void *
thread_main(void *arg)
{
	struct pool *p = arg;
	struct worker *w = NULL;
	struct slot *s;
	int r;

	(void)pthread_mutex_lock(&p->lock);
	for (;;) {
		p->idle++;
		while (!p->over && p->taken == p->begun)
			(void)pthread_cond_wait(&p->work, &p->lock);
		p->idle--;
		if (p->over)
			break;
		s = &p->slots[p->taken++ % SLOTS];
		s->state = SLOT_BUSY;
		(void)pthread_mutex_unlock(&p->lock);
		r = work_on(p, &w, s->job);
		(void)pthread_mutex_lock(&p->lock);
		s->result = r;
		if (r < 0)
			memcpy(s->line, err_line(), sizeof(s->line));
		s->state = SLOT_DONE;
		(void)pthread_cond_signal(&p->done);
	}
	(void)pthread_mutex_unlock(&p->lock);
	worker_stop(w);
	return NULL;
}

/* A thread for it, unless one is idle or there are as many as processors. */
static int
hire(struct pool *p)
{
	bool needed;

	(void)pthread_mutex_lock(&p->lock);
	needed = p->begun - p->taken > p->idle && p->threads < p->most;
	(void)pthread_mutex_unlock(&p->lock);
	if (!needed)
		return 0;
	if (pthread_create(&p->thread[p->threads], NULL, thread_main, p) != 0)
		return p->threads > 0 ? 0 : err_set(ERR_FAILED, "no thread can "
		    "be started; end other programs and try again");
	p->threads++;
	return 0;
}

/* Begin jobs as long as there are some and there is room. */
static int
begin(struct pool *p)
{
	struct slot *s;
	void *job;
	int r;

	while (p->begun - p->told < p->most * POOL_AHEAD) {
		if ((r = p->jobs->next(&job, p->jobs->arg)) <= 0)
			return r;	/* there is none, or a failure */
		(void)pthread_mutex_lock(&p->lock);
		s = &p->slots[p->begun % SLOTS];
		s->job = job;
		s->state = SLOT_WAITING;
		p->begun++;
		(void)pthread_cond_signal(&p->work);
		(void)pthread_mutex_unlock(&p->lock);
		if ((r = hire(p)) < 0)
			return r;
	}
	return 0;
}

/* Wait for the oldest that is not told; tell it, if that is wished. */
static int
finish(struct pool *p, bool tell)
{
	struct slot *s = &p->slots[p->told % SLOTS];
	int r = 0;

	(void)pthread_mutex_lock(&p->lock);
	while (s->state != SLOT_DONE)
		(void)pthread_cond_wait(&p->done, &p->lock);
	(void)pthread_mutex_unlock(&p->lock);
	if (tell) {
		if (s->result < 0)
			(void)err_set((enum err)s->result, "%s", s->line);
		r = p->jobs->tell(s->job, s->result, p->jobs->arg);
	}
	p->jobs->drop(s->job);
	s->job = NULL;
	s->state = SLOT_EMPTY;
	p->told++;
	return r;
}

/* After a failure: what nobody took yet is dropped, the rest awaited. */
static void
give_up(struct pool *p, int r)
{
	char line[ERR_LINE_MAX];

	memcpy(line, err_line(), sizeof(line));
	(void)pthread_mutex_lock(&p->lock);
	for (; p->begun > p->taken; p->begun--)
		p->jobs->drop(p->slots[(p->begun - 1) % SLOTS].job);
	(void)pthread_mutex_unlock(&p->lock);
	while (p->told < p->begun)
		(void)finish(p, false);
	/* What ended it, not what came after. */
	(void)err_set((enum err)r, "%s", line);
}

int
pool_run(struct pool *p, const struct pool_jobs *jobs)
{
	int r = 0;

	p->jobs = jobs;		/* every thread waits for the first one */
	while (r == 0) {
		if ((r = begin(p)) < 0 || p->told == p->begun)
			break;
		r = finish(p, true);
	}
	if (r < 0)
		give_up(p, r);
	return r;
}

int
pool_new(struct pool **out)
{
	struct pool *p;

	if ((p = calloc(1, sizeof(*p))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	p->most = pool_processors();
	(void)pthread_mutex_init(&p->lock, NULL);
	(void)pthread_cond_init(&p->work, NULL);
	(void)pthread_cond_init(&p->done, NULL);
	*out = p;
	return 0;
}

void
pool_free(struct pool *p)
{
	size_t i;

	if (p == NULL)
		return;
	(void)pthread_mutex_lock(&p->lock);
	p->over = true;
	(void)pthread_cond_broadcast(&p->work);
	(void)pthread_mutex_unlock(&p->lock);
	for (i = 0; i < p->threads; i++)
		(void)pthread_join(p->thread[i], NULL);
	(void)pthread_cond_destroy(&p->done);
	(void)pthread_cond_destroy(&p->work);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}
