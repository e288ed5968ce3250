/* stream.c -- see stream.h. */
#include "intake/examine/stream.h"

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/wire.h"

#define HEAD_BYTES 8

static int
cut(void)
{
	return err_set(ERR_FORMAT, "the parser's answer is cut; treat the "
	    "document as hostile");
}

int
stream_next(struct stream *s)
{
	uint8_t head[HEAD_BYTES], *to;
	struct wire_reader rd;
	uint32_t claimed_len;
	size_t got;
	int r;

	bytes_reset(&s->body);
	if ((r = io_read(s->fd, head, sizeof(head), &got)) < 0)
		return r;
	if (got == 0)
		return 0;
	rd = wire_reader(head, got);
	s->type = wire_get_u32(&rd);
	claimed_len = wire_get_u32(&rd);
	if (rd.bad)
		return cut();
	if (claimed_len > STREAM_BODY_MAX)
		return err_set(ERR_FORMAT, "the parser's answer has a record of "
		    "%u bytes; treat the document as hostile", claimed_len);
	if (claimed_len == 0)
		return 1;
	if ((r = bytes_room(&s->body, claimed_len, &to)) < 0 ||
	    (r = io_read(s->fd, to, claimed_len, &got)) < 0)
		return r;
	return got == claimed_len ? 1 : cut();
}

void
stream_free(struct stream *s)
{
	bytes_free(&s->body);
}
