/* gif_frames.c -- see gif_frames.h. */
#include "intake/format/raster/gif_frames.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/raster/gif_lzw.h"
#include "intake/format/tags/numbers.h"

int
gif_frames(struct gif_frames *f, const struct doc *d, struct answer *a)
{
	struct picture_size size;

	*f = (struct gif_frames){ .walk = gif_walk(d->data, d->len) };
	f->control.clear = -1;
	size = (struct picture_size){ f->walk.width, f->walk.height, 1 };
	if (f->walk.bad)
		return answer_refuse(a, REASON_DAMAGED,
		    "GIF: it ends before the picture begins");
	return picture_check(a, &size);
}

bool
gif_loops(const struct gif_block *b, uint16_t *loops)
{
	const uint8_t *p;
	size_t at = 0, n;

	if (b->image || b->label != GIF_APPLICATION ||
	    !gif_sub(b, &at, &p, &n) || n != 11 ||
	    (memcmp(p, "NETSCAPE2.0", 11) != 0 &&
	    memcmp(p, "ANIMEXTS1.0", 11) != 0) ||
	    !gif_sub(b, &at, &p, &n) || n != 3 || p[0] != 1)
		return false;
	*loops = le16(p + 1);
	/* Anything behind that is not the extension's own. */
	return !gif_sub(b, &at, &p, &n);
}

static void
extension(struct gif_frames *f, const struct gif_block *b)
{
	const uint8_t *p;
	size_t at = 0, n;

	if (b->label == GIF_CONTROL && gif_sub(b, &at, &p, &n) && n >= 4) {
		f->control.controlled = true;
		f->control.disposal = p[0] >> 2 & 7;
		if (f->control.disposal > 3)
			f->control.disposal = 0;
		f->control.delay = le16(p + 1);
		f->control.clear = (p[0] & 1) != 0 ? p[3] : -1;
	} else if (b->label == GIF_PLAIN_TEXT) {
		f->control = (struct gif_frame){ .clear = -1 };
	} else if (f->n == 0 && gif_loops(b, &f->loops)) {
		f->looped = true;
	}
}

int
gif_frames_next(struct gif_frames *f, struct gif_frame *frame,
    struct answer *a)
{
	struct gif_block b;
	struct picture_size size;

	while (gif_next(&f->walk, &b)) {
		if (!b.image) {
			extension(f, &b);
			continue;
		}
		size = (struct picture_size){ b.width, b.height, 1 };
		if (picture_check(a, &size) < 0)
			return -1;
		if (f->n++ >= PAGES_MAX)
			return answer_refuse(a, REASON_LIMIT,
			    "GIF: more than %u frames", PAGES_MAX);
		*frame = f->control;
		frame->image = b;
		frame->table = b.table.rgb != NULL ? b.table : f->walk.table;
		f->control = (struct gif_frame){ .clear = -1 };
		return 1;
	}
	if (f->n == 0)
		return answer_refuse(a, REASON_DAMAGED,
		    "GIF: there is no picture in it");
	return 0;
}

/* --- writing --- */

static void
put16(struct bytes *out, uint32_t v)
{
	uint8_t p[2];

	put_le16(p, v);
	(void)bytes_add(out, p, sizeof(p));
}

static void
put_table(struct bytes *out, const struct gif_table *t)
{
	if (t->rgb != NULL)
		(void)bytes_add(out, t->rgb, (size_t)3 << t->bits);
}

static uint8_t
table_flags(const struct gif_table *t)
{
	return t->rgb != NULL ? (uint8_t)(0x80 | (t->bits - 1)) : 0;
}

static void
put_header(struct bytes *out, const struct gif_walk *w)
{
	uint8_t rest[3] = {
		(uint8_t)(table_flags(&w->table) | w->resolution << 4),
		w->table.rgb != NULL ? w->background : 0, w->aspect
	};

	(void)bytes_add_str(out, "GIF89a");
	put16(out, w->width);
	put16(out, w->height);
	(void)bytes_add(out, rest, sizeof(rest));
	put_table(out, &w->table);
}

static void
put_loops(struct bytes *out, uint16_t loops)
{
	static const uint8_t head[] = {
		0x21, GIF_APPLICATION, 11, 'N', 'E', 'T', 'S', 'C', 'A', 'P',
		'E', '2', '.', '0', 3, 1
	};

	(void)bytes_add(out, head, sizeof(head));
	put16(out, loops);
	(void)bytes_add(out, "", 1);
}

static void
put_control(struct bytes *out, const struct gif_frame *f)
{
	uint8_t p[8] = {
		0x21, GIF_CONTROL, 4,
		(uint8_t)(f->disposal << 2 | (f->clear >= 0)),
		0, 0, (uint8_t)(f->clear >= 0 ? f->clear : 0), 0
	};

	put_le16(p + 4, f->delay);
	if (f->controlled)
		(void)bytes_add(out, p, sizeof(p));
}

static void
put_descriptor(struct bytes *out, const struct gif_block *b)
{
	uint8_t flags = (uint8_t)(table_flags(&b->table) |
	    (b->interlaced ? 0x40 : 0));

	(void)bytes_add(out, ",", 1);
	put16(out, b->left);
	put16(out, b->top);
	put16(out, b->width);
	put16(out, b->height);
	(void)bytes_add(out, &flags, 1);
	put_table(out, &b->table);
}

/* Which row of the picture the stored row i is. */
static uint32_t
row_of(const struct gif_block *b, uint32_t i)
{
	static const struct { uint32_t first, step; } passes[] = {
		{ 0, 8 }, { 4, 8 }, { 2, 4 }, { 1, 2 }
	};
	size_t k;

	if (!b->interlaced)
		return i;
	for (k = 0; k < 4; k++) {
		uint32_t n = passes[k].first >= b->height ? 0 :
		    (b->height - passes[k].first - 1) / passes[k].step + 1;

		if (i < n)
			return passes[k].first + i * passes[k].step;
		i -= n;
	}
	return 0;	/* there are no more rows than that */
}

/* The darkest colour that is drawn. */
static uint8_t
darkest(const struct gif_frame *f, unsigned colours)
{
	unsigned i, best = 0, least = UINT16_MAX;

	for (i = 0; i < colours; i++) {
		const uint8_t *rgb = f->table.rgb + 3 * (size_t)i;
		unsigned sum = rgb[0] + 0u + rgb[1] + rgb[2];

		if ((int)i != f->clear && sum < least) {
			least = sum;
			best = i;
		}
	}
	return (uint8_t)best;
}

static void
paint(uint8_t *index, const struct gif_frame *f,
    const struct picture_boxes *boxes, uint8_t dark)
{
	const struct gif_block *b = &f->image;
	uint32_t i, x;
	size_t k;

	for (i = 0; i < b->height; i++) {
		uint32_t y = b->top + row_of(b, i);
		uint8_t *row = index + (size_t)i * b->width;

		for (k = 0; k < boxes->n; k++) {
			const struct picture_box *at = &boxes->at[k];

			if (y < at->y0 || y >= at->y1)
				continue;
			for (x = 0; x < b->width; x++)
				if (b->left + x >= at->x0 &&
				    b->left + x < at->x1)
					row[x] = dark;
		}
	}
}

/*
 * The frame's own table, of the colours that are still there; all others become
 * black, for they tell what was below the boxes.  With one of these the boxes
 * are black, too.
 */
static void
put_colours(struct bytes *out, const struct gif_frame *f, const uint8_t *index,
    uint64_t n, int boxed)
{
	uint8_t rgb[3 * 256] = { 0 };
	struct gif_block b = f->image;
	unsigned colours = 1u << f->table.bits;
	uint64_t i;

	for (i = 0; i < n; i++)
		if (index[i] < colours && index[i] != boxed)
			memcpy(rgb + 3 * (size_t)index[i],
			    f->table.rgb + 3 * (size_t)index[i], 3);
	b.table = (struct gif_table){ .rgb = rgb, .bits = f->table.bits };
	put_descriptor(out, &b);
}

/* A colour that stands nowhere outside of the boxes; -1: all are used. */
static int
unused(uint8_t *index, const struct gif_frame *f, uint64_t n,
    const struct picture_boxes *boxes, uint8_t dark)
{
	unsigned colours = 1u << f->table.bits, i;
	bool used[256] = { false };
	uint64_t k;

	paint(index, f, boxes, dark);
	for (k = 0; k < n; k++)
		used[index[k]] = true;
	for (i = 0; i < colours; i++)
		if (!used[i] && (int)i != f->clear)
			return (int)i;
	return -1;
}

static int
put_painted(struct bytes *out, const struct gif_frame *f,
    const struct picture_boxes *boxes, struct answer *a)
{
	uint64_t n = (uint64_t)f->image.width * f->image.height, i;
	unsigned bits = f->image.code_bits;
	uint8_t *index, dark;
	int r = 0, boxed;

	if (f->table.rgb == NULL)
		return answer_refuse(a, REASON_DAMAGED,
		    "GIF: a frame without colours");
	if ((index = calloc(1, n)) == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	if (!gif_lzw_read(&f->image, index, NULL)) {
		r = answer_refuse(a, REASON_DAMAGED,
		    "GIF: a frame's pixels cannot be decoded");
		goto done;
	}
	if (bits < f->table.bits)
		bits = f->table.bits;
	for (i = 0; i < n; i++)
		if (index[i] >= 1u << bits)
			index[i] = 0;
	dark = darkest(f, 1u << f->table.bits);
	boxed = unused(index, f, n, boxes, dark);
	paint(index, f, boxes, boxed >= 0 ? (uint8_t)boxed : dark);
	put_colours(out, f, index, n, boxed);
	gif_lzw_write(out, index, n, bits);
done:
	free(index);
	return r;
}

int
gif_write(const struct doc *d, const struct picture_boxes *boxes,
    struct answer *a)
{
	struct bytes out = BYTES_INIT(CLEAN_MAX), body = BYTES_INIT(CLEAN_MAX);
	struct gif_frames f;
	struct gif_frame frame;
	int r;

	if ((r = gif_frames(&f, d, a)) < 0)
		goto done;
	while ((r = gif_frames_next(&f, &frame, a)) == 1) {
		put_control(&body, &frame);
		if (boxes != NULL)
			r = put_painted(&body, &frame, boxes, a);
		else
			put_descriptor(&body, &frame.image);
		if (boxes == NULL && !gif_lzw_read(&frame.image, NULL, &body))
			r = answer_refuse(a, REASON_DAMAGED,
			    "GIF: a frame's pixels cannot be decoded");
		if (r < 0)
			goto done;
	}
	if (r < 0)
		goto done;
	if (boxes != NULL)	/* each frame has its own */
		f.walk.table = (struct gif_table){ .rgb = NULL };
	put_header(&out, &f.walk);
	if (f.looped)
		put_loops(&out, f.loops);
	(void)bytes_add(&body, ";", 1);
	if (bytes_ok(&out) < 0 || bytes_ok(&body) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	answer_file(a, out.data, out.len);
	answer_file(a, body.data, body.len);
done:
	bytes_free(&out);
	bytes_free(&body);
	return r;
}

/* --- as it is seen --- */

struct canvas {
	uint32_t width, height;
	uint8_t *rgba, *before;	/* `before`: what a frame is undone to */
	uint8_t *index, *row;
};

static void
draw(struct canvas *c, const struct gif_frame *f)
{
	const struct gif_block *b = &f->image;
	uint32_t i, x;

	for (i = 0; i < b->height; i++) {
		uint32_t y = b->top + row_of(b, i);

		if (y >= c->height)
			continue;
		for (x = 0; x < b->width && b->left + x < c->width; x++) {
			unsigned k = c->index[(size_t)i * b->width + x];
			uint8_t *to = c->rgba + 4 * ((size_t)y * c->width +
			    b->left + x);

			if ((int)k == f->clear || k >= 1u << f->table.bits)
				continue;
			memcpy(to, f->table.rgb + 3 * (size_t)k, 3);
			to[3] = 255;
		}
	}
}

static void
wipe(struct canvas *c, const struct gif_block *b)
{
	uint32_t y, x1 = b->left + b->width;

	x1 = x1 < c->width ? x1 : c->width;
	for (y = b->top; y < b->top + b->height && y < c->height; y++)
		if (b->left < x1)
			memset(c->rgba + 4 * ((size_t)y * c->width + b->left),
			    0, 4 * (size_t)(x1 - b->left));
}

static int
show_frame(struct canvas *c, const struct gif_frame *f,
    struct picture_safe *s, struct answer *a)
{
	struct picture_size size = { c->width, c->height, 1 };
	size_t bytes = 4 * (size_t)c->width * c->height;
	uint32_t y;

	free(c->index);
	c->index = calloc(f->image.width, f->image.height);
	if (f->disposal == 3 && c->before == NULL)
		c->before = malloc(bytes);
	if (c->index == NULL || (f->disposal == 3 && c->before == NULL))
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	if (f->table.rgb == NULL || !gif_lzw_read(&f->image, c->index, NULL))
		return answer_refuse(a, REASON_DAMAGED,
		    "GIF: a frame's pixels cannot be decoded");
	if (f->disposal == 3)
		memcpy(c->before, c->rgba, bytes);
	draw(c, f);
	if (picture_safe_page(s, &size) < 0)
		return -1;
	for (y = 0; y < c->height; y++) {
		picture_on_white(c->row, c->rgba + 4 * (size_t)y * c->width,
		    c->width);
		picture_safe_row(s, c->row);
	}
	if (f->disposal == 3)
		memcpy(c->rgba, c->before, bytes);
	else if (f->disposal == 2)
		wipe(c, &f->image);
	return 0;
}

int
gif_show(const struct doc *d, struct answer *a)
{
	struct picture_safe *s = NULL;
	struct canvas c = { .rgba = NULL };
	struct gif_frames f;
	struct gif_frame frame;
	int r;

	if ((r = gif_frames(&f, d, a)) < 0 ||
	    (r = picture_safe_new(&s, a)) < 0)
		goto done;
	c.width = f.walk.width;
	c.height = f.walk.height;
	c.rgba = calloc((size_t)c.width * c.height, 4);
	c.row = malloc((size_t)c.width * 3);
	if (c.rgba == NULL || c.row == NULL) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	while ((r = gif_frames_next(&f, &frame, a)) == 1)
		if (show_frame(&c, &frame, s, a) < 0) {
			r = -1;
			goto done;
		}
	if (r == 0)
		r = picture_safe_end(s);
done:
	picture_safe_free(s);
	free(c.rgba);
	free(c.before);
	free(c.index);
	free(c.row);
	return r;
}
