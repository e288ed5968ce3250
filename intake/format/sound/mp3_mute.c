/*
 * mp3_mute.c -- MPEG audio with silent frames; see mute.h.
 *
 * A frame of layer III says what its sound takes of a stream of bytes that
 * runs through all frames: it may begin in frames before its own (the bit
 * reservoir).  A silent frame takes nothing of it, and what it took is zero
 * wherever it stood; what other frames take stays where it is, in silent
 * frames too.  So all other frames stay bit for bit.
 *
 * A sample is heard from the frame that it falls into and from what came up to
 * two granules before: the overlap of one granule with the next, and the
 * filter's memory.  Players leave out the delays that LAME's extension tells,
 * or do not, or play the Info frame as well: a time means all three.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/format/sound/mp3_frame.h"
#include "intake/format/sound/mute.h"

#define BEFORE (2 * 576u)	/* samples that a sample is heard from, too */

struct frame {
	size_t at, len;		/* in the file */
	size_t main_at;		/* where its part of the byte stream begins */
	uint64_t main_begin;	/* its first byte of that stream */
	uint64_t takes, taken;	/* what its sound takes of it, up to `taken` */
	bool silent;
};

struct sound {
	const uint8_t *in;
	uint8_t *out;		/* a copy of all of it, in which is worked */
	size_t len;
	struct frame *list;
	size_t n;
	unsigned layer, rate, samples;	/* of the first frame, and so of all */
	uint64_t delay;		/* samples that players may leave out, or not */
	bool info;		/* the first frame holds no sound */
};

/* --- reading --- */

static unsigned
bits(const uint8_t *p, size_t *at, unsigned n)
{
	unsigned v = 0;

	for (; n > 0; n--, (*at)++)
		v = v << 1 | ((unsigned)p[*at >> 3] >> (7 - (*at & 7)) & 1u);
	return v;
}

/* What layer III's side information says: how far back its bytes begin, and
 * how many bits they are (ISO/IEC 11172-3, 2.4.1.7; 13818-3, 2.4.1.7). */
static void
read_side(const uint8_t *p, uint64_t *back, uint64_t *taken)
{
	bool one = (p[1] & 8) != 0, crc = (p[1] & 1) == 0;
	unsigned channels = (p[3] >> 6) == 3 ? 1 : 2, g, c;
	size_t at = 8 * (MP3_HEADER + (crc ? 2u : 0));

	*taken = 0;
	*back = bits(p, &at, one ? 9 : 8);
	if (one)	/* private bits, and which scale factors are shared */
		at += (channels == 1 ? 5 : 3) + 4 * channels;
	else
		at += channels == 1 ? 1 : 2;
	for (g = 0; g < (one ? 2u : 1u); g++)
		for (c = 0; c < channels; c++) {
			*taken += bits(p, &at, 12);
			at += one ? 47 : 51;	/* of 59, of 63 */
		}
	*taken = (*taken + 7) / 8;
}

static int
add_frame(struct sound *s, const struct mp3_frame *f, size_t at,
    struct answer *a)
{
	const struct frame *last = s->n > 0 ? &s->list[s->n - 1] : NULL;
	struct frame *one, *more;
	uint64_t back;

	if (s->n == MP3_FRAMES_MAX)
		return answer_refuse(a, REASON_LIMIT,
		    "MP3: it has over %u frames", MP3_FRAMES_MAX);
	if ((s->n & (s->n - 1)) == 0) {
		more = realloc(s->list, 2 * (s->n + 1) * sizeof(*more));
		if (more == NULL)
			return answer_refuse(a, REASON_LIMIT,
			    "MP3: out of memory");
		s->list = more;
		last = s->n > 0 ? &s->list[s->n - 1] : NULL;
	}
	one = &s->list[s->n++];
	*one = (struct frame){ .at = at, .len = f->len,
	    .main_at = at + (s->layer == 3 ? f->side : MP3_HEADER) };
	if (s->layer != 3)
		return 0;
	if (f->side > f->len)
		return answer_refuse(a, REASON_DAMAGED,
		    "MP3: a frame is too short for its layer");
	one->main_begin = last == NULL ? 0 :
	    last->main_begin + (last->at + last->len - last->main_at);
	read_side(s->in + at, &back, &one->taken);
	one->takes = back > one->main_begin ? 0 : one->main_begin - back;
	one->taken += one->takes;
	return 0;
}

/* Rate, samples of a frame, delays. */
static void
read_first(struct sound *s, const struct mp3_frame *f, const uint8_t *p)
{
	unsigned start, end;

	s->layer = f->layer;
	s->rate = f->rate;
	s->samples = f->samples;
	s->info = mp3_info(f, p) > 0;
	mp3_delays(f, p, &start, &end);
	s->delay = start;
}

static int
read_frames(struct sound *s, struct answer *a)
{
	struct mp3_frame f;
	size_t at = 0;

	for (; at < s->len; at += f.len) {
		if (!mp3_frame(&f, s->in + at, s->len - at))
			return answer_refuse(a, REASON_DAMAGED,
			    "MP3: a frame is cut");
		if (s->n == 0)
			read_first(s, &f, s->in + at);
		if (add_frame(s, &f, at, a) < 0)
			return -1;
	}
	return s->n > 0 ? 0 : answer_refuse(a, REASON_DAMAGED,
	    "MP3: it holds no sound");
}

/* --- silence --- */

static int
choose(struct sound *s, const struct edits *e, struct answer *a)
{
	size_t i, first = s->info ? 1 : 0;
	uint64_t from, to, late;
	struct mutes m;

	if (mutes_alone(&m, e, s->rate, (uint64_t)(s->n - first) * s->samples,
	    a) < 0)
		return -1;
	/* How much later than its time a sample may stand. */
	late = s->delay + (s->info ? s->samples : 0);
	for (i = first; i < s->n; i++) {
		from = (uint64_t)(i - first) * s->samples;
		to = from + s->samples + BEFORE;
		s->list[i].silent = mutes_hit(&m, from > late ? from - late : 0,
		    to);
	}
	mutes_free(&m);
	return 0;
}

/* CRC-16 over the rest of the header and the side information. */
static void
put_crc(uint8_t *p, size_t side)
{
	unsigned crc = 0xffff, bit;
	size_t i;

	for (i = 2; i < side; i++) {
		if (i == 4 || i == 5)
			continue;	/* itself */
		crc ^= (unsigned)p[i] << 8;
		for (bit = 0; bit < 8; bit++)
			crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x8005u :
			    crc << 1;
		crc &= 0xffff;
	}
	p[4] = (uint8_t)(crc >> 8);
	p[5] = (uint8_t)crc;
}

/* Of layers I and II nothing is allotted to any band; of layer III nothing is
 * taken of the stream.  All zero, but the header. */
static void
silence(struct sound *s, const struct frame *f)
{
	uint8_t *p = s->out + f->at;

	memset(p + MP3_HEADER, 0, f->len - MP3_HEADER);
	if (s->layer != 3)
		p[1] |= 1;	/* no checksum */
	else if ((p[1] & 1) == 0)
		put_crc(p, f->main_at - f->at);
}

/* Bytes [from, to) of the stream that runs through the frames before frame
 * `i` and its own: as they were, or zero. */
static void
set_stream(struct sound *s, size_t i, uint64_t from, uint64_t to, bool keep)
{
	const struct frame *f = &s->list[i];
	uint64_t end = f->main_begin + (f->at + f->len - f->main_at);

	to = to < end ? to : end;
	for (;; f--) {
		if (to > f->main_begin && from < to) {
			uint64_t x = from > f->main_begin ?
			    from - f->main_begin : 0;
			size_t n = (size_t)(to - f->main_begin - x);

			if (keep && f->silent)
				memcpy(s->out + f->main_at + x,
				    s->in + f->main_at + x, n);
			else if (!keep)
				memset(s->out + f->main_at + x, 0, n);
			to = f->main_begin + x;
		}
		if (f == s->list || from >= f->main_begin)
			return;
	}
}

/* First what others take of silent frames comes back, then what silent frames
 * took goes: where both claim a byte, it goes. */
static void
settle_stream(struct sound *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!s->list[i].silent)
			set_stream(s, i, s->list[i].takes, s->list[i].taken,
			    true);
	for (i = 0; i < s->n; i++) {
		uint64_t to = s->list[i].taken;

		if (!s->list[i].silent)
			continue;
		/* What is left before the next one's is no sound. */
		if (i + 1 < s->n && s->list[i + 1].takes > to)
			to = s->list[i + 1].takes;
		set_stream(s, i, s->list[i].takes, to, false);
	}
}

int
mp3_mute(const uint8_t *data, size_t len, const struct edits *e,
    struct answer *a)
{
	struct sound s = { .in = data, .len = len };
	size_t i;
	int r;

	if ((r = read_frames(&s, a)) < 0 || (r = choose(&s, e, a)) < 0)
		goto done;
	if ((s.out = malloc(len)) == NULL) {
		r = answer_refuse(a, REASON_LIMIT, "MP3: out of memory");
		goto done;
	}
	memcpy(s.out, data, len);
	for (i = 0; i < s.n; i++)
		if (s.list[i].silent)
			silence(&s, &s.list[i]);
	if (s.layer == 3)
		settle_stream(&s);
	answer_file(a, s.out, len);
done:
	free(s.out);
	free(s.list);
	return r;
}
