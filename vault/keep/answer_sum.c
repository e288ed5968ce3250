/* answer_sum.c -- see answer_sum.h; the records are keeper_records.h's. */
#include "vault/keep/answer_sum.h"

#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/sum.h"
#include "vault/keep/unseal.h"
#include "vault/session/keeper_records.h"

static int
finish(struct turn *t, struct sum *sum, int r)
{
	uint8_t out[SUM_BYTES];

	if (r == 0) {
		sum_end(sum, out);
		wire_put_raw(&t->body, out, sizeof(out));
	}
	sum_free(sum);
	return r < 0 ? r : KEEPER_SUMMED;
}

int
answer_sum(struct turn *t, uint32_t shelf, const struct secret *item_key,
    const struct object_ctx *ctx)
{
	struct chunks_sink sink = { .take = sum_add };
	struct sum *sum = NULL;
	uint64_t content;
	int r;

	if ((r = sum_new(&sum, t->handles, shelf, SUM_OF_CONTENT)) == 0) {
		sink.arg = sum;
		r = unseal_to(item_key, ctx, t->in->fds[0], &sink,
		    OBJECT_CONTENT_MAX, &content);
	}
	return finish(t, sum, r);
}

static int
add_part(struct sum *sum, int fd, uint64_t offset, uint64_t length)
{
	uint8_t part[IO_CHUNK];
	ssize_t n;

	while (length > 0) {
		n = pread(fd, part, length < sizeof(part) ? (size_t)length :
		    sizeof(part), (off_t)offset);
		if (n <= 0)
			return n < 0 ? err_sys("a file cannot be read; try "
			    "again") : err_set(ERR_BUSY, "a file was cut while "
			    "it was read; try again");
		(void)sum_add(sum, part, (size_t)n);
		offset += (uint64_t)n;
		length -= (uint64_t)n;
	}
	return 0;
}

int
answer_sum_part(struct turn *t)
{
	uint32_t shelf = wire_get_u32(&t->rd);
	uint64_t offset = wire_get_u64(&t->rd);
	uint64_t length = wire_get_u64(&t->rd);
	struct sum *sum = NULL;
	int r;

	if (t->in->nfds != 1)
		return err_set(ERR_PROTOCOL, "the keeper was asked without a "
		    "file; install tipline again");
	if ((r = wire_done(&t->rd, "a question to the keeper")) == 0 &&
	    (r = sum_new(&sum, t->handles, shelf, SUM_OF_CONTENT)) == 0)
		r = add_part(sum, t->in->fds[0], offset, length);
	return finish(t, sum, r);
}

int
answer_sum_word(struct turn *t)
{
	uint32_t shelf = wire_get_u32(&t->rd);
	uint8_t what = wire_get_u8(&t->rd);
	struct sum *sum = NULL;
	int r;

	if (t->rd.bad || what == SUM_OF_CONTENT || t->in->nfds != 0)
		return err_set(ERR_PROTOCOL, "the keeper was asked for the sum "
		    "of no word; install tipline again");
	if ((r = sum_new(&sum, t->handles, shelf, what)) == 0)
		r = sum_add(sum, t->rd.p, t->rd.left);
	return finish(t, sum, r);
}
