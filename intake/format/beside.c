/* beside.c -- see beside.h. */
#include "intake/format/beside.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool begun;
	void (*work)(void *);	/* NULL: it waits */
	void *ctx;
} beside = { .lock = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER };

/* It ends with its process. */
static void *
attend(void *unused)
{
	(void)unused;
	(void)pthread_mutex_lock(&beside.lock);
	beside.begun = true;
	(void)pthread_cond_broadcast(&beside.changed);
	for (;;) {
		while (beside.work == NULL)
			(void)pthread_cond_wait(&beside.changed, &beside.lock);
		(void)pthread_mutex_unlock(&beside.lock);
		beside.work(beside.ctx);
		(void)pthread_mutex_lock(&beside.lock);
		beside.work = NULL;
		(void)pthread_cond_broadcast(&beside.changed);
	}
	return NULL;
}

static bool
one_processor(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) < 0 ||
	    CPU_COUNT(&set) < 2;
}

void
beside_begin(void)
{
	pthread_t thread;

	if (beside.begun || one_processor() ||
	    pthread_create(&thread, NULL, attend, NULL) != 0)
		return;
	(void)pthread_mutex_lock(&beside.lock);
	while (!beside.begun)
		(void)pthread_cond_wait(&beside.changed, &beside.lock);
	(void)pthread_mutex_unlock(&beside.lock);
}

void
beside_run(void (*work)(void *ctx), void *ctx)
{
	if (!beside.begun) {
		work(ctx);
		return;
	}
	beside_wait();
	(void)pthread_mutex_lock(&beside.lock);
	beside.ctx = ctx;
	beside.work = work;
	(void)pthread_cond_broadcast(&beside.changed);
	(void)pthread_mutex_unlock(&beside.lock);
}

void
beside_wait(void)
{
	(void)pthread_mutex_lock(&beside.lock);
	while (beside.work != NULL)
		(void)pthread_cond_wait(&beside.changed, &beside.lock);
	(void)pthread_mutex_unlock(&beside.lock);
}
