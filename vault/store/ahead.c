/* ahead.c -- see ahead.h. */
#include "vault/store/ahead.h"

#include <stdlib.h>

#include "vault/base/err.h"
#include "vault/store/span.h"

struct block {
	uint64_t at;
	size_t len;		/* 0: nothing was read */
	uint8_t bytes[AHEAD_BLOCK];
};

struct ahead {
	struct block blocks[AHEAD_BLOCKS];	/* by the block's number */
};

int
ahead_get(struct ahead **a, int fd, uint64_t at, uint64_t end,
    const uint8_t **p, size_t *n)
{
	const uint64_t from = at - at % AHEAD_BLOCK;
	struct block *b;
	size_t len;
	int r;

	if (*a == NULL && (*a = calloc(1, sizeof(**a))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	b = &(*a)->blocks[at / AHEAD_BLOCK % AHEAD_BLOCKS];
	len = end - from < AHEAD_BLOCK ? (size_t)(end - from) : AHEAD_BLOCK;
	if (b->at != from || b->len != len) {
		b->len = 0;
		if ((r = span_read(fd, from, b->bytes, len)) < 0)
			return r;
		b->at = from;
		b->len = len;
	}
	*p = b->bytes + (at - from);
	*n = len - (size_t)(at - from);
	return 0;
}

void
ahead_free(struct ahead *a)
{
	free(a);
}
