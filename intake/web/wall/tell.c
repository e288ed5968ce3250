/* tell.c -- see tell.h. */
#include "intake/web/wall/tell.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "intake/web/wall/answer.h"
#include "intake/web/wall/server.h"
#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

#define PART_FRAME_MAX (WEB_PART_FIELD_MAX + WEB_NAME_MAX + 32)

/*
 * A stream socket can be written to while three quarters of its buffer are
 * free: more than any record needs.
 */
static int
wait_for_room(struct server *s)
{
	struct pollfd p = { .fd = s->sock, .events = POLLIN | POLLOUT };
	int r;

	for (;;) {
		if (poll(&p, 1, -1) < 0) {
			if (errno != EINTR)
				return err_sys("cannot wait for room");
		} else if ((p.revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
			if ((r = answer_take(s)) < 0)
				return r;
		} else if ((p.revents & POLLOUT) != 0) {
			return 0;
		}
	}
}

static int
send_frame(struct server *s, enum web_record what, struct bytes *b, int fd)
{
	int r;

	if ((r = bytes_ok(b)) == 0 && (r = wait_for_room(s)) == 0)
		r = wire_send(s->sock, what, b->data, b->len, &fd, fd >= 0);
	return r;
}

int
tell_request(struct request *q)
{
	struct bytes b = BYTES_WIPED(FIELDS_MAX + WEB_INLINE_MAX + 64);
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
	r = send_frame(q->server, WEB_REQUEST, &b, fd);
done:
	io_close(&fd);
	bytes_free(&b);
	q->server->held -= q->body.len;
	bytes_free(&q->body);
	return r;
}

int
tell_upload(struct request *q)
{
	struct bytes b = BYTES_INIT(FIELDS_MAX + 64);
	int r;

	wire_put_u32(&b, q->id);
	fields_put(&b, &q->fields);
	wire_put_u64(&b, q->fields.length);
	r = send_frame(q->server, WEB_UPLOAD, &b, -1);
	bytes_free(&b);
	return r;
}

int
tell_part(struct request *q, const struct part *part)
{
	struct bytes b = BYTES_INIT(PART_FRAME_MAX);
	int r;

	wire_put_u32(&b, q->id);
	wire_put_u8(&b, part->file);
	wire_put_str(&b, part->field);
	wire_put_str(&b, part->name);
	r = send_frame(q->server, WEB_PART, &b, -1);
	bytes_free(&b);
	return r;
}

/* Those that were given back; when there are none yet, wait for one. */
static int
wait_for_slot(struct server *s)
{
	struct pollfd both[2] = { { .fd = s->sock, .events = POLLIN },
	    { .fd = s->given_back, .events = POLLIN } };
	ssize_t n;
	int r;

	while (s->nslots == 0) {
		if (poll(both, 2, -1) < 0) {
			if (errno != EINTR)
				return err_sys("cannot wait for room");
			continue;
		}
		if (both[0].revents != 0 && (r = answer_take(s)) < 0)
			return r;
		if (both[1].revents == 0)
			continue;
		if ((n = read(s->given_back, s->slots, SLOTS)) <= 0)
			return err_set(ERR_WALL, "the clean side is gone");
		s->nslots = (size_t)n;
	}
	return 0;
}

static int
tell_piece(struct request *q, const uint8_t *p, size_t len)
{
	struct server *s = q->server;
	struct bytes b = BYTES_INIT(12);
	uint8_t slot;
	int r;

	if ((r = wait_for_slot(s)) < 0)
		return r;
	/* The last: the processor may still have it. */
	slot = s->slots[--s->nslots];
	memcpy(s->memory + slot % SLOTS * (size_t)SLOT_BYTES, p, len);
	wire_put_u32(&b, q->id);
	wire_put_u32(&b, slot);
	wire_put_u32(&b, (uint32_t)len);
	r = send_frame(s, WEB_DATA, &b, -1);
	bytes_free(&b);
	return r;
}

int
tell_data(struct request *q, const uint8_t *p, size_t len)
{
	size_t n;
	int r = 0;

	for (; r == 0 && len > 0; p += n, len -= n) {
		n = len < SLOT_BYTES ? len : SLOT_BYTES;
		r = tell_piece(q, p, n);
	}
	return r;
}

int
tell_id(struct request *q, enum web_record what)
{
	struct bytes b = BYTES_INIT(4);
	int r;

	wire_put_u32(&b, q->id);
	r = send_frame(q->server, what, &b, -1);
	bytes_free(&b);
	return r;
}

int
tell_gone(struct request *q, enum web_gone why)
{
	struct bytes b = BYTES_INIT(5);
	int r;

	wire_put_u32(&b, q->id);
	wire_put_u8(&b, (uint8_t)why);
	r = send_frame(q->server, WEB_GONE, &b, -1);
	bytes_free(&b);
	return r;
}
