/*
 * What is unpacked is at most what may be, and is the same when it is packed
 * and unpacked again; cut into single bytes the stream gives the same.
 */
#include <stdlib.h>
#include <string.h>

#include "vault/store/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define OUT_MAX (1u << 20)

struct drip {
	struct inflate_in in;	/* first */
	const uint8_t *p;
	size_t left;
};

static bool
more(struct inflate_in *in)
{
	struct drip *d = (struct drip *)in;

	if (d->left == 0)
		return false;
	d->in.p = d->p++;
	d->in.left = 1;
	d->left--;
	return true;
}

static void
same(const struct bytes *a, const struct bytes *b)
{
	if (a->len != b->len ||
	    (a->len > 0 && memcmp(a->data, b->data, a->len) != 0))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct bytes a = BYTES_INIT(OUT_MAX), b = BYTES_INIT(OUT_MAX);
	struct bytes z = BYTES_INIT(2 * OUT_MAX);
	struct drip d = { .in = { .more = more }, .p = data, .left = len };
	bool ok = inflate_zlib(&a, data, len);

	if ((inflate_stream(&b, &d.in) && d.in.used == len) != ok)
		abort();
	if (ok) {
		same(&a, &b);
		bytes_reset(&b);
		if (inflate_store(&z, "", 0, a.data, a.len) < 0 ||
		    !inflate_zlib(&b, z.data, z.len))
			abort();
		same(&a, &b);
	}
	bytes_free(&a);
	bytes_free(&b);
	bytes_free(&z);
	return 0;
}
