/* mq_read.c -- see mq_read.h. */
#include "intake/format/page/mq_read.h"

#include "intake/format/page/mq_states.h"

#define MARK 0x8fu		/* behind a byte of ones: the data's end */

static uint32_t
byte_at(const struct mq_reader *m, size_t i)
{
	return i < (size_t)(m->end - m->p) ? m->p[i] : 0xffu;
}

static void
byte_in(struct mq_reader *m)
{
	uint32_t next = byte_at(m, 1);

	if (byte_at(m, 0) != 0xff) {
		m->c += next << 8;
		m->left = 8;
	} else if (next > MARK) {
		m->c += 0xff00;
		m->left = 8;
		return;
	} else {
		m->c += next << 9;
		m->left = 7;
	}
	if (m->p < m->end)
		m->p++;
}

struct mq_reader
mq_read_begin(const uint8_t *p, size_t len)
{
	struct mq_reader m = { .p = p, .end = p + len, .a = 0x8000 };

	m.c = byte_at(&m, 0) << 16;
	byte_in(&m);
	m.c <<= 7;
	m.left -= 7;
	return m;
}

unsigned
mq_read_bit(struct mq_reader *m, uint8_t *context)
{
	const struct mq_state *s = &mq_states[*context >> 1];
	unsigned bit = *context & 1u;
	bool other;

	m->a -= s->qe;
	if (m->c >> 16 >= s->qe) {
		m->c -= (uint32_t)s->qe << 16;
		if ((m->a & 0x8000) != 0)
			return bit;
		other = m->a < s->qe;
	} else {
		other = m->a >= s->qe;
		m->a = s->qe;
	}
	*context = (uint8_t)(other ? (unsigned)s->lps << 1 | (bit ^ s->turn) :
	    (unsigned)s->mps << 1 | bit);
	do {
		if (m->left == 0)
			byte_in(m);
		m->a <<= 1;
		m->c <<= 1;
		m->left--;
	} while ((m->a & 0x8000) == 0);
	return other ? !bit : bit;
}

static uint32_t
number_bit(struct mq_reader *m, uint8_t *contexts, uint32_t *before)
{
	uint32_t bit = mq_read_bit(m, &contexts[*before]);

	*before = *before < 256 ? *before << 1 | bit :
	    ((*before << 1 | bit) & 511) | 256;
	return bit;
}

bool
mq_read_number(struct mq_reader *m, uint8_t *contexts, int32_t *v)
{
	uint32_t before = 1, minus = number_bit(m, contexts, &before), size = 0;
	unsigned i = 0, k;

	while (i + 1 < MQ_RANGES && number_bit(m, contexts, &before) == 1)
		i++;
	for (k = mq_ranges[i].bits; k > 0; k--)
		size = size << 1 | number_bit(m, contexts, &before);
	if (size > INT32_MAX - mq_ranges[i].from)
		return false;
	size += mq_ranges[i].from;
	*v = minus ? -(int32_t)size : (int32_t)size;
	return !(minus && size == 0);
}

uint32_t
mq_read_id(struct mq_reader *m, uint8_t *contexts, unsigned bits)
{
	uint32_t before = 1;
	unsigned i;

	for (i = 0; i < bits; i++)
		before = before << 1 | mq_read_bit(m, &contexts[before]);
	return before - ((uint32_t)1 << bits);
}
