/* unwrap.c -- all views one after the other, and the pieces they hand out; see
 * unwrap.h. */
#include "redact/find/known/unwrap.h"

#include <stdlib.h>
#include <string.h>

#include "redact/find/known/unwrap_piece.h"
#include "vault/base/err.h"

#define PART_BYTES 4u	/* more than is seen through between letters */

const char *
wrap_name(enum wrap w)
{
	static const char *const names[] = {
		[WRAP_NONE] = "plain", [WRAP_PERCENT] = "percent",
		[WRAP_ENTITY] = "entity", [WRAP_ESCAPE] = "escape",
		[WRAP_TAGS] = "tags", [WRAP_QUOTED] = "quoted-printable",
		[WRAP_BASE64] = "base64", [WRAP_HEX] = "hex",
		[WRAP_NUMBERS] = "numbers", [WRAP_WIDE] = "utf-16",
		[WRAP_PUNY] = "punycode", [WRAP_STRINGS] = "strings",
		[WRAP_PAGE] = "code-page",
	};

	return names[w];
}

int
hex_value(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* --- pieces --- */

static int
room(struct piece *b)
{
	b->p = malloc(UNWRAP_PIECE);
	b->from = malloc(UNWRAP_PIECE * sizeof(*b->from));
	b->to = malloc(UNWRAP_PIECE * sizeof(*b->to));
	b->by = malloc(UNWRAP_PIECE);
	if (b->p == NULL || b->from == NULL || b->to == NULL || b->by == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory");
	return 0;
}

void
piece_free(struct piece *b)
{
	free(b->p);
	free(b->from);
	free(b->to);
	free(b->by);
}

static int
hand_out(const struct piece *b)
{
	const struct unwrapped u = { .p = b->p, .len = b->len, .from = b->from,
	    .to = b->to, .by = b->by, .wrap = b->wrap };

	return b->each(b->ctx, &u);
}

/* Full: what stands at its end is at the beginning of the next one too. */
static int
turn_over(struct piece *b)
{
	size_t at = b->len - UNWRAP_AROUND;
	int r;

	if ((r = hand_out(b)) != 0)
		return r;
	while (at < b->len && (b->p[at] & 0xc0) == 0x80)
		at++;
	b->len -= at;
	memmove(b->p, b->p + at, b->len);
	memmove(b->from, b->from + at, b->len * sizeof(*b->from));
	memmove(b->to, b->to + at, b->len * sizeof(*b->to));
	memmove(b->by, b->by + at, b->len);
	b->told = b->len;
	return 0;
}

int
piece_put(struct piece *b, uint8_t c, const struct origin *o)
{
	int r;

	if (b->p == NULL && (r = room(b)) < 0)
		return r;
	if (b->len == UNWRAP_PIECE && (r = turn_over(b)) != 0)
		return r;
	b->p[b->len] = c;
	b->from[b->len] = o->from;
	b->to[b->len] = o->to;
	b->by[b->len] = (uint8_t)(o->by | (b->gap ? UNWRAP_GAP : 0));
	b->len++;
	b->gap = false;
	return 0;
}

int
piece_put_char(struct piece *b, uint32_t cp, const struct origin *o)
{
	uint8_t utf8[4];
	size_t n = 0, i;
	int r = 0;

	if (cp == 0 || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
		return 0;
	if (cp < 0x80) {
		utf8[n++] = (uint8_t)cp;
	} else if (cp < 0x800) {
		utf8[n++] = (uint8_t)(0xc0 | cp >> 6);
	} else if (cp < 0x10000) {
		utf8[n++] = (uint8_t)(0xe0 | cp >> 12);
		utf8[n++] = (uint8_t)(0x80 | (cp >> 6 & 63));
	} else {
		utf8[n++] = (uint8_t)(0xf0 | cp >> 18);
		utf8[n++] = (uint8_t)(0x80 | (cp >> 12 & 63));
		utf8[n++] = (uint8_t)(0x80 | (cp >> 6 & 63));
	}
	if (cp >= 0x80)
		utf8[n++] = (uint8_t)(0x80 | (cp & 63));
	for (i = 0; r == 0 && i < n; i++)
		r = piece_put(b, utf8[i], o);
	return r;
}

int
piece_part(struct piece *b)
{
	const struct origin nowhere = { 0, 0, WRAP_NONE };
	int r = 0;

	for (size_t i = 0; r == 0 && i < PART_BYTES; i++)
		r = piece_put(b, '\0', &nowhere);
	return r;
}

int
piece_end(struct piece *b)
{
	int r = 0;

	if (b->len > b->told)
		r = hand_out(b);
	b->len = b->told = 0;
	b->gap = false;
	return r;
}

enum wrap
unwrapped_by(const struct unwrapped *u, size_t start, size_t end)
{
	enum wrap by = WRAP_NONE;
	size_t i;

	for (i = start; i < end && i < u->len; i++) {
		if ((u->by[i] & ~UNWRAP_GAP) != WRAP_NONE)
			return (enum wrap)(u->by[i] & ~UNWRAP_GAP);
		if (i > start && (u->by[i] & UNWRAP_GAP) != 0)
			by = u->wrap;
	}
	return by;
}

bool
unwrapped_from(const struct unwrapped *u, size_t start, size_t end,
    size_t *from, size_t *to)
{
	while (start < end && u->from[start] == u->to[start])
		start++;
	while (start < end && u->from[end - 1] == u->to[end - 1])
		end--;
	if (start >= end)
		return false;
	*from = u->from[start];
	*to = u->to[end - 1];
	return *from < *to;
}

/* --- all views --- */

int
unwrap(const void *p, size_t len, bool inner, unwrap_fn *each, void *ctx)
{
	static const struct {
		enum wrap wrap;
		int (*view)(const struct source *s, struct piece *b);
	} views[] = {
		{ WRAP_ESCAPE, unwrap_escapes }, { WRAP_TAGS, unwrap_tags },
		{ WRAP_QUOTED, unwrap_quoted }, { WRAP_BASE64, unwrap_base64 },
		{ WRAP_HEX, unwrap_hex }, { WRAP_NUMBERS, unwrap_numbers },
		{ WRAP_WIDE, unwrap_wide }, { WRAP_STRINGS, unwrap_strings },
		{ WRAP_PAGE, unwrap_pages },
	};
	const struct source s = { p, len, inner };
	struct piece b = { .each = each, .ctx = ctx };
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < sizeof(views) / sizeof(views[0]); i++) {
		b.wrap = views[i].wrap;
		if ((r = views[i].view(&s, &b)) == 0)
			r = piece_end(&b);
	}
	piece_free(&b);
	return r;
}
