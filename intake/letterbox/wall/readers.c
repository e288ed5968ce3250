/*
 * readers.c -- see open.h: parts that are read, chunk by chunk, so that whoever
 * asks for one is served between others.  The format is object.h's; of a part
 * that is broken the last chunk never comes.
 */
#include "intake/letterbox/wall/open.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/seal/chunks.h"

#define SERVED_MAX (UINT32_MAX / READERS_MAX - 1)

struct reader {
	crypto_secretstream_xchacha20poly1305_state state;
	uint32_t number;		/* 0: free */
	uint32_t visit;
	uint64_t content, size;		/* bytes; with padding */
	bool tail;			/* a chunk that was not full was seen */
	uint8_t ad[OBJECT_AD_BYTES];
};

struct readers {
	struct secret *places, *room;
	struct reader *v;		/* READERS_MAX, in `places` */
	uint8_t *plain;			/* OBJECT_CHUNK bytes, in `room` */
	uint32_t served;
};

int
readers_new(struct readers **out)
{
	struct readers *r;
	int e;

	*out = NULL;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if ((e = secret_new(&r->places, READERS_MAX * sizeof(*r->v))) < 0 ||
	    (e = secret_new(&r->room, OBJECT_CHUNK)) < 0) {
		readers_free(r);
		return e;
	}
	r->v = (struct reader *)(void *)secret_bytes(r->places);
	r->plain = secret_bytes(r->room);
	*out = r;
	return 0;
}

void
readers_free(struct readers *r)
{
	if (r == NULL)
		return;
	secret_free(r->places);
	secret_free(r->room);
	free(r);
}

static struct reader *
find(struct readers *r, uint32_t number)
{
	struct reader *one = &r->v[number % READERS_MAX];

	return number != 0 && one->number == number ? one : NULL;
}

int
readers_begin(struct readers *r, const struct visit *visit,
    const struct id *part, const struct secret *key,
    const uint8_t begin[OBJECT_HEAD_BYTES], uint32_t *reader)
{
	const struct object_ctx ctx = { .submission = visit->pub.id,
	    .item = *part, .kind = OBJECT_PART, .version = 1 };
	struct secret *stream = NULL;
	struct reader *one;
	uint32_t i = 0;
	int e;

	while (i < READERS_MAX && r->v[i].number != 0)
		i++;
	if (i == READERS_MAX)
		return err_set(ERR_BUSY, "too many parts are read at once; try "
		    "again in a minute");
	if (memcmp(begin, OBJECT_MAGIC, OBJECT_MAGIC_BYTES) != 0)
		return err_set(ERR_INTEGRITY, "a part is damaged; destroy it "
		    "and send it again");
	if ((e = object_key(&stream, key, &ctx)) < 0)
		return e;
	one = &r->v[i];
	memset(one, 0, sizeof(*one));
	(void)crypto_secretstream_xchacha20poly1305_init_pull(&one->state,
	    begin + OBJECT_MAGIC_BYTES, secret_peek(stream));
	secret_free(stream);
	object_ad(one->ad, &ctx);
	one->visit = visit->number;
	r->served = r->served % SERVED_MAX + 1;
	one->number = r->served * READERS_MAX + i;
	*reader = one->number;
	return 0;
}

/* Decrypt one chunk into the room; *n bytes of it are content. */
static int
open_chunk(struct readers *r, struct reader *one, const uint8_t *chunk,
    size_t len, size_t *n, bool *last)
{
	const uint8_t *p = r->plain;
	unsigned long long size;
	uint8_t tag;

	if (len < CHUNK_TAG_BYTES + OBJECT_COUNT_BYTES ||
	    len > OBJECT_CHUNK + CHUNK_TAG_BYTES ||
	    crypto_secretstream_xchacha20poly1305_pull(&one->state, r->plain,
	    &size, &tag, chunk, len, one->ad, sizeof(one->ad)) != 0)
		return ERR_INTEGRITY;
	*last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	if ((tag != 0 && !*last) || (!*last && size != OBJECT_CHUNK))
		return ERR_INTEGRITY;
	*n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 |
	    p[3];
	if (*n > size - OBJECT_COUNT_BYTES || (one->tail && *n > 0) ||
	    !sodium_is_zero(p + OBJECT_COUNT_BYTES + *n,
	    (size_t)size - OBJECT_COUNT_BYTES - *n))
		return ERR_INTEGRITY;
	one->tail = one->tail || *n < CHUNK_CONTENT;
	one->size += size;
	one->content += *n;
	return *last && (one->content > OBJECT_CONTENT_MAX ||
	    one->size != object_plain_size(one->content)) ?
	    ERR_INTEGRITY : 0;
}

int
readers_chunk(struct readers *r, uint32_t reader, const uint8_t *chunk,
    size_t len, const uint8_t **content, size_t *n, bool *last)
{
	struct reader *one = find(r, reader);

	if (one == NULL)
		return err_set(ERR_NOT_FOUND, "this part is no longer read; "
		    "begin again");
	if (open_chunk(r, one, chunk, len, n, last) < 0) {
		readers_end(r, reader);
		return err_set(ERR_INTEGRITY, "a part is damaged; destroy it "
		    "and send it again");
	}
	*content = r->plain + OBJECT_COUNT_BYTES;
	return 0;
}

void
readers_end(struct readers *r, uint32_t reader)
{
	struct reader *one = find(r, reader);

	if (one != NULL)
		sodium_memzero(one, sizeof(*one));
}

void
readers_leave(struct readers *r, uint32_t visit)
{
	for (size_t i = 0; i < READERS_MAX; i++)
		if (r->v[i].number != 0 && r->v[i].visit == visit)
			sodium_memzero(&r->v[i], sizeof(r->v[i]));
}
