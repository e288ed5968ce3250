/* answer.c -- see answer.h; the records are records.h's. */
#include "intake/letterbox/wall/answer.h"

#include <sodium.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

/* One question. */
struct turn {
	struct answering *a;
	struct wire_frame *in;
	struct wire_reader rd;
	struct bytes body;		/* of the answer */
};

static int
asked_whole(const struct turn *t)
{
	return wire_done(&t->rd, "a question to tipline-letterbox");
}

static int
answer_leave(struct turn *t)
{
	const uint32_t visit = wire_get_u32(&t->rd);
	int r;

	if ((r = asked_whole(t)) < 0)
		return r;
	readers_leave(t->a->readers, visit);
	guests_leave(t->a->visits, visit);
	return LB_DONE;
}

static int
answer_reply(struct turn *t)
{
	const uint32_t number = wire_get_u32(&t->rd);
	uint8_t box[REPLY_BOX_BYTES], block[REPLY_BLOCK];
	const struct visit *visit;
	const char *text;
	uint64_t sent;
	size_t len;
	int r;

	wire_get_raw(&t->rd, box, sizeof(box));
	if ((r = asked_whole(t)) < 0 ||
	    (r = guests_find(t->a->visits, number, &visit)) < 0)
		return r;
	if ((r = open_reply(block, visit, box)) == 0 &&
	    (r = reply_block(block, &sent, &text, &len)) == 0) {
		wire_put_u64(&t->body, sent);
		wire_put_raw(&t->body, text, len);
	}
	sodium_memzero(block, sizeof(block));
	return r < 0 ? r : LB_TEXT;
}

static int
answer_head(struct turn *t)
{
	const uint32_t number = wire_get_u32(&t->rd);
	uint8_t box[PART_HEAD_BYTES], end[PART_END_BYTES];
	const struct visit *visit;
	struct part_head head;
	struct id part;
	uint64_t content;
	bool whole;
	int r;

	wire_get_raw(&t->rd, part.b, ID_BYTES);
	wire_get_raw(&t->rd, box, sizeof(box));
	wire_get_raw(&t->rd, end, sizeof(end));
	if ((r = asked_whole(t)) < 0 ||
	    (r = guests_find(t->a->visits, number, &visit)) < 0 ||
	    (r = open_head(&head, visit, &part, box)) < 0)
		return r;
	/* With a damaged end the name is known all the same. */
	r = open_end(&whole, &content, head.key, end);
	wire_put_u64(&t->body, head.arrived);
	wire_put_u8(&t->body, r < 0 ? LB_END_DAMAGED : whole ? LB_END_THERE :
	    LB_END_MISSING);
	wire_put_u64(&t->body, content);
	wire_put_bytes(&t->body, head.name, head.name_len);
	part_head_free(&head);
	return LB_PART;
}

static int
answer_read(struct turn *t)
{
	const uint32_t number = wire_get_u32(&t->rd);
	uint8_t box[PART_HEAD_BYTES], begin[OBJECT_HEAD_BYTES];
	const struct visit *visit;
	struct part_head head;
	struct id part;
	uint32_t reader;
	int r;

	wire_get_raw(&t->rd, part.b, ID_BYTES);
	wire_get_raw(&t->rd, box, sizeof(box));
	wire_get_raw(&t->rd, begin, sizeof(begin));
	if ((r = asked_whole(t)) < 0 ||
	    (r = guests_find(t->a->visits, number, &visit)) < 0 ||
	    (r = open_head(&head, visit, &part, box)) < 0)
		return r;
	if ((r = readers_begin(t->a->readers, visit, &part, head.key, begin,
	    &reader)) == 0)
		wire_put_u32(&t->body, reader);
	part_head_free(&head);
	return r < 0 ? r : LB_READER;
}

static int
answer_chunk(struct turn *t)
{
	const uint32_t reader = wire_get_u32(&t->rd);
	const uint8_t *content;
	size_t n;
	bool last;
	int r;

	if (t->rd.bad)
		return asked_whole(t);
	if ((r = readers_chunk(t->a->readers, reader, t->rd.p, t->rd.left,
	    &content, &n, &last)) < 0)
		return r;
	wire_put_u8(&t->body, last);
	wire_put_raw(&t->body, content, n);
	return LB_CONTENT;
}

static int
answer_enough(struct turn *t)
{
	const uint32_t reader = wire_get_u32(&t->rd);
	int r;

	if ((r = asked_whole(t)) == 0)
		readers_end(t->a->readers, reader);
	return r < 0 ? r : LB_DONE;
}

static int
answer_cover_key(struct turn *t)
{
	int fd = wire_take_fd(t->in, 0), r;

	if ((r = asked_whole(t)) == 0 && (fd < 0 || t->a->cover.sk != NULL))
		r = err_set(ERR_PROTOCOL, "tipline-letterbox was given no key "
		    "of cover mode, or two; install tipline again");
	if (r == 0 && (r = cover_pair_load(&t->a->cover, fd)) == 0) {
		wire_put_raw(&t->body, t->a->cover.pk, BOX_PK_BYTES);
		wire_put_raw(&t->body, guests_salt(t->a->visits),
		    LETTERBOX_SALT_BYTES);
		wire_put_u32(&t->body, KEYS_PASSES);
		wire_put_u32(&t->body, KEYS_KIB);
	}
	io_close(&fd);
	return r < 0 ? r : LB_COVER_PUBLIC;
}

static int
answer_cover(struct turn *t)
{
	uint8_t box[LETTERBOX_COVER_BYTES], plain[LETTERBOX_COVER_PLAIN];
	int r;

	wire_get_raw(&t->rd, box, sizeof(box));
	if ((r = asked_whole(t)) < 0)
		return r;
	if (cover_pair_open(plain, &t->a->cover, box)) {
		wire_put_u8(&t->body, true);
		wire_put_raw(&t->body, plain, sizeof(plain));
	} else {
		wire_put_u8(&t->body, false);
	}
	sodium_memzero(plain, sizeof(plain));
	return LB_COVERED;
}

int
answer_frame(struct answering *a, int sock, struct wire_frame *in)
{
	struct turn t = { .a = a, .in = in, .body = BYTES_INIT(ANSWER_MAX),
	    .rd = wire_reader(in->body.data, in->body.len) };
	int r;

	switch (in->type) {
	case LB_LEAVE:
		r = answer_leave(&t);
		break;
	case LB_REPLY:
		r = answer_reply(&t);
		break;
	case LB_HEAD:
		r = answer_head(&t);
		break;
	case LB_READ:
		r = answer_read(&t);
		break;
	case LB_CHUNK:
		r = answer_chunk(&t);
		break;
	case LB_ENOUGH:
		r = answer_enough(&t);
		break;
	case LB_COVER_KEY:
		r = answer_cover_key(&t);
		break;
	case LB_COVER:
		r = answer_cover(&t);
		break;
	default:
		return err_set(ERR_PROTOCOL, "tipline-letterbox was asked what "
		    "it does not know; install tipline again");
	}
	if (r >= 0 && bytes_ok(&t.body) < 0)
		r = bytes_ok(&t.body);
	r = r < 0 ? wire_send_error(sock, r) :
	    wire_send(sock, (uint32_t)r, t.body.data, t.body.len, NULL, 0);
	if (t.body.data != NULL)
		sodium_memzero(t.body.data, t.body.len);
	bytes_free(&t.body);
	return r;
}
