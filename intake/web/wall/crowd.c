/* crowd.c -- see crowd.h. */
#include "intake/web/wall/crowd.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define SWEEP_MS 1000u
#define WHOLE_TIMES 5u		/* as long as idle: a small body, an answer */
#define LINGER_SECONDS 20u	/* to read what ended an upload */
#define WINDOW_BYTES 1024u	/* an upload brings so much in the idle time */
#define HEAD_GRACE_MS 5000u	/* a head or a form, when there is no room */
#define UPLOAD_GRACE_MS 20000u	/* an upload or who reads an answer */

uint64_t
crowd_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

struct guest *
crowd_add(struct crowd *c, int fd)
{
	struct guest *g = calloc(1, sizeof(*g));

	if (g == NULL)
		return NULL;
	g->fd = fd;
	g->next = c->all;
	if (c->all != NULL)
		c->all->prev = g;
	c->all = g;
	c->count++;
	crowd_move(g, GUEST_HEAD);
	return g;
}

void
crowd_remove(struct crowd *c, struct guest *g)
{
	if (g == NULL)
		return;
	if (g->prev != NULL)
		g->prev->next = g->next;
	else
		c->all = g->next;
	if (g->next != NULL)
		g->next->prev = g->prev;
	c->count--;
	free(g);
}

void
crowd_move(struct guest *g, enum guest_at at)
{
	if (g == NULL || g->at == GUEST_ENDED)
		return;
	g->at = at;
	g->since = g->window = crowd_now();
	g->bytes = g->seen = 0;
	g->left = false;
}

static void
end(struct guest *g)
{
	(void)shutdown(g->fd, SHUT_RDWR);
	g->at = GUEST_ENDED;
}

/* Less than a little in the time that silence may last. */
static bool
too_slow(struct guest *g, uint64_t now, uint64_t idle)
{
	bool slow = false;

	if (now - g->window < idle)
		return false;
	slow = g->bytes - g->seen < WINDOW_BYTES;
	g->window = now;
	g->seen = g->bytes;
	return slow;
}

/*
 * It is read to its end, and nothing comes behind: that is told by epoll once,
 * together with the last bytes when both come together, and libmicrohttpd stops
 * at the bytes.
 */
static bool
is_read_to_its_end(int fd)
{
	uint8_t next;
	ssize_t n = recv(fd, &next, 1, MSG_PEEK | MSG_DONTWAIT);

	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

/* By two looks: between them what was read before the end was looked at, and
 * the request is not whole. */
static bool
has_left(struct guest *g)
{
	const bool before = g->left && g->left_at == g->bytes;

	g->left = is_read_to_its_end(g->fd);
	g->left_at = g->bytes;
	return before && g->left;
}

static bool
is_over(struct guest *g, uint64_t now, uint64_t idle)
{
	switch (g->at) {
	case GUEST_HEAD:
		return now - g->since >= idle || has_left(g);
	case GUEST_BODY:
		return now - g->since >= WHOLE_TIMES * idle || has_left(g);
	case GUEST_ANSWER:
		return now - g->since >= WHOLE_TIMES * idle;
	case GUEST_UPLOAD:
		return too_slow(g, now, idle) || has_left(g);
	case GUEST_LINGER:
		return now - g->since >= LINGER_SECONDS * 1000;
	case GUEST_RESTING:
	case GUEST_ENDED:
		break;
	}
	return false;
}

/* May it be ended, when there is no room? */
static bool
may_go(const struct guest *g, uint64_t age)
{
	switch (g->at) {
	case GUEST_HEAD:
	case GUEST_BODY:
		return age >= HEAD_GRACE_MS;
	case GUEST_UPLOAD:
	case GUEST_ANSWER:
	case GUEST_LINGER:
		return age >= UPLOAD_GRACE_MS;
	case GUEST_RESTING:
	case GUEST_ENDED:
		break;
	}
	return false;
}

/* Is `g` worse than the worst so far?  Uploads last, by their pace; others by
 * their age. */
static bool
is_worse(const struct guest *g, const struct guest *worst, uint64_t now)
{
	const uint64_t age = now - g->since;

	if (!may_go(g, age))
		return false;
	if (worst == NULL)
		return true;
	if ((g->at == GUEST_UPLOAD) != (worst->at == GUEST_UPLOAD))
		return worst->at == GUEST_UPLOAD;
	if (g->at != GUEST_UPLOAD)
		return age > now - worst->since;
	return (double)g->bytes * (double)(now - worst->since) <
	    (double)worst->bytes * (double)age;
}

bool
crowd_sweep(struct crowd *c)
{
	uint64_t now = crowd_now(), idle = (uint64_t)c->idle * 1000;
	struct guest *worst = NULL;
	bool full = c->count >= c->most;

	if (now - c->swept < SWEEP_MS)
		return false;
	c->swept = now;
	for (struct guest *g = c->all; g != NULL; g = g->next) {
		if (g->at == GUEST_ENDED)
			full = false;	/* room is being made */
		else if (is_over(g, now, idle))
			end(g);
		else if (is_worse(g, worst, now))
			worst = g;
	}
	if (full && worst != NULL)
		end(worst);
	return true;
}
