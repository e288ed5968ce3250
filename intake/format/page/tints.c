/* tints.c -- see tints.h. */
#include "intake/format/page/tints.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/page/coarse.h"
#include "vault/base/err.h"

#define CELL BITMAP_CELL
#define WHOLE_PART 2u		/* with more than 1/2 of the page in them,
				 * rectangles save too little */
#define GAP_MIN 2u		/* cells; the space in a heading has less */

/* Of a rectangle, counted in cells, a cut that leaves out cells a to b. */
struct cut {
	bool rows;		/* a and b are rows; else columns */
	unsigned a, b;
	size_t saved;		/* cells */
};

static bool
is_set(const struct bitmap *cells, unsigned x, unsigned y)
{
	return (cells->data[y * cells->stride + x / 8] >> (7 - x % 8) & 1) != 0;
}

static bool
row_has(const struct bitmap *cells, const struct tint *r, unsigned y)
{
	unsigned x;

	for (x = r->x0; x < r->x1; x++)
		if (is_set(cells, x, y))
			return true;
	return false;
}

static bool
column_has(const struct bitmap *cells, const struct tint *r, unsigned x)
{
	unsigned y;

	for (y = r->y0; y < r->y1; y++)
		if (is_set(cells, x, y))
			return true;
	return false;
}

/* What is blank at the edges goes; false: it is all blank. */
static bool
trim(const struct bitmap *cells, struct tint *r)
{
	while (r->y0 < r->y1 && !row_has(cells, r, r->y0))
		r->y0++;
	if (r->y0 == r->y1)
		return false;
	while (!row_has(cells, r, r->y1 - 1))
		r->y1--;
	while (!column_has(cells, r, r->x0))
		r->x0++;
	while (!column_has(cells, r, r->x1 - 1))
		r->x1--;
	return true;
}

/* The widest blank rows, or columns, of a rectangle that was trimmed. */
static void
widest(const struct bitmap *cells, const struct tint *r, bool rows,
    struct cut *best)
{
	unsigned i = rows ? r->y0 : r->x0, end = rows ? r->y1 : r->x1;
	unsigned side = rows ? r->x1 - r->x0 : r->y1 - r->y0, from = i;

	for (; i < end; i++) {
		if (!(rows ? row_has(cells, r, i) : column_has(cells, r, i)))
			continue;
		if (i - from >= GAP_MIN && (size_t)(i - from) * side >
		    best->saved)
			*best = (struct cut){ rows, from, i,
				(size_t)(i - from) * side };
		from = i + 1;
	}
}

static struct cut
best_cut(const struct bitmap *cells, const struct tint *r)
{
	struct cut c = { .saved = 0 };

	widest(cells, r, true, &c);
	widest(cells, r, false, &c);
	return c;
}

/* The one becomes two. */
static void
divide(const struct bitmap *cells, const struct cut *c, struct tint *one,
    struct tint *other)
{
	*other = *one;
	if (c->rows) {
		one->y1 = c->a;
		other->y0 = c->b;
	} else {
		one->x1 = c->a;
		other->x0 = c->b;
	}
	(void)trim(cells, one);
	(void)trim(cells, other);
}

static int
by_place(const void *x, const void *y)
{
	const struct tint *a = x, *b = y;

	if (a->y0 != b->y0)
		return a->y0 < b->y0 ? -1 : 1;
	return a->x0 < b->x0 ? -1 : a->x0 > b->x0;
}

/* Rectangles in cells around all cells that are set. */
static unsigned
divide_all(const struct bitmap *cells, struct tint *at)
{
	struct cut cuts[TINTS_MAX];
	unsigned n = 1, best, i;

	at[0] = (struct tint){ 0, 0, cells->width, cells->height };
	if (!trim(cells, &at[0]))
		return 0;
	cuts[0] = best_cut(cells, &at[0]);
	while (n < TINTS_MAX) {
		for (best = 0, i = 1; i < n; i++)
			if (cuts[i].saved > cuts[best].saved)
				best = i;
		if (cuts[best].saved == 0)
			break;
		divide(cells, &cuts[best], &at[best], &at[n]);
		cuts[best] = best_cut(cells, &at[best]);
		cuts[n] = best_cut(cells, &at[n]);
		n++;
	}
	qsort(at, n, sizeof *at, by_place);
	return n;
}

static unsigned
at_most(unsigned v, unsigned max)
{
	return v < max ? v : max;
}

/* From cells to pixels; how many of these there are. */
static size_t
to_pixels(struct tints *p)
{
	size_t pixels = 0;
	unsigned i;

	for (i = 0; i < p->n; i++) {
		struct tint *r = &p->at[i];

		*r = (struct tint){ r->x0 * CELL, r->y0 * CELL,
			at_most(r->x1 * CELL, p->black.width),
			at_most(r->y1 * CELL, p->black.height) };
		pixels += (size_t)(r->x1 - r->x0) * (r->y1 - r->y0);
	}
	return pixels;
}

/* Cells are whole bytes wide; behind the last is the row's end. */
static void
make_white(struct bitmap *b, const struct tint *r)
{
	unsigned y;

	for (y = r->y0; y < r->y1; y++)
		memset(b->data + y * b->stride + r->x0 / 8, 0,
		    (r->x1 + 7) / 8 - r->x0 / 8);
}

int
tints_of(struct tints *p, cairo_surface_t *s, bool *is)
{
	struct bitmap cells;
	unsigned i;
	int r;

	*p = (struct tints){ .n = 0 };
	*is = false;
	if ((r = bitmap_of(&p->black, &cells, &p->ink, s)) < 0)
		return r;
	p->n = divide_all(&cells, p->at);
	bitmap_free(&cells);
	*is = to_pixels(p) <= (size_t)p->black.width * p->black.height /
	    WHOLE_PART;
	if (!*is) {
		bitmap_free(&p->black);
		p->n = 0;
	}
	for (i = 0; i < p->n; i++)
		make_white(&p->black, &p->at[i]);
	return 0;
}

void
tints_free(struct tints *p)
{
	bitmap_free(&p->black);
	bitmap_free(&p->ink);
	p->n = 0;
}

static int
no_memory(void)
{
	return err_set(ERR_NO_MEMORY, "no memory for a page's picture; close "
	    "other programs and try again");
}

int
tints_keep(struct tint_kept *k, const struct tint *t, cairo_surface_t *s)
{
	int stride = cairo_image_surface_get_stride(s), r;
	cairo_surface_t *part = cairo_image_surface_create_for_data(
	    cairo_image_surface_get_data(s) + (size_t)t->y0 *
	    (size_t)stride + (size_t)t->x0 * 4, CAIRO_FORMAT_RGB24,
	    (int)(t->x1 - t->x0), (int)(t->y1 - t->y0), stride);
	bool is = false;

	*k = (struct tint_kept){ .coarse = NULL };
	r = cairo_surface_status(part) != CAIRO_STATUS_SUCCESS ? no_memory() :
	    duo_of(&k->duo, part, &is);
	if (r == 0 && !is && (k->coarse = coarse_of(part)) == NULL)
		r = no_memory();
	cairo_surface_destroy(part);
	return r;
}

void
tints_forget(struct tint_kept *k)
{
	duo_free(&k->duo);
	cairo_surface_destroy(k->coarse);
	k->coarse = NULL;
}

static uint32_t
pixel_of(const struct tint_kept *k, unsigned x, unsigned y)
{
	const struct bitmap *b = &k->duo.bitmap;
	const uint8_t *row;

	if (k->coarse == NULL)
		return (b->data[y * b->stride + x / 8] << x % 8 & 0x80) != 0 ?
		    k->duo.ink : k->duo.paper;
	row = cairo_image_surface_get_data(k->coarse) + coarse_at(y) *
	    (size_t)cairo_image_surface_get_stride(k->coarse);
	return ((const uint32_t *)(const void *)row)[coarse_at(x)];
}

static void
put_back(const struct tint_kept *k, const struct tint *t, cairo_surface_t *s)
{
	uint8_t *to = cairo_image_surface_get_data(s);
	size_t stride = (size_t)cairo_image_surface_get_stride(s);
	unsigned x, y;

	for (y = t->y0; y < t->y1; y++) {
		uint32_t *row = (uint32_t *)(void *)(to + y * stride);

		for (x = t->x0; x < t->x1; x++)
			row[x] = pixel_of(k, x - t->x0, y - t->y0) |
			    0xff000000;
	}
}

int
tints_put(const struct tints *p, cairo_surface_t *s)
{
	struct tint_kept kept[TINTS_MAX];
	unsigned i, made = 0;
	int r = 0;

	while (r == 0 && made < p->n) {
		r = tints_keep(&kept[made], &p->at[made], s);
		made++;
	}
	if (r == 0)
		bitmap_put(&p->black, s);
	for (i = 0; i < made; i++) {
		if (r == 0)
			put_back(&kept[i], &p->at[i], s);
		tints_forget(&kept[i]);
	}
	cairo_surface_mark_dirty(s);
	return r;
}
