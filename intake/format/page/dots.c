/*
 * dots.c -- see dots.h.
 *
 * Each pixel is kept as two numbers: how light it is (the lesser of red and
 * green) and how yellow (how far blue lies below them).  The most frequent
 * pair is the paper; all else is told relative to it, so cream paper and
 * greyish scans do as well as white ones.
 */
#include "intake/format/page/dots.h"

#include <stdlib.h>

#include "vault/base/err.h"

#define LIGHT_MIN 160		/* of paper, and of what may lie on it */
#define PAPER_DARKER 16		/* paper may differ by so much */
#define PAPER_YELLOWER 8
#define DOT_DARKER 60		/* yellow toner hardly darkens */
#define DOT_YELLOWER 20
#define DOT_STRONGER 140	/* more is ink somebody chose, unless ... */
#define STRONG_PART 3		/* ... it is this part of a dot's size */
#define DOT_SIDE 12		/* pixels, up to 600 dpi */
#define DOT_SIDE_FINE 24	/* above */
#define FINE_PIXELS 8000	/* of the longer side: above 600 dpi */
#define LONE 6			/* pixels of paper around a lone dot */
#define HALO 2			/* pixels around a dot that it has tinted */
#define PAPER_SHARE 60		/* per cent of a page that is paper */
#define HOPELESS_SHARE 25	/* per cent after a quarter of the rows */
#define CELLS 4			/* the page in 4 x 4 cells, ... */
#define CELLS_MIN 8		/* ... of which so many have dots */
#define REACH 32		/* pixels to look for paper in a row */

enum class {
	CLASS_OTHER = 0,
	CLASS_PAPER,
	CLASS_TINT,		/* between paper and dot */
	CLASS_YELLOW,
	CLASS_STRONG,		/* so yellow that toner dots are rarely */
	CLASS_SEEN,		/* yellow, of a speck */
	CLASS_LARGE,		/* yellow, of more than a speck */
	CLASS_DOT		/* to be hidden */
};

struct dots {
	uint32_t width, height, y;
	uint16_t *pixels;	/* light and yellow; then the class */
	uint8_t *rows;		/* has the row a pixel to hide? */
	uint32_t counts[256][256];	/* pixels by light and yellow */
	uint64_t light;		/* pixels that could be paper */
	uint32_t lone;
	bool cells[CELLS][CELLS];
	uint32_t side;
};

struct point {
	uint32_t x, y;
};

struct area {
	uint32_t x0, y0, x1, y1;	/* x1 and y1 included */
	bool strong;
};

int
dots_new(struct dots **out, uint32_t width, uint32_t height)
{
	struct dots *d;
	uint32_t longer = width > height ? width : height;

	*out = NULL;
	if (width < DOTS_SIDE_MIN || height < DOTS_SIDE_MIN ||
	    (uint64_t)width * height > DOTS_PIXELS_MAX)
		return 0;
	if ((d = calloc(1, sizeof(*d))) == NULL)
		goto failed;
	d->width = width;
	d->height = height;
	d->side = longer > FINE_PIXELS ? DOT_SIDE_FINE : DOT_SIDE;
	d->rows = calloc(height, 1);
	d->pixels = malloc((size_t)width * height * sizeof(*d->pixels));
	if (d->rows == NULL || d->pixels == NULL)
		goto failed;
	*out = d;
	return 0;
failed:
	dots_free(d);
	return err_set(ERR_NO_MEMORY, "out of memory");
}

void
dots_free(struct dots *d)
{
	if (d == NULL)
		return;
	free(d->rows);
	free(d->pixels);
	free(d);
}

bool
dots_row(struct dots *d, const uint8_t *rgb)
{
	uint16_t *to = d->pixels + (size_t)d->y * d->width;
	uint32_t x;

	if (d->y == d->height)
		return false;
	for (x = 0; x < d->width; x++, rgb += 3) {
		uint8_t least = rgb[0] < rgb[1] ? rgb[0] : rgb[1];
		uint8_t yellow = least > rgb[2] ? least - rgb[2] : 0;

		to[x] = (uint16_t)(least << 8 | yellow);
		if (least >= LIGHT_MIN && rgb[0] + rgb[1] - 2 * least <= 40) {
			d->counts[least][yellow]++;
			d->light++;
		} else {
			to[x] = 0;
		}
	}
	d->y++;
	return d->y < d->height / 4 ||
	    d->light * 100 >= (uint64_t)d->y * d->width * HOPELESS_SHARE;
}

static uint16_t *
at(struct dots *d, uint32_t x, uint32_t y)
{
	return d->pixels + (size_t)y * d->width + x;
}

/* Turn the numbers into classes; how many pixels are paper. */
static uint64_t
classify(struct dots *d)
{
	uint8_t classes[256][256];
	int paper_light = 0, paper_yellow = 0, l, y;
	uint32_t most = 0;
	uint64_t paper = 0, i, n = (uint64_t)d->width * d->height;

	for (l = LIGHT_MIN; l < 256; l++)
		for (y = 0; y < 256; y++)
			if (d->counts[l][y] > most) {
				most = d->counts[l][y];
				paper_light = l;
				paper_yellow = y;
			}
	for (l = 0; l < 256; l++)
		for (y = 0; y < 256; y++) {
			int darker = paper_light - l;
			int more = y - paper_yellow;

			classes[l][y] = CLASS_OTHER;
			if (l < LIGHT_MIN || darker > DOT_DARKER)
				continue;
			if (darker <= PAPER_DARKER && more <= PAPER_YELLOWER)
				classes[l][y] = CLASS_PAPER;
			else if (more > PAPER_YELLOWER && more < DOT_YELLOWER)
				classes[l][y] = CLASS_TINT;
			else if (more >= DOT_YELLOWER)
				classes[l][y] = more > DOT_STRONGER ?
				    CLASS_STRONG : CLASS_YELLOW;
		}
	for (i = 0; i < n; i++) {
		d->pixels[i] = classes[d->pixels[i] >> 8][d->pixels[i] & 255];
		paper += d->pixels[i] == CLASS_PAPER;
	}
	return paper;
}

static struct area
grow(const struct dots *d, struct area b, uint32_t by)
{
	b.x0 = b.x0 > by ? b.x0 - by : 0;
	b.y0 = b.y0 > by ? b.y0 - by : 0;
	b.x1 = b.x1 + by < d->width ? b.x1 + by : d->width - 1;
	b.y1 = b.y1 + by < d->height ? b.y1 + by : d->height - 1;
	return b;
}

/*
 * Gather the speck around a yellow pixel, 8 ways.  False when it is larger
 * than a dot, or touches what was already found to be: then all that was
 * gathered is marked LARGE, so that no pixel is gathered twice.
 */
static bool
gather(struct dots *d, uint32_t x, uint32_t y, struct area *box)
{
	struct point found[(DOT_SIDE_FINE + 2) * (DOT_SIDE_FINE + 2)];
	struct area b = { x, y, x, y, *at(d, x, y) == CLASS_STRONG };
	size_t n = 0, done = 0;
	bool small = true;

	found[n++] = (struct point){ x, y };
	*at(d, x, y) = CLASS_SEEN;
	while (done < n && small) {
		struct point p = found[done++];
		struct area g = { p.x, p.y, p.x, p.y, false };
		uint32_t i, j;

		g = grow(d, g, 1);
		b.x0 = p.x < b.x0 ? p.x : b.x0;
		b.x1 = p.x > b.x1 ? p.x : b.x1;
		b.y0 = p.y < b.y0 ? p.y : b.y0;
		b.y1 = p.y > b.y1 ? p.y : b.y1;
		small = b.x1 - b.x0 < d->side && b.y1 - b.y0 < d->side;
		for (j = g.y0; j <= g.y1 && small; j++)
			for (i = g.x0; i <= g.x1 && small; i++) {
				uint16_t c = *at(d, i, j);

				if (c == CLASS_LARGE)
					small = false;
				if (c != CLASS_YELLOW && c != CLASS_STRONG)
					continue;
				b.strong = b.strong || c == CLASS_STRONG;
				*at(d, i, j) = CLASS_SEEN;
				found[n++] = (struct point){ i, j };
			}
	}
	if (b.strong && (b.x1 - b.x0 >= d->side / STRONG_PART ||
	    b.y1 - b.y0 >= d->side / STRONG_PART))
		small = false;
	if (!small)
		while (n-- > 0)
			*at(d, found[n].x, found[n].y) = CLASS_LARGE;
	*box = b;
	return small;
}

/* Pixels around the box, `by` wide: how many, and how many are clear. */
static void
look_around(struct dots *d, struct area b, uint32_t by, uint32_t *all,
    uint32_t *clear)
{
	struct area g = grow(d, b, by);
	uint32_t x, y;

	*all = *clear = 0;
	for (y = g.y0; y <= g.y1; y++)
		for (x = g.x0; x <= g.x1; x++) {
			uint16_t c = *at(d, x, y);

			if (x >= b.x0 && x <= b.x1 && y >= b.y0 && y <= b.y1)
				continue;
			(*all)++;
			*clear += c == CLASS_PAPER || c == CLASS_TINT;
		}
}

/* Mark what is to be hidden: the speck, and the tint around it. */
static void
mark(struct dots *d, struct area b)
{
	struct area g = grow(d, b, HALO);
	uint32_t x, y;

	for (y = g.y0; y <= g.y1; y++) {
		for (x = g.x0; x <= g.x1; x++)
			if (*at(d, x, y) == CLASS_SEEN ||
			    *at(d, x, y) == CLASS_TINT)
				*at(d, x, y) = CLASS_DOT;
		d->rows[y] = 1;
	}
}

/*
 * A dot beside print is no proof, but on a page that has dots it is one: it
 * is hidden when half of what touches it is paper.
 */
static void
speck(struct dots *d, struct area b)
{
	uint32_t all, clear;

	look_around(d, b, LONE, &all, &clear);
	if (all == clear) {
		d->lone++;
		d->cells[(uint64_t)b.y0 * CELLS / d->height]
		    [(uint64_t)b.x0 * CELLS / d->width] = true;
	}
	look_around(d, b, 1, &all, &clear);
	if (clear * 2 >= all)
		mark(d, b);
}

static unsigned
count_cells(const struct dots *d)
{
	unsigned n = 0, i;

	for (i = 0; i < CELLS * CELLS; i++)
		n += d->cells[i / CELLS][i % CELLS];
	return n;
}

uint32_t
dots_find(struct dots *d)
{
	uint32_t x, y;

	if (d->y < d->height || classify(d) * 100 <
	    (uint64_t)d->width * d->height * PAPER_SHARE)
		return 0;
	for (y = 0; y < d->height; y++)
		for (x = 0; x < d->width; x++) {
			uint16_t c = *at(d, x, y);
			struct area box;

			if ((c == CLASS_YELLOW || c == CLASS_STRONG) &&
			    gather(d, x, y, &box))
				speck(d, box);
		}
	return d->lone >= DOTS_MIN && count_cells(d) >= CELLS_MIN ?
	    d->lone : 0;
}

bool
dots_in_row(const struct dots *d, uint32_t y)
{
	return d->rows[y] != 0;
}

bool
dots_hide(const struct dots *d, uint32_t y, uint32_t x, uint32_t *from)
{
	const uint16_t *row = d->pixels + (size_t)y * d->width;
	uint32_t i;

	if (row[x] != CLASS_DOT)
		return false;
	for (i = 1; i <= REACH; i++) {
		if (x >= i && row[x - i] == CLASS_PAPER) {
			*from = x - i;
			return true;
		}
		if (x + i < d->width && row[x + i] == CLASS_PAPER) {
			*from = x + i;
			return true;
		}
	}
	return false;
}
