/* unseal.c -- see unseal.h; the format is object.h's. */
#include "vault/keep/unseal.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"

#define BATCH 4			/* chunks read at a time */
#define CIPHER_CHUNK (OBJECT_CHUNK + CHUNK_TAG_BYTES)

struct unsealer {
	crypto_secretstream_xchacha20poly1305_state *state;	/* guarded */
	uint8_t *plain;		/* guarded; OBJECT_CHUNK bytes */
	uint8_t *cipher;	/* BATCH * CIPHER_CHUNK bytes */
	size_t at, len;		/* what of `cipher` is not yet opened */
	uint64_t content;	/* bytes of content so far */
	uint64_t size;		/* bytes of plaintext so far */
	bool tail;		/* a chunk that was not full has been seen */
	bool last;		/* the final chunk has been seen */
	uint8_t ad[OBJECT_AD_BYTES];
};

static int
wrong(const char *how)
{
	return err_set(ERR_INTEGRITY, "a sealed object %s; run `tipline audit` "
	    "and fetch the vault again from another copy", how);
}

static int
begin(struct unsealer *u, const struct secret *item_key,
    const struct object_ctx *ctx, int in_fd)
{
	uint8_t head[OBJECT_HEAD_BYTES];
	struct secret *key = NULL;
	size_t got;
	int r;

	if ((r = io_read(in_fd, head, sizeof(head), &got)) < 0)
		return r;
	if (got < sizeof(head) ||
	    memcmp(head, OBJECT_MAGIC, OBJECT_MAGIC_BYTES) != 0)
		return wrong("has no proper beginning");
	if ((r = object_key(&key, item_key, ctx)) < 0)
		return r;
	if (crypto_secretstream_xchacha20poly1305_init_pull(u->state,
	    head + OBJECT_MAGIC_BYTES, secret_peek(key)) != 0)
		r = wrong("has no proper beginning");
	secret_free(key);
	return r;
}

/* The next chunk as it stands in the file; of no bytes at the end. */
static int
next_chunk(struct unsealer *u, int in_fd, const uint8_t **p, size_t *len)
{
	int r;

	if (u->at == u->len) {
		u->at = 0;
		if ((r = io_read(in_fd, u->cipher, BATCH * CIPHER_CHUNK,
		    &u->len)) < 0)
			return r;
	}
	*p = u->cipher + u->at;
	*len = u->len - u->at;
	if (*len > CIPHER_CHUNK)
		*len = CIPHER_CHUNK;
	u->at += *len;
	return 0;
}

static bool
is_zero(const uint8_t *p, size_t len)
{
	return len == 0 || (p[0] == 0 && memcmp(p, p + 1, len - 1) == 0);
}

/* Decrypt one chunk into `plain`; *n bytes of it are content. */
static int
open_chunk(struct unsealer *u, const uint8_t *p, size_t len, size_t *n)
{
	unsigned long long size;
	const uint8_t *in = u->plain;
	uint8_t tag;

	if (len == 0)
		return wrong("is cut short");
	if (len < CHUNK_TAG_BYTES + OBJECT_COUNT_BYTES ||
	    crypto_secretstream_xchacha20poly1305_pull(u->state, u->plain,
	    &size, &tag, p, len, u->ad, sizeof(u->ad)) != 0)
		return wrong("is damaged, or another stands in its place");
	u->last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	if ((tag != 0 && !u->last) || (!u->last && size != OBJECT_CHUNK))
		return wrong("has a chunk of a kind that is never written");
	*n = (size_t)in[0] << 24 | (size_t)in[1] << 16 | (size_t)in[2] << 8 |
	    in[3];
	if (*n > size - OBJECT_COUNT_BYTES || (u->tail && *n > 0) ||
	    !is_zero(in + OBJECT_COUNT_BYTES + *n,
	    (size_t)size - OBJECT_COUNT_BYTES - *n))
		return wrong("has padding of a kind that is never written");
	if (*n < CHUNK_CONTENT)
		u->tail = true;
	u->size += size;
	return 0;
}

/* After the final chunk: nothing more, and padded as the law says. */
static int
check_end(struct unsealer *u, int in_fd)
{
	const uint8_t *p;
	size_t len;
	int r;

	if ((r = next_chunk(u, in_fd, &p, &len)) < 0)
		return r;
	if (len != 0)
		return wrong("has bytes after its end");
	if (u->size != object_plain_size(u->content))
		return wrong("has a length that is never written");
	return 0;
}

static int
copy_all(struct unsealer *u, int in_fd, const struct chunks_sink *sink,
    uint64_t max)
{
	const uint8_t *p;
	size_t len, n = 0;
	int r;

	do {
		if ((r = next_chunk(u, in_fd, &p, &len)) < 0 ||
		    (r = open_chunk(u, p, len, &n)) < 0)
			return r;
		u->content += n;
		if (u->content > max || u->content > OBJECT_CONTENT_MAX)
			return err_set(ERR_TOO_BIG, "a file holds more than "
			    "the %llu bytes that may be opened here; open it "
			    "into a folder instead", (unsigned long long)max);
		if ((r = sink->take(sink->arg, u->plain + OBJECT_COUNT_BYTES,
		    n)) < 0)
			return r;
	} while (!u->last);
	return check_end(u, in_fd);
}

static int
write_out(void *arg, const uint8_t *p, size_t len)
{
	return io_write_all(*(const int *)arg, p, len);
}

int
unseal_object(const struct secret *item_key, const struct object_ctx *ctx,
    int in_fd, int out_fd, uint64_t max, uint64_t *content)
{
	const struct chunks_sink out = { .take = write_out, .arg = &out_fd };

	return unseal_to(item_key, ctx, in_fd, &out, max, content);
}

int
unseal_to(const struct secret *item_key, const struct object_ctx *ctx,
    int in_fd, const struct chunks_sink *sink, uint64_t max,
    uint64_t *content)
{
	struct unsealer u = { .plain = NULL };
	int r;

	object_ad(u.ad, ctx);
	if ((u.state = sodium_malloc(sizeof(*u.state))) == NULL ||
	    (u.plain = sodium_malloc(OBJECT_CHUNK)) == NULL ||
	    (u.cipher = malloc(BATCH * CIPHER_CHUNK)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "no memory to open a file with; "
		    "close other programs and try again");
		goto done;
	}
	if ((r = begin(&u, item_key, ctx, in_fd)) < 0 ||
	    (r = copy_all(&u, in_fd, sink, max)) < 0)
		goto done;
	*content = u.content;
done:
	sodium_free(u.state);
	sodium_free(u.plain);
	free(u.cipher);
	return r;
}
