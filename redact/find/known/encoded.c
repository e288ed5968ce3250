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
	struct findings *out;
	const struct layer *outer;
	const struct unwrapped *of;	/* the piece of `outer` that it is */
	unsigned depth;
};

/* The range of the text that [*from, *to) of this layer's source came from;
 * false when it stands there just so, and was seen there. */
static bool
to_text(const struct layer *l, size_t *from, size_t *to)
{
	const struct unwrapped *u;
	size_t last;

	for (; l->of != NULL; l = l->outer) {
		u = l->of;
		if (*from >= *to || *to > u->len ||
		    unwrapped_by(u, *from, *to) == WRAP_NONE)
			return false;
		last = *to - 1;
		*from = u->from[*from];
		*to = u->to[last];
	}
	return *from < *to;
}

static int
add(const struct layer *l, const struct unwrapped *u, const struct finding *f)
{
	struct finding found = *f;
	enum wrap by = unwrapped_by(u, (size_t)f->start, (size_t)f->end);
	size_t from = u->from[f->start], to = u->to[f->end - 1], used;

	if (by == WRAP_NONE || !to_text(l, &from, &to))
		return 0;
	found.start = from;
	found.end = to;
	used = strlen(found.why);
	(void)snprintf(found.why + used, sizeof(found.why) - used, ", as %s",
	    wrap_name(by));
	return findings_add(l->out, &found);
}

static int look(void *ctx, const struct unwrapped *u);

/* Is it worth a look inside? */
static bool
says_something(const struct unwrapped *u)
{
	size_t signs = 0, i, n;
	uint32_t cp;

	for (i = 0; i < u->len; i += n > 0 ? n : 1) {
		n = utf8_next(u->p + i, u->len - i, &cp);
		signs += u->p[i] == 0 ? 1 : n;
	}
	return signs * 4 >= u->len * 3;
}

static int
look(void *ctx, const struct unwrapped *u)
{
	const struct layer *l = ctx;
	struct layer inner = { .k = l->k, .out = l->out, .outer = l, .of = u,
	    .depth = l->depth + 1 };
	struct findings f = { 0 };
	uint8_t *text;
	int r = 0;

	if ((text = malloc(u->len)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (encoded_legible(text, u))
		r = known_walk(l->k, text, u->len, &f);
	for (size_t i = 0; r == 0 && i < f.n; i++)
		r = add(l, u, &f.list[i]);
	findings_free(&f);
	free(text);
	if (r == 0 && inner.depth < UNWRAP_DEPTH_MAX && says_something(u))
		r = unwrap(u->p, u->len, true, look, &inner);
	return r;
}

int
encoded_run(const struct known *k, const void *text, size_t len,
    struct findings *out)
{
	struct layer l = { .k = k, .out = out };

	return unwrap(text, len, false, look, &l);
}
