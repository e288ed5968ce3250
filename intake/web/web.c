/* web.c -- see web.h; the records are records.h's. */
#include "intake/web/web.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "intake/web/frames.h"
#include "intake/web/records.h"
#include "intake/web/slots.h"
#include "intake/web/uploads.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/session/wall.h"

#define ANSWER_FRAME_MAX (WEB_INLINE_MAX + 5 * WEB_FIELD_MAX)

struct web {
	struct wall wall;
	struct uploads uploads;
	struct slots *slots;	/* for strangers; NULL */
	const uint8_t *data;	/* told last and not kept; NULL */
	size_t len;
};

_Static_assert(SLOTS == WEB_KEPT_MAX && SLOT_BYTES == WEB_DATA_MAX,
    "a slot for each piece");

static int
get_hello(struct web *w, uint16_t *port)
{
	struct wire_reader rd;
	int r;

	if ((r = wall_hear(&w->wall, NULL)) < 0)
		return r;
	rd = wall_said(&w->wall);
	*port = wire_get_u16(&rd);
	if (w->wall.frame.type != WEB_HELLO || wire_done(&rd, "a port") < 0)
		return err_set(ERR_PROTOCOL, "tipline-web does not greet as it "
		    "should; install tipline again");
	return 0;
}

static int
send_open(struct web *w, const struct web_limits *l, int listening)
{
	struct bytes b = BYTES_INIT(32);
	int fds[3] = { listening, -1, -1 }, r;

	if (listening >= 0) {
		if ((r = slots_new(&w->slots)) < 0)
			return r;
		fds[1] = slots_memory(w->slots);
		fds[2] = slots_pipe(w->slots);
	}

	wire_put_u8(&b, listening >= 0);
	wire_put_u32(&b, l->connections);
	wire_put_u32(&b, l->idle_seconds);
	wire_put_u32(&b, (uint32_t)(l->form_max != 0 ? l->form_max :
	    WEB_BODY_MAX));
	wire_put_u64(&b, l->body_max);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(w->wall.sock, WEB_OPEN, b.data, b.len, fds,
		    listening >= 0 ? 3 : 0);
	if (w->slots != NULL)
		slots_handed_over(w->slots);
	bytes_free(&b);
	return r;
}

static int
start(struct web **out, const struct web_limits *l, int listening,
    uint16_t *port)
{
	char name[] = "tipline-web";
	char *const argv[] = { name, NULL };
	struct web *w;
	int r;

	*out = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	r = wall_start(&w->wall, argv, -1);
	w->wall.frame.body.wiped = true;
	if (r < 0 || (r = send_open(w, l, listening)) < 0 ||
	    (r = get_hello(w, port)) < 0) {
		web_stop(w);
		return r;
	}
	*out = w;
	return 0;
}

int
web_start(struct web **out, uint16_t *port)
{
	const struct web_limits limits = {
	    .connections = WEB_CONNECTIONS_MAX,
	    .idle_seconds = WEB_IDLE_SECONDS };

	return start(out, &limits, -1, port);
}

/* Does it listen, on this machine alone? */
static bool
is_ours(int fd)
{
	struct sockaddr_storage at;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	socklen_t len = sizeof(at), size = sizeof(int);
	int type = 0, listens = 0;

	if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 ||
	    type != SOCK_STREAM ||
	    getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 ||
	    listens == 0 || getsockname(fd, (struct sockaddr *)&at, &len) != 0)
		return false;
	memcpy(&in, &at, sizeof(in));
	memcpy(&in6, &at, sizeof(in6));
	switch (at.ss_family) {
	case AF_UNIX:
		return true;
	case AF_INET:
		return ntohl(in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	case AF_INET6:
		return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
	default:
		return false;
	}
}

int
web_serve(struct web **out, const struct web_limits *l, int listening)
{
	uint16_t port;

	*out = NULL;
	if (l->connections == 0 || l->connections > WEB_SERVED_MAX ||
	    l->idle_seconds == 0 || l->idle_seconds > WEB_IDLE_MAX ||
	    l->form_max > WEB_BODY_MAX || l->body_max == 0)
		return err_set(ERR_USAGE, "a page serves 1 to %u connections, "
		    "which may be silent for 1 to %u seconds; give other "
		    "limits", WEB_SERVED_MAX, WEB_IDLE_MAX);
	if (!is_ours(listening))
		return err_set(ERR_USAGE, "a page needs a stream socket that "
		    "listens on this machine alone; give a unix socket or a "
		    "port of 127.0.0.1");
	return start(out, l, listening, &port);
}

void
web_stop(struct web *w)
{
	if (w == NULL)
		return;
	(void)wall_stop(&w->wall);
	uploads_free(&w->uploads);
	slots_free(w->slots);
	free(w);
}

int
web_fd(const struct web *w)
{
	return w->wall.sock;
}

int
web_next(struct web *w, struct web_request *q)
{
	int r;

	if ((r = wire_recv(w->wall.sock, &w->wall.frame)) < 0)
		return r;
	return frames_request(&w->wall.frame, q);
}

int
web_event(struct web *w, struct web_event *e)
{
	bool told = false;
	int r = 0;

	while (r == 0 && !told) {
		if (w->data != NULL)
			web_give_back(w, w->data, w->len);
		w->data = NULL;
		if ((r = wire_recv(w->wall.sock, &w->wall.frame)) == 0)
			r = frames_event(&w->uploads, w->slots, &w->wall.frame,
			    e, &told);
		if (r == 0) {
			w->data = e->data;
			w->len = e->len;
		}
	}
	return r;
}

void
web_keep(struct web *w)
{
	w->data = NULL;
}

void
web_give_back(struct web *w, const uint8_t *data, size_t len)
{
	slots_give_back(w->slots, data, len);
}

int
web_go_on(struct web *w, uint32_t id)
{
	struct bytes b = BYTES_INIT(4);
	int r;

	if (!uploads_go_on(&w->uploads, id))
		return 0;	/* answered, or gone */
	wire_put_u32(&b, id);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(w->wall.sock, WEB_GO_ON, b.data, b.len, NULL, 0);
	bytes_free(&b);
	return r;
}

/* --- answers --- */

static void
put_field(struct bytes *b, const char *field)
{
	wire_put_str(b, field != NULL ? field : "");
}

int
web_answer(struct web *w, uint32_t id, const struct web_answer *a)
{
	struct bytes b = BYTES_WIPED(ANSWER_FRAME_MAX);
	int own = -1, fd = a->fd, r;

	if (a->len > WEB_ANSWER_MAX)
		return err_set(ERR_TOO_BIG, "an answer of %zu bytes is too "
		    "large for a page", a->len);
	uploads_answer(&w->uploads, id);
	wire_put_u32(&b, id);
	wire_put_u16(&b, (uint16_t)a->status);
	put_field(&b, a->type);
	put_field(&b, a->cookie);
	put_field(&b, a->location);
	put_field(&b, a->range);
	if (fd < 0 && a->len > WEB_INLINE_MAX) {
		if ((r = io_memfd_from(&own, "answer", a->data, a->len)) < 0)
			goto done;
		fd = own;
	}
	wire_put_bytes(&b, a->data, fd < 0 ? a->len : 0);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(w->wall.sock, WEB_ANSWER, b.data, b.len, &fd, fd >= 0);
done:
	io_close(&own);
	bytes_free(&b);
	return r;
}
