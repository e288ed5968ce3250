/* serve_stage.c -- STORE_STAGE_BYTES: a small ciphertext inside a record. */
#include "vault/session/store_records.h"
#include "vault/store/serving.h"

int
serve_stage_bytes(struct serve *s)
{
	const uint8_t *body;
	uint32_t stage;
	size_t len;
	int r;

	body = wire_get_bytes(&s->rd, PATH_SEALED_MAX, &len);
	if ((r = serving_done(s)) < 0 ||
	    (r = writer_stage_bytes(s->writer, body, len, &stage)) < 0)
		return r;
	wire_put_u32(&s->out, stage);
	return serving_send(s, STORE_NUMBER, NULL);
}
