/* encoded.c -- see encoded.h. */
#include "redact/find/known/encoded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"
#include "vault/base/print.h"

#define BLOT '|'		/* no letter, and no part of a word */
#define RUN_LEAST 24u		/* bytes of text in a long token */

static bool
is_token(const struct unwrapped *u)
{
	return u->wrap == WRAP_BASE64 || u->wrap == WRAP_HEX ||
	    u->wrap == WRAP_NUMBERS;
}

/* The run of text at `at`. */
static size_t
run_of(const struct unwrapped *u, size_t at)
{
	size_t n = 0, more;
	uint32_t cp;

	while (at + n < u->len) {
		if (u->p[at + n] >= ' ' && u->p[at + n] < 0x7f) {
			n++;	/* as nearly always in a text */
			continue;
		}
		more = utf8_next(u->p + at + n, u->len - at - n, &cp);
		if (more == 0 || cp == 0x7f || (cp < ' ' && cp != '\n' &&
		    cp != '\r' && cp != '\t'))
			break;
		n += more;
	}
	return n;
}

bool
encoded_legible(uint8_t *to, const struct unwrapped *u)
{
	bool token = is_token(u), any = false, keep;
	size_t at = 0, n;

	while (at < u->len) {
		if ((n = run_of(u, at)) == 0) {
			to[at++] = BLOT;
			continue;
		}
		keep = !token || n >= RUN_LEAST ||
		    u->to[at] - u->from[at] <= 4 * UNWRAP_SHORT;
		if (keep)
			memcpy(to + at, u->p + at, n);
		else
			memset(to + at, BLOT, n);
		any = any || keep;
		at += n;
	}
	return any;
}

/* A layer: what is looked through now, and what it came out of. */
struct layer {
	const struct known *k;
	const struct encoded_calls *calls;
	void *ctx;
	const struct layer *outer;
	const struct unwrapped *of;	/* the piece of `outer` that it is */
	unsigned depth;
};

/*
 * The range of the source that [*from, *to) of this layer came from, and what
 * it was in; false when it stands there just so, and was seen there.
 */
static bool
to_source(const struct layer *l, struct encoded_hit *h)
{
	const struct unwrapped *u;

	for (; l->of != NULL; l = l->outer) {
		u = l->of;
		if (h->from >= h->to || h->to > u->len ||
		    (h->by[l->depth - 1] = unwrapped_by(u, h->from, h->to)) ==
		    WRAP_NONE || !unwrapped_from(u, h->from, h->to, &h->from,
		    &h->to))
			return false;
	}
	return true;
}

static int
tell(const struct layer *l, const struct unwrapped *u, const uint8_t *text,
    const struct finding *f)
{
	struct encoded_hit h = { .finding = f, .text = text, .len = u->len,
	    .depth = l->depth + 1 };

	h.by[l->depth] = unwrapped_by(u, (size_t)f->start, (size_t)f->end);
	if (h.by[l->depth] == WRAP_NONE || !unwrapped_from(u,
	    (size_t)f->start, (size_t)f->end, &h.from, &h.to) ||
	    !to_source(l, &h))
		return 0;
	return l->calls->hit(l->ctx, &h);
}

/* Is it worth a look inside? */
static bool
says_something(const struct unwrapped *u)
{
	size_t signs = 0, i, n;
	uint32_t cp;

	for (i = 0; i < u->len; i += n > 0 ? n : 1) {
		n = u->p[i] > 0 && u->p[i] < 0x80 ? 1 :
		    utf8_next(u->p + i, u->len - i, &cp);
		signs += u->p[i] == 0 ? 1 : n;
	}
	return signs * 4 >= u->len * 3;
}

static int
look(void *ctx, const struct unwrapped *u)
{
	const struct layer *l = ctx;
	struct layer inner = { .k = l->k, .calls = l->calls, .ctx = l->ctx,
	    .outer = l, .of = u, .depth = l->depth + 1 };
	struct findings f = { 0 };
	uint8_t *text;
	int r = 0;

	if ((text = malloc(u->len)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (encoded_legible(text, u))
		r = known_walk(l->k, text, u->len, &f);
	for (size_t i = 0; r == 0 && i < f.n; i++)
		r = tell(l, u, text, &f.list[i]);
	findings_free(&f);
	free(text);
	if (r == 0 && l->calls->piece != NULL)
		r = l->calls->piece(l->ctx, u, l->depth + 1);
	if (r == 0 && inner.depth < UNWRAP_DEPTH_MAX && says_something(u))
		r = unwrap(u->p, u->len, true, look, &inner);
	return r;
}

int
encoded_look(const struct known *k, const void *p, size_t len,
    const struct encoded_calls *calls, void *ctx)
{
	struct layer l = { .k = k, .calls = calls, .ctx = ctx };

	return unwrap(p, len, false, look, &l);
}

static int
add(void *ctx, const struct encoded_hit *h)
{
	struct finding found = *h->finding;
	size_t used = strlen(found.why);

	found.start = h->from;
	found.end = h->to;
	(void)snprintf(found.why + used, sizeof(found.why) - used, ", as %s",
	    wrap_name(h->by[0]));
	return findings_add(ctx, &found);
}

int
encoded_run(const struct known *k, const void *text, size_t len,
    struct findings *out)
{
	static const struct encoded_calls calls = { .hit = add };

	return encoded_look(k, text, len, &calls, out);
}
