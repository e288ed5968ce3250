/* duo.c -- see duo.h. */
#include "intake/format/page/duo.h"

#include <stdlib.h>
#include <string.h>

#define SHADES_MAX 300u		/* colours of a picture; rims have 254 */
#define SLOTS 1024u		/* a power of 2 */
#define NO_COLOUR UINT32_MAX
#define WHOLE 256		/* from paper to ink */
#define PAPER (WHOLE / 8)	/* so near to paper it is that, */
#define INK (WHOLE * 7 / 8)	/* or ink; between them are rims, */
#define HALF (WHOLE * 3 / 8)	/* which from here on become ink */
#define ASTRAY 8		/* of a channel, off the line between both */
#define REACH 2u		/* pixels that a rim is wide */
#define ODD_PART 100u		/* as 1/100 of the ink may be no rim: letters
				 * that touch, or lines thinner than a pixel */

struct shade {
	uint32_t colour;
	uint32_t n;		/* pixels */
	int way;		/* from paper to ink */
};

struct shades {
	struct shade slot[SLOTS];
	uint32_t n;
};

/* An image surface's pixels: native-endian 0xXXRRGGBB. */
struct pixels {
	const uint8_t *data;
	size_t stride;
	unsigned width, height;
};

static uint32_t
at(const struct pixels *px, unsigned x, unsigned y)
{
	return ((const uint32_t *)(const void *)(px->data + y *
	    px->stride))[x] & 0xffffff;
}

/* Its slot, or the free one for it. */
static struct shade *
shade_of(struct shades *s, uint32_t colour)
{
	uint32_t k = colour * 0x9e3779b1u >> 22;

	while (s->slot[k].colour != colour && s->slot[k].colour != NO_COLOUR)
		k = (k + 1) & (SLOTS - 1);
	return &s->slot[k];
}

/* False: there are too many. */
static bool
count(struct shades *s, const struct pixels *px)
{
	struct shade *last = NULL;
	unsigned x, y;

	memset(s->slot, 0xff, sizeof s->slot);
	s->n = 0;
	for (y = 0; y < px->height; y++)
		for (x = 0; x < px->width; x++) {
			uint32_t colour = at(px, x, y);

			if (last == NULL || last->colour != colour)
				last = shade_of(s, colour);
			if (last->colour == NO_COLOUR) {
				if (s->n++ == SHADES_MAX)
					return false;
				*last = (struct shade){ colour, 0, 0 };
			}
			last->n++;
		}
	return true;
}

static int
channel(uint32_t colour, unsigned i)
{
	return (int)(colour >> 8 * i & 255);
}

static int
distance(uint32_t a, uint32_t b)
{
	int sum = 0;
	unsigned i;

	for (i = 0; i < 3; i++)
		sum += abs(channel(a, i) - channel(b, i));
	return sum;
}

/* Paper is what there is most of; ink is what is most unlike it. */
static void
choose(struct duo *d, const struct shades *s)
{
	uint32_t most = 0, i;
	int far = -1, way;

	for (i = 0; i < SLOTS; i++) {
		const struct shade *k = &s->slot[i];

		if (k->colour == NO_COLOUR || k->n < most || (k->n == most &&
		    k->colour < d->paper))
			continue;
		most = k->n;
		d->paper = k->colour;
	}
	for (i = 0; i < SLOTS; i++) {
		const struct shade *k = &s->slot[i];

		if (k->colour == NO_COLOUR)
			continue;
		way = distance(k->colour, d->paper);
		if (way < far || (way == far && k->colour < d->ink))
			continue;
		far = way;
		d->ink = k->colour;
	}
}

/* How far each shade is on the way; false: one lies beside it. */
static bool
place(const struct duo *d, struct shades *s)
{
	int whole = distance(d->ink, d->paper), to, is;
	uint32_t i;
	unsigned c;

	for (i = 0; i < SLOTS; i++) {
		struct shade *k = &s->slot[i];

		if (k->colour == NO_COLOUR)
			continue;
		k->way = whole == 0 ? 0 : distance(k->colour, d->paper) *
		    WHOLE / whole;
		for (c = 0; c < 3; c++) {
			to = channel(d->ink, c) - channel(d->paper, c);
			is = channel(k->colour, c) - channel(d->paper, c);
			if (abs(is - to * k->way / WHOLE) > ASTRAY)
				return false;
		}
	}
	return true;
}

/* Is there paper, and ink, near a rim? */
static void
look_near(struct shades *s, const struct pixels *px, unsigned x, unsigned y,
    bool *paper, bool *ink)
{
	unsigned x0 = x > REACH ? x - REACH : 0, x1 = x + REACH;
	unsigned y0 = y > REACH ? y - REACH : 0, y1 = y + REACH;
	int way;

	*paper = *ink = false;
	for (; y0 <= y1 && y0 < px->height; y0++)
		for (x = x0; x <= x1 && x < px->width; x++) {
			way = shade_of(s, at(px, x, y0))->way;
			*paper |= way <= PAPER;
			*ink |= way >= HALF;
		}
}

/* False: too much between the colours is no rim. */
static bool
draw(struct bitmap *b, struct shades *s, const struct pixels *px)
{
	unsigned x, y, inked = 0, rims = 0, odd = 0;
	unsigned most = px->width * px->height / ODD_PART;
	bool paper, ink;
	int way;

	for (y = 0; y < px->height && odd <= most; y++)
		for (x = 0; x < px->width; x++) {
			way = shade_of(s, at(px, x, y))->way;
			if (way > PAPER && way < INK) {
				look_near(s, px, x, y, &paper, &ink);
				odd += !paper || !ink;
				rims++;
			}
			if (way < HALF)
				continue;
			inked++;
			b->data[y * b->stride + x / 8] |=
			    (uint8_t)(0x80 >> x % 8);
		}
	/* A photograph's grain has both near it too, but more of it. */
	return odd <= inked / ODD_PART && rims <= inked;
}

int
duo_of(struct duo *d, cairo_surface_t *s, bool *is)
{
	const struct pixels px = { cairo_image_surface_get_data(s),
	    (size_t)cairo_image_surface_get_stride(s),
	    (unsigned)cairo_image_surface_get_width(s),
	    (unsigned)cairo_image_surface_get_height(s) };
	struct shades shades;
	int r;

	*d = (struct duo){ .ink = 0 };
	*is = false;
	if (!count(&shades, &px))
		return 0;
	choose(d, &shades);
	if (!place(d, &shades))
		return 0;
	if ((r = bitmap_new(&d->bitmap, px.width, px.height)) < 0)
		return r;
	*is = draw(&d->bitmap, &shades, &px);
	if (!*is)
		duo_free(d);
	return 0;
}

void
duo_free(struct duo *d)
{
	bitmap_free(&d->bitmap);
}
