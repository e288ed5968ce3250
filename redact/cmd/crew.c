/* crew.c -- see crew.h. */
#include "redact/cmd/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "intake/examine/pool.h"
#include "vault/base/err.h"

struct task {
	const struct crew *crew;
	size_t n;
	atomic_size_t next, done;
	atomic_bool failed;
	pthread_mutex_t lock;	/* of the rest */
	size_t first;		/* that failed */
	int result;
	char line[ERR_LINE_MAX];
};

static void
note_failure(struct task *t, size_t i, int r)
{
	(void)pthread_mutex_lock(&t->lock);
	if (t->result == 0 || i < t->first) {
		t->first = i;
		t->result = r;
		memcpy(t->line, err_line(), sizeof(t->line));
	}
	(void)pthread_mutex_unlock(&t->lock);
	atomic_store(&t->failed, true);
}

/* Numbers are given out in order: what was given out before a failure is
 * done, so the lowest failure is always the same. */
static void
do_some(struct task *t, bool tell)
{
	size_t i, done;
	int r;

	while (!atomic_load(&t->failed) &&
	    (i = atomic_fetch_add(&t->next, 1)) < t->n) {
		if ((r = t->crew->work(i, t->crew->arg)) < 0)
			note_failure(t, i, r);
		done = atomic_fetch_add(&t->done, 1) + 1;
		if (tell && t->crew->tell != NULL)
			t->crew->tell(done, t->n, t->crew->arg);
	}
}

static void *
thread_main(void *arg)
{
	do_some(arg, false);
	return NULL;
}

int
crew_run(const struct crew *c, size_t n)
{
	pthread_t threads[POOL_THREADS_MAX];
	struct task t = { .crew = c, .n = n };
	size_t most = pool_processors(), hired = 0;

	if (most > n)
		most = n;
	(void)pthread_mutex_init(&t.lock, NULL);
	while (hired + 1 < most && pthread_create(&threads[hired], NULL,
	    thread_main, &t) == 0)
		hired++;
	do_some(&t, true);
	while (hired > 0)
		(void)pthread_join(threads[--hired], NULL);
	(void)pthread_mutex_destroy(&t.lock);
	if (t.result < 0)
		return err_set((enum err)t.result, "%s", t.line);
	return 0;
}
