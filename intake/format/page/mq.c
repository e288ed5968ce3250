/* mq.c -- see mq.h. */
#include "intake/format/page/mq.h"

#include "intake/format/page/mq_states.h"

struct mq
mq_begin(struct bytes *out)
{
	return (struct mq){ .out = out, .a = 0x8000, .left = 12 };
}

static void
put(struct mq *m, unsigned shift, uint32_t mask, int left)
{
	if (m->begun)
		(void)bytes_add(m->out, &m->last, 1);
	m->begun = true;
	m->last = (uint8_t)(m->c >> shift);
	m->c &= mask;
	m->left = left;
}

/* Behind a byte of ones there is room for a carry, so none goes through. */
static void
byte_out(struct mq *m)
{
	if (m->begun && m->last != 0xff && m->c >= 0x8000000) {
		m->last++;
		m->c &= 0x7ffffff;
	}
	if (m->begun && m->last == 0xff)
		put(m, 20, 0xfffff, 7);
	else
		put(m, 19, 0x7ffff, 8);
}

static void
renormalize(struct mq *m)
{
	do {
		m->a <<= 1;
		m->c <<= 1;
		if (--m->left == 0)
			byte_out(m);
	} while ((m->a & 0x8000) == 0);
}

void
mq_bit(struct mq *m, uint8_t *context, unsigned bit)
{
	const struct mq_state *s = &mq_states[*context >> 1];
	unsigned likely = *context & 1u;

	m->a -= s->qe;
	if (bit == likely) {
		if ((m->a & 0x8000) != 0) {
			m->c += s->qe;
			return;
		}
		if (m->a < s->qe)
			m->a = s->qe;
		else
			m->c += s->qe;
		*context = (uint8_t)((unsigned)s->mps << 1 | likely);
	} else {
		if (m->a < s->qe)
			m->c += s->qe;
		else
			m->a = s->qe;
		*context = (uint8_t)((unsigned)s->lps << 1 |
		    (likely ^ s->turn));
	}
	renormalize(m);
}

static void
number_bit(struct mq *m, uint8_t *contexts, uint32_t *before, unsigned bit)
{
	mq_bit(m, &contexts[*before], bit);
	*before = *before < 256 ? *before << 1 | bit :
	    ((*before << 1 | bit) & 511) | 256;
}

/* Annex A.2: longer numbers have longer heads. */
void
mq_number(struct mq *m, uint8_t contexts[MQ_NUMBER_CONTEXTS], int32_t v)
{
	uint32_t size = v < 0 ? 0u - (uint32_t)v : (uint32_t)v, before = 1;
	unsigned i, k;

	number_bit(m, contexts, &before, v < 0);
	for (i = 0; i + 1 < MQ_RANGES && size >= mq_ranges[i + 1].from; i++)
		number_bit(m, contexts, &before, 1);
	if (i + 1 < MQ_RANGES)
		number_bit(m, contexts, &before, 0);
	size -= mq_ranges[i].from;
	for (k = mq_ranges[i].bits; k-- > 0;)
		number_bit(m, contexts, &before, size >> k & 1);
}

/* A zero with a minus. */
void
mq_none(struct mq *m, uint8_t contexts[MQ_NUMBER_CONTEXTS])
{
	uint32_t before = 1;

	number_bit(m, contexts, &before, 1);
	number_bit(m, contexts, &before, 0);
	number_bit(m, contexts, &before, 0);
	number_bit(m, contexts, &before, 0);
}

void
mq_id(struct mq *m, uint8_t *contexts, unsigned bits, uint32_t v)
{
	uint32_t before = 1;

	while (bits-- > 0) {
		mq_bit(m, &contexts[before], v >> bits & 1);
		before = before << 1 | (v >> bits & 1);
	}
}

void
mq_end(struct mq *m)
{
	static const uint8_t mark[] = { 0xff, 0xac };
	uint32_t most = m->c + m->a;

	m->c |= 0xffff;
	if (m->c >= most)
		m->c -= 0x8000;
	m->c <<= m->left;
	byte_out(m);
	m->c <<= m->left;
	byte_out(m);
	if (m->last != 0xff)
		(void)bytes_add(m->out, &m->last, 1);
	(void)bytes_add(m->out, mark, sizeof(mark));
}
