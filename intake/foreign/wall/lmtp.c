/*
 * lmtp.c -- see lmtp.h.  One thread, one poll; what each connection says is
 * smtp.h's affair.  While the clean side makes a mail durable the others wait
 * in their sockets.
 */
#include "intake/foreign/wall/lmtp.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "intake/foreign/wall/smtp.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

#define IN_BYTES (64u << 10)	/* read at a time */
#define DATA_BYTES (64u << 10)	/* of one frame */

struct server;

struct connection {
	struct server *server;
	int fd;			/* -1: the place is free */
	time_t heard;
	uint32_t id;		/* of the mail that is begun; 0: none */
	struct smtp smtp;
	uint8_t in[IN_BYTES];
	size_t at, len;		/* what of it is not taken yet */
	uint8_t data[DATA_BYTES];
	size_t ndata;		/* of the mail, and not sent yet */
};

struct server {
	int sock, listening;
	uint64_t limit;
	uint32_t last_id;
	int failed;		/* the clean side is gone */
	struct connection all[LMTP_OPEN_MAX];
};

/* --- to the clean side --- */

static int
tell(struct connection *c, enum lmtp_record type, const void *p, size_t len)
{
	struct bytes b = BYTES_INIT(DATA_BYTES + MANIFEST_FACT_MAX + 64);
	int r;

	wire_put_u32(&b, c->id);
	wire_put_raw(&b, p, len);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(c->server->sock, type, b.data, b.len, NULL, 0);
	bytes_free(&b);
	if (r < 0)
		c->server->failed = r;
	return r;
}

static int
flush(struct connection *c)
{
	size_t n = c->ndata;

	c->ndata = 0;
	return n > 0 ? tell(c, LMTP_DATA, c->data, n) : 0;
}

static int
on_begin(void *arg)
{
	struct connection *c = arg;

	if (++c->server->last_id == 0)
		c->server->last_id = 1;
	c->id = c->server->last_id;
	c->ndata = 0;
	return tell(c, LMTP_BEGIN, NULL, 0);
}

static int
on_data(void *arg, const void *p, size_t len)
{
	struct connection *c = arg;
	const uint8_t *q = p;
	size_t n;
	int r = 0;

	for (; r == 0 && len > 0; q += n, len -= n) {
		n = DATA_BYTES - c->ndata;
		n = n < len ? n : len;
		memcpy(c->data + c->ndata, q, n);
		c->ndata += n;
		if (c->ndata == DATA_BYTES)
			r = flush(c);
	}
	return r;
}

static void
on_fact(void *arg, enum fact_what what, const char *value)
{
	struct connection *c = arg;
	struct bytes b = BYTES_INIT(MANIFEST_FACT_MAX + 16);
	size_t len = strlen(value);

	/* Not cut inside a character. */
	if (len > MANIFEST_FACT_MAX)
		for (len = MANIFEST_FACT_MAX; len > 0 &&
		    (value[len] & 0xc0) == 0x80; len--)
			;
	wire_put_u8(&b, (uint8_t)what);
	wire_put_bytes(&b, value, len);
	if (flush(c) == 0 && bytes_ok(&b) == 0)
		(void)tell(c, LMTP_FACT, b.data, b.len);
	bytes_free(&b);
}

static int
on_end(void *arg)
{
	struct connection *c = arg;
	int r = flush(c);

	return r < 0 ? r : tell(c, LMTP_END, NULL, 0);
}

static int
on_gone(void *arg)
{
	struct connection *c = arg;
	int r = c->id != 0 ? tell(c, LMTP_GONE, NULL, 0) : 0;

	c->id = 0;
	c->ndata = 0;
	return r;
}

static const struct smtp_calls calls = { on_begin, on_data, on_fact, on_end,
	on_gone };

/* --- a connection --- */

static time_t
now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void
hang_up(struct connection *c)
{
	smtp_end(&c->smtp);
	bytes_free(&c->smtp.out);
	io_close(&c->fd);
	/* An answer that still comes is for nobody. */
	c->id = 0;
}

/* Send what can be sent. */
static void
push(struct connection *c)
{
	struct bytes *out = &c->smtp.out;
	ssize_t n;

	if (bytes_ok(out) < 0) {
		hang_up(c);
		return;
	}
	while (out->len > 0) {
		n = send(c->fd, out->data, out->len, MSG_NOSIGNAL |
		    MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return;
		if (n <= 0) {
			hang_up(c);
			return;
		}
		memmove(out->data, out->data + n, out->len - (size_t)n);
		out->len -= (size_t)n;
		c->heard = now();
	}
	if (c->smtp.state == SMTP_OVER)
		hang_up(c);
}

static void
take(struct connection *c)
{
	size_t n;

	if (smtp_take(&c->smtp, c->in + c->at, c->len - c->at, &n) < 0) {
		smtp_stop(&c->smtp, "not now; try again later");
		n = c->len - c->at;
	}
	c->at += n;
	if (c->fd >= 0)
		push(c);
}

static void
pull(struct connection *c)
{
	ssize_t n = recv(c->fd, c->in, sizeof(c->in), MSG_DONTWAIT);

	if (n < 0 && (errno == EINTR || errno == EAGAIN ||
	    errno == EWOULDBLOCK))
		return;
	if (n <= 0) {
		hang_up(c);
		return;
	}
	c->heard = now();
	c->at = 0;
	c->len = (size_t)n;
	take(c);
}

static bool
may_pull(const struct connection *c)
{
	return c->at == c->len && (c->smtp.state == SMTP_COMMANDS ||
	    c->smtp.state == SMTP_MAIL) && c->smtp.out.len < SMTP_OUT_MAX / 2;
}

/* --- all of them --- */

static void
welcome(struct server *v)
{
	struct connection *c = v->all;
	int fd = accept4(v->listening, NULL, NULL, SOCK_CLOEXEC |
	    SOCK_NONBLOCK);

	if (fd < 0)
		return;
	while (c->fd >= 0)
		c++;		/* there is a place: it was asked for that */
	c->fd = fd;
	c->heard = now();
	c->at = c->len = c->ndata = 0;
	c->id = 0;
	smtp_begin(&c->smtp, &calls, c, v->limit);
	push(c);
}

static int
hear_answer(struct server *v)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	struct wire_reader rd;
	uint32_t id;
	unsigned verdict;
	size_t i;
	int r;

	if ((r = wire_recv(v->sock, &f)) < 0)
		goto done;
	rd = wire_reader(f.body.data, f.body.len);
	id = wire_get_u32(&rd);
	verdict = wire_get_u8(&rd);
	if ((r = wire_done(&rd, "an answer")) < 0)
		goto done;
	for (i = 0; i < LMTP_OPEN_MAX; i++)
		if (v->all[i].fd >= 0 && v->all[i].id == id) {
			v->all[i].id = 0;
			v->all[i].heard = now();
			smtp_verdict(&v->all[i].smtp,
			    (enum lmtp_verdict)verdict);
			/* What it said meanwhile. */
			take(&v->all[i]);
		}
done:
	wire_frame_free(&f);
	return r;
}

/* Who says nothing for long makes room; who waits for us is not to blame. */
static void
tend(struct connection *c, time_t t)
{
	if (c->fd >= 0 && c->smtp.state != SMTP_WAITS &&
	    t - c->heard > (time_t)LMTP_IDLE) {
		smtp_stop(&c->smtp, "nothing was said for long");
		push(c);
		if (c->fd >= 0)
			hang_up(c);
	}
}

static size_t
gather(struct server *v, struct pollfd p[LMTP_OPEN_MAX + 2])
{
	size_t i, taken = 0;

	for (i = 0; i < LMTP_OPEN_MAX; i++) {
		const struct connection *c = &v->all[i];

		p[i] = (struct pollfd){ .fd = c->fd };
		if (c->fd < 0)
			continue;
		taken++;
		if (may_pull(c))
			p[i].events |= POLLIN;
		if (c->smtp.out.len > 0)
			p[i].events |= POLLOUT;
	}
	p[i++] = (struct pollfd){ .fd = v->sock, .events = POLLIN };
	p[i++] = (struct pollfd){ .fd = taken < LMTP_OPEN_MAX ?
	    v->listening : -1, .events = POLLIN };
	return i;
}

static int
turn(struct server *v)
{
	struct pollfd p[LMTP_OPEN_MAX + 2];
	size_t i, n = gather(v, p);
	struct connection *c;

	if (poll(p, n, 1000) < 0)
		return errno == EINTR ? 0 : err_sys("cannot await mails");
	if (p[LMTP_OPEN_MAX].revents != 0)
		return hear_answer(v);
	for (i = 0; i < LMTP_OPEN_MAX && v->failed == 0; i++) {
		c = &v->all[i];
		if (c->fd < 0)
			continue;
		if (p[i].revents & POLLOUT)
			push(c);
		/* What had no room among the answers has it now. */
		if (c->fd >= 0 && c->at < c->len)
			take(c);
		if (c->fd >= 0 && (p[i].revents & POLLIN) && may_pull(c))
			pull(c);
		else if (c->fd >= 0 && (p[i].revents & (POLLERR | POLLHUP)))
			hang_up(c);
		tend(c, now());
	}
	if (p[LMTP_OPEN_MAX + 1].revents != 0 && v->failed == 0)
		welcome(v);
	return v->failed;
}

int
lmtp_serve(int sock, int listening, uint64_t limit)
{
	struct server *v = calloc(1, sizeof(*v));
	size_t i;
	int r;

	if (v == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	v->sock = sock;
	v->listening = listening;
	v->limit = limit;
	for (i = 0; i < LMTP_OPEN_MAX; i++) {
		v->all[i].fd = -1;
		v->all[i].server = v;
	}
	if ((r = wire_send(sock, LMTP_READY, NULL, 0, NULL, 0)) == 0)
		do {
			r = turn(v);
		} while (r == 0);
	for (i = 0; i < LMTP_OPEN_MAX; i++)
		if (v->all[i].fd >= 0) {
			smtp_stop(&v->all[i].smtp, "the service stops; try "
			    "again later");
			push(&v->all[i]);
			if (v->all[i].fd >= 0)
				hang_up(&v->all[i]);
		}
	free(v);
	return r == ERR_WALL ? 0 : r;
}
