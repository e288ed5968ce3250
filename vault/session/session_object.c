/* session_object.c -- opening and sealing what belongs to a submission. */
#include "vault/session/session.h"

#include <stdio.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/session/erasure.h"

/*
 * This member's grant at `p`, at the newest epoch that the key file can hold:
 * an old copy of a key file knows no later one.  ERR_NOT_FOUND.
 */
static int
read_own_grant(struct session *s, struct path *p, struct bytes *box)
{
	char name[PATH_SIZE];
	int r;

	if ((r = store_latest(s->store, p, &p->version)) < 0)
		return r;
	if (p->version == 0)
		return ERR_NOT_FOUND;
	if (p->version > s->me.epoch)
		p->version = s->me.epoch;
	for (; p->version > 0; p->version--) {
		path_format(name, p);
		bytes_reset(box);
		if ((r = store_read(s->store, name, box)) != ERR_NOT_FOUND)
			return r;
	}
	return ERR_NOT_FOUND;
}

/* The grant at `p`, into a handle; ERR_NOT_FOUND without one. */
static int
open_own_grant(struct session *s, struct path *p, struct grant_ctx *ctx,
    uint32_t *handle)
{
	struct bytes box = BYTES_INIT(2 * GRANT_BYTES);
	int r;

	p->item = ctx->item;
	if ((r = read_own_grant(s, p, &box)) == 0)
		r = keeper_open_grant(s->keeper, box.data, box.len, p->version,
		    ctx, handle);
	bytes_free(&box);
	return r;
}

static int
no_grant(const struct id *submission, enum tier tier)
{
	char name[ID_NAME_SIZE];

	id_name(name, submission);
	return err_set(ERR_NO_GRANT, "nothing of %s is sealed to this key in the "
	    "%s tier; ask the desk for tipline assign", name, tier_name(tier));
}

int
session_unlock(struct session *s, const struct id *submission,
    const struct id *item, enum tier tier, uint32_t *handle)
{
	struct path p = { .kind = PATH_GRANT, .member = s->my_fpr,
	    .submission = *submission, .tier = tier };
	struct grant_ctx ctx = { .submission = *submission, .tier = tier };
	char why[ERR_LINE_MAX];
	int r, of_item;

	if (s->keeper == NULL)
		return err_set(ERR_USAGE, "this needs a key; say -i KEYFILE or "
		    "set TIPLINE_KEY");
	if ((r = erasure_refuse(s, submission)) < 0)
		return r;
	r = open_own_grant(s, &p, &ctx, handle);
	/* An epoch that is gone may have left the grant of one item behind. */
	if ((r == ERR_NOT_FOUND || r == ERR_WRONG_KEY) && item != NULL) {
		(void)snprintf(why, sizeof(why), "%s", err_line());
		ctx.item = *item;
		of_item = open_own_grant(s, &p, &ctx, handle);
		if (of_item != ERR_NOT_FOUND)
			r = of_item;
		else if (r == ERR_WRONG_KEY)
			r = err_set(ERR_WRONG_KEY, "%s", why);
	}
	return r == ERR_NOT_FOUND ? no_grant(submission, tier) : r;
}

static struct path
object_path(const struct object_ctx *ctx)
{
	return (struct path){ .kind = PATH_OBJECT,
	    .submission = ctx->submission, .item = ctx->item,
	    .tier = object_tier(ctx->kind), .object = ctx->kind,
	    .version = ctx->version };
}

int
session_object_memfd(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, uint64_t max, int *fd, uint64_t *len)
{
	struct path p = object_path(ctx);
	uint64_t size;
	int in = -1, r;

	*fd = -1;
	if ((r = store_open_object(s->store, &p, &in, &size)) < 0)
		return r;
	r = keeper_unseal_memfd(s->keeper, handle, ctx, in, max, fd, len);
	io_close(&in);
	if (r == 0 && lseek(*fd, 0, SEEK_SET) != 0)
		r = err_sys("cannot rewind a memory file");
	if (r < 0)
		io_close(fd);
	return r;
}

int
session_read_object(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, struct bytes *b)
{
	uint64_t len;
	int fd, r;

	if ((r = session_object_memfd(s, handle, ctx, b->max - b->len, &fd,
	    &len)) < 0)
		return r;
	r = io_read_all(fd, b);
	io_close(&fd);
	return r;
}

int
session_stage_object(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, struct staged *out)
{
	struct sealed sealed;
	int fd = -1, r;

	out->path = object_path(ctx);
	if ((r = store_stage(s->store, &fd, &out->stage)) == 0)
		r = keeper_seal(s->keeper, handle, ctx, in_fd, fd, &sealed);
	io_close(&fd);
	return r;
}

int
session_add_staged(struct session *s, const struct staged *staged,
    struct stored *stored)
{
	struct stored it = { .path = staged->path };
	uint64_t size;
	int r;

	/* The keeper computes no SHA-256; the store does, for all of us. */
	r = store_add_stage(s->store, &it.path, staged->stage, NULL,
	    it.sha256, &size);
	if (r == 0 && stored != NULL)
		*stored = it;
	return r;
}

int
session_add_object(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, struct stored *stored)
{
	struct staged staged;
	int r;

	if ((r = session_stage_object(s, handle, ctx, in_fd, &staged)) < 0)
		return r;
	return session_add_staged(s, &staged, stored);
}

int
session_add_object_bytes(struct session *s, uint32_t handle,
    const struct object_ctx *ctx, const void *p, size_t len,
    struct stored *stored)
{
	int fd, r;

	if ((r = io_memfd_from(&fd, "tipline-object", p, len)) < 0)
		return r;
	r = session_add_object(s, handle, ctx, fd, stored);
	io_close(&fd);
	return r;
}

/* Where the member's grant lies, and the key that it is sealed to. */
static int
grant_path(struct session *s, const struct grant_ctx *ctx,
    const struct fpr *member, struct path *p, struct card *card)
{
	int r;

	*p = (struct path){ .kind = PATH_GRANT, .member = *member,
	    .submission = ctx->submission, .item = ctx->item,
	    .tier = ctx->tier };
	if ((r = session_card(s, member, card)) == 0)
		p->version = card->epoch;
	return r;
}

int
session_has_grant(struct session *s, const struct grant_ctx *ctx,
    const struct fpr *member, bool *has)
{
	struct bytes box = BYTES_INIT(2 * GRANT_BYTES);
	char name[PATH_SIZE];
	struct card card;
	struct path p;
	int r;

	if ((r = grant_path(s, ctx, member, &p, &card)) < 0)
		return r;
	path_format(name, &p);
	r = store_read(s->store, name, &box);
	bytes_free(&box);
	*has = r == 0;
	return r == ERR_NOT_FOUND ? 0 : r;
}

int
session_add_grant(struct session *s, uint32_t handle,
    const struct grant_ctx *ctx, const struct fpr *member)
{
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	struct card card;
	struct path p;
	int r;

	if ((r = grant_path(s, ctx, member, &p, &card)) == 0 &&
	    (r = keeper_grant(s->keeper, handle, ctx, card.box_pk, &box)) == 0)
		r = store_add(s->store, &p, box.data, box.len);
	bytes_free(&box);
	return r;
}
