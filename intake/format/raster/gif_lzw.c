/* gif_lzw.c -- see gif_lzw.h. */
#include "intake/format/raster/gif_lzw.h"

#include <string.h>

#define CODES (1u << GIF_CODE_BITS_MAX)
#define NONE CODES
#define SUB_MAX 255
#define SLOTS 8192u		/* of the coder's table; a power of 2 */

/* Bits out of sub-blocks. */
struct source {
	const struct gif_block *b;
	size_t at;
	const uint8_t *p;
	size_t left;
	uint32_t bits;
	unsigned have;
};

/* Bits into sub-blocks. */
struct sink {
	struct bytes *to;	/* NULL: nowhere */
	uint8_t sub[SUB_MAX];
	size_t n;
	uint32_t bits;
	unsigned have;
};

static bool
take(struct source *s, unsigned width, unsigned *code)
{
	while (s->have < width) {
		if (s->left == 0 && !gif_sub(s->b, &s->at, &s->p, &s->left))
			return false;
		s->bits |= (uint32_t)*s->p++ << s->have;
		s->left--;
		s->have += 8;
	}
	*code = s->bits & ((1u << width) - 1);
	s->bits >>= width;
	s->have -= width;
	return true;
}

static void
put_sub(struct sink *s)
{
	uint8_t n = (uint8_t)s->n;

	if (n == 0)
		return;
	(void)bytes_add(s->to, &n, 1);
	(void)bytes_add(s->to, s->sub, n);
	s->n = 0;
}

static void
put_byte(struct sink *s)
{
	s->sub[s->n++] = (uint8_t)s->bits;
	s->bits >>= 8;
	s->have = s->have > 8 ? s->have - 8 : 0;
	if (s->n == SUB_MAX)
		put_sub(s);
}

static void
put(struct sink *s, unsigned code, unsigned width)
{
	if (s->to == NULL)
		return;
	s->bits |= (uint32_t)code << s->have;
	s->have += width;
	while (s->have >= 8)
		put_byte(s);
}

static void
put_end(struct sink *s)
{
	if (s->to == NULL)
		return;
	if (s->have > 0)
		put_byte(s);
	put_sub(s);
	(void)bytes_add(s->to, "", 1);
}

struct decoder {
	unsigned bits, width;	/* of a first code, of the next one */
	unsigned next;		/* the code that is defined next */
	unsigned last;		/* the code before; NONE after a clear */
	uint16_t prefix[CODES];
	uint8_t suffix[CODES], first[CODES];
	uint16_t length[CODES];
	uint8_t *out;
	uint64_t n, max;
};

static void
clear(struct decoder *d)
{
	d->width = d->bits + 1;
	d->next = (1u << d->bits) + 2;
	d->last = NONE;
}

/* The indices of a code, from its last to its first. */
static void
expand(struct decoder *d, unsigned code)
{
	uint64_t end = d->n + d->length[code], i;
	unsigned c = code;

	for (i = end; d->out != NULL && i > d->n; i--) {
		if (i <= d->max)
			d->out[i - 1] = d->suffix[c];
		c = d->prefix[c];
	}
	d->n = end < d->max ? end : d->max;
}

static bool
decode(struct decoder *d, unsigned code)
{
	unsigned known = code;

	if (d->last == NONE) {
		if (code >= 1u << d->bits)
			return false;
		expand(d, code);
		d->last = code;
		return true;
	}
	if (code > d->next || (code == d->next && d->next >= CODES))
		return false;
	if (code == d->next)
		known = d->last;
	if (d->next < CODES) {
		d->prefix[d->next] = (uint16_t)d->last;
		d->suffix[d->next] = d->first[known];
		d->first[d->next] = d->first[d->last];
		d->length[d->next] = (uint16_t)(d->length[d->last] + 1);
		d->next++;
		if (d->next == 1u << d->width &&
		    d->width < GIF_CODE_BITS_MAX)
			d->width++;
	}
	expand(d, code);
	d->last = code;
	return true;
}

bool
gif_lzw_read(const struct gif_block *b, uint8_t *out, struct bytes *copy)
{
	struct source in = { .b = b };
	struct sink to = { .to = copy };
	struct decoder d = {
		.bits = b->code_bits, .out = out,
		.max = (uint64_t)b->width * b->height,
	};
	unsigned stop, code, i, width;
	uint8_t bits = (uint8_t)b->code_bits;

	if (d.bits < 1 || d.bits > 8)
		return false;
	if (copy != NULL)
		(void)bytes_add(copy, &bits, 1);
	stop = (1u << d.bits) + 1;
	for (i = 0; i < 1u << d.bits; i++) {
		d.suffix[i] = d.first[i] = (uint8_t)i;
		d.length[i] = 1;
	}
	clear(&d);
	while (width = d.width, take(&in, width, &code)) {
		if (code == stop - 1)
			clear(&d);
		else if (code != stop && d.n == d.max)
			break;	/* codes of no pixel */
		else if (code != stop && !decode(&d, code))
			return false;
		put(&to, code, width);
		if (code == stop)
			break;
	}
	put_end(&to);
	return true;
}

struct coder {
	struct sink to;
	unsigned bits, width, next;
	uint32_t keys[SLOTS];	/* prefix and index, + 1; 0 for a free slot */
	uint16_t codes[SLOTS];
};

static void
restart(struct coder *c)
{
	put(&c->to, 1u << c->bits, c->width);
	c->width = c->bits + 1;
	c->next = (1u << c->bits) + 2;
	memset(c->keys, 0, sizeof(c->keys));
}

/* Where the pair stands, or would. */
static uint32_t
slot_of(const struct coder *c, uint32_t key)
{
	uint32_t slot = key * 2654435761u >> 19;

	while (c->keys[slot] != 0 && c->keys[slot] != key)
		slot = (slot + 1) % SLOTS;
	return slot;
}

/* A pair that was not known yet: its first part goes out. */
static void
define(struct coder *c, unsigned prefix, uint32_t slot, uint32_t key)
{
	put(&c->to, prefix, c->width);
	if (c->next == CODES) {
		restart(c);
		return;
	}
	c->keys[slot] = key;
	c->codes[slot] = (uint16_t)c->next;
	/* The decoder learns a code one step later than we do. */
	if (c->next == 1u << c->width)
		c->width++;
	c->next++;
}

void
gif_lzw_write(struct bytes *out, const uint8_t *p, uint64_t n, unsigned bits)
{
	struct coder c = {
		.to = { .to = out }, .bits = bits < 2 ? 2 : bits,
	};
	uint8_t first = (uint8_t)c.bits;
	unsigned prefix = NONE;
	uint64_t i;

	(void)bytes_add(out, &first, 1);
	c.width = c.bits + 1;
	restart(&c);
	for (i = 0; i < n; i++) {
		uint32_t key, slot;

		if (prefix == NONE) {
			prefix = p[i];
			continue;
		}
		key = ((uint32_t)prefix << 8 | p[i]) + 1;
		slot = slot_of(&c, key);
		if (c.keys[slot] == key) {
			prefix = c.codes[slot];
			continue;
		}
		define(&c, prefix, slot, key);
		prefix = p[i];
	}
	if (prefix != NONE)
		put(&c.to, prefix, c.width);
	/* The decoder has defined one code more by then. */
	if (c.next == 1u << c.width && c.width < GIF_CODE_BITS_MAX)
		c.width++;
	put(&c.to, (1u << c.bits) + 1, c.width);
	put_end(&c.to);
}
