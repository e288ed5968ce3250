/* serve_sum.c -- the questions about a staged file that is being filled. */
#include "vault/base/path.h"
#include "vault/session/store_records.h"
#include "vault/store/serving.h"

/* Nobody waits for an answer to this one. */
int
serve_stage_grows(struct serve *s)
{
	uint32_t stage = wire_get_u32(&s->rd);
	uint64_t upto = wire_get_u64(&s->rd);

	if (serving_done(s) == 0)
		writer_grows(s->writer, stage, upto);
	return 0;
}

int
serve_stage_sum(struct serve *s)
{
	uint8_t sum[SHA256_BYTES];
	uint32_t stage = wire_get_u32(&s->rd);
	uint64_t size;
	int r;

	if ((r = serving_done(s)) < 0 ||
	    (r = writer_sum(s->writer, stage, sum, &size)) < 0)
		return r;
	wire_put_u8(&s->out, size > PATH_SEALED_MAX);
	wire_put_raw(&s->out, sum, sizeof(sum));
	wire_put_u64(&s->out, size);
	return serving_send(s, STORE_TAKEN, NULL);
}
