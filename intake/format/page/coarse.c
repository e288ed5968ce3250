/* coarse.c -- see coarse.h. */
#include "intake/format/page/coarse.h"

#include <stdint.h>
#include <stdlib.h>

#define TAPS 3u			/* old pixels that a new one lies over, at most */

/*
 * Of five new pixels: the first old one that each lies over, and how many fifths
 * of it and the next two it takes: eight in all.
 */
static const struct taps {
	unsigned first, part[TAPS];
} taps[COARSE_TO] = {
	{ 0, { 5, 3, 0 } }, { 1, { 2, 5, 1 } }, { 3, { 4, 4, 0 } },
	{ 4, { 1, 5, 2 } }, { 6, { 3, 5, 0 } },
};

static unsigned
at_most(unsigned v, unsigned max)
{
	return v < max ? v : max;
}

/* Red and blue of a pixel, or green, times eight times eight: 14 bits each. */
struct sums {
	uint32_t outer, inner;
};

static const uint32_t *
row_of(cairo_surface_t *s, unsigned y)
{
	const uint8_t *data = cairo_image_surface_get_data(s);
	unsigned last = (unsigned)cairo_image_surface_get_height(s) - 1;

	return (const uint32_t *)(const void *)(data + at_most(y, last) *
	    (size_t)cairo_image_surface_get_stride(s));
}

/* Old rows as one new, its columns still the old ones. */
static void
add_rows(struct sums *sums, cairo_surface_t *s, unsigned y, unsigned width)
{
	const struct taps *t = &taps[y % COARSE_TO];
	unsigned first = y / COARSE_TO * COARSE_OF + t->first, x;
	const uint32_t *a = row_of(s, first), *b = row_of(s, first + 1);
	const uint32_t *c = row_of(s, first + 2);

	for (x = 0; x < width; x++)
		sums[x] = (struct sums){
		    (a[x] & 0xff00ff) * t->part[0] +
		    (b[x] & 0xff00ff) * t->part[1] +
		    (c[x] & 0xff00ff) * t->part[2],
		    (a[x] >> 8 & 255) * t->part[0] +
		    (b[x] >> 8 & 255) * t->part[1] +
		    (c[x] >> 8 & 255) * t->part[2] };
}

/* An edge has no neighbour but itself. */
static uint32_t
pixel_of(const struct sums *sums, unsigned x, unsigned width)
{
	const struct taps *t = &taps[x % COARSE_TO];
	unsigned first = x / COARSE_TO * COARSE_OF + t->first, i;
	struct sums all = { 0x200020, 0x20 };	/* rounded up at the half */

	for (i = 0; i < TAPS; i++) {
		const struct sums *p = &sums[at_most(first + i, width - 1)];

		all.outer += p->outer * t->part[i];
		all.inner += p->inner * t->part[i];
	}
	return (all.outer >> 6 & 0xff00ff) | (all.inner >> 6) << 8;
}

cairo_surface_t *
coarse_of(cairo_surface_t *s)
{
	unsigned width = (unsigned)cairo_image_surface_get_width(s), x, y;
	unsigned wide = coarse_side(width);
	unsigned high = coarse_side(
	    (unsigned)cairo_image_surface_get_height(s));
	cairo_surface_t *to = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)wide, (int)high);
	uint8_t *data = cairo_image_surface_get_data(to);
	struct sums *sums = calloc(width, sizeof *sums);

	if (data == NULL || sums == NULL) {
		cairo_surface_destroy(to);
		free(sums);
		return NULL;
	}
	for (y = 0; y < high; y++) {
		uint32_t *row = (uint32_t *)(void *)(data + y *
		    (size_t)cairo_image_surface_get_stride(to));

		add_rows(sums, s, y, width);
		for (x = 0; x < wide; x++)
			row[x] = pixel_of(sums, x, width);
	}
	cairo_surface_mark_dirty(to);
	free(sums);
	return to;
}
