/* attack.c -- see attack.h. */
#include "redact/release/attack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "redact/find/known/encoded.h"
#include "redact/release/ownwords.h"
#include "redact/release/raw.h"
#include "vault/base/err.h"

#define CHUNK ((size_t)1 << 20)	/* bytes looked at at once */
#define OVERLAP 4096u		/* of them seen twice */

struct attack {
	const struct values *v;
	const char *place;
	uint32_t page;
	const struct layout *layout;	/* NULL: none */
	struct hits *hits;
	bool bytes;		/* they are no text */
	size_t base;		/* where the bytes at hand begin */
	const uint8_t *p;	/* them */
	size_t len;
	const struct unwrapped *piece;	/* of what came out of them */
};

static uint32_t
page_of(const struct attack *a, size_t at)
{
	size_t i;

	for (i = 0; a->layout != NULL && i < a->layout->npages; i++)
		if (at < a->layout->pages[i].end)
			return (uint32_t)i + 1;
	return a->page;
}

static int
remember(const struct attack *a, const struct value *whose, size_t at,
    const char *how)
{
	struct hit hit = { .offset = a->base + at,
	    .page = page_of(a, a->base + at) };

	(void)snprintf(hit.place, sizeof(hit.place), "%s", a->place);
	(void)snprintf(hit.how, sizeof(hit.how), "%s", how);
	if (whose != NULL) {
		memcpy(hit.kind, whose->kind, sizeof(hit.kind));
		memcpy(hit.label, whose->label, sizeof(hit.label));
	} else {
		(void)snprintf(hit.kind, sizeof(hit.kind), "PERSON");
	}
	return hits_add(a->hits, &hit);
}

/* --- as it stands --- */

static int
plain_hits(const struct attack *a, const uint8_t *text, size_t len,
    const struct findings *f)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < f->n; i++) {
		if (values_is_label(text, len, &f->list[i]) || (a->bytes &&
		    is_own_word(text + f->list[i].start,
		    (size_t)(f->list[i].end - f->list[i].start))))
			continue;
		r = remember(a, values_of_finding(a->v, &f->list[i]),
		    (size_t)f->list[i].start, "plain");
	}
	return r;
}

static int
walk_bytes(const struct attack *a)
{
	struct unwrapped u = { .p = a->p, .len = a->len };
	struct findings f = { 0 };
	uint8_t *text;
	int r = 0;

	if (a->len == 0)
		return 0;
	if ((text = malloc(a->len)) == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	if (encoded_legible(text, &u))
		r = known_walk(values_hidden(a->v), text, a->len, &f);
	if (r == 0)
		r = plain_hits(a, text, a->len, &f);
	findings_free(&f);
	free(text);
	return r;
}

/* --- wrapped --- */

static void
how_of(char how[HIT_HOW_SIZE], const struct encoded_hit *h)
{
	size_t used = 0;
	unsigned i;

	how[0] = '\0';
	for (i = h->depth; i-- > 0 && used < HIT_HOW_SIZE;)
		used += (size_t)snprintf(how + used, HIT_HOW_SIZE - used,
		    "%s%s", used > 0 ? " in " : "", wrap_name(h->by[i]));
}

static int
wrapped_hit(void *ctx, const struct encoded_hit *h)
{
	const struct attack *a = ctx;
	const struct finding *f = h->finding;
	char how[HIT_HOW_SIZE];

	if (values_is_label(h->text, h->len, f) || (a->bytes &&
	    is_own_word(h->text + f->start, (size_t)(f->end - f->start))))
		return 0;
	how_of(how, h);
	return remember(a, values_of_finding(a->v, f), h->from, how);
}

static int
piece_hit(void *ctx, const struct raw_hit *hit)
{
	const struct attack *a = ctx;
	enum wrap by = unwrapped_by(a->piece, hit->from, hit->to);
	char how[HIT_HOW_SIZE];
	size_t from, to;

	/* As it stood: that was seen there. */
	if (by == WRAP_NONE || is_own_word(a->piece->p + hit->from,
	    hit->to - hit->from) || !unwrapped_from(a->piece, hit->from,
	    hit->to, &from, &to))
		return 0;
	(void)snprintf(how, sizeof(how), "%s%s", hit->wide ? "utf-16 in " : "",
	    wrap_name(by));
	return remember(a, values_at(a->v, hit->whose), from, how);
}

static int
wrapped_piece(void *ctx, const struct unwrapped *u, unsigned depth)
{
	struct attack a = *(const struct attack *)ctx;

	if (depth > 1)
		return 0;	/* it is text: it was looked through as such */
	a.piece = u;
	return raw_run(values_raw(a.v), u->p, u->len, piece_hit, &a);
}

static const struct encoded_calls wrapped = { wrapped_hit, wrapped_piece };

/* --- all of it --- */

static int
raw_hit(void *ctx, const struct raw_hit *hit)
{
	const struct attack *a = ctx;

	return is_own_word(a->p + hit->from, hit->to - hit->from) ? 0 :
	    remember(a, values_at(a->v, hit->whose), hit->from,
	    hit->wide ? "utf-16" : "plain");
}

int
attack_text(const struct values *v, const char *place, const void *text,
    size_t len, const struct layout *layout, struct hits *hits)
{
	struct attack a = { .v = v, .place = place, .layout = layout,
	    .hits = hits, .p = text, .len = len };
	struct findings f = { 0 };
	int r;

	if ((r = values_in_text(v, text, len, &f)) == 0 &&
	    (r = plain_hits(&a, text, len, &f)) == 0)
		r = encoded_look(values_in_clear(v), text, len, &wrapped, &a);
	findings_free(&f);
	return r;
}

int
attack_words(const struct values *v, const char *place, uint32_t page,
    const void *text, size_t len, struct hits *hits)
{
	struct attack a = { .v = v, .place = place, .page = page,
	    .hits = hits, .p = text, .len = len };
	struct findings f = { 0 };
	int r;

	if ((r = known_run(values_in_clear(v), text, len, &f)) == 0)
		r = plain_hits(&a, text, len, &f);
	findings_free(&f);
	return r;
}

int
attack_bytes(const struct values *v, const char *place, const void *p,
    size_t len, struct hits *hits)
{
	struct attack a = { .v = v, .place = place, .hits = hits,
	    .bytes = true };
	size_t at = 0;
	int r = 0;

	while (r == 0 && at < len) {
		a.base = at;
		a.p = (const uint8_t *)p + at;
		a.len = len - at < CHUNK ? len - at : CHUNK;
		if ((r = raw_run(values_raw(v), a.p, a.len, raw_hit,
		    &a)) == 0 && (r = walk_bytes(&a)) == 0)
			r = encoded_look(values_hidden(v), a.p, a.len,
			    &wrapped, &a);
		if (len - at <= CHUNK)
			break;
		at += CHUNK - OVERLAP;
	}
	return r;
}
