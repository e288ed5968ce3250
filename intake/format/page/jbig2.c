/* jbig2.c -- see jbig2.h. */
#include "intake/format/page/jbig2.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/page/jbig2_form.h"
#include "intake/format/page/mq.h"
#include "vault/base/err.h"

#define SOON 8000u		/* pixels of a dictionary that learns soonest */
#define LATE 120000u		/* and latest */

const struct jbig2_template jbig2_templates[JBIG2_TEMPLATES] = {
	{ 4, 7, 3, 5, 2, JBIG2_PIXEL_CONTEXTS, 8,
	    { 3, 0xff, 0xfd, 0xff, 2, 0xfe, 0xfe, 0xfe } },
	{ 3, 6, 3, 4, 2, 1 << 13, 2, { 3, 0xff } },
	{ 2, 5, 2, 3, 1, 1 << 10, 2, { 2, 0xff } },
};

static void
put(struct bytes *b, uint32_t v, unsigned bytes)
{
	uint8_t p[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16),
		(uint8_t)(v >> 8), (uint8_t)v };

	(void)bytes_add(b, p + 4 - bytes, bytes);
}

/* 7.2: the head of a segment, then its data. */
static void
segment(struct bytes *out, const struct jbig2_segment *s, unsigned type,
    const struct bytes *data)
{
	unsigned i;

	put(out, s->number, 4);
	put(out, type, 1);
	put(out, s->nrefers << 5, 1);
	for (i = 0; i < s->nrefers; i++)
		put(out, s->refers[i], 1);
	put(out, s->shared ? 0 : 1, 1);
	put(out, (uint32_t)data->len, 4);
	(void)bytes_add(out, data->data, data->len);
	if (bytes_ok(data) < 0)
		out->failed = data->failed;
}

static struct bytes
data_for(const struct bytes *out)
{
	return BYTES_INIT(out->max < UINT32_MAX ? out->max : UINT32_MAX);
}

static void *
contexts(struct bytes *out, size_t n)
{
	void *p = calloc(n, 1);

	if (p == NULL)
		out->failed = err_set(ERR_NO_MEMORY, "no memory for a page's "
		    "picture; close other programs and try again");
	return p;
}

void
jbig2_page(struct bytes *out, uint32_t number, unsigned width,
    unsigned height)
{
	const struct jbig2_segment s = { .number = number };
	struct bytes data = data_for(out);

	put(&data, width, 4);
	put(&data, height, 4);
	put(&data, 0, 4);	/* dots a metre: not told */
	put(&data, 0, 4);
	put(&data, JBIG2_PAGE_FLAGS, 1);
	put(&data, 0, 2);
	segment(out, &s, JBIG2_PAGE, &data);
	bytes_free(&data);
}

/* --- pixels --- */

/* A row of a bitmap from its left edge; nothing lies outside. */
struct window {
	const uint8_t *row;	/* NULL: outside */
	unsigned width, x;	/* the next pixel to come in */
};

static unsigned
next(struct window *w)
{
	unsigned x = w->x++;

	return w->row == NULL || x >= w->width ? 0 :
	    w->row[x / 8] >> (7 - x % 8) & 1u;
}

static const uint8_t *
row_of(const struct bitmap *b, unsigned y, unsigned up)
{
	return y >= up ? b->data + (y - up) * b->stride : NULL;
}

static void
put_row(struct mq *m, const struct jbig2_template *t, uint8_t *contexts,
    const struct bitmap *b, unsigned y)
{
	struct window above = { row_of(b, y, 1), b->width, 0 };
	struct window top = { row_of(b, y, 2), b->width, 0 };
	struct window here = { row_of(b, y, 0), b->width, 0 };
	unsigned one, two, line = 0, x, bit, i;

	for (one = i = 0; i < t->above_on; i++)
		one = one << 1 | next(&above);
	for (two = i = 0; i < t->top_on; i++)
		two = two << 1 | next(&top);
	for (x = 0; x < b->width; x++) {
		one = (one << 1 | next(&above)) & ((1u << t->above) - 1);
		two = (two << 1 | next(&top)) & ((1u << t->top) - 1);
		bit = next(&here);
		mq_bit(m, &contexts[line | one << t->here |
		    two << (t->here + t->above)], bit);
		line = (line << 1 | bit) & ((1u << t->here) - 1);
	}
}

static void
put_pixels(struct mq *m, const struct jbig2_template *t, uint8_t *contexts,
    const struct bitmap *b)
{
	unsigned y;

	for (y = 0; y < b->height; y++)
		put_row(m, t, contexts, b, y);
}

/* The same, each row preceded by whether it is as the one before. */
static void
put_rows(struct mq *m, uint8_t *contexts, const struct bitmap *b)
{
	bool was = false, same;
	unsigned y;

	for (y = 0; y < b->height; y++, was = same) {
		const uint8_t *row = row_of(b, y, 0), *up = row_of(b, y, 1);

		same = up != NULL && memcmp(row, up, b->stride) == 0;
		mq_bit(m, &contexts[JBIG2_SAME_ROW], same != was);
		if (!same)
			put_row(m, &jbig2_templates[0], contexts, b, y);
	}
}

static void
put_place(struct bytes *b, const struct jbig2_segment *s, unsigned width,
    unsigned height, unsigned x, unsigned y)
{
	put(b, width, 4);
	put(b, height, 4);
	put(b, x, 4);
	put(b, y, 4);
	put(b, s->holes ? JBIG2_XOR : JBIG2_OR, 1);
}

void
jbig2_bitmap(struct bytes *out, const struct jbig2_segment *s,
    const struct bitmap *b, unsigned x, unsigned y)
{
	struct bytes data = data_for(out);
	uint8_t *pixels = contexts(out, JBIG2_PIXEL_CONTEXTS);
	struct mq m = mq_begin(&data);

	if (pixels == NULL)
		return;
	put_place(&data, s, b->width, b->height, x, y);
	put(&data, JBIG2_SAME_ROWS, 1);
	(void)bytes_add(&data, jbig2_templates[0].adaptive,
	    jbig2_templates[0].nadaptive);
	put_rows(&m, pixels, b);
	mq_end(&m);
	segment(out, s, JBIG2_BITMAP, &data);
	free(pixels);
	bytes_free(&data);
}

/* --- shapes --- */

struct dictionary {
	uint8_t pixels[JBIG2_PIXEL_CONTEXTS];
	uint8_t height[MQ_NUMBER_CONTEXTS], width[MQ_NUMBER_CONTEXTS],
	    export[MQ_NUMBER_CONTEXTS];
};

/* 6.5.5: classes of one height, each width told by its difference. */
static void
put_shapes(struct mq *m, const struct jbig2_template *t,
    struct dictionary *d, const struct bitmap *shapes, uint32_t n)
{
	unsigned height = 0, width;
	uint32_t i = 0;

	while (i < n) {
		mq_number(m, d->height, (int32_t)(shapes[i].height - height));
		height = shapes[i].height;
		for (width = 0; i < n && shapes[i].height == height; i++) {
			mq_number(m, d->width,
			    (int32_t)shapes[i].width - (int32_t)width);
			width = shapes[i].width;
			put_pixels(m, t, d->pixels, &shapes[i]);
		}
		mq_none(m, d->width);
	}
	mq_number(m, d->export, 0);
	mq_number(m, d->export, (int32_t)n);
}

static unsigned
template_for(const struct bitmap *shapes, uint32_t n)
{
	uint64_t pixels = 0;
	uint32_t i;

	for (i = 0; i < n; i++)
		pixels += (uint64_t)shapes[i].width * shapes[i].height;
	return pixels > LATE ? 0 : pixels > SOON ? 1 : 2;
}

void
jbig2_dictionary(struct bytes *out, const struct jbig2_segment *s,
    const struct bitmap *shapes, uint32_t n)
{
	struct dictionary *d = contexts(out, sizeof(*d));
	struct bytes data = data_for(out);
	struct mq m = mq_begin(&data);
	unsigned which = template_for(shapes, n);
	const struct jbig2_template *t = &jbig2_templates[which];

	if (d == NULL)
		return;
	put(&data, which << 10, 2);
	(void)bytes_add(&data, t->adaptive, t->nadaptive);
	put(&data, n, 4);
	put(&data, n, 4);
	put_shapes(&m, t, d, shapes, n);
	mq_end(&m);
	segment(out, s, JBIG2_DICTIONARY, &data);
	free(d);
	bytes_free(&data);
}

/* --- places --- */

struct region {
	uint8_t line[MQ_NUMBER_CONTEXTS], first[MQ_NUMBER_CONTEXTS],
	    step[MQ_NUMBER_CONTEXTS];
	unsigned bits;		/* of an id */
	uint8_t ids[];
};

/* 6.4.5: lines of one y; in a line each x from the end of the one before. */
static void
put_lines(struct mq *m, struct region *g, const struct jbig2_place *p,
    uint32_t n, const struct bitmap *shapes)
{
	int32_t y = 0, first = 0, x = 0;
	uint32_t i;

	mq_number(m, g->line, 0);
	for (i = 0; i < n; i++) {
		bool begins = i == 0 || p[i].y != p[i - 1].y;

		if (begins) {
			if (i > 0)
				mq_none(m, g->step);
			mq_number(m, g->line, p[i].y - y);
			mq_number(m, g->first, p[i].x - first);
			y = p[i].y;
			first = p[i].x;
		} else {
			mq_number(m, g->step, p[i].x - x);
		}
		mq_id(m, g->ids, g->bits, p[i].id);
		x = p[i].x + (int32_t)shapes[p[i].id].width - 1;
	}
	mq_none(m, g->step);
}

void
jbig2_places(struct bytes *out, const struct jbig2_segment *s,
    unsigned width, unsigned height, const struct jbig2_place *places,
    uint32_t n, const struct bitmap *shapes, uint32_t nshapes)
{
	struct bytes data = data_for(out);
	struct mq m = mq_begin(&data);
	struct region *g;
	unsigned bits = 0;

	while (((uint64_t)1 << bits) < nshapes)
		bits++;
	if ((g = contexts(out, sizeof(*g) + ((size_t)1 << bits))) == NULL)
		return;
	g->bits = bits;
	put_place(&data, s, width, height, 0, 0);
	put(&data, 0, 2);	/* one row a strip, lower left corners, OR */
	put(&data, n, 4);
	put_lines(&m, g, places, n, shapes);
	mq_end(&m);
	segment(out, s, JBIG2_PLACES, &data);
	free(g);
	bytes_free(&data);
}
