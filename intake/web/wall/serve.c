/*
 * serve.c -- see serve.h.  libmicrohttpd parses (GNU, RFC 9112); what it tells
 * is ask.c's, what goes back answer.c's.
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
#include <sys/mman.h>

#include "intake/web/records.h"
#include "intake/web/wall/answer.h"
#include "intake/web/wall/ask.h"
#include "intake/web/wall/server.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

/* Of heads and what is on its way: half of it is read at a time. */
#define HOME_BYTES (32u << 10)
#define STRANGER_BYTES (256u << 10)
#define TICK_MS 1000

/* --- the loop --- */

/* Milliseconds until the daemon wants to look at its connections; -1: never. */
static int
patience(struct server *s)
{
	const unsigned most = s->strangers ? TICK_MS : 60000;
	MHD_UNSIGNED_LONG_LONG ms;

	if (MHD_get_timeout(s->daemon, &ms) != MHD_YES)
		return s->strangers ? TICK_MS : -1;
	return ms > most ? (int)most : (int)ms;
}

static void
look_around(struct server *s)
{
	struct request *q;

	if (!crowd_sweep(&s->crowd))
		return;
	for (q = s->all; q != NULL; q = q->next)
		answer_early_more(q);
}

int
server_run(struct server *s)
{
	struct pollfd both[2] = { { .fd = s->sock, .events = POLLIN },
	    { .fd = s->events, .events = POLLIN } };
	int r = 0;

	while (r == 0 && s->failed == 0) {
		if (poll(both, 2, patience(s)) < 0 && errno != EINTR) {
			r = err_sys("cannot wait for requests");
			break;
		}
		if (both[0].revents != 0)
			r = answer_take(s);
		if (r == 0 && MHD_run(s->daemon) != MHD_YES)
			r = err_set(ERR_FAILED, "the page cannot go on");
		if (s->strangers)
			look_around(s);
		both[0].revents = both[1].revents = 0;
	}
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

	/* Libmicrohttpd has room for so much of an address, and copies as much
	 * as there is: a client with a name would be copied from behind it. */
	if (s->strangers)
		return len <= sizeof(struct sockaddr_in6) ? MHD_YES : MHD_NO;
	if (len < sizeof(in) || from->sa_family != AF_INET)
		return MHD_NO;
	memcpy(&in, from, sizeof(in));
	return peer_is_mine(&s->peer, ntohs(in.sin_port), s->port) ? MHD_YES :
	    MHD_NO;
}

static void
on_guest(void *arg, struct MHD_Connection *c, void **state,
    enum MHD_ConnectionNotificationCode what)
{
	struct server *s = arg;
	const union MHD_ConnectionInfo *info;

	if (!s->strangers)
		return;
	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		crowd_remove(&s->crowd, *state);
		*state = NULL;
		return;
	}
	info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
	*state = crowd_add(&s->crowd, info->connect_fd);
}

static int
start_daemon(struct server *s, struct MHD_OptionItem where)
{
	const struct MHD_OptionItem options[] = { where,
	    { MHD_OPTION_END, 0, NULL } };
	const union MHD_DaemonInfo *info;

	s->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
	    MHD_USE_ERROR_LOG | MHD_USE_SUPPRESS_DATE_NO_CLOCK, 0,
	    on_connection, s, ask_request, s,
	    MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
	    MHD_OPTION_ARRAY, options,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_CONNECTION_LIMIT, s->limits.connections,
	    MHD_OPTION_CONNECTION_TIMEOUT, s->limits.idle_seconds,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)(s->strangers ? STRANGER_BYTES : HOME_BYTES),
	    MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, NULL,
	    MHD_OPTION_URI_LOG_CALLBACK, ask_target, s,
	    MHD_OPTION_NOTIFY_COMPLETED, ask_end, s,
	    MHD_OPTION_NOTIFY_CONNECTION, on_guest, s,
	    MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
	    MHD_OPTION_END);
	if (s->daemon == NULL)
		return err_sys("cannot listen for browsers");
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	if (info == NULL)
		return err_set(ERR_FAILED, "libmicrohttpd has no epoll here");
	s->events = info->epoll_fd;
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_LISTEN_FD);
	if (info == NULL)
		return err_set(ERR_FAILED, "libmicrohttpd does not listen");
	s->listener = info->listen_fd;
	return 0;
}

/* The person at this machine, at a port that is free. */
static int
listen_here(struct server *s)
{
	struct sockaddr_in here = { .sin_family = AF_INET,
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };
	const struct MHD_OptionItem where = { MHD_OPTION_SOCK_ADDR, 0, &here };
	const union MHD_DaemonInfo *info;
	int r;

	if (peer_open(&s->peer) < 0)
		return ERR_WALL;
	if ((r = start_daemon(s, where)) < 0)
		return r;
	info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
	if (info == NULL || info->port == 0)
		return err_set(ERR_FAILED, "libmicrohttpd has no port");
	s->port = info->port;
	return 0;
}

/* What the clean side says first. */
static int
get_limits(struct server *s)
{
	struct wire_reader rd;
	int r;

	if ((r = wire_recv(s->sock, &s->frame)) < 0)
		return r;
	rd = wire_reader(s->frame.body.data, s->frame.body.len);
	s->strangers = wire_get_u8(&rd) != 0;
	s->limits.connections = wire_get_u32(&rd);
	s->limits.idle_seconds = wire_get_u32(&rd);
	s->limits.form_max = wire_get_u32(&rd);
	s->limits.body_max = wire_get_u64(&rd);
	if (s->frame.type != WEB_OPEN || wire_done(&rd, "limits") < 0 ||
	    s->frame.nfds != (s->strangers ? 3 : 0))
		return err_set(ERR_PROTOCOL, "no limits of a page");
	return 0;
}

/* Where content is put for the clean side. */
static int
get_slots(struct server *s)
{
	int file = wire_take_fd(&s->frame, 1);

	s->given_back = wire_take_fd(&s->frame, 2);
	/* All of it now: what this process takes does not grow later. */
	s->memory = mmap(NULL, SLOTS_BYTES, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_POPULATE, file, 0);
	io_close(&file);
	if (s->memory == MAP_FAILED) {
		s->memory = NULL;
		return err_sys("no memory for uploads");
	}
	for (; s->nslots < SLOTS; s->nslots++)
		s->slots[s->nslots] = (uint8_t)s->nslots;
	return 0;
}

int
server_start(struct server **out, int sock)
{
	struct MHD_OptionItem where = { MHD_OPTION_LISTEN_SOCKET, 0, NULL };
	struct server *s;
	int r;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->sock = sock;
	s->peer.table = s->given_back = -1;
	s->frame = WIRE_FRAME_INIT;
	s->frame.body.wiped = true;
	*out = s;
	if ((r = get_limits(s)) < 0)
		return r;
	s->waiting_max = s->strangers ? s->limits.connections :
	    WEB_WAITING_MAX;
	if (!s->strangers)
		return listen_here(s);
	s->crowd.most = s->limits.connections;
	s->crowd.idle = s->limits.idle_seconds;
	if ((r = get_slots(s)) < 0)
		return r;
	where.value = wire_take_fd(&s->frame, 0);
	return start_daemon(s, where);
}

uint16_t
server_port(const struct server *s)
{
	return s->port;
}

int
server_listener(const struct server *s)
{
	return s->listener;
}

unsigned
server_connections(const struct server *s)
{
	return s->limits.connections;
}

void
server_stop(struct server *s)
{
	struct request *q;

	if (s == NULL)
		return;
	s->failed = ERR_WALL;	/* nobody is told any more */
	/* A daemon must not be stopped while connections rest. */
	for (q = s->all; q != NULL; q = q->next)
		if (q->waiting) {
			q->waiting = false;
			MHD_resume_connection(q->connection);
		}
	if (s->daemon != NULL)
		MHD_stop_daemon(s->daemon);
	io_close(&s->peer.table);
	io_close(&s->given_back);
	if (s->memory != NULL)
		(void)munmap(s->memory, SLOTS_BYTES);
	wire_frame_free(&s->frame);
	free(s);
}
