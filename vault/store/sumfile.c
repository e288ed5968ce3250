/* sumfile.c -- see sumfile.h. */
#include "vault/store/sumfile.h"

#include "vault/base/io.h"

#define CHUNK_BYTES (256u << 10)

int
sumfile_begin(struct sumfile *f, int fd)
{
	*f = (struct sumfile){ .fd = fd, .chunk = BYTES_INIT(CHUNK_BYTES) };
	return f->failed = sha1_new(&f->sum);
}

static void
put_out(struct sumfile *f, const void *p, size_t len)
{
	if (f->failed == 0 && (f->failed = sha1_add(f->sum, p, len)) == 0)
		f->failed = io_write_all(f->fd, p, len);
}

static void
flush(struct sumfile *f)
{
	if (f->failed == 0)
		f->failed = bytes_ok(&f->chunk);
	put_out(f, f->chunk.data, f->chunk.len);
	bytes_reset(&f->chunk);
}

void
sumfile_put(struct sumfile *f, const void *p, size_t len)
{
	if (f->chunk.len + len > CHUNK_BYTES)
		flush(f);
	if (len >= CHUNK_BYTES)
		put_out(f, p, len);
	else
		(void)bytes_add(&f->chunk, p, len);
}

void
sumfile_put_u32(struct sumfile *f, uint64_t v)
{
	const uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
	    (uint8_t)(v >> 8), (uint8_t)v };

	sumfile_put(f, b, sizeof(b));
}

int
sumfile_end(struct sumfile *f, uint8_t sum[SHA1_BYTES])
{
	int r;

	if (f->sum == NULL)	/* never begun */
		return f->failed;
	flush(f);
	if ((r = f->failed) == 0 && (r = sha1_end(f->sum, sum)) == 0 &&
	    (r = io_write_all(f->fd, sum, SHA1_BYTES)) == 0)
		r = io_sync(f->fd);
	sha1_free(f->sum);
	bytes_free(&f->chunk);
	f->sum = NULL;
	return r;
}
