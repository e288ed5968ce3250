/* web.c -- see web.h; the records are records.h's. */
#include "intake/web/web.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake/web/records.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"
#include "vault/session/options.h"

#define ANSWER_FRAME_MAX (WEB_INLINE_MAX + 5 * WEB_FIELD_MAX)

struct web {
	struct wire_frame frame;
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

int
web_start(struct web **out, uint16_t *port)
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
	    (r = get_hello(w, port)) < 0) {
		web_stop(w);
		return r;
	}
	*out = w;
	return 0;
}

void
web_stop(struct web *w)
{
	if (w == NULL)
		return;
	(void)wall_end(&w->sock, &w->pid);
	wire_frame_free(&w->frame);
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

int
web_next(struct web *w, struct web_request *q)
{
	struct wire_reader rd;
	uint8_t method;
	int r;

	if ((r = wire_recv(w->sock, &w->frame)) < 0)
		return r;
	rd = wire_reader(w->frame.body.data, w->frame.body.len);
	q->id = wire_get_u32(&rd);
	method = wire_get_u8(&rd);
	wire_get_str(&rd, q->path, sizeof(q->path));
	wire_get_str(&rd, q->query, sizeof(q->query));
	wire_get_str(&rd, q->host, sizeof(q->host));
	wire_get_str(&rd, q->origin, sizeof(q->origin));
	wire_get_str(&rd, q->cookie, sizeof(q->cookie));
	wire_get_str(&rd, q->content_type, sizeof(q->content_type));
	wire_get_str(&rd, q->fetch_site, sizeof(q->fetch_site));
	wire_get_str(&rd, q->token, sizeof(q->token));
	wire_get_str(&rd, q->language, sizeof(q->language));
	wire_get_str(&rd, q->range, sizeof(q->range));
	if ((r = get_body(w, &rd, &q->body)) < 0)
		return r;
	if (w->frame.type != WEB_REQUEST || wire_done(&rd, "a request") < 0 ||
	    (method != WEB_GET && method != WEB_POST) || q->path[0] != '/')
		return err_set(ERR_WALL, "tipline-web sent what is no request; "
		    "start the review again, nothing decided is lost");
	q->method = (enum web_method)method;
	return 0;
}

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
