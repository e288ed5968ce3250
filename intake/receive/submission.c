/* submission.c -- see submission.h. */
#include "intake/receive/submission.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/base/print.h"
#include "vault/seal/sshsig.h"

struct recipient {
	struct fpr fpr;
	struct card card;
};

struct submission {
	struct id id;
	struct secret *tier[TIER_LAST + 1];	/* by enum tier; [0] unused */
	struct recipient *desk;
	size_t ndesk;
	struct id *ids;		/* of the items to come, rising */
	size_t nids;
	struct manifest manifest;
	struct sealer *sealer;	/* of the item that is written; NULL */
	struct object_ctx ctx;	/* of it */
	struct drop drop;
	size_t drop_cap;
	uint8_t letterbox[ID_BYTES + BOX_PK_BYTES];	/* zeros: none */
};

/* A channel is shown to people: one visible word or a few. */
static int
check_channel(const char *channel)
{
	const uint8_t *p = (const uint8_t *)channel;
	size_t len = strlen(channel), n;
	uint32_t cp;

	if (len == 0 || len >= MANIFEST_CHANNEL_SIZE)
		return err_set(ERR_USAGE, "a channel's name is 1 to %d bytes; "
		    "choose another", MANIFEST_CHANNEL_SIZE - 1);
	for (; len > 0; p += n, len -= n)
		if ((n = utf8_next(p, len, &cp)) == 0 || cp < 0x20 ||
		    (cp >= 0x7f && cp < 0xa0) || print_is_hidden(cp))
			return err_set(ERR_USAGE, "a channel's name is visible "
			    "UTF-8 on one line; choose another");
	return 0;
}

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, ID_BYTES);
}

static int
draw_ids(struct submission *sub, size_t n)
{
	size_t i;
	int r = 0;

	if ((sub->ids = calloc(n > 0 ? n : 1, sizeof(*sub->ids))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	for (i = 0; r == 0 && i < n; i++)
		r = id_new(&sub->ids[i]);
	sub->nids = n;
	qsort(sub->ids, n, sizeof(*sub->ids), by_bytes);
	return r;
}

int
submission_new(struct submission **out, const char *channel, size_t items_max)
{
	struct submission *sub;
	int t, r;

	*out = NULL;
	if ((r = check_channel(channel)) < 0)
		return r;
	if (items_max > MANIFEST_ITEMS_MAX)
		return err_set(ERR_TOO_BIG, "more than %d files in one "
		    "submission; submit them in parts", MANIFEST_ITEMS_MAX);
	if ((sub = calloc(1, sizeof(*sub))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = id_new(&sub->id)) == 0)
		r = draw_ids(sub, items_max);
	for (t = TIER_ORIGINAL; t <= TIER_LAST && r == 0; t++)
		r = secret_random(&sub->tier[t]);
	if (r < 0) {
		submission_free(sub);
		return r;
	}
	sub->drop.submission = sub->id;
	sub->manifest.received = (uint64_t)time(NULL);
	memcpy(sub->manifest.channel, channel, strlen(channel) + 1);
	*out = sub;
	return 0;
}

void
submission_free(struct submission *sub)
{
	int t;

	if (sub == NULL)
		return;
	for (t = TIER_ORIGINAL; t <= TIER_LAST; t++)
		secret_free(sub->tier[t]);
	sealer_free(sub->sealer);
	manifest_free(&sub->manifest);
	drop_free(&sub->drop);
	free(sub->desk);
	free(sub->ids);
	free(sub);
}

const struct id *
submission_id(const struct submission *sub)
{
	return &sub->id;
}

const struct manifest *
submission_manifest(const struct submission *sub)
{
	return &sub->manifest;
}

void
submission_no_recipients(struct submission *sub)
{
	sub->ndesk = 0;
}

int
submission_recipient(struct submission *sub, const struct card *card)
{
	struct recipient *desk;
	struct fpr fpr;
	size_t i;
	int r;

	if ((r = card_fpr(&fpr, card)) < 0)
		return r;
	for (i = 0; i < sub->ndesk; i++)
		if (fpr_equal(&sub->desk[i].fpr, &fpr)) {
			if (card->epoch > sub->desk[i].card.epoch)
				sub->desk[i].card = *card;
			return 0;
		}
	if (sub->ndesk >= RECIPIENTS_MAX)
		return err_set(ERR_TOO_BIG, "more than %d desk members; seal to "
		    "fewer", RECIPIENTS_MAX);
	desk = realloc(sub->desk, (sub->ndesk + 1) * sizeof(*desk));
	if (desk == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	sub->desk = desk;
	desk[sub->ndesk++] = (struct recipient){ .fpr = fpr, .card = *card };
	return 0;
}

const struct fpr *
submission_recipient_at(const struct submission *sub, size_t i)
{
	return i < sub->ndesk ? &sub->desk[i].fpr : NULL;
}

void
submission_received(struct submission *sub, uint64_t seconds)
{
	sub->manifest.received = seconds;
}

/* Remember a sealed file for the text that is signed at the end. */
static int
list_file(struct submission *sub, const struct path *path,
    const uint8_t sha[SHA256_BYTES], uint64_t size)
{
	struct drop_file *files, *one;
	size_t cap;

	if (sub->drop.nfiles >= DROP_FILES_MAX)
		return err_set(ERR_TOO_BIG, "a submission holds %d sealed files "
		    "at most; submit the rest on their own", DROP_FILES_MAX);
	if (sub->drop.nfiles == sub->drop_cap) {
		cap = sub->drop_cap > 0 ? sub->drop_cap * 2 : 16;
		files = realloc(sub->drop.files, cap * sizeof(*files));
		if (files == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		sub->drop.files = files;
		sub->drop_cap = cap;
	}
	one = &sub->drop.files[sub->drop.nfiles++];
	*one = (struct drop_file){ .path = *path, .size = size };
	memcpy(one->sha256, sha, SHA256_BYTES);
	return 0;
}

/* A sealer for one object, onto a fresh stage. */
static int
begin_object(struct submission *sub, struct sink *k,
    const struct object_ctx *ctx, struct sealer **sealer)
{
	struct secret *item_key = NULL;
	int fd, r;

	if ((r = object_item_key(&item_key, sub->tier[object_tier(ctx->kind)],
	    &ctx->submission, &ctx->item)) == 0 &&
	    (r = sink_stage(k, &fd)) == 0)
		r = sealer_new(sealer, item_key, ctx, fd);
	if (r == 0 && sink_hashes(k))
		sealer_unhashed(*sealer);
	else if (r == 0)
		sealer_around(*sealer);
	secret_free(item_key);
	return r;
}

static int
end_object(struct submission *sub, struct sink *k, const struct object_ctx *ctx,
    struct sealer *sealer)
{
	struct path p = { .kind = PATH_OBJECT, .submission = ctx->submission,
	    .item = ctx->item, .tier = object_tier(ctx->kind),
	    .object = ctx->kind, .version = ctx->version };
	struct sealed done;
	int r;

	if ((r = sealer_end(sealer, &done)) < 0 ||
	    (r = sink_keep(k, &p, &done)) < 0)
		return r;
	return list_file(sub, &p, done.sha256, done.size);
}

int
submission_begin_item(struct submission *sub, struct sink *k,
    enum item_what what, const char *name)
{
	int r;

	if (sub->manifest.nitems == sub->nids)
		return err_set(ERR_TOO_BIG, "more items than were announced; "
		    "submit them in parts");
	sub->ctx = (struct object_ctx){ .submission = sub->id,
	    .item = sub->ids[sub->manifest.nitems], .kind = OBJECT_ORIGINAL,
	    .version = 1 };
	if ((r = manifest_add(&sub->manifest, &sub->ctx.item, what, name)) < 0)
		return r;
	return begin_object(sub, k, &sub->ctx, &sub->sealer);
}

/* The newest item grew. */
static int
grew(struct submission *sub, struct sink *k, size_t by)
{
	sub->manifest.items[sub->manifest.nitems - 1].size += by;
	return sink_grew(k, sealer_size(sub->sealer));
}

int
submission_write(struct submission *sub, struct sink *k, const void *p,
    size_t len)
{
	int r;

	if ((r = sealer_add(sub->sealer, p, len)) < 0)
		return r;
	return grew(sub, k, len);
}

int
submission_end_item(struct submission *sub, struct sink *k)
{
	int r = end_object(sub, k, &sub->ctx, sub->sealer);

	sealer_free(sub->sealer);
	sub->sealer = NULL;
	return r;
}

void
submission_cancel_item(struct submission *sub)
{
	struct manifest *m = &sub->manifest;

	if (sub->sealer == NULL)
		return;
	/* Its facts would come behind its end: it has none. */
	sealer_free(sub->sealer);
	sub->sealer = NULL;
	free(m->items[--m->nitems].name);
}

void
submission_no_message(struct submission *sub)
{
	sub->manifest.items[sub->manifest.nitems - 1].what = ITEM_FILE;
}

/* All that is left in `fd` goes through the sealer. */
static int
pump(struct submission *sub, struct sink *k, const struct options *o, int fd)
{
	const uint64_t *size =
	    &sub->manifest.items[sub->manifest.nitems - 1].size;
	uint64_t total = 0;
	uint8_t *p;
	size_t len, got;
	int r;

	(void)io_size(fd, &total);	/* 0 for a pipe: shown without percent */
	do {
		sealer_room(sub->sealer, &p, &len);
		if ((r = io_read(fd, p, len, &got)) < 0 ||
		    (r = sealer_fill(sub->sealer, got)) < 0 ||
		    (r = grew(sub, k, got)) < 0)
			break;
		progress(o, "sealing", *size, total);
	} while (got == len);
	progress_end(o);
	return r;
}

int
submission_add(struct submission *sub, struct sink *k, const struct options *o,
    int fd, enum item_what what, const char *name)
{
	int r;

	if ((r = submission_begin_item(sub, k, what, name)) < 0 ||
	    (r = pump(sub, k, o, fd)) < 0)
		return r;
	return submission_end_item(sub, k);
}

int
submission_fact(struct submission *sub, enum fact_what what, const char *value)
{
	return manifest_add_fact(&sub->manifest, sub->manifest.nitems > 0 ?
	    (uint32_t)sub->manifest.nitems - 1 : MANIFEST_WHOLE, what, value);
}

int
submission_letterbox(struct submission *sub, const struct id *letterbox,
    const uint8_t box_pk[BOX_PK_BYTES])
{
	char id[ID_HEX_SIZE], key[2 * BOX_PK_BYTES + 1];
	int r;

	memcpy(sub->letterbox, letterbox->b, ID_BYTES);
	memcpy(sub->letterbox + ID_BYTES, box_pk, BOX_PK_BYTES);
	id_hex(id, letterbox);
	hex_of(key, box_pk, BOX_PK_BYTES);
	if ((r = manifest_add_fact(&sub->manifest, MANIFEST_WHOLE,
	    FACT_LETTERBOX, id)) < 0)
		return r;
	return manifest_add_fact(&sub->manifest, MANIFEST_WHOLE,
	    FACT_REPLY_KEY, key);
}

/* An object of the submission itself. */
static int
add_object(struct submission *sub, struct sink *k, enum object_kind kind,
    const void *p, size_t len)
{
	struct object_ctx ctx = { .submission = sub->id, .kind = kind,
	    .version = 1 };
	struct sealer *sealer = NULL;
	int r;

	if ((r = begin_object(sub, k, &ctx, &sealer)) == 0 &&
	    (r = sealer_add(sealer, p, len)) == 0)
		r = end_object(sub, k, &ctx, sealer);
	sealer_free(sealer);
	return r;
}

static int
add_manifest(struct submission *sub, struct sink *k)
{
	struct bytes b = BYTES_INIT(MANIFEST_MAX);
	int r;

	if ((r = manifest_write(&b, &sub->manifest)) == 0)
		r = add_object(sub, k, OBJECT_MANIFEST, b.data, b.len);
	bytes_free(&b);
	return r;
}

static int
add_grant(struct submission *sub, struct sink *k, enum tier tier,
    const struct recipient *to)
{
	struct grant_ctx ctx = { .submission = sub->id, .tier = tier };
	struct path p = { .kind = PATH_GRANT, .member = to->fpr,
	    .submission = sub->id, .tier = tier, .version = to->card.epoch };
	struct bytes box = BYTES_INIT(GRANT_BYTES);
	uint8_t sha[SHA256_BYTES];
	int r;

	if ((r = grant_seal(&box, &ctx, sub->tier[tier],
	    to->card.box_pk)) == 0 &&
	    (r = sink_small(k, &p, box.data, box.len)) == 0 &&
	    (r = sha256(sha, box.data, box.len)) == 0)
		r = list_file(sub, &p, sha, box.len);
	bytes_free(&box);
	return r;
}

int
submission_close(struct submission *sub, struct sink *k,
    const struct fpr *intake, struct bytes *text)
{
	size_t i;
	int t, r;

	if ((r = add_manifest(sub, k)) < 0 ||
	    (r = add_object(sub, k, OBJECT_LETTERBOX, sub->letterbox,
	    sizeof(sub->letterbox))) < 0 || (r = sink_begin(k, sub)) < 0)
		return r;
	for (i = 0; i < sub->ndesk; i++)
		for (t = TIER_ORIGINAL; t <= TIER_LAST; t++)
			if ((r = add_grant(sub, k, (enum tier)t,
			    &sub->desk[i])) < 0)
				return r;
	sub->drop.intake = *intake;
	return drop_format(text, &sub->drop);
}

int
submission_appear(struct submission *sub, struct sink *k,
    const struct bytes *text, const struct bytes *sig)
{
	return sink_finish(k, &sub->drop, text->data, text->len, sig->data,
	    sig->len);
}

int
submission_finish(struct submission *sub, struct sink *k,
    struct keeper *keeper, const struct fpr *intake)
{
	struct bytes text = BYTES_INIT(DROP_TEXT_MAX);
	struct bytes sig = BYTES_INIT(SSHSIG_ARMOR_MAX);
	int r;

	if ((r = submission_close(sub, k, intake, &text)) == 0 &&
	    (r = keeper_sign(keeper, SSHSIG_NS_DROP, text.data, text.len,
	    &sig)) == 0)
		r = submission_appear(sub, k, &text, &sig);
	bytes_free(&text);
	bytes_free(&sig);
	return r;
}
