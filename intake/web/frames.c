/* frames.c -- see frames.h; the records are records.h's. */
#include "intake/web/frames.h"

#include <string.h>
#include <unistd.h>

#include "intake/web/records.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

/* The body: in the frame, or in the memory file that came with it. */
static int
get_body(struct wire_frame *f, struct wire_reader *rd, struct bytes *body)
{
	const uint8_t *p;
	uint64_t size;
	size_t len, n;
	uint8_t part[4096];
	int fd = wire_take_fd(f, 0), r = 0;
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
	explicit_bzero(part, sizeof(part));
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
take_request(struct wire_frame *f, struct wire_reader *rd,
    struct web_request *q)
{
	int r;

	get_head(rd, q);
	r = get_body(f, rd, &q->body);
	bytes_reset(&f->body);		/* it stays in one place */
	if (r < 0)
		return r;
	return wire_done(rd, "a request") < 0 || !is_head(q) ? no_request() : 0;
}

/* --- uploads --- */

static int
take_upload(struct uploads *u, struct wire_reader *rd, struct web_event *e)
{
	get_head(rd, e->request);
	bytes_reset(&e->request->body);
	e->id = e->request->id;
	e->announced = wire_get_u64(rd);
	if (wire_done(rd, "an upload") < 0 || !is_head(e->request) ||
	    e->request->method != WEB_POST)
		return no_request();
	return uploads_add(u, e->id) < 0 ? no_request() : 0;
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
take_data(struct slots *s, struct wire_reader *rd, struct web_event *e)
{
	const uint32_t slot = wire_get_u32(rd);

	e->len = wire_get_u32(rd);
	rd->bad |= e->len == 0 || e->len > WEB_DATA_MAX;
	e->data = rd->bad ? NULL : slots_take(s, slot);
	rd->bad |= e->data == NULL;
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
take_more(struct uploads *u, struct slots *s, uint32_t type,
    struct wire_reader *rd, struct web_event *e, bool *told)
{
	e->id = wire_get_u32(rd);
	switch (type) {
	case WEB_PART:
		e->kind = WEB_EV_PART;
		take_part(rd, e);
		break;
	case WEB_DATA:
		e->kind = WEB_EV_DATA;
		take_data(s, rd, e);
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
	    uploads_step(u, e->id, e->kind, told) < 0)
		return no_request();
	return 0;
}

int
frames_request(struct wire_frame *f, struct web_request *q)
{
	struct wire_reader rd = wire_reader(f->body.data, f->body.len);

	return f->type == WEB_REQUEST ? take_request(f, &rd, q) :
	    no_request();
}

int
frames_event(struct uploads *u, struct slots *s, struct wire_frame *f,
    struct web_event *e, bool *told)
{
	struct wire_reader rd = wire_reader(f->body.data, f->body.len);
	int r;

	*told = true;
	e->data = NULL;
	switch (f->type) {
	case WEB_REQUEST:
		e->kind = WEB_EV_REQUEST;
		r = take_request(f, &rd, e->request);
		e->id = e->request->id;
		return r;
	case WEB_UPLOAD:
		e->kind = WEB_EV_UPLOAD;
		return take_upload(u, &rd, e);
	default:
		return take_more(u, s, f->type, &rd, e, told);
	}
}
