/*
 * fuzz_unwrap.c -- whatever the bytes: what comes out of them says where it
 * came from, and there is not much more of it than went in.
 */
#include <stdint.h>
#include <stdlib.h>

#include "redact/find/known/unwrap.h"

/* Four readings of base64 at three quarters, two of hex, four of wide letters,
 * four pages, escapes with what stands around them ... */
#define TIMES 64u
#define FREE 65536u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct seen {
	size_t len;		/* of the source */
	size_t out;
	unsigned depth;
};

static int
each(void *ctx, const struct unwrapped *u)
{
	struct seen *s = ctx, inner = { .len = u->len,
	    .depth = s->depth + 1 };
	size_t from, to, i;

	if (u->len == 0 || u->len > UNWRAP_PIECE || u->wrap > WRAP_LAST)
		abort();
	for (i = 0; i < u->len; i++) {
		if (u->from[i] > u->to[i] || u->to[i] > s->len ||
		    (unsigned)(u->by[i] & ~UNWRAP_GAP) > WRAP_LAST)
			abort();
		if (unwrapped_from(u, i, u->len, &from, &to) && to > s->len)
			abort();
		if (i > 64)
			break;
	}
	s->out += u->len;
	if (s->out > TIMES * s->len + FREE)
		abort();
	return inner.depth < UNWRAP_DEPTH_MAX ?
	    unwrap(u->p, u->len, true, each, &inner) : 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct seen s = { .len = len };

	if (unwrap(data, len, false, each, &s) != 0)
		abort();
	return 0;
}
