/* inflate.c -- see inflate.h. */
#include "vault/store/inflate.h"

#include <string.h>

#include "vault/base/err.h"

#define CODE_BITS_MAX 15
#define FAST_BITS 10		/* codes up to this are found in one step */
#define SYMBOL_SHIFT 4		/* in a fast entry, below it the code's length */
#define LITERALS_MAX 288
#define DISTANCES_MAX 30
#define LENGTHS_MAX 19
#define MATCH_MAX 258		/* bytes of one copy */
#define STORED_MAX 65535	/* bytes of one stored block */
#define ADLER_MOD 65521u
#define ADLER_RUN 5552		/* bytes before the sums may overflow */

struct bits {
	struct inflate_in *in;
	uint64_t hold;		/* taken from `in`, not used yet: n bits */
	unsigned n;
	uint64_t taken;		/* bytes */
	size_t from;		/* where the stream's content begins in `out` */
	bool bad;
};

/*
 * A canonical code: how many codes of each length, and the symbols in order;
 * and for the next FAST_BITS bits the symbol and its code's length, 0 where
 * that is longer.
 */
struct code {
	uint16_t count[CODE_BITS_MAX + 1];
	uint16_t symbol[LITERALS_MAX];
	uint16_t fast[1u << FAST_BITS];
};

static uint32_t
adler(uint32_t sum, const uint8_t *p, size_t len)
{
	uint32_t a = sum & 0xffff, b = sum >> 16;
	size_t run;

	while (len > 0) {
		run = len < ADLER_RUN ? len : ADLER_RUN;
		len -= run;
		for (; run >= 4; run -= 4, p += 4) {
			b += 4 * a + 4u * p[0] + 3u * p[1] + 2u * p[2] + p[3];
			a += (uint32_t)p[0] + p[1] + p[2] + p[3];
		}
		while (run-- > 0) {
			a += *p++;
			b += a;
		}
		a %= ADLER_MOD;
		b %= ADLER_MOD;
	}
	return b << 16 | a;
}

/*
 * Is there a byte?  Who had no more is not asked again: it may be a read that
 * failed and would succeed now, behind a hole.
 */
static bool
has_byte(struct inflate_in *in)
{
	if (in->left > 0)
		return true;
	if (in->more != NULL && in->more(in))
		return true;
	in->more = NULL;
	return false;
}

/* As many whole bytes as `hold` takes, or as there are. */
static void
fill(struct bits *s)
{
	struct inflate_in *in = s->in;

	while (s->n <= 56) {
		if (!has_byte(in))
			return;
		s->hold |= (uint64_t)*in->p++ << s->n;
		in->left--;
		s->taken++;
		s->n += 8;
	}
}

static unsigned
take(struct bits *s, unsigned n)
{
	unsigned v;

	if (s->n < n)
		fill(s);
	if (s->n < n) {
		s->bad = true;
		return 0;
	}
	v = (unsigned)(s->hold & ((1u << n) - 1));
	s->hold >>= n;
	s->n -= n;
	return v;
}

/* The short codes, as they come: their first bit lowest. */
static void
make_fast(struct code *c, const uint8_t *lengths, unsigned n)
{
	unsigned next[CODE_BITS_MAX + 2] = { 0 };
	unsigned i, k, len, code, turned;

	memset(c->fast, 0, sizeof(c->fast));
	for (i = 1; i <= CODE_BITS_MAX; i++)
		next[i + 1] = (next[i] + c->count[i]) << 1;
	for (i = 0; i < n; i++) {
		if ((len = lengths[i]) == 0)
			continue;
		code = next[len]++;
		if (len > FAST_BITS)
			continue;
		for (turned = 0, k = 0; k < len; k++)
			turned |= (code >> k & 1) << (len - 1 - k);
		for (; turned < 1u << FAST_BITS; turned += 1u << len)
			c->fast[turned] = (uint16_t)(i << SYMBOL_SHIFT | len);
	}
}

/* False when the lengths describe more codes than there are. */
static bool
code_make(struct code *c, const uint8_t *lengths, unsigned n)
{
	uint16_t at[CODE_BITS_MAX + 2] = { 0 };
	unsigned i;
	int left = 1;

	for (i = 0; i <= CODE_BITS_MAX; i++)
		c->count[i] = 0;
	for (i = 0; i < n; i++)
		c->count[lengths[i]]++;
	c->count[0] = 0;
	for (i = 1; i <= CODE_BITS_MAX; i++) {
		left = left * 2 - c->count[i];
		if (left < 0)
			return false;
		at[i + 1] = (uint16_t)(at[i] + c->count[i]);
	}
	for (i = 0; i < n; i++)
		if (lengths[i] != 0)
			c->symbol[at[lengths[i]]++] = (uint16_t)i;
	make_fast(c, lengths, n);
	return true;
}

/* Bit by bit: a long code, or the last bits of a stream. */
static unsigned
decode_long(struct bits *s, const struct code *c)
{
	int code = 0, first = 0, index = 0;
	unsigned len;

	for (len = 1; len <= CODE_BITS_MAX && !s->bad; len++) {
		code |= (int)take(s, 1);
		if (code - first < c->count[len])
			return c->symbol[index + code - first];
		index += c->count[len];
		first = (first + c->count[len]) * 2;
		code *= 2;
	}
	s->bad = true;
	return 0;
}

static unsigned
decode(struct bits *s, const struct code *c)
{
	unsigned fast, len;

	if (s->n < CODE_BITS_MAX)
		fill(s);
	fast = c->fast[s->hold & ((1u << FAST_BITS) - 1)];
	len = fast & ((1u << SYMBOL_SHIFT) - 1);
	if (len == 0 || len > s->n)
		return decode_long(s, c);
	s->hold >>= len;
	s->n -= len;
	return fast >> SYMBOL_SHIFT;
}

/* What is left of a byte is padding. */
static void
skip_padding(struct bits *s)
{
	if (take(s, s->n % 8) != 0)
		s->in->padded = true;
}

/* What became of bytes that go out. */
static void
keep(struct bits *s, int r)
{
	s->bad |= r < 0;
	s->in->starved |= r == ERR_NO_MEMORY;
}

static void
stored_block(struct bits *s, struct bytes *out)
{
	struct inflate_in *in = s->in;
	unsigned len;
	uint8_t byte;
	size_t n;

	skip_padding(s);
	len = take(s, 16);
	if (take(s, 16) != (len ^ 0xffff))
		s->bad = true;
	for (; len > 0 && s->n > 0 && !s->bad; len--) {
		byte = (uint8_t)take(s, 8);
		keep(s, bytes_add(out, &byte, 1));
	}
	while (len > 0 && !s->bad) {
		if (!has_byte(in)) {
			s->bad = true;
			break;
		}
		n = in->left < len ? in->left : len;
		if (n > out->max - out->len) {
			n = out->max - out->len;
			s->bad = true;
		}
		keep(s, bytes_add(out, in->p, n));
		in->p += n;
		in->left -= n;
		s->taken += n;
		len -= (unsigned)n;
	}
}

/* Where `len` more bytes go; they count once out->len says so. */
static uint8_t *
room(struct bits *s, struct bytes *out, unsigned len)
{
	uint8_t *to;
	int r;

	if (out->cap - out->len >= len && out->max - out->len >= len)
		return out->data + out->len;
	r = bytes_room(out, len, &to);
	keep(s, r);
	if (r < 0)
		return NULL;
	out->len -= len;
	return to;
}

static void
copy_back(struct bits *s, struct bytes *out, unsigned len, unsigned back)
{
	uint8_t *to;
	unsigned i;

	if (back > out->len - s->from) {
		s->bad = true;
		return;
	}
	if ((to = room(s, out, len)) == NULL)
		return;
	if (back >= len)
		memcpy(to, to - back, len);
	else
		for (i = 0; i < len; i++, to++)
			*to = *(to - back);
	out->len += len;
}

static void
coded_block(struct bits *s, struct bytes *out, const struct code *lit,
    const struct code *dist)
{
	static const uint16_t len_base[] = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13,
	    15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163,
	    195, 227, MATCH_MAX };
	static const uint8_t len_more[] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
	    2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0 };
	static const uint16_t back_base[] = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25,
	    33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
	    3073, 4097, 6145, 8193, 12289, 16385, 24577 };
	unsigned sym, len, d;
	uint8_t *to;

	while (!s->bad) {
		sym = decode(s, lit);
		if (s->bad || sym == 256)
			return;
		if (sym < 256) {
			if ((to = room(s, out, 1)) == NULL)
				return;
			*to = (uint8_t)sym;
			out->len++;
			continue;
		}
		sym -= 257;
		if (sym >= sizeof(len_more)) {
			s->bad = true;
			return;
		}
		len = len_base[sym] + take(s, len_more[sym]);
		d = decode(s, dist);
		if (s->bad || d >= DISTANCES_MAX) {
			s->bad = true;
			return;
		}
		d = back_base[d] + take(s, d < 4 ? 0 : d / 2 - 1);
		if (!s->bad)
			copy_back(s, out, len, d);
	}
}

static void
fixed_block(struct bits *s, struct bytes *out)
{
	uint8_t lengths[LITERALS_MAX];
	struct code lit, dist;
	unsigned i;

	for (i = 0; i < LITERALS_MAX; i++)
		lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	(void)code_make(&lit, lengths, LITERALS_MAX);
	for (i = 0; i < DISTANCES_MAX; i++)
		lengths[i] = 5;
	(void)code_make(&dist, lengths, DISTANCES_MAX);
	coded_block(s, out, &lit, &dist);
}

/* The code lengths of a dynamic block, themselves coded. */
static bool
read_lengths(struct bits *s, const struct code *c, uint8_t *lengths,
    unsigned n)
{
	unsigned i = 0, sym, run;
	uint8_t v;

	while (i < n && !s->bad) {
		sym = decode(s, c);
		if (sym < 16) {
			lengths[i++] = (uint8_t)sym;
			continue;
		}
		if (sym == 16 && i == 0)
			return false;
		v = sym == 16 ? lengths[i - 1] : 0;
		run = sym == 16 ? 3 + take(s, 2) :
		    sym == 17 ? 3 + take(s, 3) : 11 + take(s, 7);
		if (run > n - i)
			return false;
		while (run-- > 0)
			lengths[i++] = v;
	}
	return !s->bad;
}

static void
dynamic_block(struct bits *s, struct bytes *out)
{
	static const uint8_t order[LENGTHS_MAX] = { 16, 17, 18, 0, 8, 7, 9, 6,
	    10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	uint8_t lengths[LITERALS_MAX + 32] = { 0 };
	struct code meta, lit, dist;
	unsigned nlit, ndist, nmeta, i;

	nlit = take(s, 5) + 257;
	ndist = take(s, 5) + 1;
	nmeta = take(s, 4) + 4;
	if (nlit > 286 || ndist > DISTANCES_MAX)
		s->bad = true;
	for (i = 0; i < nmeta && !s->bad; i++)
		lengths[order[i]] = (uint8_t)take(s, 3);
	if (s->bad || !code_make(&meta, lengths, LENGTHS_MAX) ||
	    !read_lengths(s, &meta, lengths, nlit + ndist) ||
	    !code_make(&lit, lengths, nlit) ||
	    !code_make(&dist, lengths + nlit, ndist)) {
		s->bad = true;
		return;
	}
	coded_block(s, out, &lit, &dist);
}

bool
inflate_stream(struct bytes *out, struct inflate_in *in)
{
	struct bits s = { .in = in, .from = out->len };
	unsigned last, kind, head, i;
	uint32_t sum = 0;

	in->padded = in->starved = false;
	head = take(&s, 8) << 8;
	head |= take(&s, 8);
	/* Deflate, window at most 32 KiB, check bits, no preset dictionary. */
	if (s.bad || (head >> 8 & 0x8f) > 0x78 || (head >> 8 & 15) != 8 ||
	    head % 31 != 0 || (head & 0x20) != 0)
		return false;
	do {
		last = take(&s, 1);
		kind = take(&s, 2);
		if (kind == 0)
			stored_block(&s, out);
		else if (kind == 1)
			fixed_block(&s, out);
		else if (kind == 2)
			dynamic_block(&s, out);
		else
			s.bad = true;
	} while (!last && !s.bad);
	skip_padding(&s);
	for (i = 0; i < 4; i++)
		sum = sum << 8 | take(&s, 8);
	in->used = s.taken - s.n / 8;
	return !s.bad && sum == (out->len == s.from ? 1 :
	    adler(1, out->data + s.from, out->len - s.from));
}

bool
inflate_zlib(struct bytes *out, const uint8_t *p, size_t len)
{
	struct inflate_in in = { .p = p, .left = len };

	return inflate_stream(out, &in) && in.used == len;
}

int
inflate_store(struct bytes *out, const void *head, size_t head_len,
    const void *body, size_t body_len)
{
	const uint8_t *rest = body;
	size_t left = body_len, n, from_head = head_len;
	uint8_t block[5], tail[4];
	uint32_t sum;
	bool last;

	(void)bytes_add(out, "\x78\x01", 2);
	do {		/* the head is short and goes with the first block */
		n = left < STORED_MAX - from_head ? left :
		    STORED_MAX - from_head;
		last = n == left;
		block[0] = last;
		block[1] = (uint8_t)(n + from_head);
		block[2] = (uint8_t)((n + from_head) >> 8);
		block[3] = (uint8_t)~block[1];
		block[4] = (uint8_t)~block[2];
		(void)bytes_add(out, block, sizeof(block));
		(void)bytes_add(out, head, from_head);
		(void)bytes_add(out, rest, n);
		rest += n;
		left -= n;
		from_head = 0;
	} while (!last);
	sum = adler(adler(1, head, head_len), body, body_len);
	tail[0] = (uint8_t)(sum >> 24);
	tail[1] = (uint8_t)(sum >> 16);
	tail[2] = (uint8_t)(sum >> 8);
	tail[3] = (uint8_t)sum;
	return bytes_add(out, tail, sizeof(tail));
}
