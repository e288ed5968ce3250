/* packindex.c -- see packout.h: the index of a pack that was just written. */
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/io.h"
#include "vault/store/packout.h"

#define FAR 0x80000000u		/* an offset that stands in the second table */
#define CHUNK_BYTES (64u << 10)

/* Bytes on their way into the file, summed up. */
struct out {
	int fd;
	struct sha1 *sum;
	struct bytes chunk;
	int r;
};

static void
flush(struct out *o)
{
	if (o->r == 0 && (o->r = bytes_ok(&o->chunk)) == 0 &&
	    (o->r = sha1_add(o->sum, o->chunk.data, o->chunk.len)) == 0)
		o->r = io_write_all(o->fd, o->chunk.data, o->chunk.len);
	bytes_reset(&o->chunk);
}

static void
put(struct out *o, const void *p, size_t len)
{
	if (o->chunk.len + len > CHUNK_BYTES)
		flush(o);
	(void)bytes_add(&o->chunk, p, len);
}

static void
put_u32(struct out *o, uint64_t v)
{
	const uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
	    (uint8_t)(v >> 8), (uint8_t)v };

	put(o, b, sizeof(b));
}

static int
by_id(const void *a, const void *b)
{
	return git_oid_cmp(&((const struct packed *)a)->id,
	    &((const struct packed *)b)->id);
}

static void
put_fanout(struct out *o, const struct packed *v, size_t n)
{
	size_t i = 0;
	unsigned first;

	for (first = 0; first < 256; first++) {
		while (i < n && v[i].id.id[0] <= first)
			i++;
		put_u32(o, i);
	}
}

static void
put_offsets(struct out *o, const struct packed *v, size_t n)
{
	uint32_t far = 0;
	size_t i;

	for (i = 0; i < n; i++)
		put_u32(o, v[i].at < FAR ? v[i].at : FAR | far++);
	for (i = 0; i < n; i++)
		if (v[i].at >= FAR) {
			put_u32(o, v[i].at >> 32);
			put_u32(o, v[i].at & UINT32_MAX);
		}
}

int
packout_index(struct packout *p, int fd)
{
	struct out o = { .fd = fd, .chunk = BYTES_INIT(CHUNK_BYTES) };
	uint8_t sum[SHA1_BYTES];
	size_t i;

	if ((o.r = sha1_new(&o.sum)) < 0)
		return o.r;
	qsort(p->v, p->n, sizeof(p->v[0]), by_id);
	put(&o, "\377tOc\0\0\0\2", 8);
	put_fanout(&o, p->v, p->n);
	for (i = 0; i < p->n; i++)
		put(&o, p->v[i].id.id, SHA1_BYTES);
	for (i = 0; i < p->n; i++)
		put_u32(&o, p->v[i].crc);
	put_offsets(&o, p->v, p->n);
	put(&o, p->sum, SHA1_BYTES);
	flush(&o);
	if (o.r == 0 && (o.r = sha1_end(o.sum, sum)) == 0 &&
	    (o.r = io_write_all(fd, sum, sizeof(sum))) == 0)
		o.r = io_sync(fd);
	sha1_free(o.sum);
	bytes_free(&o.chunk);
	return o.r;
}
