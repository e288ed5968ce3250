/* answer.c -- see answer.h. */
#include "intake/web/wall/answer.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/web/records.h"
#include "intake/web/wall/server.h"
#include "vault/base/err.h"
#include "vault/base/io.h"

#define SERVED_METHODS "GET, HEAD, POST"
#define PLAIN "text/plain; charset=utf-8"
#define EARLY_HEAD_MAX (5 * WEB_FIELD_MAX + 2048)

struct field {
	const char *name, *value;
};

/* --- what every answer says --- */

static const struct field always[] = {
	{ "Cache-Control", "no-store" },
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
	{ "X-Content-Type-Options", "nosniff" },
	{ "X-Frame-Options", "DENY" },
	{ NULL, NULL }
};

/* The page of the person at this machine has a program of its own. */
static const struct field at_home[] = {
	{ "Content-Security-Policy", "default-src 'none'; script-src 'self'; "
	    "style-src 'self'; img-src 'self' blob:; media-src 'self'; "
	    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'" },
	{ "Referrer-Policy", "no-referrer" },
	{ NULL, NULL }
};

/* A stranger's browser runs nothing.  With no-referrer it would not say where a
 * form was (Origin: null). */
static const struct field for_strangers[] = {
	{ "Content-Security-Policy", "default-src 'none'; style-src 'self'; "
	    "img-src 'self'; form-action 'self'; base-uri 'none'; "
	    "frame-ancestors 'none'" },
	{ "Referrer-Policy", "same-origin" },
	{ NULL, NULL }
};

static const struct field *
policy(const struct server *s)
{
	return s->strangers ? for_strangers : at_home;
}

static bool
add_field(struct MHD_Response *r, const char *name, const char *value)
{
	return value[0] == '\0' ||
	    MHD_add_response_header(r, name, value) == MHD_YES;
}

static bool
add_fields(struct MHD_Response *r, const struct field *f)
{
	bool ok = true;

	for (; ok && f->name != NULL; f++)
		ok = add_field(r, f->name, f->value);
	return ok;
}

enum MHD_Result
answer_refuse(struct request *q, unsigned status, const char *line)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(strlen(line),
	    (void *)(uintptr_t)line, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result sent = MHD_NO;

	if (r == NULL)
		return MHD_NO;
	if (add_fields(r, always) && add_fields(r, policy(q->server)) &&
	    add_field(r, "Content-Type", PLAIN) &&
	    (status != MHD_HTTP_METHOD_NOT_ALLOWED ||
	    add_field(r, "Allow", SERVED_METHODS)) &&
	    add_field(r, "Connection", "close"))
		sent = MHD_queue_response(q->connection, status, r);
	MHD_destroy_response(r);
	crowd_move(q->guest, GUEST_ANSWER);
	return sent;
}

/* The connection goes on: there is an answer, or its body may come. */
static void
wake(struct request *q)
{
	if (!q->waiting)
		return;
	q->waiting = false;
	q->server->waiting--;
	MHD_resume_connection(q->connection);
}

/* --- an answer before the body was read --- */

static void
put_fields(struct bytes *b, const struct field *f)
{
	for (; f->name != NULL; f++)
		if (f->value[0] != '\0')
			(void)bytes_addf(b, "%s: %s\r\n", f->name, f->value);
}

static int
socket_of(const struct request *q)
{
	return q->guest->fd;
}

void
answer_early_more(struct request *q)
{
	ssize_t n;

	if (q->early.len == 0)
		return;
	while (q->early_sent < q->early.len) {
		n = send(socket_of(q), q->early.data + q->early_sent,
		    q->early.len - q->early_sent, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0)
			break;		/* nobody reads it */
		q->early_sent += (size_t)n;
	}
	bytes_free(&q->early);
	(void)shutdown(socket_of(q), SHUT_WR);
	wake(q);
}

static void
early(struct request *q, unsigned status, const struct field *fields,
    const void *content, size_t len)
{
	struct bytes *b = &q->early;

	if (q->over)
		return;
	q->over = true;
	crowd_move(q->guest, GUEST_LINGER);
	*b = BYTES_WIPED(EARLY_HEAD_MAX + WEB_EARLY_MAX);
	(void)bytes_addf(b, "HTTP/1.1 %u %s\r\nContent-Length: %zu\r\n"
	    "Connection: close\r\n", status,
	    MHD_get_reason_phrase_for(status), len);
	put_fields(b, always);
	put_fields(b, policy(q->server));
	put_fields(b, fields);
	(void)bytes_add_str(b, "\r\n");
	if (bytes_add(b, content, len) < 0)
		(void)shutdown(socket_of(q), SHUT_RDWR);
	else
		answer_early_more(q);
}

void
answer_early_refuse(struct request *q, unsigned status, const char *line)
{
	const struct field type[] = { { "Content-Type", PLAIN },
	    { NULL, NULL } };

	early(q, status, type, line, strlen(line));
}

/* --- from the clean side --- */

struct answer {
	unsigned status;
	char type[WEB_FIELD_MAX + 1], cookie[WEB_FIELD_MAX + 1];
	char location[WEB_FIELD_MAX + 1], range[WEB_FIELD_MAX + 1];
	const uint8_t *p;	/* in the frame ... */
	size_t len;
	int fd;			/* ... or a memory file of this size; owned */
	uint64_t size;
};

static struct MHD_Response *
make_content(struct answer *a)
{
	struct MHD_Response *r;

	if (a->fd < 0)
		return MHD_create_response_from_buffer(a->len,
		    (void *)(uintptr_t)a->p, MHD_RESPMEM_MUST_COPY);
	if ((r = MHD_create_response_from_fd64(a->size, a->fd)) != NULL)
		a->fd = -1;		/* the response has it */
	return r;
}

/* Through libmicrohttpd, when it has read all that it will. */
static int
answer_whole(struct request *q, struct answer *a)
{
	struct MHD_Response *r;

	if ((r = make_content(a)) == NULL || !add_fields(r, always) ||
	    !add_fields(r, policy(q->server)) ||
	    !add_field(r, "Content-Type", a->type) ||
	    !add_field(r, "Set-Cookie", a->cookie) ||
	    !add_field(r, "Location", a->location) ||
	    !add_field(r, "Content-Range", a->range) ||
	    (a->type[0] != '\0' && !add_field(r, "Accept-Ranges",
	    a->status == MHD_HTTP_PARTIAL_CONTENT ? "bytes" : "none"))) {
		if (r != NULL)
			MHD_destroy_response(r);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	q->answer = r;
	q->status = a->status;
	return 0;
}

static void
answer_in_between(struct request *q, const struct answer *a)
{
	const struct field fields[] = { { "Content-Type", a->type },
	    { "Set-Cookie", a->cookie }, { "Location", a->location },
	    { NULL, NULL } };
	struct bytes content = BYTES_WIPED(WEB_EARLY_MAX);

	if (a->fd >= 0 && (lseek(a->fd, 0, SEEK_SET) != 0 ||
	    io_read_all(a->fd, &content) < 0))
		(void)shutdown(socket_of(q), SHUT_RDWR);
	else if (a->fd >= 0)
		early(q, a->status, fields, content.data, content.len);
	else
		early(q, a->status, fields, a->p, a->len);
	bytes_free(&content);
}

static struct request *
find(const struct server *s, uint32_t id)
{
	struct request *q = s->all;

	while (q != NULL && q->id != id)
		q = q->next;
	return q;
}

static int
take_answer(struct server *s, struct wire_reader *rd, struct answer *a)
{
	struct request *q;
	uint32_t id;

	id = wire_get_u32(rd);
	a->status = wire_get_u16(rd);
	wire_get_str(rd, a->type, sizeof(a->type));
	wire_get_str(rd, a->cookie, sizeof(a->cookie));
	wire_get_str(rd, a->location, sizeof(a->location));
	wire_get_str(rd, a->range, sizeof(a->range));
	a->p = wire_get_bytes(rd, WEB_INLINE_MAX, &a->len);
	if (wire_done(rd, "an answer") < 0 || (a->fd >= 0 &&
	    (io_size(a->fd, &a->size) < 0 || a->size > WEB_ANSWER_MAX)))
		return err_set(ERR_PROTOCOL, "no answer to a request");
	/* Its browser may have left. */
	if ((q = find(s, id)) == NULL || q->over || q->answer != NULL)
		return 0;
	/* Who waits to be told to go on has sent no body that stands in the way
	 * of reading the answer. */
	if (q->upload != NULL && (q->went_on || !q->fields.expects)) {
		answer_in_between(q, a);
		wake(q);
		return 0;
	}
	if (!q->waiting)
		return err_set(ERR_PROTOCOL, "an answer without a request");
	if (answer_whole(q, a) < 0)
		return ERR_NO_MEMORY;
	wake(q);
	return 0;
}

static int
take_go_on(struct server *s, struct wire_reader *rd)
{
	struct request *q = find(s, wire_get_u32(rd));

	if (wire_done(rd, "what goes on") < 0)
		return ERR_PROTOCOL;
	if (q == NULL || q->upload == NULL || q->went_on || q->over)
		return 0;
	q->went_on = true;
	crowd_move(q->guest, GUEST_UPLOAD);
	wake(q);
	return 0;
}

int
answer_take(struct server *s)
{
	struct answer a = { .fd = -1 };
	struct wire_reader rd;
	int r;

	if ((r = wire_recv(s->sock, &s->frame)) < 0)
		return r;
	rd = wire_reader(s->frame.body.data, s->frame.body.len);
	a.fd = wire_take_fd(&s->frame, 0);
	if (s->frame.type == WEB_ANSWER)
		r = take_answer(s, &rd, &a);
	else if (s->frame.type == WEB_GO_ON)
		r = take_go_on(s, &rd);
	else
		r = err_set(ERR_PROTOCOL, "no answer to a request");
	io_close(&a.fd);
	return r;
}
