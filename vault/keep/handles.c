/* handles.c -- see handles.h. */
#include "vault/keep/handles.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

struct slot {
	uint32_t handle;	/* 0: empty */
	struct grant_ctx ctx;
};

struct handles {
	struct secret *keys;	/* of all slots: one guarded piece of memory */
	uint32_t next;
	struct slot slots[HANDLES_MAX];
};

int
handles_new(struct handles **out)
{
	struct handles *h;
	int r;

	*out = NULL;
	if ((h = calloc(1, sizeof(*h))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((r = secret_new(&h->keys, (size_t)HANDLES_MAX * KEY_BYTES)) < 0) {
		free(h);
		return r;
	}
	h->next = 1;
	*out = h;
	return 0;
}

void
handles_free(struct handles *h)
{
	if (h == NULL)
		return;
	secret_free(h->keys);
	free(h);
}

static size_t
place_of(uint32_t handle)
{
	return handle % HANDLES_MAX;
}

uint32_t
handles_add(struct handles *h, const struct secret *key,
    const struct grant_ctx *ctx)
{
	uint32_t handle = h->next++;
	struct slot *s = &h->slots[place_of(handle)];

	if (h->next == 0)
		h->next = 1;
	memcpy(secret_bytes(h->keys) + place_of(handle) * KEY_BYTES,
	    secret_peek(key), KEY_BYTES);
	s->handle = handle;
	s->ctx = *ctx;
	return handle;
}

void
handles_drop(struct handles *h, uint32_t handle)
{
	struct slot *s = &h->slots[place_of(handle)];

	if (handle == 0 || s->handle != handle)
		return;
	s->handle = 0;
	sodium_memzero(secret_bytes(h->keys) + place_of(handle) * KEY_BYTES,
	    KEY_BYTES);
}

/* A copy of the handle's own key, if it is of this submission and tier. */
static int
own_key(struct secret **key, struct id *item, const struct handles *h,
    uint32_t handle, const struct id *submission, enum tier tier)
{
	const struct slot *s = &h->slots[place_of(handle)];
	int r;

	if (handle == 0 || s->handle != handle)
		return err_set(ERR_NOT_FOUND, "key %u is no longer open (%d "
		    "are kept); open its grant again", handle, HANDLES_MAX);
	if (!id_equal(&s->ctx.submission, submission) || s->ctx.tier != tier)
		return err_set(ERR_NOT_PERMITTED, "the key opened is for the "
		    "%s tier of one submission; open the grant for the %s tier "
		    "of this one", tier_name(s->ctx.tier), tier_name(tier));
	if ((r = secret_new(key, KEY_BYTES)) < 0)
		return r;
	memcpy(secret_bytes(*key), secret_peek(h->keys) +
	    place_of(handle) * KEY_BYTES, KEY_BYTES);
	secret_freeze(*key);
	*item = s->ctx.item;
	return 0;
}

/* Step from the tier key *key down to the key of an item. */
static int
step_down(struct secret **key, const struct id *submission,
    const struct id *item)
{
	struct secret *below = NULL;
	int r;

	r = object_item_key(&below, *key, submission, item);
	secret_free(*key);
	*key = below;
	return r;
}

static int
too_narrow(struct secret **key)
{
	secret_free(*key);
	*key = NULL;
	return err_set(ERR_NOT_PERMITTED, "the key opened is for another item; "
	    "ask the desk to assign this one, or the whole submission");
}

int
handles_for_grant(struct secret **key, const struct handles *h,
    uint32_t handle, const struct grant_ctx *ctx)
{
	struct id item;
	int r;

	*key = NULL;
	if ((r = own_key(key, &item, h, handle, &ctx->submission,
	    ctx->tier)) < 0)
		return r;
	if (id_equal(&item, &ctx->item))
		return 0;
	if (id_is_zero(&item))
		return step_down(key, &ctx->submission, &ctx->item);
	return too_narrow(key);
}

int
handles_for_object(struct secret **item_key, const struct handles *h,
    uint32_t handle, const struct object_ctx *ctx)
{
	struct id item;
	int r;

	*item_key = NULL;
	if ((r = own_key(item_key, &item, h, handle, &ctx->submission,
	    object_tier(ctx->kind))) < 0)
		return r;
	if (id_is_zero(&item))
		return step_down(item_key, &ctx->submission, &ctx->item);
	if (id_equal(&item, &ctx->item))
		return 0;
	return too_narrow(item_key);
}
