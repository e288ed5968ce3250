/* packindex.c -- see packout.h: the index of a pack that was just written. */
#include <stdlib.h>

#include "vault/store/packout.h"
#include "vault/store/sumfile.h"

#define FAR 0x80000000u		/* an offset that stands in the second table */

static int
by_id(const void *a, const void *b)
{
	return git_oid_cmp(&((const struct packed *)a)->id,
	    &((const struct packed *)b)->id);
}

static void
put_fanout(struct sumfile *o, const struct packed *v, size_t n)
{
	size_t i = 0;
	unsigned first;

	for (first = 0; first < 256; first++) {
		while (i < n && v[i].id.id[0] <= first)
			i++;
		sumfile_put_u32(o, i);
	}
}

static void
put_offsets(struct sumfile *o, const struct packed *v, size_t n)
{
	uint32_t far = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sumfile_put_u32(o, v[i].at < FAR ? v[i].at : FAR | far++);
	for (i = 0; i < n; i++)
		if (v[i].at >= FAR) {
			sumfile_put_u32(o, v[i].at >> 32);
			sumfile_put_u32(o, v[i].at & UINT32_MAX);
		}
}

int
packout_index(struct packout *p, int fd)
{
	uint8_t sum[SHA1_BYTES];
	struct sumfile o;
	size_t i;
	int r;

	if ((r = sumfile_begin(&o, fd)) < 0)
		return r;
	qsort(p->v, p->n, sizeof(p->v[0]), by_id);
	sumfile_put(&o, "\377tOc\0\0\0\2", 8);
	put_fanout(&o, p->v, p->n);
	for (i = 0; i < p->n; i++)
		sumfile_put(&o, p->v[i].id.id, SHA1_BYTES);
	for (i = 0; i < p->n; i++)
		sumfile_put_u32(&o, p->v[i].crc);
	put_offsets(&o, p->v, p->n);
	sumfile_put(&o, p->sum, SHA1_BYTES);
	return sumfile_end(&o, sum);
}
