/* sealer.c -- the sealer of object.h: chunks, counted, hashed and written. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/seal/chunks.h"
#include "vault/seal/object.h"
#include "vault/seal/pusher.h"

struct sealer {
	struct chunks *chunks;
	struct pusher *stream;
	struct digest *digest;		/* NULL: not here */
	uint64_t size;
	int out_fd;
	bool around;		/* the page cache, as long as that goes */
};

/* False where the file system or the kernel does not let us. */
static bool
go_around(int fd, bool on)
{
	const int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, on ? flags | O_DIRECT :
	    flags & ~O_DIRECT) == 0;
}

/*
 * A whole piece goes straight to the disk: it is not copied, and nothing is left
 * to be waited for when the file is synced.  The end of a file, and what is
 * refused or taken in part, goes the usual way; so does all that follows.
 */
static int
write_out(struct sealer *s, const uint8_t *p, size_t len)
{
	ssize_t n = 0;

	if (s->around && len == CHUNKS_PIECE &&
	    (s->size > 0 || go_around(s->out_fd, true)) &&
	    (n = write(s->out_fd, p, len)) == (ssize_t)len)
		return 0;
	if (s->around) {
		s->around = false;
		if (!go_around(s->out_fd, false))
			return err_sys("cannot write a sealed file");
	}
	if (n < 0)
		n = 0;
	return io_write_all(s->out_fd, p + n, len - (size_t)n);
}

static int
take(void *arg, const uint8_t *p, size_t len)
{
	struct sealer *s = arg;
	int r;

	/* Hash first: the bytes are still in the processor's cache. */
	if (s->digest != NULL && (r = digest_add(s->digest, p, len)) < 0)
		return r;
	if ((r = write_out(s, p, len)) < 0)
		return r;
	s->size += len;
	return 0;
}

static int
push(void *arg, crypto_secretstream_xchacha20poly1305_state *state,
    uint8_t *out, const struct pusher_message *m, const uint8_t *ad,
    size_t ad_len, uint8_t tag)
{
	struct sealer *s = arg;

	return pusher_push(s->stream, state, out, m, ad, ad_len, tag);
}

int
sealer_new(struct sealer **out, const struct secret *item_key,
    const struct object_ctx *ctx, int out_fd)
{
	struct chunks_sink sink = { .take = take };
	struct sealer *s;
	int r;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	s->out_fd = out_fd;
	sink.arg = s;
	if ((r = digest_new(&s->digest)) < 0 ||
	    (r = pusher_new(&s->stream)) < 0)
		goto done;
	if (s->stream != NULL)
		sink.push = push;
	if ((r = chunks_new(&s->chunks, item_key, ctx, &sink)) < 0)
		goto done;
	*out = s;
	s = NULL;
done:
	sealer_free(s);
	return r;
}

void
sealer_unhashed(struct sealer *s)
{
	digest_free(s->digest);
	s->digest = NULL;
}

void
sealer_around(struct sealer *s)
{
	s->around = true;
}

uint64_t
sealer_size(const struct sealer *s)
{
	return s->size;
}

void
sealer_room(struct sealer *s, uint8_t **p, size_t *len)
{
	chunks_room(s->chunks, p, len);
}

int
sealer_fill(struct sealer *s, size_t n)
{
	return chunks_fill(s->chunks, n);
}

int
sealer_add(struct sealer *s, const void *p, size_t len)
{
	return chunks_add(s->chunks, p, len);
}

/* After the last chunk: what the ciphertext is. */
static int
sum_up(struct sealer *s, uint64_t content, struct sealed *done)
{
	int r;

	memset(done->sha256, 0, sizeof(done->sha256));
	if (s->digest != NULL && (r = digest_end(s->digest, done->sha256)) < 0)
		return r;
	done->size = s->size;
	done->content = content;
	return 0;
}

int
sealer_end(struct sealer *s, struct sealed *done)
{
	uint64_t content;
	int r;

	if ((r = chunks_end(s->chunks, &content)) < 0)
		return r;
	return sum_up(s, content, done);
}

void
sealer_free(struct sealer *s)
{
	if (s == NULL)
		return;
	chunks_free(s->chunks);
	digest_free(s->digest);
	pusher_free(s->stream);
	free(s);
}

int
object_seal(const struct secret *item_key, const struct object_ctx *ctx,
    int in_fd, int out_fd, struct sealed *done)
{
	struct sealer *s = NULL;
	uint64_t content;
	int r;

	if ((r = sealer_new(&s, item_key, ctx, out_fd)) < 0)
		return r;
	if ((r = chunks_copy(s->chunks, in_fd, &content)) == 0)
		r = sum_up(s, content, done);
	sealer_free(s);
	return r;
}
