/* jpeg_scan.c -- see jpeg_scan.h. */
#include "intake/format/image/jpeg_scan.h"

#include <string.h>

#include "intake/format/image/jpeg_tables.h"

#define FAST_BITS 10		/* codes up to here in one look */
#define BLOCK_NUMBERS 64
#define DC_BITS_MAX 11		/* extra bits of a difference, 8-bit samples */
#define AC_BITS_MAX 10

/* What a code stands for. */
struct step {
	uint8_t bits;	/* of the code and the extra bits behind it; 0: none */
	uint8_t symbol;
};

struct decoder {
	struct step fast[1u << FAST_BITS];
	int32_t last[JPEG_CODE_BITS_MAX + 2];	/* code of each length; or -1 */
	int32_t offset[JPEG_CODE_BITS_MAX + 2];	/* from code to symbol */
	const struct jpeg_table *table;
	uint8_t used[JPEG_SYMBOLS_MAX];
};

struct bits {
	const uint8_t *p, *end;
	uint64_t buffer;	/* the next bit is the highest */
	unsigned count;
};

/* C.2; false when the lengths do not make a prefix code. */
static bool
build(struct decoder *d, const struct jpeg_table *t, unsigned extra_max)
{
	uint32_t code = 0, len, i, k = 0, fill;

	memset(d, 0, sizeof(*d));
	d->table = t;
	if (t->counts == NULL)
		return false;
	for (len = 1; len <= JPEG_CODE_BITS_MAX; len++) {
		d->offset[len] = (int32_t)k - (int32_t)code;
		for (i = 0; i < t->counts[len - 1]; i++, k++, code++) {
			unsigned extra = t->symbols[k] & 15u;
			struct step step = { (uint8_t)(len + extra),
				t->symbols[k] };

			/* No code is all ones: F.1.2.3. */
			if (code >= (1u << len) - 1 || extra > extra_max)
				return false;
			if (len > FAST_BITS)
				continue;
			for (fill = 0; fill < 1u << (FAST_BITS - len); fill++)
				d->fast[(code << (FAST_BITS - len)) + fill] =
				    step;
		}
		d->last[len] = i > 0 ? (int32_t)code - 1 : -1;
		code <<= 1;
	}
	return true;
}

/* Bytes in, stuffing out (F.1.2.3); stops before any marker. */
static struct bits
refill_slowly(struct bits b)
{
	while (b.count <= 56 && b.p < b.end) {
		uint64_t byte = *b.p;

		if (byte == 0xff) {
			if (b.end - b.p < 2 || b.p[1] != 0)
				return b;
			b.p++;
		}
		b.p++;
		b.buffer |= byte << (56 - b.count);
		b.count += 8;
	}
	return b;
}

/* By value, like `struct bits` everywhere here: it lives in registers. */
static inline struct bits
refill(struct bits b)
{
	uint64_t v;

	if (b.end - b.p < 8 || b.count > 56)
		return refill_slowly(b);
	memcpy(&v, b.p, sizeof(v));
	v = __builtin_bswap64(v);
	if (((~v - 0x0101010101010101u) & v & 0x8080808080808080u) != 0)
		return refill_slowly(b);	/* some byte is 0xff */
	b.buffer |= v >> b.count;
	b.p += (64 - b.count) / 8;
	b.count += (64 - b.count) / 8 * 8;
	return b;
}

/* A code longer than FAST_BITS; 0 bits when there is none. */
static struct step
slow(const struct decoder *d, uint64_t buffer)
{
	unsigned len;

	for (len = FAST_BITS + 1; len <= JPEG_CODE_BITS_MAX; len++) {
		int32_t code = (int32_t)(buffer >> (64 - len));
		uint8_t symbol;

		if (code > d->last[len])
			continue;
		symbol = d->table->symbols[code + d->offset[len]];
		return (struct step){ (uint8_t)(len + (symbol & 15u)),
			symbol };
	}
	return (struct step){ 0, 0 };
}

/* The next symbol, with the extra bits behind it passed over. */
static inline bool
next(struct bits *b, struct decoder *d, uint8_t *symbol)
{
	struct step step;

	if (b->count < 32)
		*b = refill(*b);
	step = d->fast[b->buffer >> (64 - FAST_BITS)];
	if (step.bits == 0)
		step = slow(d, b->buffer);
	if (step.bits == 0 || step.bits > b->count)
		return false;
	b->buffer <<= step.bits;
	b->count -= step.bits;
	d->used[step.symbol] = 1;
	*symbol = step.symbol;
	return true;
}

static bool
block(struct bits *at, struct decoder *dc, struct decoder *ac)
{
	struct bits b = *at;
	unsigned k = 1;
	uint8_t symbol;

	if (!next(&b, dc, &symbol) || symbol > DC_BITS_MAX)
		return false;
	while (k < BLOCK_NUMBERS) {
		if (!next(&b, ac, &symbol))
			return false;
		if (symbol == 0) {		/* end of block */
			k = BLOCK_NUMBERS;
			break;
		}
		if ((symbol & 15) == 0 && symbol != 0xf0)
			return false;
		k += (symbol >> 4) + 1u;
	}
	*at = b;
	return k == BLOCK_NUMBERS;
}

/* The bits left of the last byte are ones, and a marker follows. */
static bool
ends_here(struct bits *b)
{
	*b = refill(*b);
	if (b->count > 0 && (b->count >= 8 ||
	    b->buffer >> (64 - b->count) != (1u << b->count) - 1))
		return false;
	b->buffer = 0;
	b->count = 0;
	return b->end - b->p >= 2 && b->p[0] == 0xff && b->p[1] != 0;
}

static bool
restarts(struct bits *b, uint32_t nth)
{
	if (!ends_here(b) || b->p[1] != 0xd0 + (nth & 7))
		return false;
	b->p += 2;
	return true;
}

static bool
is_whole(const struct decoder *d, bool ac)
{
	size_t i;

	for (i = 0; i < d->table->n; i++)
		if (!d->used[d->table->symbols[i]])
			return jpeg_tables_standard(d->table->counts,
			    d->table->symbols, d->table->n, ac);
	return true;
}

bool
jpeg_scan_check(const struct jpeg_scan *s, const uint8_t *data, size_t len,
    size_t *used)
{
	struct decoder dc[4], ac[4];
	struct bits b = { data, data + len, 0, 0 };
	bool needs_dc[4] = { false }, needs_ac[4] = { false };
	uint32_t mcu;
	size_t i;
	unsigned n;

	for (i = 0; i < s->components; i++) {
		needs_dc[s->component[i].dc] = true;
		needs_ac[s->component[i].ac] = true;
	}
	for (i = 0; i < 4; i++)
		if ((needs_dc[i] && !build(&dc[i], &s->dc[i],
		    DC_BITS_MAX)) || (needs_ac[i] && !build(&ac[i],
		    &s->ac[i], AC_BITS_MAX)))
			return false;
	for (mcu = 0; mcu < s->mcus; mcu++) {
		if (s->restart > 0 && mcu > 0 && mcu % s->restart == 0 &&
		    !restarts(&b, mcu / s->restart - 1))
			return false;
		for (i = 0; i < s->components; i++)
			for (n = s->component[i].blocks; n > 0; n--)
				if (!block(&b, &dc[s->component[i].dc],
				    &ac[s->component[i].ac]))
					return false;
	}
	for (i = 0; i < 4; i++)
		if ((needs_dc[i] && !is_whole(&dc[i], false)) ||
		    (needs_ac[i] && !is_whole(&ac[i], true)))
			return false;
	if (!ends_here(&b))
		return false;
	*used = (size_t)(b.p - data);
	return true;
}
