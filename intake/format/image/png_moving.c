/*
 * png_moving.c -- an animated PNG written anew and shown; see png_frames.h.
 *
 * Each frame goes through png_code.h as a picture of its own, so that here
 * too no byte of the old file is copied.
 */
#include <stdlib.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/image/png_code.h"
#include "intake/format/image/png_frames.h"
#include "intake/format/image/png_write.h"
#include "intake/format/tags/numbers.h"

struct moving {
	struct bytes head;	/* all before the first frame's data */
	struct bytes body;
	uint32_t sequence;	/* of fcTL and fdAT, from 0 */
	uint32_t shown;
};

/* Boxes of the canvas on a frame that lies at a place of it. */
static int
boxes_on(struct picture_boxes *own, const struct picture_boxes *boxes,
    const struct png_frame *f, struct answer *a)
{
	size_t i;

	*own = PICTURE_BOXES_INIT;
	if ((own->at = calloc(boxes->n + 1, sizeof(*own->at))) == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	for (i = 0; i < boxes->n; i++) {
		struct picture_box b = boxes->at[i];

		b.x0 = b.x0 > f->left ? b.x0 - f->left : 0;
		b.y0 = b.y0 > f->top ? b.y0 - f->top : 0;
		b.x1 = b.x1 > f->left ? b.x1 - f->left : 0;
		b.y1 = b.y1 > f->top ? b.y1 - f->top : 0;
		b.x1 = b.x1 < f->width ? b.x1 : f->width;
		b.y1 = b.y1 < f->height ? b.y1 : f->height;
		if (b.x0 < b.x1 && b.y0 < b.y1)
			own->at[own->n++] = b;
	}
	return 0;
}

/* One frame coded anew, as a PNG; what it refuses, `a` refuses. */
static int
recode(struct bytes *out, const struct bytes *png, const struct png_frame *f,
    const struct picture_boxes *boxes, struct answer *a)
{
	struct doc d = { .data = png->data, .len = png->len };
	struct picture_size size = { f->width, f->height, 1 };
	struct picture_boxes own = PICTURE_BOXES_INIT;
	struct answer *to = NULL;
	int r = -1;

	if (answer_new_file(&to, out) < 0)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	if (boxes == NULL)
		r = png_copy(&d, to, NULL, 1);
	else if (boxes_on(&own, boxes, f, a) == 0)
		r = png_repaint(&d, to, NULL, NULL, &size, &own);
	if (r == 0)
		r = answer_end(to);
	if (r < 0)
		(void)answer_refuse(a, REASON_DAMAGED,
		    "PNG: a frame's pixels cannot be decoded");
	picture_boxes_free(&own);
	answer_free(to);
	return r < 0 ? -1 : 0;
}

static void
put_control(struct moving *m, const struct png_frame *f)
{
	uint8_t p[26];

	put_be32(p, m->sequence++);
	put_be32(p + 4, f->width);
	put_be32(p + 8, f->height);
	put_be32(p + 12, f->left);
	put_be32(p + 16, f->top);
	memcpy(p + 20, f->timing, sizeof(f->timing));
	png_put(&m->body, "fcTL", p, sizeof(p));
	m->shown++;
}

/* The head of the first frame is that of the file; data of all goes on. */
static int
put_frame(struct moving *m, const struct bytes *png, bool first)
{
	struct png_walk w = png_walk(png->data, png->len);
	struct bytes data = BYTES_INIT(CLEAN_MAX);
	struct png_chunk c;
	uint8_t number[4];

	while (png_next(&w, &c)) {
		if (png_is(&c, "IDAT") && first) {
			png_put(&m->body, "IDAT", c.data, c.len);
		} else if (png_is(&c, "IDAT")) {
			bytes_reset(&data);
			put_be32(number, m->sequence++);
			(void)bytes_add(&data, number, sizeof(number));
			(void)bytes_add(&data, c.data, c.len);
			png_put(&m->body, "fdAT", data.data, data.len);
		} else if (first && !png_is(&c, "IEND")) {
			png_put(&m->head, c.type, c.data, c.len);
		}
	}
	bytes_free(&data);
	return bytes_ok(&m->body);
}

int
png_frames_write(const struct doc *d, const struct picture_boxes *boxes,
    struct answer *a)
{
	struct moving m = {
		.head = BYTES_INIT(CLEAN_MAX), .body = BYTES_INIT(CLEAN_MAX),
	};
	struct bytes png = BYTES_INIT(CLEAN_MAX), own = BYTES_INIT(CLEAN_MAX);
	struct png_frames f;
	struct png_frame frame;
	uint8_t control[8];
	int r;

	if ((r = png_frames(&f, d, a)) < 0)
		goto done;
	png_put_signature(&m.head);
	while ((r = png_frames_next(&f, &frame, &png, a)) == 1) {
		bytes_reset(&own);
		if ((r = recode(&own, &png, &frame, boxes, a)) < 0)
			goto done;
		if (frame.shown)
			put_control(&m, &frame);
		if (put_frame(&m, &own, f.n == 1) < 0) {
			r = answer_refuse(a, REASON_LIMIT, "out of memory");
			goto done;
		}
		bytes_reset(&png);
	}
	if (r < 0)
		goto done;
	put_be32(control, m.shown);
	put_be32(control + 4, f.plays);
	if (m.shown > 0)	/* else it only said that it moves */
		png_put(&m.head, "acTL", control, sizeof(control));
	png_put(&m.body, "IEND", NULL, 0);
	if (bytes_ok(&m.head) < 0 || bytes_ok(&m.body) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	answer_file(a, m.head.data, m.head.len);
	answer_file(a, m.body.data, m.body.len);
done:
	bytes_free(&png);
	bytes_free(&own);
	bytes_free(&m.head);
	bytes_free(&m.body);
	return r;
}

/* --- as it is seen --- */

struct canvas {
	uint32_t width, height;
	uint8_t *rgba, *before, *frame, *row;
};

static void
blend(uint8_t *to, const uint8_t *p)
{
	unsigned a = p[3], under = to[3] * (255 - a) / 255, sum = a + under;
	size_t i;

	if (sum == 0)
		return;
	for (i = 0; i < 3; i++)
		to[i] = (uint8_t)((p[i] * a + to[i] * under) / sum);
	to[3] = (uint8_t)sum;
}

static void
draw(struct canvas *c, const struct png_frame *f)
{
	uint32_t x, y;

	for (y = 0; y < f->height; y++)
		for (x = 0; x < f->width; x++) {
			uint8_t *to = c->rgba + 4 * ((size_t)(f->top + y) *
			    c->width + f->left + x);
			const uint8_t *p = c->frame +
			    4 * ((size_t)y * f->width + x);

			if (f->timing[5] == 0)
				memcpy(to, p, 4);
			else
				blend(to, p);
		}
}

static void
dispose(struct canvas *c, const struct png_frame *f)
{
	uint32_t y;

	if (f->timing[4] == 2)
		memcpy(c->rgba, c->before, 4 * (size_t)c->width * c->height);
	for (y = 0; f->timing[4] == 1 && y < f->height; y++)
		memset(c->rgba + 4 * ((size_t)(f->top + y) * c->width +
		    f->left), 0, 4 * (size_t)f->width);
}

static int
show_frame(struct canvas *c, const struct png_frame *f,
    const struct bytes *png, struct picture_safe *s, struct answer *a)
{
	struct picture_size size = { c->width, c->height, 1 };
	struct doc d = { .data = png->data, .len = png->len };
	uint32_t y;
	int r;

	if ((r = png_rgba(&d, a, f->width, f->height, c->frame)) < 0)
		return r;
	memcpy(c->before, c->rgba, 4 * (size_t)c->width * c->height);
	draw(c, f);
	if ((r = picture_safe_page(s, &size)) < 0)
		return r;
	for (y = 0; y < c->height; y++) {
		picture_on_white(c->row, c->rgba + 4 * (size_t)y * c->width,
		    c->width);
		picture_safe_row(s, c->row);
	}
	if (f->shown)
		dispose(c, f);
	else	/* the picture of those who know no animation */
		memset(c->rgba, 0, 4 * (size_t)c->width * c->height);
	return 0;
}

int
png_frames_show(const struct doc *d, struct answer *a)
{
	struct bytes png = BYTES_INIT(CLEAN_MAX);
	struct picture_safe *s = NULL;
	struct canvas c = { .rgba = NULL };
	struct png_frames f;
	struct png_frame frame;
	size_t n;
	int r;

	if ((r = png_frames(&f, d, a)) < 0 ||
	    (r = picture_safe_new(&s, a)) < 0)
		goto done;
	c.width = be32(f.header);
	c.height = be32(f.header + 4);
	n = (size_t)c.width * c.height;
	c.rgba = calloc(n, 4);
	c.before = malloc(n * 4);
	c.frame = malloc(n * 4);
	c.row = malloc((size_t)c.width * 3);
	if (c.rgba == NULL || c.before == NULL || c.frame == NULL ||
	    c.row == NULL) {
		r = answer_refuse(a, REASON_LIMIT, "out of memory");
		goto done;
	}
	while ((r = png_frames_next(&f, &frame, &png, a)) == 1) {
		if ((r = show_frame(&c, &frame, &png, s, a)) < 0)
			goto done;
		bytes_reset(&png);
	}
	if (r == 0)
		r = picture_safe_end(s);
done:
	picture_safe_free(s);
	bytes_free(&png);
	free(c.rgba);
	free(c.before);
	free(c.frame);
	free(c.row);
	return r;
}
