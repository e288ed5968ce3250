/*
 * encoded.h -- known values that stand in bytes of any kind in other bytes
 * (unwrap.h), and how they were hidden.
 */
#ifndef REDACT_FIND_ENCODED_H
#define REDACT_FIND_ENCODED_H

#include "redact/find/known/known.h"
#include "redact/find/known/unwrap.h"

struct encoded_hit {
	const struct finding *finding;	/* its places are of `text` */
	const uint8_t *text;	/* what came out: legible, UTF-8 */
	size_t len;
	size_t from, to;	/* in the source; of a token the whole */
	enum wrap by[UNWRAP_DEPTH_MAX];	/* the outermost first */
	unsigned depth;		/* how many of them, from 1 */
};

/* Each may be NULL; a code other than 0 ends the look. */
struct encoded_calls {
	int (*hit)(void *ctx, const struct encoded_hit *h);
	/* All that comes out, whatever it is; how deep it was, from 1. */
	int (*piece)(void *ctx, const struct unwrapped *u, unsigned depth);
};

/* Look through all layers of the bytes, but not at them as they are. */
int encoded_look(const struct known *k, const void *p, size_t len,
    const struct encoded_calls *calls, void *ctx);

/* Findings of a text; of a token the whole is the range. */
int encoded_run(const struct known *k, const void *text, size_t len,
    struct findings *out);

/*
 * encoded_legible(to, u):
 * Copy the piece into to[u->len] as valid UTF-8 of the same length: what nobody
 * could read in it is blotted out.  In a long token that is all but long runs:
 * letters come together by chance.  false when nothing is left.
 */
bool encoded_legible(uint8_t *to, const struct unwrapped *u);

#endif
