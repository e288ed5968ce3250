/*
 * chunks.c -- see chunks.h.
 *
 * One chunk of plaintext is gathered at a time.  A full one is only encrypted
 * when one byte more has come: until then it may be the last that holds any,
 * and how much padding follows it depends on that.
 */
#include "vault/seal/chunks.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/guarded.h"

#define CIPHER_CHUNK (OBJECT_CHUNK + CHUNK_TAG_BYTES)
#define PAGE 4096u
/* One chunk more than a piece, in whole pages. */
#define CIPHER_ROOM ((CHUNKS_PIECE + CIPHER_CHUNK + PAGE - 1) / PAGE * PAGE)

_Static_assert(CHUNK_TAG_BYTES ==
    crypto_secretstream_xchacha20poly1305_ABYTES, "secretstream tag");

/* Guarded memory is dear to make: one piece of it. */
struct guarded {
	crypto_secretstream_xchacha20poly1305_state state;
	uint8_t plain[OBJECT_CHUNK + 1];
};

_Static_assert(_Alignof(struct guarded) == 1, "guarded memory ends at a page");

struct chunks {
	struct guarded *guarded;
	size_t n;		/* content bytes in guarded->plain */
	uint8_t *cipher;	/* CIPHER_ROOM bytes, at the start of a page */
	size_t cipher_len;
	uint64_t content;	/* bytes in chunks already encrypted */
	uint64_t plain_done;	/* their plaintext bytes */
	struct chunks_sink sink;
	uint8_t ad[OBJECT_AD_BYTES];
};

/* The next piece, when there is one; what is behind it comes to its place. */
static int
hand_on(struct chunks *c)
{
	int r;

	if (c->cipher_len < CHUNKS_PIECE)
		return 0;
	if ((r = c->sink.take(c->sink.arg, c->cipher, CHUNKS_PIECE)) < 0)
		return r;
	c->cipher_len -= CHUNKS_PIECE;
	memmove(c->cipher, c->cipher + CHUNKS_PIECE, c->cipher_len);
	return 0;
}

/* The magic and the stream's header. */
static int
begin(struct chunks *c, const struct secret *item_key,
    const struct object_ctx *ctx)
{
	struct secret *key = NULL;
	int r;

	if ((r = object_key(&key, item_key, ctx)) < 0)
		return r;
	memcpy(c->cipher, OBJECT_MAGIC, OBJECT_MAGIC_BYTES);
	crypto_secretstream_xchacha20poly1305_init_push(&c->guarded->state,
	    c->cipher + OBJECT_MAGIC_BYTES, secret_peek(key));
	c->cipher_len = OBJECT_HEAD_BYTES;
	secret_free(key);
	return 0;
}

int
chunks_new(struct chunks **out, const struct secret *item_key,
    const struct object_ctx *ctx, const struct chunks_sink *sink)
{
	struct chunks *c;
	int r;

	*out = NULL;
	if ((c = calloc(1, sizeof(*c))) == NULL ||
	    (c->guarded = guarded_new(sizeof(*c->guarded))) == NULL ||
	    (c->cipher = aligned_alloc(PAGE, CIPHER_ROOM)) == NULL) {
		r = err_set(ERR_NO_MEMORY, "no memory to seal with; "
		    "close other programs and try again");
		goto done;
	}
	c->sink = *sink;
	object_ad(c->ad, ctx);
	if ((r = begin(c, item_key, ctx)) < 0)
		goto done;
	*out = c;
	c = NULL;
done:
	chunks_free(c);
	return r;
}

/* The plaintext of a chunk is g->plain, and `more` behind it. */
static int
encrypt(struct chunks *c, size_t size, const uint8_t *more, size_t more_len,
    uint8_t tag)
{
	struct guarded *const g = c->guarded;
	const struct pusher_message m = { .p = g->plain,
	    .len = size - more_len, .more = more, .more_len = more_len };
	uint8_t *const out = c->cipher + c->cipher_len;

	if (c->sink.push != NULL)
		return c->sink.push(c->sink.arg, &g->state, out, &m, c->ad,
		    sizeof(c->ad), tag);
	if (more_len > 0)
		memcpy(g->plain + m.len, more, more_len);
	/* Its only failure is a message over 256 GiB. */
	(void)crypto_secretstream_xchacha20poly1305_push(&g->state, out, NULL,
	    g->plain, size, c->ad, sizeof(c->ad), tag);
	return 0;
}

/*
 * Encrypt `size` bytes: the count, what is in `plain` and the `more_len` bytes at
 * `more`, which are content, and zeros; with zeros there is no more.
 */
static int
push(struct chunks *c, size_t size, const uint8_t *more, size_t more_len,
    uint8_t tag)
{
	const size_t n = c->n + more_len;
	uint8_t *p = c->guarded->plain;
	int r;

	p[0] = 0;
	p[1] = (uint8_t)(n >> 16);
	p[2] = (uint8_t)(n >> 8);
	p[3] = (uint8_t)n;
	memset(p + OBJECT_COUNT_BYTES + c->n, 0,
	    size - OBJECT_COUNT_BYTES - n);
	if ((r = encrypt(c, size, more, more_len, tag)) < 0)
		return r;
	c->cipher_len += size + CHUNK_TAG_BYTES;
	c->content += n;
	c->plain_done += size;
	c->n = 0;
	return hand_on(c);
}

static int
check_more(const struct chunks *c, size_t n)
{
	if (n <= OBJECT_CONTENT_MAX - c->content - c->n)
		return 0;
	return err_set(ERR_TOO_BIG, "more than %llu bytes in one file; split "
	    "it and submit the parts", (unsigned long long)OBJECT_CONTENT_MAX);
}

void
chunks_room(struct chunks *c, uint8_t **p, size_t *len)
{
	*p = c->guarded->plain + OBJECT_COUNT_BYTES + c->n;
	*len = CHUNK_CONTENT + 1 - c->n;
}

int
chunks_fill(struct chunks *c, size_t n)
{
	int r;

	if ((r = check_more(c, n)) < 0)
		return r;
	c->n += n;
	if (c->n <= CHUNK_CONTENT)
		return 0;
	c->n = CHUNK_CONTENT;
	if ((r = push(c, OBJECT_CHUNK, NULL, 0, 0)) < 0)
		return r;
	c->guarded->plain[OBJECT_COUNT_BYTES] = c->guarded->plain[OBJECT_CHUNK];
	c->n = 1;
	return 0;
}

int
chunks_add(struct chunks *c, const void *data, size_t len)
{
	const uint8_t *p = data;
	size_t n;
	int r;

	if ((r = check_more(c, len)) < 0)
		return r;
	/* A byte behind a full chunk: it is not the last. */
	for (; c->n + len > CHUNK_CONTENT; p += n, len -= n) {
		n = CHUNK_CONTENT - c->n;
		if ((r = push(c, OBJECT_CHUNK, p, n, 0)) < 0)
			return r;
	}
	if (len > 0)
		memcpy(c->guarded->plain + OBJECT_COUNT_BYTES + c->n, p, len);
	c->n += len;
	return 0;
}

int
chunks_end(struct chunks *c, uint64_t *content)
{
	const uint64_t total = c->content + c->n;
	uint64_t left = object_plain_size(total) - c->plain_done;
	int r;

	for (; left > OBJECT_CHUNK; left -= OBJECT_CHUNK)
		if ((r = push(c, OBJECT_CHUNK, NULL, 0, 0)) < 0)
			return r;
	if ((r = push(c, (size_t)left, NULL, 0,
	    crypto_secretstream_xchacha20poly1305_TAG_FINAL)) < 0 ||
	    (c->cipher_len > 0 &&
	    (r = c->sink.take(c->sink.arg, c->cipher, c->cipher_len)) < 0))
		return r;
	*content = total;
	return 0;
}

void
chunks_free(struct chunks *c)
{
	if (c == NULL)
		return;
	guarded_free(c->guarded, sizeof(*c->guarded));
	free(c->cipher);
	free(c);
}

int
chunks_copy(struct chunks *c, int in_fd, uint64_t *content)
{
	uint8_t *p;
	size_t len, got;
	int r;

	do {
		chunks_room(c, &p, &len);
		if ((r = io_read(in_fd, p, len, &got)) < 0 ||
		    (r = chunks_fill(c, got)) < 0)
			return r;
	} while (got == len);
	return chunks_end(c, content);
}
