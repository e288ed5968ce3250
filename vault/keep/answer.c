/* answer.c -- see answer.h; the records are keeper_records.h's. */
#include "vault/keep/answer.h"

#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/keep/answer_note.h"
#include "vault/keep/answer_sum.h"
#include "vault/keep/sign.h"
#include "vault/keep/unseal.h"
#include "vault/seal/chunks.h"
#include "vault/session/keeper_records.h"

static struct grant_ctx
get_grant_ctx(struct wire_reader *rd)
{
	struct grant_ctx ctx;
	uint8_t tier = wire_get_u8(rd);

	if (tier < TIER_ORIGINAL || tier > TIER_LAST)
		rd->bad = true;
	ctx.tier = (enum tier)tier;
	wire_get_raw(rd, ctx.submission.b, ID_BYTES);
	wire_get_raw(rd, ctx.item.b, ID_BYTES);
	return ctx;
}

static struct object_ctx
get_object_ctx(struct wire_reader *rd)
{
	struct object_ctx ctx;
	uint8_t kind = wire_get_u8(rd);

	if (kind < OBJECT_MANIFEST || kind > OBJECT_LAST)
		rd->bad = true;
	ctx.kind = (enum object_kind)kind;
	ctx.version = wire_get_u32(rd);
	wire_get_raw(rd, ctx.submission.b, ID_BYTES);
	wire_get_raw(rd, ctx.item.b, ID_BYTES);
	return ctx;
}

/* The question is whole and brought the descriptors it must. */
static int
got_all(const struct turn *t, size_t nfds)
{
	if (t->in->nfds != nfds)
		return err_set(ERR_PROTOCOL, "the keeper was asked with %zu "
		    "descriptors where %zu are due; install tipline again",
		    t->in->nfds, nfds);
	return wire_done(&t->rd, "a question to the keeper");
}

static int
answer_sign(struct turn *t)
{
	uint8_t hash[SSHSIG_HASH_BYTES], sig[SIGN_BYTES];
	char ns[KEEPER_NS_SIZE];
	int r;

	wire_get_str(&t->rd, ns, sizeof(ns));
	wire_get_raw(&t->rd, hash, sizeof(hash));
	if ((r = got_all(t, 0)) < 0 ||
	    (r = sign_hash(sig, ring_keys(t->ring), ns, hash)) < 0)
		return r;
	wire_put_raw(&t->body, sig, sizeof(sig));
	return KEEPER_SIGNED;
}

static int
answer_open_grant(struct turn *t)
{
	uint8_t box[GRANT_BYTES];
	struct secret *key = NULL;
	struct grant_ctx ctx;
	uint32_t epoch;
	int r;

	epoch = wire_get_u32(&t->rd);
	ctx = get_grant_ctx(&t->rd);
	wire_get_raw(&t->rd, box, sizeof(box));
	if ((r = got_all(t, 0)) < 0 || (r = unseal_grant(&key,
	    ring_keys(t->ring), epoch, box, sizeof(box), &ctx)) < 0)
		return r;
	wire_put_u32(&t->body, handles_add(t->handles, key, &ctx));
	secret_free(key);
	return KEEPER_HANDLE;
}

static int
answer_grant(struct turn *t)
{
	uint8_t pk[BOX_PK_BYTES];
	struct secret *key = NULL;
	struct grant_ctx ctx;
	uint32_t handle;
	int r;

	handle = wire_get_u32(&t->rd);
	ctx = get_grant_ctx(&t->rd);
	wire_get_raw(&t->rd, pk, sizeof(pk));
	if ((r = got_all(t, 0)) < 0 ||
	    (r = handles_for_grant(&key, t->handles, handle, &ctx)) < 0)
		return r;
	r = grant_seal(&t->body, &ctx, key, pk);
	secret_free(key);
	return r < 0 ? r : KEEPER_BOX;
}

/* A grant of ours, sealed to another epoch or member: no handle is needed. */
static int
answer_pass(struct turn *t)
{
	uint8_t box[GRANT_BYTES], pk[BOX_PK_BYTES];
	struct secret *key = NULL;
	struct grant_ctx ctx;
	uint32_t epoch;
	int r;

	epoch = wire_get_u32(&t->rd);
	ctx = get_grant_ctx(&t->rd);
	wire_get_raw(&t->rd, box, sizeof(box));
	wire_get_raw(&t->rd, pk, sizeof(pk));
	if ((r = got_all(t, 0)) < 0 || (r = unseal_grant(&key,
	    ring_keys(t->ring), epoch, box, sizeof(box), &ctx)) < 0)
		return r;
	r = grant_seal(&t->body, &ctx, key, pk);
	secret_free(key);
	return r < 0 ? r : KEEPER_BOX;
}

static int
answer_fresh(struct turn *t)
{
	struct grant_ctx ctx = get_grant_ctx(&t->rd);
	struct secret *key = NULL;
	int r;

	if ((r = got_all(t, 0)) < 0 || (r = secret_random(&key)) < 0)
		return r;
	wire_put_u32(&t->body, handles_add(t->handles, key, &ctx));
	secret_free(key);
	return KEEPER_HANDLE;
}

static int
answer_epochs(struct turn *t)
{
	const struct keys *keys = ring_keys(t->ring);
	uint32_t oldest, count;
	int r;

	if ((r = got_all(t, 0)) < 0)
		return r;
	keys_held(keys, &oldest, &count);
	wire_put_u32(&t->body, oldest);
	wire_put_u32(&t->body, keys_card(keys)->epoch);
	wire_put_u32(&t->body, count);
	return KEEPER_HELD;
}

static int
answer_next(struct turn *t)
{
	int r;

	if ((r = got_all(t, 0)) < 0 || (r = ring_next(t->ring)) < 0)
		return r;
	(void)card_put(&t->body, keys_card(ring_keys(t->ring)));
	return KEEPER_CARD;
}

static int
answer_forget(struct turn *t)
{
	uint32_t first = wire_get_u32(&t->rd);
	int r;

	if ((r = got_all(t, 0)) < 0 || (r = ring_forget(t->ring, first)) < 0)
		return r;
	return KEEPER_FORGOTTEN;
}

static int
answer_unseal(struct turn *t)
{
	struct secret *key = NULL;
	struct object_ctx ctx;
	uint64_t content = 0;
	uint32_t handle;
	int r;

	handle = wire_get_u32(&t->rd);
	ctx = get_object_ctx(&t->rd);
	if ((r = got_all(t, 2)) < 0 ||
	    (r = handles_for_object(&key, t->handles, handle, &ctx)) < 0)
		return r;
	r = unseal_object(key, &ctx, t->in->fds[0], t->in->fds[1],
	    OBJECT_CONTENT_MAX, &content);
	secret_free(key);
	wire_put_u64(&t->body, content);
	return r < 0 ? r : KEEPER_UNSEALED;
}

/* A new memory file with the content: rewound, and nobody can change it. */
static int
unseal_to_memory(struct turn *t, const struct secret *key,
    const struct object_ctx *ctx, uint64_t max, uint64_t *content)
{
	int r;

	if ((r = io_memfd(&t->fd, "object")) < 0 ||
	    (r = unseal_object(key, ctx, t->in->fds[0], t->fd, max,
	    content)) < 0)
		return r;
	if (lseek(t->fd, 0, SEEK_SET) != 0)
		return err_sys("cannot rewind a memory file");
	return io_memfd_freeze(t->fd);
}

static int
answer_unseal_memfd(struct turn *t)
{
	struct secret *key = NULL;
	struct object_ctx ctx;
	uint64_t content = 0, max;
	uint32_t handle;
	int r;

	handle = wire_get_u32(&t->rd);
	ctx = get_object_ctx(&t->rd);
	max = wire_get_u64(&t->rd);
	if ((r = got_all(t, 1)) < 0 ||
	    (r = handles_for_object(&key, t->handles, handle, &ctx)) < 0)
		return r;
	r = unseal_to_memory(t, key, &ctx, max, &content);
	secret_free(key);
	wire_put_u64(&t->body, content);
	return r < 0 ? r : KEEPER_MEMFD;
}

/* Where sealed bytes go, and how many went. */
struct outlet {
	int fd;
	uint64_t size;
};

static int
take(void *arg, const uint8_t *p, size_t len)
{
	struct outlet *o = arg;

	o->size += len;
	return io_write_all(o->fd, p, len);
}

static int
answer_seal(struct turn *t)
{
	struct outlet outlet = { .fd = t->in->fds[1] };
	const struct chunks_sink sink = { .take = take, .arg = &outlet };
	struct secret *key = NULL;
	struct chunks *chunks = NULL;
	struct object_ctx ctx;
	uint64_t content = 0;
	uint32_t handle;
	int r;

	handle = wire_get_u32(&t->rd);
	ctx = get_object_ctx(&t->rd);
	if ((r = got_all(t, 2)) < 0 ||
	    (r = handles_for_object(&key, t->handles, handle, &ctx)) < 0)
		return r;
	if ((r = chunks_new(&chunks, key, &ctx, &sink)) == 0)
		r = chunks_copy(chunks, t->in->fds[0], &content);
	chunks_free(chunks);
	secret_free(key);
	wire_put_u64(&t->body, outlet.size);
	wire_put_u64(&t->body, content);
	return r < 0 ? r : KEEPER_SEALED;
}

static int
answer_sum_object(struct turn *t)
{
	struct secret *key = NULL;
	struct object_ctx ctx;
	uint32_t shelf, handle;
	int r;

	shelf = wire_get_u32(&t->rd);
	handle = wire_get_u32(&t->rd);
	ctx = get_object_ctx(&t->rd);
	if ((r = got_all(t, 1)) < 0 ||
	    (r = handles_for_object(&key, t->handles, handle, &ctx)) < 0)
		return r;
	r = answer_sum(t, shelf, key, &ctx);
	secret_free(key);
	return r;
}

static int
answer_drop(struct turn *t)
{
	uint32_t handle = wire_get_u32(&t->rd);
	int r;

	if ((r = got_all(t, 0)) < 0)
		return r;
	handles_drop(t->handles, handle);
	return KEEPER_DROPPED;
}

int
answer(struct turn *t)
{
	switch (t->in->type) {
	case KEEPER_SIGN:
		return answer_sign(t);
	case KEEPER_OPEN_GRANT:
		return answer_open_grant(t);
	case KEEPER_GRANT:
		return answer_grant(t);
	case KEEPER_UNSEAL:
		return answer_unseal(t);
	case KEEPER_UNSEAL_MEMFD:
		return answer_unseal_memfd(t);
	case KEEPER_SEAL:
		return answer_seal(t);
	case KEEPER_CHECKPOINT:
		return answer_note_sign(t);
	case KEEPER_COSIGN:
		return answer_note_cosign(t);
	case KEEPER_SUM:
		return answer_sum_object(t);
	case KEEPER_SUM_PART:
		return answer_sum_part(t);
	case KEEPER_SUM_WORD:
		return answer_sum_word(t);
	case KEEPER_DROP:
		return answer_drop(t);
	case KEEPER_PASS:
		return answer_pass(t);
	case KEEPER_FRESH:
		return answer_fresh(t);
	case KEEPER_EPOCHS:
		return answer_epochs(t);
	case KEEPER_NEXT:
		return answer_next(t);
	case KEEPER_FORGET:
		return answer_forget(t);
	default:
		return err_set(ERR_PROTOCOL, "the keeper does not know the "
		    "question %u; install tipline again", t->in->type);
	}
}
