/* sealing.c -- see sealing.h. */
#include "intake/serve/sealing.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

/* While the others seal, these wait for the disk. */
#define THREADS_WAITING 4u

struct piece {
	struct piece *next;
	struct web *web;		/* whose it is */
	const uint8_t *p;
	size_t len;
};

/* What a thread has given back may come again before that thread is done. */
#define PIECES (WEB_KEPT_MAX + SEALING_THREADS_MAX)

struct sealing {
	pthread_mutex_t lock;
	pthread_cond_t work;		/* a line has a piece */
	pthread_cond_t sealed;		/* a piece is done with */
	struct piece pieces[PIECES];
	struct piece *unused;
	struct line *ready, **last;	/* lines that wait for a thread */
	pthread_t threads[SEALING_THREADS_MAX];
	size_t nthreads;
	bool over;
};

/* --- the threads --- */

/* Its turn comes after that of the others. */
static void
queue(struct sealing *s, struct line *l)
{
	l->next = NULL;
	*s->last = l;
	s->last = &l->next;
	(void)pthread_cond_signal(&s->work);
}

static struct line *
next_line(struct sealing *s)
{
	struct line *l = s->ready;

	if (l != NULL && (s->ready = l->next) == NULL)
		s->last = &s->ready;
	return l;
}

static struct piece *
next_piece(struct line *l)
{
	struct piece *p = l->first;

	if (p != NULL && (l->first = p->next) == NULL)
		l->last = &l->first;
	return p;
}

static void
put_back(struct sealing *s, struct piece *p)
{
	p->next = s->unused;
	s->unused = p;
}

static void
seal_one(struct sealing *s, struct line *l)
{
	struct piece *p = next_piece(l);
	int r = l->failed;

	(void)pthread_mutex_unlock(&s->lock);
	if (r == 0)
		r = l->seal(l->arg, p->p, p->len);
	web_give_back(p->web, p->p, p->len);
	(void)pthread_mutex_lock(&s->lock);
	if (r < 0 && l->failed == 0) {
		l->failed = r;
		(void)snprintf(l->why, sizeof(l->why), "%s", err_line());
	}
	put_back(s, p);
	if (l->first != NULL)
		queue(s, l);
	else
		l->under_way = false;
	(void)pthread_cond_signal(&s->sealed);
}

static void *
work(void *arg)
{
	struct sealing *s = arg;
	struct line *l;

	(void)pthread_mutex_lock(&s->lock);
	for (;;) {
		while ((l = next_line(s)) == NULL && !s->over)
			(void)pthread_cond_wait(&s->work, &s->lock);
		if (l == NULL)
			break;
		seal_one(s, l);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return NULL;
}

static size_t
threads_wanted(void)
{
	cpu_set_t set;
	size_t n = 1;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = (size_t)CPU_COUNT(&set);
	n += THREADS_WAITING;
	return n < SEALING_THREADS_MAX ? n : SEALING_THREADS_MAX;
}

int
sealing_new(struct sealing **out)
{
	const size_t wanted = threads_wanted();
	struct sealing *s;
	size_t i;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; give the service "
		    "more and start it again");
	(void)pthread_mutex_init(&s->lock, NULL);
	(void)pthread_cond_init(&s->work, NULL);
	(void)pthread_cond_init(&s->sealed, NULL);
	s->last = &s->ready;
	for (i = 0; i < PIECES; i++)
		put_back(s, &s->pieces[i]);
	for (; s->nthreads < wanted; s->nthreads++)
		if (pthread_create(&s->threads[s->nthreads], NULL, work,
		    s) != 0) {
			sealing_free(s);
			return err_set(ERR_NO_MEMORY, "cannot start a thread; "
			    "let the service have more and start it again");
		}
	*out = s;
	return 0;
}

void
sealing_free(struct sealing *s)
{
	size_t i;

	if (s == NULL)
		return;
	(void)pthread_mutex_lock(&s->lock);
	s->over = true;
	(void)pthread_cond_broadcast(&s->work);
	(void)pthread_mutex_unlock(&s->lock);
	for (i = 0; i < s->nthreads; i++)
		(void)pthread_join(s->threads[i], NULL);
	(void)pthread_cond_destroy(&s->sealed);
	(void)pthread_cond_destroy(&s->work);
	(void)pthread_mutex_destroy(&s->lock);
	free(s);
}

/* --- the thread that speaks to the wall --- */

void
line_init(struct line *l, int (*seal)(void *arg, const uint8_t *p, size_t len),
    void *arg)
{
	*l = (struct line){ .seal = seal, .arg = arg };
	l->last = &l->first;
}

static int
what_failed(const struct line *l)
{
	return l->failed == 0 ? 0 : err_set((enum err)l->failed, "%s", l->why);
}

int
sealing_add(struct sealing *s, struct line *l, struct web *web,
    const struct web_event *e)
{
	struct piece *p;
	int r;

	(void)pthread_mutex_lock(&s->lock);
	assert(s->unused != NULL);
	if ((r = what_failed(l)) == 0) {
		p = s->unused;
		s->unused = p->next;
		web_keep(web);
		p->web = web;
		p->next = NULL;
		p->p = e->data;
		p->len = e->len;
		*l->last = p;
		l->last = &p->next;
		if (!l->under_way) {
			l->under_way = true;
			queue(s, l);
		}
	}
	(void)pthread_mutex_unlock(&s->lock);
	return r;
}

/* It is waited for: its turn is now. */
static void
come_first(struct sealing *s, struct line *l)
{
	struct line **at = &s->ready;

	while (*at != NULL && *at != l)
		at = &(*at)->next;
	if (*at == NULL || at == &s->ready)
		return;
	if ((*at = l->next) == NULL)
		s->last = at;
	l->next = s->ready;
	s->ready = l;
}

int
sealing_wait(struct sealing *s, struct line *l)
{
	int r;

	(void)pthread_mutex_lock(&s->lock);
	while (l->under_way) {
		come_first(s, l);
		(void)pthread_cond_wait(&s->sealed, &s->lock);
	}
	r = what_failed(l);
	(void)pthread_mutex_unlock(&s->lock);
	return r;
}

void
sealing_drop(struct sealing *s, struct line *l)
{
	(void)pthread_mutex_lock(&s->lock);
	if (l->failed == 0)
		l->failed = ERR_FAILED;		/* no more of it is sealed */
	(void)pthread_mutex_unlock(&s->lock);
	(void)sealing_wait(s, l);
}
