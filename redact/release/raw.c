/* raw.c -- see raw.h. */
#include "redact/release/raw.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/known/automaton.h"
#include "vault/base/bytes.h"
#include "vault/base/err.h"
#include "vault/base/print.h"

#define WIDE_MAX (4u * RAW_MOST)

/* One form of a value. */
struct word {
	struct span span;
	uint32_t whose;
	bool wide;
};

struct raw {
	uint32_t *pool;		/* a byte each */
	size_t npool, pool_cap;
	struct word *words;
	struct span *spans;	/* raw_ready(): of the words, in their order */
	size_t n, cap;
	struct automaton *automaton;
};

int
raw_new(struct raw **out)
{
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

void
raw_free(struct raw *w)
{
	if (w == NULL)
		return;
	automaton_free(w->automaton);
	free(w->pool);
	free(w->words);
	free(w->spans);
	free(w);
}

static int
add_bytes(struct raw *w, const uint8_t *p, size_t len, uint32_t whose,
    bool is_wide)
{
	struct word *words;
	uint32_t *pool;
	size_t cap;

	if (w->npool + len > w->pool_cap) {
		cap = (w->pool_cap + len) * 2;
		if ((pool = realloc(w->pool, cap * sizeof(*pool))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		w->pool = pool;
		w->pool_cap = cap;
	}
	if (w->n == w->cap) {
		cap = w->cap > 0 ? w->cap * 2 : 64;
		if ((words = realloc(w->words, cap * sizeof(*words))) == NULL)
			return err_set(ERR_NO_MEMORY, "out of memory");
		w->words = words;
		w->cap = cap;
	}
	w->words[w->n++] = (struct word){ { (uint32_t)w->npool, (uint32_t)len },
	    whose, is_wide };
	for (size_t i = 0; i < len; i++)
		w->pool[w->npool++] = p[i];
	return 0;
}

/* `wide` is the value as UTF-16. */
static int
widen(struct bytes *wide, const uint8_t *p, size_t len, bool big)
{
	uint32_t cp, unit[2];
	uint8_t pair[2];
	size_t n, k;

	for (; len > 0; p += n, len -= n) {
		if ((n = utf8_next(p, len, &cp)) == 0)
			return err_set(ERR_FORMAT, "a redacted value is not "
			    "UTF-8; run `tipline examine` again");
		unit[0] = cp < 0x10000 ? cp : 0xd7c0 + (cp >> 10);
		unit[1] = cp < 0x10000 ? 0 : 0xdc00 | (cp & 0x3ff);
		for (k = 0; k < (cp < 0x10000 ? 1u : 2u); k++) {
			pair[big ? 0 : 1] = (uint8_t)(unit[k] >> 8);
			pair[big ? 1 : 0] = (uint8_t)unit[k];
			(void)bytes_add(wide, pair, 2);
		}
	}
	return bytes_ok(wide);
}

int
raw_add(struct raw *w, const uint8_t *p, size_t len, uint32_t whose)
{
	struct bytes wide = BYTES_INIT(WIDE_MAX);
	int big, r;

	if (len < RAW_LEAST)
		return 0;
	if (len > RAW_MOST)
		for (len = RAW_MOST; (p[len] & 0xc0) == 0x80;)
			len--;
	r = add_bytes(w, p, len, whose, false);
	for (big = 0; r == 0 && big < 2; big++) {
		bytes_reset(&wide);
		if ((r = widen(&wide, p, len, big != 0)) == 0)
			r = add_bytes(w, wide.data, wide.len, whose, true);
	}
	bytes_free(&wide);
	return r;
}

/* qsort has no argument for it */
static _Thread_local const uint32_t *sorting;

static int
by_letters(const void *a, const void *b)
{
	const struct span *x = &((const struct word *)a)->span;
	const struct span *y = &((const struct word *)b)->span;
	size_t n = x->len < y->len ? x->len : y->len;

	for (size_t i = 0; i < n; i++)
		if (sorting[x->at + i] != sorting[y->at + i])
			return sorting[x->at + i] < sorting[y->at + i] ? -1 :
			    1;
	return (x->len > y->len) - (x->len < y->len);
}

int
raw_ready(struct raw *w)
{
	if (w->n == 0)
		return 0;
	if ((w->spans = calloc(w->n, sizeof(*w->spans))) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	sorting = w->pool;
	qsort(w->words, w->n, sizeof(*w->words), by_letters);
	for (size_t i = 0; i < w->n; i++)
		w->spans[i] = w->words[i].span;
	return automaton_new(&w->automaton, w->pool, w->spans, w->n);
}

static bool
goes_on(uint32_t c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Does the word, which ends before `end`, stand there by itself? */
static bool
stands_alone(const struct raw *w, const struct word *x, const uint8_t *p,
    size_t len, size_t end)
{
	const uint32_t *letters = w->pool + x->span.at;
	size_t start = end - x->span.len;

	return x->wide || (!(start > 0 && goes_on(letters[0]) &&
	    goes_on(p[start - 1])) && !(end < len &&
	    goes_on(letters[x->span.len - 1]) && goes_on(p[end])));
}

int
raw_run(const struct raw *w, const uint8_t *p, size_t len,
    int (*each)(void *ctx, const struct raw_hit *hit), void *ctx)
{
	uint32_t state = 0, at, key, next;
	const struct word *x;
	struct raw_hit hit;
	size_t i, n;
	int r;

	for (i = 0; w->automaton != NULL && i < len; i++) {
		state = automaton_step(w->automaton, state, p[i]);
		for (at = state; at != 0; at = next) {
			key = automaton_ends(w->automaton, at, &n, &next);
			if (key == AUTOMATON_NONE)
				continue;
			x = &w->words[key];
			if (!stands_alone(w, x, p, len, i + 1))
				continue;
			hit = (struct raw_hit){ i + 1 - x->span.len, i + 1,
			    x->whose, x->wide };
			if ((r = each(ctx, &hit)) != 0)
				return r;
		}
	}
	return 0;
}
