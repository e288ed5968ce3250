/* whiten.c -- see whiten.h. */
#include "intake/format/page/whiten.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "vault/base/err.h"

#define LEVELS 32u		/* of lightness, in the counts of a cell */
#define LEVEL (256u / LEVELS)
#define DARKEST_PAPER 128u	/* darker is no paper */
#define LIGHT 80u		/* percent of the paper: it is paper */
#define YELLOW 50u		/* percent of the paper, for what is yellow */
#define YELLOWISH 16		/* blue lacks that much */
#define GREYISH 40		/* colours that are not farther apart */

struct cell {
	uint16_t count[LEVELS];
	uint8_t light, yellow;	/* from where on it is paper */
};

struct whiten {
	uint32_t width, height, across, down;
	struct whiten_pixel pixel;
	struct cell *cells;
	uint64_t all[LEVELS];	/* the counts of the whole picture */
	bool learned;
};

static uint8_t
lightness(const struct whiten_pixel *p, const uint8_t *at)
{
	return at[p->red] < at[p->green] ? at[p->red] : at[p->green];
}

/* How far apart its colours are. */
static int
spread(const struct whiten_pixel *p, const uint8_t *at)
{
	int red = at[p->red], green = at[p->green], blue = at[p->blue];
	int most = red > green ? red : green;
	int least = red < green ? red : green;

	return (most > blue ? most : blue) - (least < blue ? least : blue);
}

int
whiten_new(struct whiten **out, uint32_t width, uint32_t height,
    const struct whiten_pixel *pixel)
{
	struct whiten *w = calloc(1, sizeof(*w));

	*out = NULL;
	if (w == NULL)
		return err_set(ERR_NO_MEMORY, "out of memory; close programs "
		    "and try again");
	w->width = width;
	w->height = height;
	w->pixel = *pixel;
	w->across = width / WHITEN_CELL + 1;
	w->down = height / WHITEN_CELL + 1;
	w->cells = calloc((size_t)w->across * w->down, sizeof(*w->cells));
	if (w->cells == NULL) {
		whiten_free(w);
		return err_set(ERR_NO_MEMORY, "out of memory; close programs "
		    "and try again");
	}
	*out = w;
	return 0;
}

void
whiten_free(struct whiten *w)
{
	if (w == NULL)
		return;
	free(w->cells);
	free(w);
}

/* The level of which most points are, of those that can be paper; 0: none. */
static unsigned
most(const uint64_t count[LEVELS])
{
	unsigned i, best = LEVELS - 1;

	for (i = LEVELS; i-- > DARKEST_PAPER / LEVEL;)
		if (count[i] > count[best])
			best = i;
	return count[best] > 0 ? best : 0;
}

/* The lightest level that a tenth of the cell's points have. */
static unsigned
lightest(const struct cell *c)
{
	unsigned i, sum = 0, n = 0;

	for (i = 0; i < LEVELS; i++)
		n += c->count[i];
	for (i = LEVELS; i-- > 0;)
		if ((sum += c->count[i]) * 10 >= n)
			return i;
	return 0;
}

/* Paper is as light as most of the page; in a cell in shadow, or under a
 * stronger light, as light as the cell's own.  A cell without paper (a
 * photograph, a black bar) has the page's. */
static void
learn(struct whiten *w)
{
	unsigned page = most(w->all), own, paper;
	size_t i;

	page = page == 0 ? LEVELS - 1 : page;
	for (i = 0; i < (size_t)w->across * w->down; i++) {
		own = lightest(&w->cells[i]);
		paper = 4 * own >= 3 * page && own < page ? own : page;
		paper = paper * LEVEL + LEVEL / 2;
		w->cells[i].light = (uint8_t)(paper * LIGHT / 100);
		w->cells[i].yellow = (uint8_t)(paper * YELLOW / 100);
	}
	w->learned = true;
}

void
whiten_see(struct whiten *w, uint32_t y, const uint8_t *row)
{
	struct cell *c = &w->cells[(size_t)(y / WHITEN_CELL) * w->across];
	unsigned level;
	uint32_t x;

	for (x = 0; x < w->width; x++) {
		level = lightness(&w->pixel, row + (size_t)x *
		    w->pixel.bytes) / LEVEL;
		c[x / WHITEN_CELL].count[level]++;
		w->all[level]++;
	}
	if (y + 1 == w->height)
		learn(w);
}

void
whiten_row(const struct whiten *w, uint32_t y, uint8_t *row)
{
	const struct cell *c = &w->cells[(size_t)(y / WHITEN_CELL) * w->across];
	const struct whiten_pixel *p = &w->pixel;
	uint32_t x;

	for (x = 0; w->learned && x < w->width; x++) {
		const struct cell *here = &c[x / WHITEN_CELL];
		uint8_t *at = row + (size_t)x * p->bytes;
		uint8_t light = lightness(p, at);
		int apart = at[p->red] - at[p->green];

		/* Yellow: of red and green as much, and less of blue.  Red and
		 * green things are farther apart. */
		bool yellow = light - at[p->blue] >= YELLOWISH &&
		    4 * (apart < 0 ? -apart : apart) <= light;

		if (light >= here->light ||
		    (yellow && light >= here->yellow))
			at[p->red] = at[p->green] = at[p->blue] = 255;
		else if (yellow || spread(p, at) <= GREYISH)
			/* a dot on a letter, or what JPEG made of it */
			at[p->red] = at[p->green] = at[p->blue] = light;
	}
}

int
whiten_surface(uint8_t *pixels, size_t stride, uint32_t width,
    uint32_t height)
{
	const uint32_t probe = 0x00030201;
	struct whiten_pixel pixel = { .bytes = 4 };
	struct whiten *w = NULL;
	uint8_t order[4];
	uint32_t y;
	unsigned i;
	int r;

	memcpy(order, &probe, sizeof(order));
	for (i = 0; i < 4; i++) {
		pixel.red = order[i] == 3 ? i : pixel.red;
		pixel.green = order[i] == 2 ? i : pixel.green;
		pixel.blue = order[i] == 1 ? i : pixel.blue;
	}
	if ((r = whiten_new(&w, width, height, &pixel)) < 0)
		return r;
	for (y = 0; y < height; y++)
		whiten_see(w, y, pixels + y * stride);
	for (y = 0; y < height; y++)
		whiten_row(w, y, pixels + y * stride);
	whiten_free(w);
	return 0;
}
