/* given.c -- see given.h. */
#include "vault/session/given.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"
#include "vault/base/wire.h"

#define VERSION 1

int
given_to(struct session *s, uint32_t handle, const struct id *submission,
    struct reply_to *to, bool *can)
{
	const struct object_ctx ctx = { .submission = *submission,
	    .kind = OBJECT_LETTERBOX, .version = 1 };
	struct bytes b = BYTES_INIT(ID_BYTES + BOX_PK_BYTES);
	int r;

	*can = false;
	if ((r = session_read_object(s, handle, &ctx, &b)) == ERR_NOT_FOUND)
		r = 0;		/* a release of another newsroom */
	else if (r == 0 && b.len != ID_BYTES + BOX_PK_BYTES)
		r = err_set(ERR_FORMAT, "what says whom to answer is not of "
		    "its form; whoever took the submission in must look");
	if (r == 0 && b.len > 0 && !sodium_is_zero(b.data, b.len)) {
		memcpy(to->letterbox.b, b.data, ID_BYTES);
		memcpy(to->box_pk, b.data + ID_BYTES, BOX_PK_BYTES);
		*can = true;
	}
	bytes_free(&b);
	return r;
}

int
given_write(struct bytes *b, const struct given *g)
{
	wire_put_u8(b, VERSION);
	wire_put_raw(b, g->member.b, FPR_BYTES);
	wire_put_u64(b, g->sent);
	wire_put_bytes(b, g->text, g->len);
	wire_put_bytes(b, g->file, REPLY_FILE_BYTES);
	return bytes_ok(b);
}

int
given_parse(struct given *g, const void *p, size_t len)
{
	struct wire_reader rd = wire_reader(p, len);
	const uint8_t version = wire_get_u8(&rd);
	const uint8_t *text, *file;
	size_t n = 0, size = 0;

	memset(g, 0, sizeof(*g));
	wire_get_raw(&rd, g->member.b, FPR_BYTES);
	g->sent = wire_get_u64(&rd);
	text = wire_get_bytes(&rd, REPLY_TEXT_MAX, &n);
	file = wire_get_bytes(&rd, REPLY_FILE_BYTES, &size);
	if (wire_done(&rd, "a reply") < 0 || version != VERSION || n == 0 ||
	    size != REPLY_FILE_BYTES || !utf8_valid(text, n))
		return err_set(ERR_FORMAT, "a reply in the vault is not of its "
		    "form; ask who wrote it to answer again");
	g->text = malloc(n);
	g->file = malloc(size);
	if (g->text == NULL || g->file == NULL) {
		free(g->text);
		free(g->file);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	g->len = n;
	memcpy(g->text, text, n);
	memcpy(g->file, file, size);
	return 0;
}

static int
read_one(struct session *s, uint32_t handle, struct object_ctx *ctx,
    struct given *g)
{
	struct bytes b = BYTES_INIT(GIVEN_RECORD_MAX);
	int r;

	if ((r = session_read_object(s, handle, ctx, &b)) == 0 &&
	    (r = given_parse(g, b.data, b.len)) == 0)
		g->number = ctx->version;
	bytes_free(&b);
	return r;
}

int
given_read(struct session *s, uint32_t handle, const struct id *submission,
    struct given_all *all)
{
	struct path p = { .kind = PATH_OBJECT, .submission = *submission,
	    .object = OBJECT_REPLY, .tier = TIER_WORKING };
	struct object_ctx ctx = { .submission = *submission,
	    .kind = OBJECT_REPLY };
	uint32_t newest, n;
	int r;

	memset(all, 0, sizeof(*all));
	if ((r = store_latest(s->store, &p, &newest)) < 0 || newest == 0)
		return r;
	if (newest > GIVEN_MAX)
		return err_set(ERR_TOO_BIG, "this source got more than %d "
		    "replies; run tipline audit", GIVEN_MAX);
	if ((all->v = calloc(newest, sizeof(*all->v))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (n = 1; n <= newest && r == 0; n++) {
		ctx.version = n;
		if ((r = read_one(s, handle, &ctx, &all->v[all->n])) == 0)
			all->n++;
	}
	if (r < 0)
		given_free(all);
	return r;
}

void
given_free(struct given_all *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		free(all->v[i].text);
		free(all->v[i].file);
	}
	free(all->v);
	memset(all, 0, sizeof(*all));
}
