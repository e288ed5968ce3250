/*
 * serve.c -- see serve.h.  libmicrohttpd parses (GNU, RFC 9112); a request is
 * held until it is whole, told to the clean side, and its connection rests
 * until the answer is there.
 */
#include "intake/web/wall/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "intake/web/records.h"
#include "intake/web/wall/fields.h"
#include "intake/web/wall/peer.h"
#include "intake/web/web.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

#define CONNECTION_BYTES (32u << 10)	/* of heads and what is on its way */
#define SERVED_METHODS "GET, HEAD, POST"

/* One request, from its first line to its answer. */
struct request {
	struct request *next;		/* in the list of all */
	struct server *server;
	struct MHD_Connection *connection;
	uint32_t id;
	struct fields fields;
	struct bytes body;
	bool judged;			/* its head was looked at */
	bool waiting;			/* told, not answered yet */
	struct MHD_Response *answer;	/* ready to be sent */
	unsigned status;
};

struct server {
	struct MHD_Daemon *daemon;
	int sock;			/* the clean side */
	struct peer peer;
	uint16_t port;
	int events;			/* of the daemon */
	struct request *all;
	size_t waiting;
	uint32_t last_id;
	int failed;			/* the clean side is gone */
};

/* --- what every answer says --- */

static const char *const always[][2] = {
	{ "Cache-Control", "no-store" },
	{ "Content-Security-Policy", "default-src 'none'; script-src 'self'; "
	    "style-src 'self'; img-src 'self' blob:; media-src 'self'; "
	    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "Referrer-Policy", "no-referrer" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
};

static bool
add_always(struct MHD_Response *r)
{
	bool ok = true;

	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		ok = ok && MHD_add_response_header(r, always[i][0],
		    always[i][1]) == MHD_YES;
	return ok;
}

/* A refusal of the wall's own. */
static enum MHD_Result
refuse(struct MHD_Connection *c, unsigned status, const char *line)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(strlen(line),
	    (void *)(uintptr_t)line, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result sent = MHD_NO;

	if (r == NULL)
		return MHD_NO;
	if (add_always(r) && MHD_add_response_header(r, "Content-Type",
	    "text/plain; charset=utf-8") == MHD_YES &&
	    (status != 405 || MHD_add_response_header(r, "Allow",
	    SERVED_METHODS) == MHD_YES) &&
	    MHD_add_response_header(r, "Connection", "close") == MHD_YES)
		sent = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return sent;
}

/* --- to the clean side --- */

static int
tell(struct request *q)
{
	struct bytes b = BYTES_INIT(FIELDS_MAX + WEB_INLINE_MAX + 64);
	int fd = -1, r;

	wire_put_u32(&b, q->id);
	fields_put(&b, &q->fields);
	if (q->body.len > WEB_INLINE_MAX) {
		if ((r = io_memfd_from(&fd, "request", q->body.data,
		    q->body.len)) < 0)
			goto done;
		wire_put_bytes(&b, NULL, 0);
	} else {
		wire_put_bytes(&b, q->body.data, q->body.len);
	}
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(q->server->sock, WEB_REQUEST, b.data, b.len, &fd,
		    fd >= 0);
done:
	io_close(&fd);
	bytes_free(&b);
	bytes_free(&q->body);
	return r;
}

/* Whole: tell it, and let the connection rest. */
static enum MHD_Result
hand_over(struct request *q)
{
	struct server *s = q->server;

	if (s->waiting == WEB_WAITING_MAX)
		return refuse(q->connection, MHD_HTTP_SERVICE_UNAVAILABLE,
		    "Too many requests at once; try again.\n");
	if ((s->failed = tell(q)) < 0)
		return MHD_NO;
	s->waiting++;
	q->waiting = true;
	MHD_suspend_connection(q->connection);
	return MHD_YES;
}

/* --- from the browser --- */

/* The first thing of a request that is known: its target as it came. */
static void *
on_target(void *arg, const char *target, struct MHD_Connection *c)
{
	struct server *s = arg;
	struct request *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return NULL;
	q->server = s;
	q->connection = c;
	q->id = ++s->last_id;
	q->body = BYTES_INIT(WEB_BODY_MAX);
	fields_target(&q->fields, target);
	q->next = s->all;
	s->all = q;
	return q;
}

static enum MHD_Result
judge(struct request *q, const char *method)
{
	unsigned status = fields_read(&q->fields, q->connection, method);

	q->judged = true;
	switch (status) {
	case 0:
		return MHD_YES;
	case MHD_HTTP_METHOD_NOT_ALLOWED:
		return refuse(q->connection, status,
		    "Only GET, HEAD and POST are known here.\n");
	case MHD_HTTP_CONTENT_TOO_LARGE:
		return refuse(q->connection, status, "That is too large.\n");
	default:
		return refuse(q->connection, status,
		    "That is no request of a browser.\n");
	}
}

static enum MHD_Result
on_request(void *arg, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *len,
    void **state)
{
	struct request *q = *state;
	enum MHD_Result sent;

	(void)arg;
	(void)url;
	(void)version;
	if (q == NULL)
		return MHD_NO;
	if (q->answer != NULL) {
		sent = MHD_queue_response(c, q->status, q->answer);
		MHD_destroy_response(q->answer);
		q->answer = NULL;
		return sent;
	}
	if (!q->judged)
		return judge(q, method);
	if (*len > 0) {
		if (q->body.len + *len > WEB_BODY_MAX ||
		    bytes_add(&q->body, data, *len) < 0)
			return MHD_NO;
		*len = 0;
		return MHD_YES;
	}
	return hand_over(q);
}

/* Answered, or the browser went away. */
static void
on_end(void *arg, struct MHD_Connection *c, void **state,
    enum MHD_RequestTerminationCode why)
{
	struct server *s = arg;
	struct request *q = *state, **at;

	(void)c;
	(void)why;
	if (q == NULL)
		return;
	for (at = &s->all; *at != NULL; at = &(*at)->next)
		if (*at == q) {
			*at = q->next;
			break;
		}
	if (q->waiting)
		s->waiting--;
	if (q->answer != NULL)
		MHD_destroy_response(q->answer);
	bytes_free(&q->body);
	free(q);
	*state = NULL;
}

/* --- from the clean side --- */

static struct MHD_Response *
make_content(struct wire_frame *f, const uint8_t *p, size_t len)
{
	struct MHD_Response *r;
	uint64_t size;
	int fd = wire_take_fd(f, 0);

	if (fd < 0)
		return MHD_create_response_from_buffer(len,
		    (void *)(uintptr_t)p, MHD_RESPMEM_MUST_COPY);
	if (io_size(fd, &size) < 0 || size > WEB_ANSWER_MAX ||
	    (r = MHD_create_response_from_fd64(size, fd)) == NULL) {
		io_close(&fd);
		return NULL;
	}
	return r;		/* has the descriptor */
}

static bool
add_field(struct MHD_Response *r, const char *name, const char *value)
{
	return value[0] == '\0' ||
	    MHD_add_response_header(r, name, value) == MHD_YES;
}

static int
take_answer(struct server *s, struct wire_frame *f)
{
	char type[WEB_FIELD_MAX + 1], cookie[WEB_FIELD_MAX + 1];
	char location[WEB_FIELD_MAX + 1], range[WEB_FIELD_MAX + 1];
	struct wire_reader rd = wire_reader(f->body.data, f->body.len);
	struct MHD_Response *r;
	struct request *q;
	const uint8_t *p;
	uint32_t id;
	unsigned status;
	size_t len;

	id = wire_get_u32(&rd);
	status = wire_get_u16(&rd);
	wire_get_str(&rd, type, sizeof(type));
	wire_get_str(&rd, cookie, sizeof(cookie));
	wire_get_str(&rd, location, sizeof(location));
	wire_get_str(&rd, range, sizeof(range));
	p = wire_get_bytes(&rd, WEB_INLINE_MAX, &len);
	if (f->type != WEB_ANSWER || wire_done(&rd, "an answer") < 0)
		return err_set(ERR_PROTOCOL, "no answer to a request");
	for (q = s->all; q != NULL && q->id != id; q = q->next)
		;
	if (q == NULL || !q->waiting)
		return err_set(ERR_PROTOCOL, "an answer without a request");
	if ((r = make_content(f, p, len)) == NULL || !add_always(r) ||
	    !add_field(r, "Content-Type", type) ||
	    !add_field(r, "Set-Cookie", cookie) ||
	    !add_field(r, "Location", location) ||
	    !add_field(r, "Content-Range", range) ||
	    (type[0] != '\0' && !add_field(r, "Accept-Ranges", status == 206 ?
	    "bytes" : "none")))
		return err_set(ERR_NO_MEMORY, "out of memory");
	q->answer = r;
	q->status = status;
	q->waiting = false;
	s->waiting--;
	MHD_resume_connection(q->connection);
	return 0;
}

/* --- the loop --- */

/* Milliseconds until the daemon wants to look at its connections; -1: never. */
static int
patience(struct server *s)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (MHD_get_timeout(s->daemon, &ms) != MHD_YES)
		return -1;
	return ms > 60000 ? 60000 : (int)ms;
}

int
server_run(struct server *s)
{
	struct wire_frame f = WIRE_FRAME_INIT;
	struct pollfd both[2] = { { .fd = s->sock, .events = POLLIN },
	    { .fd = s->events, .events = POLLIN } };
	int r = 0;

	while (r == 0 && s->failed == 0) {
		if (poll(both, 2, patience(s)) < 0 && errno != EINTR) {
			r = err_sys("cannot wait for requests");
			break;
		}
		if (both[0].revents != 0 &&
		    (r = wire_recv(s->sock, &f)) == 0)
			r = take_answer(s, &f);
		if (r == 0 && MHD_run(s->daemon) != MHD_YES)
			r = err_set(ERR_FAILED, "the page cannot go on");
		both[0].revents = both[1].revents = 0;
	}
	wire_frame_free(&f);
	/* The end of the clean side is the end of this one. */
	return r == ERR_WALL || s->failed != 0 ? 0 : r;
}

/* Nothing of a target is decoded here. */
static size_t
as_it_is(void *arg, struct MHD_Connection *c, char *s)
{
	(void)arg;
	(void)c;
	return strlen(s);
}

/* What it would say is said nowhere: it may hold what a browser sent. */
static void
say_nothing(void *arg, const char *fmt, va_list ap)
{
	(void)arg;
	(void)fmt;
	(void)ap;
}

/* Another user's connection ends before a byte of it is read. */
static enum MHD_Result
on_connection(void *arg, const struct sockaddr *from, socklen_t len)
{
	const struct server *s = arg;
	struct sockaddr_in in;

	if (len < sizeof(in) || from->sa_family != AF_INET)
		return MHD_NO;
	memcpy(&in, from, sizeof(in));
	return peer_is_mine(&s->peer, ntohs(in.sin_port), s->port) ? MHD_YES :
	    MHD_NO;
}

int
server_start(struct server **out, int sock, uint16_t *port)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	const union MHD_DaemonInfo *info;
	struct server *s;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->sock = sock;
	*out = s;
	if (peer_open(&s->peer) < 0)
		return ERR_WALL;
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
	    MHD_USE_ERROR_LOG | MHD_USE_SUPPRESS_DATE_NO_CLOCK, 0,
	    on_connection, s, on_request, s,
	    MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
	    MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&here,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_CONNECTION_LIMIT, WEB_CONNECTIONS_MAX,
	    MHD_OPTION_CONNECTION_TIMEOUT, WEB_IDLE_SECONDS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
	    MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL,
	    MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
	    MHD_OPTION_NOTIFY_COMPLETED, on_end, s,
	    MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
	    MHD_OPTION_END);
	if (s->daemon == NULL)
		return err_sys("cannot listen on 127.0.0.1");
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (info == NULL)
		return err_set(ERR_FAILED, "libmicrohttpd has no epoll here");
	s->events = info->epoll_fd;
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	if (info == NULL || info->port == 0)
		return err_set(ERR_FAILED, "libmicrohttpd has no port");
	*port = s->port = info->port;
	return 0;
}

void
server_stop(struct server *s)
{
	struct request *q;

	if (s == NULL)
		return;
	/* A daemon must not be stopped while connections rest. */
	for (q = s->all; q != NULL; q = q->next)
		if (q->waiting) {
			q->waiting = false;
			MHD_resume_connection(q->connection);
		}
	if (s->daemon != NULL)
		MHD_stop_daemon(s->daemon);
	io_close(&s->peer.table);
	free(s);
}
