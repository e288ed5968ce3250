/* bmp_rows.c -- see bmp_rows.h. */
#include "intake/format/raster/bmp_rows.h"

#include <string.h>

#include "intake/format/tags/numbers.h"

enum { RUN_END_OF_LINE = 0, RUN_END = 1, RUN_MOVE = 2 };

struct runs {
	const struct bmp_head *h;
	const uint8_t *p, *end;
	uint32_t x, y;
	uint8_t *index;
	struct bytes *copy;
};

/* Index i of those that a byte (RLE8) or half a byte (RLE4) holds. */
static uint8_t
index_of(const struct bmp_head *h, const uint8_t *p, unsigned i)
{
	if (h->bits == 8)
		return p[i];
	return i % 2 == 0 ? p[i / 2] >> 4 : p[i / 2] & 0x0f;
}

/* Runs may be longer than what is left of a row: the rest is not seen. */
static bool
put_run(struct runs *r, unsigned n, const uint8_t *from, bool same)
{
	unsigned i;

	if (r->y >= r->h->size.height)
		return false;
	for (i = 0; i < n && r->x < r->h->size.width; i++, r->x++)
		if (r->index != NULL)
			r->index[(size_t)r->y * r->h->size.width + r->x] =
			    index_of(r->h, from, same ? i % 2 &
			    (r->h->bits == 4) : i);
	return true;
}

/* Indices as they are, padded to an even number of bytes. */
static bool
literal(struct runs *r, unsigned n)
{
	size_t bytes = r->h->bits == 8 ? n : (n + 1) / 2;

	if ((size_t)(r->end - r->p) < bytes || !put_run(r, n, r->p, false))
		return false;
	if (r->copy != NULL) {
		(void)bytes_add(r->copy, r->p, bytes);
		if (bytes % 2 != 0)
			(void)bytes_add(r->copy, "", 1);
	}
	bytes += bytes % 2;
	r->p += bytes < (size_t)(r->end - r->p) ? bytes :
	    (size_t)(r->end - r->p);
	return true;
}

static bool
escape(struct runs *r, unsigned what, bool *ended)
{
	switch (what) {
	case RUN_END_OF_LINE:
		r->x = 0;
		r->y++;
		return true;
	case RUN_END:
		*ended = true;
		return true;
	case RUN_MOVE:
		if (r->end - r->p < 2)
			return false;
		r->x += r->p[0];
		r->y += r->p[1];
		if (r->copy != NULL)
			(void)bytes_add(r->copy, r->p, 2);
		r->p += 2;
		return r->x <= r->h->size.width;
	default:
		return literal(r, what);
	}
}

bool
bmp_runs(const struct bmp_head *h, uint8_t *index, struct bytes *copy)
{
	struct runs r = {
		.h = h, .p = h->pixels, .end = h->pixels + h->pixel_bytes,
		.index = index, .copy = copy,
	};
	bool ended = false;

	while (!ended && r.end - r.p >= 2) {
		unsigned n = r.p[0], what = r.p[1];

		/* The last row may lack its end; what follows is no picture. */
		if (r.y >= h->size.height && !(n == 0 && what == RUN_END))
			break;
		if (copy != NULL)
			(void)bytes_add(copy, r.p, 2);
		r.p += 2;
		if (!(n > 0 ? put_run(&r, n, r.p - 1, true) :
		    escape(&r, what, &ended)))
			return false;
	}
	if (!ended && copy != NULL)
		(void)bytes_add(copy, "\0\1", 2);
	return true;
}

static uint8_t
part(uint32_t v, uint32_t mask)
{
	uint32_t max;

	if (mask == 0)
		return 0;
	while ((mask & 1) == 0) {
		mask >>= 1;
		v >>= 1;
	}
	v &= mask;
	max = mask;
	return (uint8_t)(((uint64_t)v * 255 + max / 2) / max);
}

static void
colour(const struct bmp_head *h, unsigned i, uint8_t *rgba)
{
	const uint8_t *bgr = h->colours + (size_t)i * h->colour_bytes;

	memset(rgba, 0, 3);
	rgba[3] = 255;
	if (i >= h->ncolours)
		return;
	rgba[0] = bgr[2];
	rgba[1] = bgr[1];
	rgba[2] = bgr[0];
}

void
bmp_rgba(const struct bmp_head *h, const uint8_t *row, uint8_t *rgba)
{
	uint32_t x, v;
	size_t i;

	for (x = 0; x < h->size.width; x++, rgba += 4) {
		if (h->bits <= 8) {
			unsigned at = x * h->bits;

			colour(h, (unsigned)row[at / 8] >>
			    (8 - h->bits - at % 8) & ((1u << h->bits) - 1),
			    rgba);
			continue;
		}
		v = h->bits == 16 ? le16(row + 2 * (size_t)x) :
		    h->bits == 24 ? le24(row + 3 * (size_t)x) :
		    le32(row + 4 * (size_t)x);
		for (i = 0; i < 3; i++)
			rgba[i] = part(v, h->masks[i]);
		rgba[3] = h->masks[3] != 0 ? part(v, h->masks[3]) : 255;
	}
}
