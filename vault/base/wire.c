/* wire.c -- see wire.h. */
#include "vault/base/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define HEAD_BYTES 8

static void
store_be(uint8_t *p, uint64_t v, size_t n)
{
	while (n-- > 0) {
		p[n] = (uint8_t)v;
		v >>= 8;
	}
}

static uint64_t
load_be(const uint8_t *p, size_t n)
{
	uint64_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return v;
}

static int
gone(void)
{
	return err_set(ERR_WALL, "a helper process ended before it answered; "
	    "run the command again, and report it if it happens twice");
}

/*
 * A socket that failed is of no use any more: whoever asks next would be given
 * the answer to the question before, or wait for one that never comes.
 */
static int
broken(int sock, const char *what)
{
	int r = errno == EPIPE || errno == ECONNRESET ? gone() :
	    err_sys("%s", what);

	(void)shutdown(sock, SHUT_RDWR);
	return r;
}

/* Send all of `p`; MSG_NOSIGNAL: a dead peer is an error, not a signal. */
static int
send_all(int sock, const uint8_t *p, size_t len)
{
	ssize_t n;

	while (len > 0) {
		if ((n = send(sock, p, len, MSG_NOSIGNAL)) < 0) {
			if (errno == EINTR)
				continue;
			return broken(sock, "cannot send");
		}
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* To be read alone. */
static struct iovec
run_of(const void *p, size_t len)
{
	struct iovec v = { .iov_len = len };

	memcpy(&v.iov_base, &p, sizeof(p));
	return v;
}

/* The head and the body, but for what went with the first call. */
static int
send_rest(int sock, const struct iovec runs[2], size_t sent)
{
	size_t i, skip;
	int r = 0;

	for (i = 0; r == 0 && i < 2; i++) {
		skip = sent < runs[i].iov_len ? sent : runs[i].iov_len;
		sent -= skip;
		r = send_all(sock, (const uint8_t *)runs[i].iov_base + skip,
		    runs[i].iov_len - skip);
	}
	return r;
}

int
wire_send(int sock, uint32_t type, const void *body, size_t len,
    const int *fds, size_t nfds)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(WIRE_FDS_MAX * sizeof(int))];
	} control;
	uint8_t head[HEAD_BYTES];
	struct iovec runs[2] = { { head, sizeof(head) }, run_of(body, len) };
	struct msghdr msg = { .msg_iov = runs, .msg_iovlen = 2 };
	struct cmsghdr *c;
	ssize_t n;

	if (len > WIRE_BODY_MAX || nfds > WIRE_FDS_MAX)
		return err_set(ERR_PROTOCOL, "a record of %zu bytes is over the "
		    "limit of %u", len, WIRE_BODY_MAX);
	store_be(head, type, 4);
	store_be(head + 4, len, 4);
	if (nfds > 0) {
		memset(&control, 0, sizeof(control));
		msg.msg_control = control.room;
		msg.msg_controllen = CMSG_SPACE(nfds * sizeof(int));
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(nfds * sizeof(int));
		memcpy(CMSG_DATA(c), fds, nfds * sizeof(int));
	}
	do {
		n = sendmsg(sock, &msg, MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return broken(sock, "cannot send");
	return send_rest(sock, runs, (size_t)n);
}

static void
close_fds(struct wire_frame *f)
{
	size_t i;

	for (i = 0; i < WIRE_FDS_MAX; i++)
		io_close(&f->fds[i]);
	f->nfds = 0;
}

/* Keep the descriptors a message brought; close those past the limit. */
static int
keep_fds(struct msghdr *msg, struct wire_frame *f)
{
	struct cmsghdr *c;
	size_t i, n;
	int fd, r = 0;

	for (c = CMSG_FIRSTHDR(msg); c != NULL; c = CMSG_NXTHDR(msg, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (i = 0; i < n; i++) {
			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
			if (f->nfds < WIRE_FDS_MAX) {
				f->fds[f->nfds++] = fd;
			} else {
				(void)close(fd);
				r = ERR_PROTOCOL;
			}
		}
	}
	if ((msg->msg_flags & MSG_CTRUNC) != 0)
		r = ERR_PROTOCOL;
	return r == 0 ? 0 : err_set(ERR_PROTOCOL, "a record brought more "
	    "descriptors than it may");
}

/* Receive `len` bytes; *got tells how many came before the end of the stream. */
static int
recv_some(int sock, uint8_t *p, size_t len, struct wire_frame *f, size_t *got)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(WIRE_FDS_MAX * sizeof(int))];
	} control;
	struct iovec iov;
	struct msghdr msg;
	ssize_t n;
	int r;

	*got = 0;
	while (*got < len) {
		iov = (struct iovec){ .iov_base = p + *got,
		    .iov_len = len - *got };
		msg = (struct msghdr){ .msg_iov = &iov, .msg_iovlen = 1,
		    .msg_control = control.room,
		    .msg_controllen = sizeof(control.room) };
		n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno != ECONNRESET)
			return broken(sock, "cannot receive");
		if (n <= 0)
			return 0;
		if ((r = keep_fds(&msg, f)) < 0)
			return r;
		*got += (size_t)n;
	}
	return 0;
}

int
wire_recv(int sock, struct wire_frame *f)
{
	uint8_t head[HEAD_BYTES];
	uint8_t *at;
	size_t got, len;
	int r;

	close_fds(f);
	bytes_reset(&f->body);
	if ((r = recv_some(sock, head, sizeof(head), f, &got)) < 0)
		return r;
	if (got == 0)
		return gone();
	if (got < sizeof(head))
		return err_set(ERR_PROTOCOL, "a record's head is cut");
	f->type = (uint32_t)load_be(head, 4);
	len = (size_t)load_be(head + 4, 4);
	if (len > WIRE_BODY_MAX)
		return err_set(ERR_PROTOCOL, "a record claims %zu bytes; the "
		    "limit is %u", len, WIRE_BODY_MAX);
	if (len == 0)
		return 0;
	if ((r = bytes_room(&f->body, len, &at)) < 0 ||
	    (r = recv_some(sock, at, len, f, &got)) < 0)
		return r;
	if (got < len)
		return err_set(ERR_PROTOCOL, "a record is cut at byte %zu of %zu",
		    got, len);
	return 0;
}

int
wire_take_fd(struct wire_frame *f, size_t i)
{
	int fd;

	if (i >= f->nfds)
		return -1;
	fd = f->fds[i];
	f->fds[i] = -1;
	return fd;
}

void
wire_frame_free(struct wire_frame *f)
{
	close_fds(f);
	bytes_free(&f->body);
}

int
wire_send_error(int sock, int code)
{
	struct bytes body = BYTES_INIT(ERR_LINE_MAX + 16);
	int r;

	wire_put_u32(&body, (uint32_t)-code);
	wire_put_str(&body, err_line());
	if ((r = bytes_ok(&body)) == 0)
		r = wire_send(sock, WIRE_ERROR, body.data, body.len, NULL, 0);
	bytes_free(&body);
	return r;
}

int
wire_failure(const struct wire_frame *f)
{
	struct wire_reader rd = wire_reader(f->body.data, f->body.len);
	char text[ERR_LINE_MAX];
	uint32_t code;
	int r;

	code = wire_get_u32(&rd);
	wire_get_str(&rd, text, sizeof(text));
	if ((r = wire_done(&rd, "an error record")) < 0)
		return r;
	if (code == 0 || code > (uint32_t)-ERR_LAST)
		return err_set(ERR_PROTOCOL, "a helper process failed in a way "
		    "that has no name; install tipline again");
	return err_set((enum err)-(int)code, "%s", text);
}

int
wire_ask(int sock, uint32_t type, const struct bytes *body, const int *fds,
    size_t nfds, uint32_t reply_type, struct wire_frame *reply)
{
	int r;

	if (body != NULL && (r = bytes_ok(body)) < 0)
		return r;
	if ((r = wire_send(sock, type, body != NULL ? body->data : NULL,
	    body != NULL ? body->len : 0, fds, nfds)) < 0 ||
	    (r = wire_recv(sock, reply)) < 0)
		return r;
	if (reply->type == WIRE_ERROR)
		return wire_failure(reply);
	if (reply->type != reply_type)
		return err_set(ERR_PROTOCOL, "a helper process answered %u where "
		    "%u was due", reply->type, reply_type);
	return 0;
}

static void
put_be(struct bytes *b, uint64_t v, size_t n)
{
	uint8_t raw[8];

	store_be(raw, v, n);
	(void)bytes_add(b, raw, n);	/* a failure stays in b->failed */
}

void
wire_put_u8(struct bytes *b, uint8_t v)
{
	put_be(b, v, 1);
}

void
wire_put_u16(struct bytes *b, uint16_t v)
{
	put_be(b, v, 2);
}

void
wire_put_u32(struct bytes *b, uint32_t v)
{
	put_be(b, v, 4);
}

void
wire_put_u64(struct bytes *b, uint64_t v)
{
	put_be(b, v, 8);
}

void
wire_put_raw(struct bytes *b, const void *p, size_t len)
{
	(void)bytes_add(b, p, len);
}

void
wire_put_bytes(struct bytes *b, const void *p, size_t len)
{
	if (len > UINT32_MAX) {
		b->failed = ERR_TOO_BIG;
		return;
	}
	wire_put_u32(b, (uint32_t)len);
	wire_put_raw(b, p, len);
}

void
wire_put_str(struct bytes *b, const char *s)
{
	wire_put_bytes(b, s, strlen(s));
}

struct wire_reader
wire_reader(const void *p, size_t len)
{
	return (struct wire_reader){ .p = p, .left = len, .bad = false };
}

static const uint8_t *
take(struct wire_reader *r, size_t len)
{
	const uint8_t *at = r->p;

	if (r->bad || len > r->left) {
		r->bad = true;
		return NULL;
	}
	if (len > 0)		/* p may be NULL when nothing is there */
		r->p += len;
	r->left -= len;
	return at;
}

static uint64_t
get_be(struct wire_reader *r, size_t n)
{
	const uint8_t *p = take(r, n);

	return p != NULL ? load_be(p, n) : 0;
}

uint8_t
wire_get_u8(struct wire_reader *r)
{
	return (uint8_t)get_be(r, 1);
}

uint16_t
wire_get_u16(struct wire_reader *r)
{
	return (uint16_t)get_be(r, 2);
}

uint32_t
wire_get_u32(struct wire_reader *r)
{
	return (uint32_t)get_be(r, 4);
}

uint64_t
wire_get_u64(struct wire_reader *r)
{
	return get_be(r, 8);
}

void
wire_get_raw(struct wire_reader *r, void *to, size_t len)
{
	const uint8_t *p = take(r, len);

	if (r->bad)
		memset(to, 0, len);
	else if (len > 0)
		memcpy(to, p, len);
}

const uint8_t *
wire_get_bytes(struct wire_reader *r, size_t max, size_t *len)
{
	const uint8_t *p;

	*len = wire_get_u32(r);
	if (*len > max)
		r->bad = true;
	p = take(r, *len);
	if (r->bad) {
		*len = 0;
		return NULL;
	}
	return p != NULL ? p : (const uint8_t *)"";
}

void
wire_get_str(struct wire_reader *r, char *to, size_t size)
{
	const uint8_t *p;
	size_t len;

	to[0] = '\0';
	p = wire_get_bytes(r, size - 1, &len);
	if (r->bad)
		return;
	if (memchr(p, '\0', len) != NULL) {
		r->bad = true;
		return;
	}
	memcpy(to, p, len);
	to[len] = '\0';
}

int
wire_done(const struct wire_reader *r, const char *what)
{
	if (r->bad)
		return err_set(ERR_FORMAT, "%s is cut or holds a length over "
		    "its limit", what);
	if (r->left != 0)
		return err_set(ERR_FORMAT, "%s has %zu bytes left over", what,
		    r->left);
	return 0;
}
