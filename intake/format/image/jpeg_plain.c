/* jpeg_plain.c -- see jpeg_plain.h. */
#include "intake/format/image/jpeg_plain.h"

#include <string.h>

#include "intake/format/image/jpeg_code.h"
#include "intake/format/image/jpeg_scan.h"
#include "intake/format/image/jpeg_walk.h"

#define TABLES 4
#define TABLE_BYTES 64		/* of 8-bit quantisation */
#define FRAME_HEAD 6		/* before the components */
#define HEADER_MAX 4096		/* bytes of the header written */

struct plain {
	const uint8_t *quant[TABLES];
	struct jpeg_scan scan;
	const uint8_t *frame;		/* SOF's body */
	uint8_t frame_marker;
	const uint8_t *scan_head;	/* SOS's body */
	size_t ids;			/* components */
	bool jfif, adobe;
	uint8_t transform;		/* of Adobe's segment */
	uint8_t density[5];		/* JFIF: unit, x, y */
};

/* DQT: any number of tables; only those of 8 bits. */
static bool
read_quant(struct plain *p, const uint8_t *at, size_t len)
{
	for (; len > 0; at += 1 + TABLE_BYTES, len -= 1 + TABLE_BYTES) {
		if (len < 1 + TABLE_BYTES || at[0] >= TABLES)
			return false;
		p->quant[at[0]] = at + 1;
	}
	return true;
}

/* DHT: any number of tables. */
static bool
read_huffman(struct plain *p, const uint8_t *at, size_t len)
{
	while (len > 0) {
		struct jpeg_table t;
		size_t i;

		if (len < 1 + JPEG_CODE_BITS_MAX || (at[0] & 0x0f) >= TABLES ||
		    at[0] >> 4 > 1)
			return false;
		t.counts = at + 1;
		t.symbols = at + 1 + JPEG_CODE_BITS_MAX;
		for (i = 0, t.n = 0; i < JPEG_CODE_BITS_MAX; i++)
			t.n += t.counts[i];
		if (t.n > JPEG_SYMBOLS_MAX ||
		    t.n > len - 1 - JPEG_CODE_BITS_MAX)
			return false;
		if (at[0] >> 4 == 0)
			p->scan.dc[at[0] & 0x0f] = t;
		else
			p->scan.ac[at[0] & 0x0f] = t;
		at += 1 + JPEG_CODE_BITS_MAX + t.n;
		len -= 1 + JPEG_CODE_BITS_MAX + t.n;
	}
	return true;
}

static bool
read_frame(struct plain *p, const struct jpeg_segment *s)
{
	if (p->frame != NULL || s->len < FRAME_HEAD || s->data[0] != 8 ||
	    s->marker > MARKER_SOF0 + 1)
		return false;
	p->frame = s->data;
	p->frame_marker = s->marker;
	p->ids = s->data[5];
	return (p->ids == 1 || p->ids == 3) &&
	    s->len == FRAME_HEAD + 3 * p->ids;
}

static bool
read_scan_head(struct plain *p, const struct jpeg_segment *s)
{
	size_t i;

	if (p->frame == NULL || s->len != 4 + 2 * p->ids ||
	    s->data[0] != p->ids)
		return false;
	p->scan_head = s->data;
	p->scan.components = p->ids;
	for (i = 0; i < p->ids; i++) {
		const uint8_t *id = s->data + 1 + 2 * i;

		if (id[0] != p->frame[FRAME_HEAD + 3 * i] ||
		    id[1] >> 4 >= TABLES || (id[1] & 0x0f) >= TABLES)
			return false;
		p->scan.component[i].dc = id[1] >> 4;
		p->scan.component[i].ac = id[1] & 0x0f;
	}
	return memcmp(s->data + 1 + 2 * p->ids, "\0\x3f\0", 3) == 0;
}

static bool
segment(struct plain *p, const struct jpeg_segment *s)
{
	if (s->marker == MARKER_DHT)
		return read_huffman(p, s->data, s->len);
	if (s->marker == MARKER_DQT)
		return read_quant(p, s->data, s->len);
	if (s->marker == MARKER_DRI) {
		if (s->len != 2)
			return false;
		p->scan.restart = (uint32_t)s->data[0] << 8 | s->data[1];
	} else if (s->marker == MARKER_APP0 && s->len >= 14 &&
	    memcmp(s->data, "JFIF", 5) == 0) {
		p->jfif = true;
		memcpy(p->density, s->data + 7, sizeof(p->density));
	} else if (s->marker == MARKER_APP0 + 14 && s->len >= 12 &&
	    memcmp(s->data, "Adobe", 5) == 0) {
		p->adobe = true;
		p->transform = s->data[11];
	} else if (s->marker >= MARKER_SOF0 && s->marker <= MARKER_SOF15) {
		return read_frame(p, s);
	} else if (s->marker < MARKER_APP0) {
		return false;	/* nothing else belongs before a scan */
	}
	return true;
}

/* Would libjpeg, and so everybody, read these colours as YCbCr or grey? */
static bool
is_plain_colour(const struct plain *p)
{
	const uint8_t *id = p->frame + FRAME_HEAD;

	if (p->ids == 1 || p->jfif)
		return true;
	if (p->adobe)
		return p->transform == 1;
	return id[0] == 1 && id[3] == 2 && id[6] == 3;
}

/* The picture's size in MCUs (A.2), and the blocks of each component. */
static bool
measure(struct plain *p)
{
	uint32_t height = (uint32_t)p->frame[1] << 8 | p->frame[2];
	uint32_t width = (uint32_t)p->frame[3] << 8 | p->frame[4];
	uint32_t across = 1, down = 1, blocks = 0;
	size_t i;

	for (i = 0; i < p->ids; i++) {
		const uint8_t *c = p->frame + FRAME_HEAD + 3 * i;
		uint32_t h = c[1] >> 4, v = c[1] & 0x0f;

		if (h < 1 || h > 4 || v < 1 || v > 4 || c[2] >= TABLES ||
		    p->quant[c[2]] == NULL)
			return false;
		across = h > across ? h : across;
		down = v > down ? v : down;
		p->scan.component[i].blocks = h * v;
		blocks += h * v;
	}
	if (p->ids == 1)	/* not interleaved: one block at a time */
		p->scan.component[0].blocks = blocks = across = down = 1;
	if (width == 0 || height == 0 || blocks > 10)
		return false;
	across *= 8;
	down *= 8;
	p->scan.mcus = (width + across - 1) / across *
	    ((height + down - 1) / down);
	return true;
}

static void
put_head(struct bytes *b, uint8_t marker, size_t len)
{
	uint8_t head[4] = {
		0xff, marker, (uint8_t)((len + 2) >> 8), (uint8_t)(len + 2)
	};

	(void)bytes_add(b, head, sizeof(head));
}

static void
put_table(struct bytes *b, unsigned class_id, const struct jpeg_table *t)
{
	uint8_t id = (uint8_t)class_id;

	put_head(b, MARKER_DHT, 1 + JPEG_CODE_BITS_MAX + t->n);
	(void)bytes_add(b, &id, 1);
	(void)bytes_add(b, t->counts, JPEG_CODE_BITS_MAX);
	(void)bytes_add(b, t->symbols, t->n);
}

static void
put_quant(struct bytes *b, const struct plain *p)
{
	bool quant[TABLES] = { false };
	uint8_t i;

	for (i = 0; i < p->ids; i++)
		quant[p->frame[FRAME_HEAD + 3 * i + 2]] = true;
	for (i = 0; i < TABLES; i++)
		if (quant[i]) {
			put_head(b, MARKER_DQT, 1 + TABLE_BYTES);
			(void)bytes_add(b, &i, 1);
			(void)bytes_add(b, p->quant[i], TABLE_BYTES);
		}
}

static void
put_huffman(struct bytes *b, const struct plain *p)
{
	bool dc[TABLES] = { false }, ac[TABLES] = { false };
	uint8_t i;

	for (i = 0; i < p->ids; i++) {
		dc[p->scan.component[i].dc] = true;
		ac[p->scan.component[i].ac] = true;
	}
	for (i = 0; i < TABLES; i++) {
		if (dc[i])
			put_table(b, i, &p->scan.dc[i]);
		if (ac[i])
			put_table(b, 0x10u | i, &p->scan.ac[i]);
	}
}

static void
put_jfif(struct bytes *b, const struct plain *p)
{
	static const uint8_t square[5] = { 0, 0, 1, 0, 1 };

	put_head(b, MARKER_APP0, 14);
	(void)bytes_add(b, "JFIF\0\1\1", 7);
	(void)bytes_add(b, p->jfif ? p->density : square, sizeof(square));
	(void)bytes_add(b, "\0\0", 2);		/* no thumbnail */
}

static int
put_header(struct bytes *b, const struct plain *p, unsigned orientation)
{
	uint8_t exif[JPEG_ORIENTATION_BYTES];
	uint8_t restart[2] = {
		(uint8_t)(p->scan.restart >> 8), (uint8_t)p->scan.restart
	};

	(void)bytes_add(b, "\xff\xd8", 2);
	put_jfif(b, p);
	if (orientation >= 2 && orientation <= 8) {
		put_head(b, MARKER_APP0 + 1, sizeof(exif));
		jpeg_orientation_segment(exif, orientation);
		(void)bytes_add(b, exif, sizeof(exif));
	}
	/* In libjpeg's order, so that what either way wrote stays the same
	 * when it is cleaned again. */
	put_quant(b, p);
	put_head(b, p->frame_marker, FRAME_HEAD + 3 * p->ids);
	(void)bytes_add(b, p->frame, FRAME_HEAD + 3 * p->ids);
	put_huffman(b, p);
	if (p->scan.restart > 0) {
		put_head(b, MARKER_DRI, sizeof(restart));
		(void)bytes_add(b, restart, sizeof(restart));
	}
	put_head(b, MARKER_SOS, 4 + 2 * p->ids);
	return bytes_add(b, p->scan_head, 4 + 2 * p->ids);
}

bool
jpeg_plain_copy(const struct doc *d, struct answer *a, unsigned orientation)
{
	struct jpeg_walk w = jpeg_walk(d->data, d->len);
	struct bytes header = BYTES_INIT(HEADER_MAX);
	struct plain p = { .frame = NULL };
	struct jpeg_segment s;
	const uint8_t *data;
	size_t used, left;
	bool done = false;

	do {
		if (!jpeg_next(&w, &s))
			return false;
		if (s.marker != MARKER_SOS && !segment(&p, &s))
			return false;
	} while (s.marker != MARKER_SOS);
	if (!read_scan_head(&p, &s) || !is_plain_colour(&p) || !measure(&p))
		return false;
	data = s.data + s.len;
	left = d->len - (size_t)(data - d->data);
	if (!jpeg_scan_check(&p.scan, data, left, &used) ||
	    data[used + 1] != MARKER_EOI)
		return false;
	if (put_header(&header, &p, orientation) == 0) {
		answer_file(a, header.data, header.len);
		answer_file(a, data, used + 2);
		done = true;
	}
	bytes_free(&header);
	return done;
}
