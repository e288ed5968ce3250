/* picture.c -- see picture.h. */
#include "intake/format/page/picture.h"

#include <cairo.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/page/pages.h"

#define UNIT 100		/* layout units in a pixel */
#define SAFE_DPI 150.0
#define SAFE_SIDE_MAX 14400.0	/* points; ISO 32000-1, annex C */

/* How the picture as stored becomes the picture as shown: EXIF 2.32, 4.6.4. */
static bool
flips_x(unsigned o)
{
	return o == 2 || o == 3 || o == 7 || o == 8;
}

static bool
flips_y(unsigned o)
{
	return o == 3 || o == 4 || o == 6 || o == 7;
}

static bool
swaps(unsigned o)
{
	return o >= 5 && o <= 8;
}

int
picture_check(struct answer *a, const struct picture_size *size)
{
	if (size->width == 0 || size->height == 0)
		return answer_refuse(a, REASON_DAMAGED,
		    "a picture of %u x %u pixels", size->width, size->height);
	if (size->width > PICTURE_SIDE_MAX || size->height > PICTURE_SIDE_MAX ||
	    (uint64_t)size->width * size->height > PIXELS_MAX)
		return answer_refuse(a, REASON_LIMIT,
		    "a picture of %u x %u pixels", size->width, size->height);
	return 0;
}

void
picture_page(struct answer *a, const struct picture_size *size)
{
	bool turned = swaps(size->orientation);
	struct page page = {
		.width = UNIT * (turned ? size->height : size->width),
		.height = UNIT * (turned ? size->width : size->height),
	};

	answer_page(a, &page);
}

/* Layout units to whole pixels, outwards, inside 0..side. */
static uint32_t
down(int32_t v, uint32_t side)
{
	uint32_t px = v <= 0 ? 0 : (uint32_t)v / UNIT;

	return px < side ? px : side;
}

static uint32_t
up(int32_t v, uint32_t side)
{
	uint32_t px = v <= 0 ? 0 : ((uint32_t)v + UNIT - 1) / UNIT;

	return px < side ? px : side;
}

static void
flip(uint32_t *from, uint32_t *to, uint32_t side)
{
	uint32_t was = *from;

	*from = side - *to;
	*to = side - was;
}

static void
align(uint32_t *from, uint32_t *to, uint32_t side, uint32_t grid)
{
	*from -= *from % grid;
	if (*to % grid != 0)
		*to += grid - *to % grid;
	if (*to > side)
		*to = side;
}

/* The box in stored pixels; false when nothing of it lies in the picture. */
static bool
place(struct picture_box *p, const struct box *box,
    const struct picture_size *size)
{
	uint32_t w = size->width, h = size->height;

	if (box->x1 <= box->x0 || box->y1 <= box->y0)
		return false;
	if (swaps(size->orientation)) {
		p->x0 = down(box->y0, w);
		p->x1 = up(box->y1, w);
		p->y0 = down(box->x0, h);
		p->y1 = up(box->x1, h);
	} else {
		p->x0 = down(box->x0, w);
		p->x1 = up(box->x1, w);
		p->y0 = down(box->y0, h);
		p->y1 = up(box->y1, h);
	}
	if (flips_x(size->orientation))
		flip(&p->x0, &p->x1, w);
	if (flips_y(size->orientation))
		flip(&p->y0, &p->y1, h);
	return p->x0 < p->x1 && p->y0 < p->y1;
}

int
picture_edits_check(struct answer *a, const struct edits *e, uint32_t pages,
    bool whitens)
{
	size_t i;

	if ((e->flags & EDITS_WHITEN) != 0 && !whitens)
		return answer_refuse(a, REASON_UNSUPPORTED, "the paper of "
		    "pictures of this kind cannot be made white; leave that "
		    "out, or send a PNG of it");
	if (e->nranges > 0)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "the plan removes text and a picture has none; give boxes");
	if (e->nboxes > PICTURE_BOXES_MAX)
		return answer_refuse(a, REASON_LIMIT, "%zu boxes; at most %u "
		    "on one picture", e->nboxes, PICTURE_BOXES_MAX);
	for (i = 0; i < e->nboxes; i++)
		if (e->boxes[i].page >= pages)
			return answer_refuse(a, REASON_UNSUPPORTED,
			    "the plan has a box on page %u of a picture that "
			    "has %u; give boxes on those it has",
			    e->boxes[i].page + 1, pages);
	return 0;
}

int
picture_boxes_from(struct picture_boxes *out, struct answer *a,
    const struct edits *e, uint32_t page, const struct picture_size *size,
    uint32_t grid_x, uint32_t grid_y)
{
	struct picture_boxes b = PICTURE_BOXES_INIT;
	size_t i;

	*out = PICTURE_BOXES_INIT;
	if (e->nboxes == 0)
		return 0;
	if ((b.at = calloc(e->nboxes, sizeof(*b.at))) == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	for (i = 0; i < e->nboxes; i++) {
		struct picture_box *p = &b.at[b.n];

		if ((page != PICTURE_EVERY_PAGE && e->boxes[i].page != page) ||
		    !place(p, &e->boxes[i], size))
			continue;
		align(&p->x0, &p->x1, size->width, grid_x);
		align(&p->y0, &p->y1, size->height, grid_y);
		b.n++;
	}
	*out = b;
	return 0;
}

void
picture_paint(const struct picture_boxes *b, uint8_t *row, uint32_t y,
    const uint8_t *black, size_t n)
{
	size_t i;
	uint32_t x;

	for (i = 0; i < b->n; i++) {
		if (y < b->at[i].y0 || y >= b->at[i].y1)
			continue;
		for (x = b->at[i].x0; x < b->at[i].x1; x++)
			memcpy(row + x * n, black, n);
	}
}

void
picture_boxes_free(struct picture_boxes *b)
{
	free(b->at);
	*b = PICTURE_BOXES_INIT;
}

struct picture_safe {
	struct answer *a;
	struct pages *pages;
	struct picture_size size;
	uint32_t factor;	/* stored pixels to a side of one that is shown */
	uint32_t width, height;	/* of the smaller picture, as stored */
	uint32_t y;		/* stored rows taken so far */
	uint32_t *sums;		/* red, green, blue, how many: per small pixel */
	cairo_surface_t *shown;	/* NULL before the first page */
};

static uint32_t
divide_up(uint32_t n, uint32_t by)
{
	return n / by + (n % by != 0);
}

int
picture_safe_new(struct picture_safe **out, struct answer *a)
{
	struct picture_safe *s;
	int r;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	s->a = a;
	if ((r = pages_new(&s->pages, a)) < 0) {
		picture_safe_free(s);
		return r;
	}
	*out = s;
	return 0;
}

/* The finished page goes into the PDF. */
static int
end_page(struct picture_safe *s)
{
	double width, height, scale = 72.0 / SAFE_DPI * s->factor;
	int r;

	if (s->shown == NULL)
		return 0;
	width = cairo_image_surface_get_width(s->shown);
	height = cairo_image_surface_get_height(s->shown);
	cairo_surface_mark_dirty(s->shown);
	if (width * scale > SAFE_SIDE_MAX)
		scale = SAFE_SIDE_MAX / width;
	if (height * scale > SAFE_SIDE_MAX)
		scale = SAFE_SIDE_MAX / height;
	r = pages_add(s->pages, width * scale, height * scale, s->shown, NULL,
	    0);
	cairo_surface_destroy(s->shown);
	s->shown = NULL;
	return r;
}

int
picture_safe_page(struct picture_safe *s, const struct picture_size *size)
{
	bool turned = swaps(size->orientation);
	int r;

	if ((r = end_page(s)) < 0)
		return r;
	s->size = *size;
	s->factor = s->y = 0;
	do {
		s->factor++;
		s->width = divide_up(size->width, s->factor);
		s->height = divide_up(size->height, s->factor);
	} while ((uint64_t)s->width * s->height > PICTURE_SAFE_MAX ||
	    s->width > INT16_MAX || s->height > INT16_MAX);
	free(s->sums);
	s->sums = calloc(s->width, 4 * sizeof(*s->sums));
	/* cairo's own limit for a side is 32767. */
	s->shown = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)(turned ? s->height : s->width),
	    (int)(turned ? s->width : s->height));
	if (s->sums == NULL ||
	    cairo_surface_status(s->shown) != CAIRO_STATUS_SUCCESS)
		return answer_refuse(s->a, REASON_LIMIT, "out of memory");
	return 0;
}

/* Write the finished small row into the picture as shown. */
static void
put_row(struct picture_safe *s, uint32_t y)
{
	unsigned o = s->size.orientation;
	size_t stride = (size_t)cairo_image_surface_get_stride(s->shown);
	uint8_t *data = cairo_image_surface_get_data(s->shown);
	uint32_t x;

	for (x = 0; x < s->width; x++) {
		const uint32_t *sum = s->sums + 4 * (size_t)x;
		uint32_t n = sum[3];
		uint32_t fx = flips_x(o) ? s->width - 1 - x : x;
		uint32_t fy = flips_y(o) ? s->height - 1 - y : y;
		uint32_t pixel = sum[0] / n << 16 | sum[1] / n << 8 |
		    sum[2] / n;

		memcpy(data + (swaps(o) ? fx : fy) * stride +
		    4 * (size_t)(swaps(o) ? fy : fx), &pixel, sizeof(pixel));
	}
	memset(s->sums, 0, s->width * 4 * sizeof(*s->sums));
}

void
picture_safe_row(struct picture_safe *s, const uint8_t *rgb)
{
	uint32_t x;

	if (s->y >= s->size.height)
		return;
	for (x = 0; x < s->size.width; x++, rgb += 3) {
		uint32_t *sum = s->sums + 4 * (size_t)(x / s->factor);

		sum[0] += rgb[0];
		sum[1] += rgb[1];
		sum[2] += rgb[2];
		sum[3]++;
	}
	s->y++;
	if (s->y % s->factor == 0 || s->y == s->size.height)
		put_row(s, (s->y - 1) / s->factor);
}

int
picture_safe_end(struct picture_safe *s)
{
	int r;

	if ((r = end_page(s)) < 0)
		return r;
	return pages_end(s->pages);
}

void
picture_safe_free(struct picture_safe *s)
{
	if (s == NULL)
		return;
	if (s->shown != NULL)
		cairo_surface_destroy(s->shown);
	pages_free(s->pages);
	free(s->sums);
	free(s);
}

void
picture_on_white(uint8_t *rgb, const uint8_t *rgba, size_t pixels)
{
	size_t x, i;

	for (x = 0; x < pixels; x++, rgba += 4)
		for (i = 0; i < 3; i++)
			*rgb++ = (uint8_t)((rgba[i] * rgba[3] +
			    255 * (255 - rgba[3]) + 127) / 255);
}
