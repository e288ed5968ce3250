/* keeper.c -- see keeper.h; the records are keeper_records.h's. */
#include "vault/session/keeper.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/wire.h"
#include "vault/seal/checkpoint.h"
#include "vault/seal/note.h"
#include "vault/session/keeper_records.h"
#include "vault/session/wall.h"

#define QUESTION_MAX 256	/* bytes of any question's body */

struct keeper {
	struct card card;
	struct wall wall;
};

/* The keeper speaks first. */
static int
get_hello(struct keeper *k)
{
	uint8_t raw[CARD_RAW_BYTES];
	struct wire_reader rd;
	int r;

	if ((r = wall_hear(&k->wall, NULL)) < 0)
		return r;
	rd = wall_said(&k->wall);
	wire_get_raw(&rd, raw, sizeof(raw));
	if (k->wall.frame.type != KEEPER_HELLO || wire_done(&rd, "a card") < 0)
		return err_set(ERR_PROTOCOL, "the keeper does not greet as it "
		    "should; install tipline again");
	return card_read(&k->card, raw);
}

int
keeper_start(struct keeper **out, const struct keeper_options *options)
{
	char name[] = KEEPER_PROGRAM, serve[] = KEEPER_SERVE;
	char renew[] = KEEPER_RENEW, given[] = "4", none[] = "-1";
	char *key_file = NULL;
	struct keeper *k = NULL;
	int r;

	*out = NULL;
	if ((k = calloc(1, sizeof(*k))) == NULL ||
	    (key_file = strdup(options->key_file)) == NULL) {
		free(k);
		return err_set(ERR_NO_MEMORY, "out of memory");
	}
	char *const argv[] = { name, options->renew ? renew : serve, key_file,
	    options->passphrase_fd >= 0 ? given : none, NULL };
	if ((r = wall_start(&k->wall, argv, options->passphrase_fd)) < 0 ||
	    (r = get_hello(k)) < 0)
		goto done;
	*out = k;
	k = NULL;
done:
	free(key_file);
	keeper_stop(k);
	return r;
}

void
keeper_stop(struct keeper *k)
{
	char line[ERR_LINE_MAX];

	if (k == NULL)
		return;
	/* How it ends says less than why we let it go. */
	memcpy(line, err_line(), strlen(err_line()) + 1);
	if (wall_stop(&k->wall) < 0)
		(void)err_set(ERR_WALL, "%s", line);
	free(k);
}

int
keeper_card(struct keeper *k, struct card *card)
{
	*card = k->card;
	return 0;
}

/* Ask; `n` bytes are due in the answer, and are read from *rd. */
static int
ask(struct keeper *k, uint32_t question, const struct bytes *body,
    const int *fds, size_t nfds, uint32_t reply, size_t n,
    struct wire_reader *rd)
{
	int r;

	if ((r = wire_ask(k->wall.sock, question, body, fds, nfds, reply,
	    &k->wall.frame)) < 0)
		return r;
	if (k->wall.frame.body.len != n)
		return err_set(ERR_PROTOCOL, "the keeper's answer has a wrong "
		    "length; install tipline again");
	*rd = wall_said(&k->wall);
	return 0;
}

static void
put_grant_ctx(struct bytes *b, const struct grant_ctx *ctx)
{
	wire_put_u8(b, (uint8_t)ctx->tier);
	wire_put_raw(b, ctx->submission.b, ID_BYTES);
	wire_put_raw(b, ctx->item.b, ID_BYTES);
}

static void
put_object_ctx(struct bytes *b, uint32_t handle, const struct object_ctx *ctx)
{
	wire_put_u32(b, handle);
	wire_put_u8(b, (uint8_t)ctx->kind);
	wire_put_u32(b, ctx->version);
	wire_put_raw(b, ctx->submission.b, ID_BYTES);
	wire_put_raw(b, ctx->item.b, ID_BYTES);
}

int
keeper_sign(struct keeper *k, const char *ns, const void *msg, size_t len,
    struct bytes *armored)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	uint8_t hash[SSHSIG_HASH_BYTES], sig[SIGN_BYTES];
	struct wire_reader rd;
	int r;

	crypto_hash_sha512(hash, msg, len);
	wire_put_str(&body, ns);
	wire_put_raw(&body, hash, sizeof(hash));
	if ((r = ask(k, KEEPER_SIGN, &body, NULL, 0, KEEPER_SIGNED,
	    sizeof(sig), &rd)) == 0) {
		wire_get_raw(&rd, sig, sizeof(sig));
		r = sshsig_armor(armored, ns, k->card.sign_pk, sig);
	}
	bytes_free(&body);
	return r;
}

int
keeper_sign_checkpoint(struct keeper *k, const void *text, size_t len,
    struct bytes *line)
{
	struct bytes body = BYTES_INIT(CHECKPOINT_TEXT_MAX);
	uint8_t sig[SIGN_BYTES];
	struct wire_reader rd;
	struct checkpoint c;
	int r;

	if ((r = checkpoint_parse(&c, text, len)) < 0 ||
	    (r = bytes_add(&body, text, len)) < 0)
		goto done;
	if ((r = ask(k, KEEPER_CHECKPOINT, &body, NULL, 0, KEEPER_SIGNED,
	    sizeof(sig), &rd)) == 0) {
		wire_get_raw(&rd, sig, sizeof(sig));
		r = note_add(line, c.origin, k->card.sign_pk, sig);
	}
done:
	bytes_free(&body);
	return r;
}

int
keeper_cosign(struct keeper *k, const void *text, size_t len,
    struct bytes *line)
{
	struct bytes body = BYTES_INIT(CHECKPOINT_TEXT_MAX);
	char name[CHECKPOINT_WITNESS_SIZE];
	uint8_t sig[SIGN_BYTES];
	struct wire_reader rd;
	struct fpr fpr;
	uint64_t time;
	int r;

	if ((r = bytes_add(&body, text, len)) < 0 ||
	    (r = card_fpr(&fpr, &k->card)) < 0)
		goto done;
	checkpoint_witness(name, &fpr);
	if ((r = ask(k, KEEPER_COSIGN, &body, NULL, 0, KEEPER_COSIGNED,
	    8 + sizeof(sig), &rd)) == 0) {
		time = wire_get_u64(&rd);
		wire_get_raw(&rd, sig, sizeof(sig));
		r = note_add_cosignature(line, name, k->card.sign_pk, time,
		    sig);
	}
done:
	bytes_free(&body);
	return r;
}

int
keeper_open_grant(struct keeper *k, const uint8_t *box, size_t len,
    uint32_t epoch, const struct grant_ctx *expect, uint32_t *handle)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	struct wire_reader rd;
	int r;

	if (len != GRANT_BYTES)
		return err_set(ERR_FORMAT, "a grant of %zu bytes is damaged; "
		    "ask the desk to assign again", len);
	wire_put_u32(&body, epoch);
	put_grant_ctx(&body, expect);
	wire_put_raw(&body, box, len);
	if ((r = ask(k, KEEPER_OPEN_GRANT, &body, NULL, 0, KEEPER_HANDLE, 4,
	    &rd)) == 0)
		*handle = wire_get_u32(&rd);
	bytes_free(&body);
	return r;
}

int
keeper_fresh(struct keeper *k, const struct grant_ctx *ctx, uint32_t *handle)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	struct wire_reader rd;
	int r;

	put_grant_ctx(&body, ctx);
	if ((r = ask(k, KEEPER_FRESH, &body, NULL, 0, KEEPER_HANDLE, 4,
	    &rd)) == 0)
		*handle = wire_get_u32(&rd);
	bytes_free(&body);
	return r;
}

int
keeper_drop(struct keeper *k, uint32_t handle)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	struct wire_reader rd;
	int r;

	wire_put_u32(&body, handle);
	r = ask(k, KEEPER_DROP, &body, NULL, 0, KEEPER_DROPPED, 0, &rd);
	bytes_free(&body);
	return r;
}

int
keeper_grant(struct keeper *k, uint32_t handle, const struct grant_ctx *ctx,
    const uint8_t box_pk[BOX_PK_BYTES], struct bytes *box)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	struct wire_reader rd;
	int r;

	wire_put_u32(&body, handle);
	put_grant_ctx(&body, ctx);
	wire_put_raw(&body, box_pk, BOX_PK_BYTES);
	if ((r = ask(k, KEEPER_GRANT, &body, NULL, 0, KEEPER_BOX, GRANT_BYTES,
	    &rd)) == 0)
		r = bytes_add(box, rd.p, GRANT_BYTES);
	bytes_free(&body);
	return r;
}

int
keeper_pass(struct keeper *k, const uint8_t *box, size_t len, uint32_t epoch,
    const struct grant_ctx *ctx, const uint8_t box_pk[BOX_PK_BYTES],
    struct bytes *sealed)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	struct wire_reader rd;
	int r;

	if (len != GRANT_BYTES)
		return err_set(ERR_FORMAT, "a grant of %zu bytes is damaged; "
		    "ask the desk to assign again", len);
	wire_put_u32(&body, epoch);
	put_grant_ctx(&body, ctx);
	wire_put_raw(&body, box, len);
	wire_put_raw(&body, box_pk, BOX_PK_BYTES);
	if ((r = ask(k, KEEPER_PASS, &body, NULL, 0, KEEPER_BOX, GRANT_BYTES,
	    &rd)) == 0)
		r = bytes_add(sealed, rd.p, GRANT_BYTES);
	bytes_free(&body);
	return r;
}

int
keeper_epochs(struct keeper *k, struct epochs *held)
{
	struct bytes body = BYTES_INIT(0);
	struct wire_reader rd;
	int r;

	if ((r = ask(k, KEEPER_EPOCHS, &body, NULL, 0, KEEPER_HELD, 12,
	    &rd)) < 0)
		return r;
	held->oldest = wire_get_u32(&rd);
	held->newest = wire_get_u32(&rd);
	held->count = wire_get_u32(&rd);
	return 0;
}

int
keeper_next(struct keeper *k, struct card *card)
{
	struct bytes body = BYTES_INIT(0);
	uint8_t raw[CARD_RAW_BYTES];
	struct wire_reader rd;
	struct card next;
	int r;

	if ((r = ask(k, KEEPER_NEXT, &body, NULL, 0, KEEPER_CARD, sizeof(raw),
	    &rd)) < 0)
		return r;
	wire_get_raw(&rd, raw, sizeof(raw));
	if ((r = card_read(&next, raw)) < 0)
		return r;
	*card = k->card = next;
	return 0;
}

int
keeper_forget(struct keeper *k, uint32_t first)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	struct wire_reader rd;
	int r;

	wire_put_u32(&body, first);
	r = ask(k, KEEPER_FORGET, &body, NULL, 0, KEEPER_FORGOTTEN, 0, &rd);
	bytes_free(&body);
	return r;
}

int
keeper_unseal(struct keeper *k, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, int out_fd, uint64_t *content)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	const int fds[] = { in_fd, out_fd };
	struct wire_reader rd;
	int r;

	put_object_ctx(&body, handle, ctx);
	if ((r = ask(k, KEEPER_UNSEAL, &body, fds, 2, KEEPER_UNSEALED, 8,
	    &rd)) == 0)
		*content = wire_get_u64(&rd);
	bytes_free(&body);
	return r;
}

int
keeper_unseal_memfd(struct keeper *k, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, uint64_t max, int *fd,
    uint64_t *content)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	struct wire_reader rd;
	int r;

	*fd = -1;
	put_object_ctx(&body, handle, ctx);
	wire_put_u64(&body, max);
	if ((r = ask(k, KEEPER_UNSEAL_MEMFD, &body, &in_fd, 1, KEEPER_MEMFD, 8,
	    &rd)) < 0)
		goto done;
	if ((*fd = wire_take_fd(&k->wall.frame, 0)) < 0)
		r = err_set(ERR_PROTOCOL, "the keeper's answer brought no "
		    "memory file; install tipline again");
	else
		*content = wire_get_u64(&rd);
done:
	bytes_free(&body);
	return r;
}

static int
ask_sum(struct keeper *k, uint32_t question, struct bytes *body,
    const int *fd, uint8_t sum[SUM_BYTES])
{
	struct wire_reader rd;
	int r;

	if ((r = ask(k, question, body, fd, fd != NULL, KEEPER_SUMMED,
	    SUM_BYTES, &rd)) == 0)
		wire_get_raw(&rd, sum, SUM_BYTES);
	bytes_free(body);
	return r;
}

int
keeper_sum(struct keeper *k, uint32_t shelf, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, uint8_t sum[SUM_BYTES])
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);

	wire_put_u32(&body, shelf);
	put_object_ctx(&body, handle, ctx);
	return ask_sum(k, KEEPER_SUM, &body, &in_fd, sum);
}

int
keeper_sum_part(struct keeper *k, uint32_t shelf, int fd, uint64_t offset,
    uint64_t length, uint8_t sum[SUM_BYTES])
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);

	wire_put_u32(&body, shelf);
	wire_put_u64(&body, offset);
	wire_put_u64(&body, length);
	return ask_sum(k, KEEPER_SUM_PART, &body, &fd, sum);
}

int
keeper_sum_word(struct keeper *k, uint32_t shelf, uint8_t what,
    const char *word, uint8_t sum[SUM_BYTES])
{
	struct bytes body = BYTES_INIT(strlen(word) + 8);

	wire_put_u32(&body, shelf);
	wire_put_u8(&body, what);
	wire_put_raw(&body, word, strlen(word));
	return ask_sum(k, KEEPER_SUM_WORD, &body, NULL, sum);
}

int
keeper_seal(struct keeper *k, uint32_t handle,
    const struct object_ctx *ctx, int in_fd, int out_fd,
    struct sealed *done)
{
	struct bytes body = BYTES_INIT(QUESTION_MAX);
	const int fds[] = { in_fd, out_fd };
	struct wire_reader rd;
	int r;

	put_object_ctx(&body, handle, ctx);
	if ((r = ask(k, KEEPER_SEAL, &body, fds, 2, KEEPER_SEALED, 16,
	    &rd)) == 0) {
		memset(done, 0, sizeof(*done));
		done->size = wire_get_u64(&rd);
		done->content = wire_get_u64(&rd);
	}
	bytes_free(&body);
	return r;
}
