/* finish.c -- see finish.h. */
#include "intake/serve/finish.h"

#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

struct queue {
	struct finish_job *first, **last;
};

struct finish {
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct queue waiting, ended;
	pthread_t threads[FINISH_THREADS];
	size_t nthreads;
	size_t open;		/* added and not done; of the loop alone */
	bool over;
	int fd;			/* eventfd */
};

static void
put(struct queue *q, struct finish_job *job)
{
	job->next = NULL;
	*q->last = job;
	q->last = &job->next;
}

static struct finish_job *
get(struct queue *q)
{
	struct finish_job *job = q->first;

	if (job != NULL && (q->first = job->next) == NULL)
		q->last = &q->first;
	return job;
}

static void *
work(void *arg)
{
	const uint64_t one = 1;
	struct finish *f = arg;
	struct finish_job *job;

	(void)pthread_mutex_lock(&f->lock);
	for (;;) {
		while ((job = get(&f->waiting)) == NULL && !f->over)
			(void)pthread_cond_wait(&f->work, &f->lock);
		if (job == NULL)
			break;
		(void)pthread_mutex_unlock(&f->lock);
		job->run(job);
		(void)pthread_mutex_lock(&f->lock);
		put(&f->ended, job);
		(void)!write(f->fd, &one, sizeof(one));
	}
	(void)pthread_mutex_unlock(&f->lock);
	return NULL;
}

int
finish_new(struct finish **out)
{
	struct finish *f;
	int r = 0;

	*out = NULL;
	if ((f = calloc(1, sizeof(*f))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	(void)pthread_mutex_init(&f->lock, NULL);
	(void)pthread_cond_init(&f->work, NULL);
	f->waiting.last = &f->waiting.first;
	f->ended.last = &f->ended.first;
	if ((f->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0)
		r = err_sys("cannot wait for threads; start the service again");
	while (r == 0 && f->nthreads < FINISH_THREADS)
		if (pthread_create(&f->threads[f->nthreads], NULL, work,
		    f) == 0)
			f->nthreads++;
		else
			r = err_set(ERR_NO_MEMORY, "cannot start a thread; "
			    "let the service have more and start it again");
	if (r < 0)
		finish_free(f);
	else
		*out = f;
	return r;
}

void
finish_free(struct finish *f)
{
	struct pollfd p;
	size_t i;

	if (f == NULL)
		return;
	/* What is done may add more. */
	for (p = (struct pollfd){ .fd = f->fd, .events = POLLIN }; f->open > 0;)
		if (poll(&p, 1, -1) > 0)
			finish_settle(f);
	(void)pthread_mutex_lock(&f->lock);
	f->over = true;
	(void)pthread_cond_broadcast(&f->work);
	(void)pthread_mutex_unlock(&f->lock);
	for (i = 0; i < f->nthreads; i++)
		(void)pthread_join(f->threads[i], NULL);
	(void)pthread_cond_destroy(&f->work);
	(void)pthread_mutex_destroy(&f->lock);
	io_close(&f->fd);
	free(f);
}

void
finish_add(struct finish *f, struct finish_job *job)
{
	f->open++;
	(void)pthread_mutex_lock(&f->lock);
	put(&f->waiting, job);
	(void)pthread_cond_signal(&f->work);
	(void)pthread_mutex_unlock(&f->lock);
}

int
finish_fd(const struct finish *f)
{
	return f->fd;
}

void
finish_settle(struct finish *f)
{
	struct finish_job *job;
	uint64_t count;

	(void)!read(f->fd, &count, sizeof(count));
	for (;;) {
		(void)pthread_mutex_lock(&f->lock);
		job = get(&f->ended);
		(void)pthread_mutex_unlock(&f->lock);
		if (job == NULL)
			return;
		f->open--;
		job->done(job);
	}
}
