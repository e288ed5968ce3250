/* delta.c -- see delta.h. */
#include "vault/store/delta.h"

#define COPY 0x80		/* the instruction's first byte has it */
#define COPY_ALL 0x10000	/* what a length of 0 means */
#define LENGTH_BITS_MAX 56	/* of a length of base or result */

struct reader {
	const uint8_t *p, *end;
	bool bad;
};

static unsigned
next(struct reader *r)
{
	if (r->p == r->end) {
		r->bad = true;
		return 0;
	}
	return *r->p++;
}

/* Seven bits a byte, the lowest first. */
static uint64_t
length(struct reader *r)
{
	unsigned byte, shift = 0;
	uint64_t v = 0;

	do {
		byte = next(r);
		if (shift > LENGTH_BITS_MAX)
			r->bad = true;
		else
			v |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while ((byte & 0x80) != 0 && !r->bad);
	return v;
}

/* Which of the next bytes are there is told by bits; the others are 0. */
static uint32_t
some_bytes(struct reader *r, unsigned bits, unsigned n)
{
	uint32_t v = 0;
	unsigned i;

	for (i = 0; i < n; i++)
		if ((bits >> i & 1) != 0)
			v |= (uint32_t)next(r) << (8 * i);
	return v;
}

static void
copy(struct reader *r, unsigned op, struct bytes *out,
    const struct bytes *base)
{
	uint32_t from = some_bytes(r, op, 4);
	uint32_t len = some_bytes(r, op >> 4 & 7, 3);

	if (len == 0)
		len = COPY_ALL;
	if (r->bad || from > base->len || len > base->len - from ||
	    bytes_add(out, base->data + from, len) < 0)
		r->bad = true;
}

static void
insert(struct reader *r, unsigned op, struct bytes *out)
{
	if (op == 0 || op > (size_t)(r->end - r->p) ||
	    bytes_add(out, r->p, op) < 0) {
		r->bad = true;
		return;
	}
	r->p += op;
}

bool
delta_apply(struct bytes *out, const struct bytes *base,
    const struct bytes *delta)
{
	struct reader r = { .p = delta->data };
	const size_t start = out->len;
	uint64_t from, to;
	unsigned op;

	r.end = delta->len > 0 ? delta->data + delta->len : r.p;
	from = length(&r);
	to = length(&r);
	if (r.bad || from != base->len || to > out->max - out->len)
		return false;
	while (r.p < r.end && !r.bad) {
		op = next(&r);
		if ((op & COPY) != 0)
			copy(&r, op, out, base);
		else
			insert(&r, op, out);
		if (out->len - start > to)
			return false;
	}
	return !r.bad && out->len - start == to;
}
