/* heif_show.c -- see heif_show.h. */
#include "intake/format/heif/heif_show.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/heif/coded.h"
#include "intake/format/heif/heif_write.h"
#include "intake/format/heif/planes.h"
#include "intake/format/image/png_code.h"
#include "intake/format/tags/numbers.h"

/* A picture in the making: RGB, and how much of it covers the page. */
struct canvas {
	uint32_t width, height;
	uint8_t *rgb;
	uint8_t *alpha;		/* NULL: all */
	uint32_t left, top;	/* where the next part goes */
	bool to_alpha;
	bool said;		/* `matrix` and `full` were told by a property */
	unsigned matrix;
	bool full;
};

static bool
take_part(void *arg, const struct planes *from)
{
	struct canvas *c = arg;
	struct planes p = *from;
	uint32_t y, n;

	if (c->said && !c->to_alpha) {
		p.matrix = c->matrix;
		p.full = c->full;
	}
	if (c->left >= c->width || c->top >= c->height)
		return true;
	n = c->width - c->left < p.width ? c->width - c->left : p.width;
	for (y = 0; y < p.height && y < c->height - c->top; y++) {
		size_t at = (size_t)(c->top + y) * c->width + c->left;

		if (c->to_alpha)
			planes_grey(&p, y, c->alpha + at, n);
		else
			planes_rgb(&p, y, c->rgb + 3 * at, n);
	}
	return true;
}

static int
undecodable(struct answer *a)
{
	return answer_refuse(a, REASON_DAMAGED,
	    "HEIF: its pixels cannot be decoded");
}

static int
draw_coded(struct canvas *c, const struct heif *h, const struct heif_item *i,
    struct answer *a)
{
	struct bytes data = BYTES_INIT(h->d->len), config;
	struct bmff b;
	bool ok = false;
	int r;

	config = BYTES_INIT(h->d->len + 64);
	if ((r = heif_payload(&data, h, i, a)) < 0)
		goto done;
	if (data.len == 0)
		ok = false;
	else if (memcmp(i->type, "av01", 4) == 0)
		ok = planes_av1(data.data, data.len, take_part, c);
	else
		ok = heif_property(h, i, "hvcC", &b) &&
		    coded_hvcc(&config, &b, NULL) &&
		    planes_hevc(config.data, config.len, data.data, data.len,
		    take_part, c);
	r = ok ? 0 : undecodable(a);
done:
	bytes_free(&data);
	bytes_free(&config);
	return r;
}

/* ISO/IEC 23008-12, 6.6.2.3: tiles of one size, row by row. */
static int
draw_grid(struct canvas *c, const struct heif *h, const struct heif_item *i,
    struct answer *a)
{
	struct bytes b = BYTES_INIT(h->d->len);
	struct heif_view v;
	uint32_t across = 0, n = 0;
	size_t k;
	int r;

	if ((r = heif_payload(&b, h, i, a)) == 0 && b.len >= 8)
		across = b.data[3] + 1u;
	bytes_free(&b);
	for (k = 0; r == 0 && across > 0 && k < h->nreferences; k++) {
		const struct heif_item *tile;

		if (h->references[k].from != i->id ||
		    memcmp(h->references[k].type, "dimg", 4) != 0)
			continue;
		tile = heif_item(h, h->references[k].to);
		if (tile == NULL || !heif_view(h, tile, &v) ||
		    (memcmp(tile->type, "hvc1", 4) != 0 &&
		    memcmp(tile->type, "av01", 4) != 0))
			return undecodable(a);
		if ((uint64_t)(n / across) * v.height >= c->height)
			break;
		c->left = n % across * v.width;
		c->top = n / across * v.height;
		n++;
		r = draw_coded(c, h, tile, a);
	}
	c->left = c->top = 0;
	return r;
}

static int
draw(struct canvas *c, const struct heif *h, const struct heif_item *i,
    struct answer *a)
{
	if (memcmp(i->type, "grid", 4) == 0)
		return draw_grid(c, h, i, a);
	if (memcmp(i->type, "hvc1", 4) == 0 || memcmp(i->type, "av01", 4) == 0)
		return draw_coded(c, h, i, a);
	return answer_refuse(a, REASON_UNSUPPORTED,
	    "HEIF: pictures laid over each other cannot be shown");
}

/* Its transparency, if it has one. */
static int
draw_alpha(struct canvas *c, const struct heif *h, const struct heif_item *i,
    struct answer *a)
{
	size_t k;
	int r;

	for (k = 0; k < h->nreferences; k++) {
		const struct heif_reference *ref = &h->references[k];
		const struct heif_item *from = heif_item(h, ref->from);

		if (ref->to != i->id || memcmp(ref->type, "auxl", 4) != 0 ||
		    from == NULL || !from->keep)
			continue;
		if ((c->alpha = malloc((size_t)c->width * c->height)) == NULL)
			return answer_refuse(a, REASON_LIMIT, "out of memory");
		memset(c->alpha, 255, (size_t)c->width * c->height);
		c->to_alpha = true;
		r = draw(c, h, from, a);
		c->to_alpha = false;
		return r;
	}
	return 0;
}

static void
cover(const struct canvas *c)
{
	size_t n = (size_t)c->width * c->height, i, k;

	for (i = 0; c->alpha != NULL && i < n; i++)
		for (k = 0; k < 3; k++)
			c->rgb[3 * i + k] = (uint8_t)((c->rgb[3 * i + k] *
			    c->alpha[i] + 255 * (255 - c->alpha[i]) + 127) /
			    255);
}

/* "nclx": primaries 2, transfer 2, matrix 2, full range 1 bit. */
static void
read_colours(struct canvas *c, const struct heif *h,
    const struct heif_item *i)
{
	struct bmff b;
	size_t k;

	for (k = 0; k < i->nproperties; k++) {
		b = h->properties[(i->properties[k] & ~HEIF_ESSENTIAL) - 1];
		if (!box_is(&b, "colr") || !heif_is_kept_property(&b))
			continue;
		c->said = true;
		c->matrix = be16(b.data + 8);
		c->full = (b.data[10] & 0x80) != 0;
	}
}

/* All of it, on white; canvas_free() in any case. */
static int
compose(struct canvas *c, const struct heif_view *v, const struct heif *h,
    const struct heif_item *i, struct answer *a)
{
	int r;

	c->width = v->width;
	c->height = v->height;
	read_colours(c, h, i);
	if ((c->rgb = calloc((size_t)c->width * c->height, 3)) == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	if ((r = draw(c, h, i, a)) == 0 && (r = draw_alpha(c, h, i, a)) == 0)
		cover(c);
	return r;
}

static void
canvas_free(struct canvas *c)
{
	free(c->rgb);
	free(c->alpha);
}

/* Row y of what is shown. */
static uint8_t *
shown_row(const struct canvas *c, const struct heif_view *v, uint32_t y)
{
	return c->rgb + 3 * ((size_t)(v->top + y) * c->width + v->left);
}

static int
show_item(struct picture_safe *s, const struct heif *h,
    const struct heif_item *i, struct answer *a)
{
	struct canvas c = { .rgb = NULL };
	struct heif_view v;
	uint32_t y;
	int r;

	if (!heif_view(h, i, &v))
		return undecodable(a);
	if ((r = compose(&c, &v, h, i, a)) == 0 &&
	    (r = picture_safe_page(s, &v.size)) == 0)
		for (y = 0; y < v.size.height; y++)
			picture_safe_row(s, shown_row(&c, &v, y));
	canvas_free(&c);
	return r;
}

int
heif_show(const struct heif *h, struct answer *a)
{
	struct picture_safe *s = NULL;
	size_t i;
	int r;

	if ((r = picture_safe_new(&s, a)) < 0)
		return r;
	for (i = 0; i < h->nitems && r == 0; i++)
		if (h->items[i].top)
			r = show_item(s, h, &h->items[i], a);
	if (r == 0)
		r = picture_safe_end(s);
	picture_safe_free(s);
	return r;
}

/* --- painted --- */

struct painting {
	struct canvas canvas;
	struct heif_view view;
	struct picture_boxes boxes;
};

static const uint8_t *
painted_row(void *arg, uint32_t y)
{
	static const uint8_t black[3] = { 0, 0, 0 };
	const struct painting *p = arg;
	uint8_t *row = shown_row(&p->canvas, &p->view, y);

	picture_paint(&p->boxes, row, y, black, sizeof(black));
	return row;
}

int
heif_paint(const struct heif *h, const struct edits *e, struct answer *a)
{
	struct painting p = { .boxes = PICTURE_BOXES_INIT };
	size_t i = 0;
	int r;

	while (i < h->nitems && !h->items[i].top)
		i++;
	if (i == h->nitems || !heif_view(h, &h->items[i], &p.view))
		return undecodable(a);
	if ((r = picture_boxes_from(&p.boxes, a, e, 0, &p.view.size, 1,
	    1)) == 0 &&
	    (r = compose(&p.canvas, &p.view, h, &h->items[i], a)) == 0)
		r = png_of_rows(a, &p.view.size, painted_row, &p);
	picture_boxes_free(&p.boxes);
	canvas_free(&p.canvas);
	return r;
}
