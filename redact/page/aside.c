/* aside.c -- see aside.h. */
#include "redact/page/aside.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "intake/examine/pool.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define JOBS_MAX (ASIDE_KEPT_MAX + ASIDE_WISHES_MAX + ASIDE_THREADS_MAX + 1)

enum job_state { JOB_NONE, JOB_WAITING, JOB_BUSY, JOB_ENDED, JOB_KEPT };

struct job {
	enum job_state state;
	struct aside_wish wish;
	struct aside_thing thing;
	uint32_t waiters[ASIDE_WAITERS_MAX];
	size_t nwaiters;
	uint64_t turn;		/* when it was wished for, or last used */
};

struct aside {
	pthread_mutex_t lock;
	pthread_cond_t work, ended;
	struct job jobs[JOBS_MAX];
	uint64_t turn;
	int fd;			/* eventfd */
	bool over;
	size_t alive;		/* threads */
};

void
aside_wish_free(struct aside_wish *w)
{
	io_close(&w->fd);
	edits_free(&w->edits);
	layout_free(&w->layout);
	*w = (struct aside_wish){ .fd = -1 };
}

static void
forget(struct job *j)
{
	aside_wish_free(&j->wish);
	io_close(&j->thing.file);
	bytes_free(&j->thing.text);
	*j = (struct job){ .wish.fd = -1, .thing.file = -1 };
}

/* The wished file: what the worker said about it is in `exam`. */
static int
make(struct worker *w, const struct aside_wish *q, struct exam *exam)
{
	struct exam_request request = { .fd = q->fd, .page = q->page,
	    .width = q->width, .alone = q->what != ASIDE_PICTURE,
	    .edits = q->edited ? &q->edits : NULL, .layout = &q->layout };

	request.want = q->what == ASIDE_PICTURE ? WANT_PICTURE :
	    q->what == ASIDE_CLEAN ? WANT_CLEAN : WANT_APPLY;
	return worker_run(w, &request, exam);
}

/* The text of what was made, read from the file as by anybody. */
static int
read_text(struct worker *w, struct exam *made)
{
	const struct exam_request request = { .fd = made->file,
	    .want = WANT_TEXT };
	struct exam again = EXAM_INIT;
	int r;

	if ((r = worker_run(w, &request, &again)) < 0)
		return r;
	exam_free(made);
	*made = again;
	return 0;
}

static void
refused(struct aside_thing *t, const char *why)
{
	t->state = ASIDE_REFUSED;
	(void)snprintf(t->detail, sizeof(t->detail), "%s", why);
}

static void
do_job(struct worker **w, const struct aside_wish *q, struct aside_thing *t)
{
	struct exam exam = EXAM_INIT;
	char why[DETAIL_MAX + 1];

	t->what = q->what;
	if ((*w == NULL && worker_start(w) < 0) || make(*w, q, &exam) < 0 ||
	    (q->what == ASIDE_TEXT && exam.report.state == EXAM_DONE &&
	    exam.file >= 0 && read_text(*w, &exam) < 0)) {
		refused(t, err_line());
		goto done;
	}
	if (exam.report.state != EXAM_DONE) {
		(void)snprintf(why, sizeof(why), "%s: %.300s; %s",
		    reason_name(exam.report.reason), exam.report.detail,
		    reason_advice(exam.report.reason));
		refused(t, why);
		goto done;
	}
	if (q->what != ASIDE_TEXT && exam.file < 0) {
		refused(t, "it has no file of its own; what is in it is "
		    "released item by item");
		goto done;
	}
	t->format = exam.report.format;
	t->state = ASIDE_DONE;
	if (q->what == ASIDE_TEXT) {
		t->text = exam.text;
		t->size = t->text.len;
		exam.text = BYTES_INIT(0);
	} else if (io_size(exam.file, &t->size) < 0) {
		refused(t, err_line());
	} else {
		t->file = exam.file;
		exam.file = -1;
	}
done:
	exam_free(&exam);
}

/* The newest that waits for this sort of thread. */
static struct job *
take(struct aside *a, bool pictures)
{
	struct job *best = NULL, *j;

	for (j = a->jobs; j < a->jobs + JOBS_MAX; j++)
		if (j->state == JOB_WAITING &&
		    (j->wish.what == ASIDE_PICTURE) == pictures &&
		    (best == NULL || j->turn > best->turn))
			best = j;
	return best;
}

static void
thread_work(struct aside *a, bool pictures)
{
	const uint64_t one = 1;
	struct worker *w = NULL;
	struct aside_thing thing;
	struct job *j;

	(void)pthread_mutex_lock(&a->lock);
	while (!a->over) {
		if ((j = take(a, pictures)) == NULL) {
			(void)pthread_cond_wait(&a->work, &a->lock);
			continue;
		}
		j->state = JOB_BUSY;
		(void)pthread_mutex_unlock(&a->lock);
		thing = (struct aside_thing){ .file = -1 };
		do_job(&w, &j->wish, &thing);
		(void)pthread_mutex_lock(&a->lock);
		j->thing = thing;
		j->state = JOB_ENDED;
		(void)!write(a->fd, &one, sizeof(one));
	}
	a->alive--;
	(void)pthread_cond_broadcast(&a->ended);
	(void)pthread_mutex_unlock(&a->lock);
	worker_stop(w);
}

static void *
pictures_main(void *arg)
{
	thread_work(arg, true);
	return NULL;
}

static void *
rest_main(void *arg)
{
	thread_work(arg, false);
	return NULL;
}

static int
hire(struct aside *a, void *(*body)(void *))
{
	pthread_attr_t attr;
	pthread_t t;
	int failed;

	(void)pthread_attr_init(&attr);
	(void)pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	a->alive++;
	failed = pthread_create(&t, &attr, body, a);
	(void)pthread_attr_destroy(&attr);
	if (failed == 0)
		return 0;
	a->alive--;
	return err_set(ERR_FAILED, "no thread can be started; end other "
	    "programs and try again");
}

int
aside_new(struct aside **out)
{
	size_t i, n = pool_processors();
	struct aside *a;
	int r;

	*out = NULL;
	if ((a = calloc(1, sizeof(*a))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close other "
		    "programs and try again");
	for (i = 0; i < JOBS_MAX; i++)
		forget(&a->jobs[i]);
	(void)pthread_mutex_init(&a->lock, NULL);
	(void)pthread_cond_init(&a->work, NULL);
	(void)pthread_cond_init(&a->ended, NULL);
	if ((a->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0) {
		r = err_sys("cannot make an event descriptor");
		goto done;
	}
	(void)pthread_mutex_lock(&a->lock);
	r = hire(a, rest_main);
	for (i = 0; r == 0 && i < n && i < ASIDE_THREADS_MAX; i++)
		r = hire(a, pictures_main);
	(void)pthread_mutex_unlock(&a->lock);
	if (r == 0) {
		*out = a;
		a = NULL;
	}
done:
	aside_free(a);
	return r;
}

void
aside_free(struct aside *a)
{
	struct timespec until;
	size_t i;

	if (a == NULL)
		return;
	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ASIDE_END_SECONDS;
	(void)pthread_mutex_lock(&a->lock);
	a->over = true;
	(void)pthread_cond_broadcast(&a->work);
	while (a->alive > 0 && pthread_cond_timedwait(&a->ended, &a->lock,
	    &until) == 0)
		continue;
	i = a->alive;
	(void)pthread_mutex_unlock(&a->lock);
	if (i > 0)
		return;		/* it is theirs until the process ends */
	for (i = 0; i < JOBS_MAX; i++)
		forget(&a->jobs[i]);
	io_close(&a->fd);
	(void)pthread_cond_destroy(&a->work);
	(void)pthread_cond_destroy(&a->ended);
	(void)pthread_mutex_destroy(&a->lock);
	free(a);
}

int
aside_fd(const struct aside *a)
{
	return a->fd;
}

static struct job *
find(struct aside *a, const uint8_t key[SHA256_BYTES])
{
	struct job *j;

	for (j = a->jobs; j < a->jobs + JOBS_MAX; j++)
		if (j->state != JOB_NONE &&
		    memcmp(j->wish.key, key, SHA256_BYTES) == 0)
			return j;
	return NULL;
}

const struct aside_thing *
aside_kept(struct aside *a, const uint8_t key[SHA256_BYTES])
{
	struct job *j;

	(void)pthread_mutex_lock(&a->lock);
	j = find(a, key);
	if (j != NULL && j->state != JOB_KEPT)
		j = NULL;
	if (j != NULL)
		j->turn = ++a->turn;
	(void)pthread_mutex_unlock(&a->lock);
	/* Only this thread takes what is kept away. */
	return j == NULL ? NULL : &j->thing;
}

static int
join(struct job *j, uint32_t waiter)
{
	if (waiter == 0)
		return 1;
	if (j->nwaiters == ASIDE_WAITERS_MAX)
		return err_set(ERR_BUSY, "too many wait for this page; wait a "
		    "moment and load it again");
	j->waiters[j->nwaiters++] = waiter;
	return 1;
}

int
aside_join(struct aside *a, const uint8_t key[SHA256_BYTES], uint32_t waiter)
{
	struct job *j;
	int r = 0;

	(void)pthread_mutex_lock(&a->lock);
	if ((j = find(a, key)) != NULL && j->state != JOB_KEPT) {
		j->turn = ++a->turn;	/* somebody looks at it */
		r = join(j, waiter);
	}
	(void)pthread_mutex_unlock(&a->lock);
	return r;
}

/* The oldest of those in a state, and how many there are; under the lock. */
static struct job *
oldest(struct aside *a, enum job_state state, size_t *n, uint64_t *bytes)
{
	struct job *j, *best = NULL;

	*n = 0;
	*bytes = 0;
	for (j = a->jobs; j < a->jobs + JOBS_MAX; j++) {
		if (j->state != state)
			continue;
		(*n)++;
		*bytes += j->thing.size;
		if (best == NULL || j->turn < best->turn)
			best = j;
	}
	return best;
}

/* Room for one more wish; who is given up is told so. */
static void
make_room(struct aside *a)
{
	const uint64_t one = 1;
	struct job *j;
	uint64_t bytes;
	size_t n;

	j = oldest(a, JOB_WAITING, &n, &bytes);
	if (n < ASIDE_WISHES_MAX)
		return;
	j->thing.state = ASIDE_GIVEN_UP;
	j->state = JOB_ENDED;
	(void)!write(a->fd, &one, sizeof(one));
}

int
aside_begin(struct aside *a, struct aside_wish *wish, uint32_t waiter)
{
	struct job *j;
	int r;

	(void)pthread_mutex_lock(&a->lock);
	make_room(a);
	for (j = a->jobs; j < a->jobs + JOBS_MAX; j++)
		if (j->state == JOB_NONE)
			break;
	if (j == a->jobs + JOBS_MAX) {
		r = err_set(ERR_BUSY, "too much is being made; wait a moment "
		    "and load it again");
		goto done;
	}
	j->wish = *wish;
	*wish = (struct aside_wish){ .fd = -1 };
	j->state = JOB_WAITING;
	j->turn = ++a->turn;
	r = join(j, waiter);
	(void)pthread_cond_broadcast(&a->work);
done:
	(void)pthread_mutex_unlock(&a->lock);
	aside_wish_free(wish);
	return r < 0 ? r : 0;
}

/* Let go what was not used for longest. */
static void
trim(struct aside *a)
{
	struct job *j;
	uint64_t bytes;
	size_t n;

	while ((j = oldest(a, JOB_KEPT, &n, &bytes)) != NULL && n > 1 &&
	    (n > ASIDE_KEPT_MAX || bytes > ASIDE_BYTES_MAX))
		forget(j);
}

void
aside_settle(struct aside *a, void (*tell)(void *, uint32_t,
    const struct aside_thing *), void *arg)
{
	struct job *j;
	uint64_t n;
	size_t i;
	bool ended;

	(void)!read(a->fd, &n, sizeof(n));
	for (j = a->jobs; j < a->jobs + JOBS_MAX; j++) {
		(void)pthread_mutex_lock(&a->lock);
		ended = j->state == JOB_ENDED;
		(void)pthread_mutex_unlock(&a->lock);
		if (!ended)
			continue;
		/* What ended is this thread's alone. */
		for (i = 0; i < j->nwaiters; i++)
			tell(arg, j->waiters[i], &j->thing);
		j->nwaiters = 0;
		(void)pthread_mutex_lock(&a->lock);
		if (j->thing.state == ASIDE_GIVEN_UP)
			forget(j);
		else
			j->state = JOB_KEPT;
		trim(a);
		(void)pthread_mutex_unlock(&a->lock);
	}
}
