/* web.c -- see web.h; the records are records.h's. */
#include "intake/web/web.h"

#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/web/records.h"
#include "intake/web/uploads.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/session/options.h"

#define ANSWER_FRAME_MAX (WEB_INLINE_MAX + 5 * WEB_FIELD_MAX)

struct web {
	struct wire_frame frame;
	struct uploads uploads;
	int sock, pid;
};

static int
get_hello(struct web *w, uint16_t *port)
{
	char line[ERR_LINE_MAX];
	struct wire_reader rd;
	int r;

	if ((r = wire_recv(w->sock, &w->frame)) < 0)
		return r;
	rd = wire_reader(w->frame.body.data, w->frame.body.len);
	if (w->frame.type == WIRE_ERROR) {
		(void)wire_get_u32(&rd);
		wire_get_str(&rd, line, sizeof(line));
		if ((r = wire_done(&rd, "the page's refusal")) < 0)
			return r;
		return err_set(ERR_WALL, "%s", line);
	}
	*port = wire_get_u16(&rd);
	if (w->frame.type != WEB_HELLO || wire_done(&rd, "a port") < 0)
		return err_set(ERR_PROTOCOL, "tipline-web does not greet as it "
		    "should; install tipline again");
	return 0;
}

static int
send_open(struct web *w, const struct web_limits *l, int listening)
{
	struct bytes b = BYTES_INIT(32);
	int r;

	wire_put_u8(&b, listening >= 0);
	wire_put_u32(&b, l->connections);
	wire_put_u32(&b, l->idle_seconds);
	wire_put_u32(&b, (uint32_t)(l->form_max != 0 ? l->form_max :
	    WEB_BODY_MAX));
	wire_put_u64(&b, l->body_max);
	if ((r = bytes_ok(&b)) == 0)
		r = wire_send(w->sock, WEB_OPEN, b.data, b.len, &listening,
		    listening >= 0);
	bytes_free(&b);
	return r;
}

static int
start(struct web **out, const struct web_limits *l, int listening,
    uint16_t *port)
{
	char path[PATH_MAX], name[] = "tipline-web";
	char *const argv[] = { name, NULL };
	struct web *w;
	int r;

	*out = NULL;
	if ((w = calloc(1, sizeof(*w))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	w->frame = WIRE_FRAME_INIT;
	w->sock = w->pid = -1;
	if ((r = libexec_path(path, sizeof(path), name)) < 0 ||
	    (r = wall_spawn(path, argv, -1, &w->sock, &w->pid)) < 0 ||
	    (r = send_open(w, l, listening)) < 0 ||
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
	(void)wall_end(&w->sock, &w->pid);
	wire_frame_free(&w->frame);
	uploads_free(&w->uploads);
	free(w);
}

int
web_fd(const struct web *w)
{
	return w->sock;
}

/* The body: in the frame, or in the memory file that came with it. */
static int
get_body(struct web *w, struct wire_reader *rd, struct bytes *body)
{
	const uint8_t *p;
	uint64_t size;
	size_t len, n;
	uint8_t part[4096];
	int fd = wire_take_fd(&w->frame, 0), r = 0;
	ssize_t got;

	bytes_reset(body);
	p = wire_get_bytes(rd, WEB_INLINE_MAX, &len);
	if (fd < 0)
		return p == NULL ? 0 : bytes_add(body, p, len);
	if ((r = io_size(fd, &size)) == 0 && size > WEB_BODY_MAX)
		r = err_set(ERR_PROTOCOL, "a request came that is over its "
		    "limit; install tipline again");
	for (n = 0; r == 0 && n < size; n += (size_t)got) {
		got = pread(fd, part, sizeof(part), (off_t)n);
		if (got <= 0)
			r = err_sys("cannot read what the browser sent");
		else
			r = bytes_add(body, part, (size_t)got);
	}
	io_close(&fd);
	return r;
}

static void
get_head(struct wire_reader *rd, struct web_request *q)
{
	q->id = wire_get_u32(rd);
	q->method = (enum web_method)wire_get_u8(rd);
	wire_get_str(rd, q->path, sizeof(q->path));
	wire_get_str(rd, q->query, sizeof(q->query));
	wire_get_str(rd, q->host, sizeof(q->host));
	wire_get_str(rd, q->origin, sizeof(q->origin));
	wire_get_str(rd, q->cookie, sizeof(q->cookie));
	wire_get_str(rd, q->content_type, sizeof(q->content_type));
	wire_get_str(rd, q->fetch_site, sizeof(q->fetch_site));
	wire_get_str(rd, q->token, sizeof(q->token));
	wire_get_str(rd, q->language, sizeof(q->language));
	wire_get_str(rd, q->range, sizeof(q->range));
}

static int
no_request(void)
{
	return err_set(ERR_WALL, "tipline-web sent what is no request; start "
	    "the page again, nothing that was finished is lost");
}

static bool
is_head(const struct web_request *q)
{
	return (q->method == WEB_GET || q->method == WEB_POST) &&
	    q->path[0] == '/';
}

static int
take_request(struct web *w, struct wire_reader *rd, struct web_request *q)
{
	int r;

	get_head(rd, q);
	if ((r = get_body(w, rd, &q->body)) < 0)
		return r;
	return wire_done(rd, "a request") < 0 || !is_head(q) ? no_request() : 0;
}

int
web_next(struct web *w, struct web_request *q)
{
	struct wire_reader rd;
	int r;

	if ((r = wire_recv(w->sock, &w->frame)) < 0)
		return r;
	rd = wire_reader(w->frame.body.data, w->frame.body.len);
	return w->frame.type == WEB_REQUEST ? take_request(w, &rd, q) :
	    no_request();
}

/* --- uploads --- */

static int
take_upload(struct web *w, struct wire_reader *rd, struct web_event *e)
{
	get_head(rd, e->request);
	bytes_reset(&e->request->body);
	e->id = e->request->id;
	e->announced = wire_get_u64(rd);
	if (wire_done(rd, "an upload") < 0 || !is_head(e->request) ||
	    e->request->method != WEB_POST)
		return no_request();
	return uploads_add(&w->uploads, e->id) < 0 ? no_request() : 0;
}

static bool
is_field(const char *s)
{
	return s[0] != '\0' && s[strspn(s, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] == '\0';
}

static void
take_part(struct wire_reader *rd, struct web_event *e)
{
	uint8_t file = wire_get_u8(rd);

	e->file = file != 0;
	wire_get_str(rd, e->field, sizeof(e->field));
	wire_get_str(rd, e->name, sizeof(e->name));
	rd->bad |= file > 1 || !is_field(e->field) ||
	    (!e->file && e->name[0] != '\0');
}

static void
take_data(struct wire_reader *rd, struct web_event *e)
{
	e->data = rd->p;
	e->len = rd->left;
	rd->bad |= e->len == 0 || e->len > WEB_DATA_MAX;
	rd->left = 0;
}

static void
take_gone(struct wire_reader *rd, struct web_event *e)
{
	uint8_t why = wire_get_u8(rd);

	e->gone = (enum web_gone)why;
	rd->bad |= why < WEB_LEFT || why > WEB_NO_FORM;
}

/* What goes on in an upload, in its order. */
static int
take_more(struct web *w, struct wire_reader *rd, struct web_event *e,
    bool *told)
{
	e->id = wire_get_u32(rd);
	switch (w->frame.type) {
	case WEB_PART:
		e->kind = WEB_EV_PART;
		take_part(rd, e);
		break;
	case WEB_DATA:
		e->kind = WEB_EV_DATA;
		take_data(rd, e);
		break;
	case WEB_PART_END:
		e->kind = WEB_EV_PART_END;
		break;
	case WEB_WHOLE:
		e->kind = WEB_EV_WHOLE;
		break;
	case WEB_GONE:
		e->kind = WEB_EV_GONE;
		take_gone(rd, e);
		break;
	default:
		return no_request();
	}
	if (wire_done(rd, "an upload") < 0 ||
	    uploads_step(&w->uploads, e->id, e->kind, told) < 0)
		return no_request();
	return 0;
}

int
web_event(struct web *w, struct web_event *e)
{
	struct wire_reader rd;
	bool told = false;
	int r = 0;

	while (r == 0 && !told) {
		if ((r = wire_recv(w->sock, &w->frame)) < 0)
			break;
		rd = wire_reader(w->frame.body.data, w->frame.body.len);
		told = true;
		if (w->frame.type == WEB_REQUEST) {
			e->kind = WEB_EV_REQUEST;
			r = take_request(w, &rd, e->request);
			e->id = e->request->id;
		} else if (w->frame.type == WEB_UPLOAD) {
			e->kind = WEB_EV_UPLOAD;
			r = take_upload(w, &rd, e);
		} else {
			r = take_more(w, &rd, e, &told);
		}
	}
	return r;
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
		r = wire_send(w->sock, WEB_GO_ON, b.data, b.len, NULL, 0);
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
	struct bytes b = BYTES_INIT(ANSWER_FRAME_MAX);
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
		r = wire_send(w->sock, WEB_ANSWER, b.data, b.len, &fd, fd >= 0);
done:
	io_close(&own);
	bytes_free(&b);
	return r;
}
