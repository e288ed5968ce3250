/* planes.c -- see planes.h. */
#include "intake/format/heif/planes.h"

#include <string.h>

enum { MATRIX_RGB = 0, MATRIX_709 = 1, MATRIX_2020 = 9 };

static int
sample(const struct planes *p, unsigned plane, uint32_t x, uint32_t y)
{
	const uint8_t *row = p->at[plane] + (ptrdiff_t)y * p->stride[plane];
	uint16_t v;

	if (p->bits <= 8)
		return row[x];
	memcpy(&v, row + 2 * (size_t)x, sizeof(v));
	return v;
}

static uint8_t
clamp(double v)
{
	return (uint8_t)(v <= 0 ? 0 : v >= 255 ? 255 : v + 0.5);
}

struct scale {
	double luma, black, chroma, middle;	/* to 0..255 */
	double kr, kb;
};

static struct scale
scale_of(const struct planes *p)
{
	double max = (double)((1u << p->bits) - 1);
	double unit = (double)(1u << (p->bits - 8));
	struct scale s = { .kr = 0.299, .kb = 0.114 };

	s.luma = p->full ? 255 / max : 255 / (219 * unit);
	s.black = p->full ? 0 : 16 * unit;
	s.chroma = p->full ? 255 / max : 255 / (224 * unit);
	s.middle = 128 * unit;
	if (p->matrix == MATRIX_709) {
		s.kr = 0.2126;
		s.kb = 0.0722;
	} else if (p->matrix == MATRIX_2020) {
		s.kr = 0.2627;
		s.kb = 0.0593;
	}
	return s;
}

void
planes_grey(const struct planes *p, uint32_t y, uint8_t *grey, uint32_t n)
{
	struct scale s = scale_of(p);
	uint32_t x;

	for (x = 0; x < n; x++)
		grey[x] = clamp((sample(p, 0, x, y) - s.black) * s.luma);
}

void
planes_rgb(const struct planes *p, uint32_t y, uint8_t *rgb, uint32_t n)
{
	struct scale s = scale_of(p);
	double kg = 1 - s.kr - s.kb;
	uint32_t x;

	for (x = 0; x < n; x++, rgb += 3) {
		double l = (sample(p, 0, x, y) - s.black) * s.luma, b, r;
		uint32_t cx = x >> p->across, cy = y >> p->down;

		if (p->at[1] == NULL) {
			memset(rgb, clamp(l), 3);
			continue;
		}
		if (p->matrix == MATRIX_RGB) {	/* green, blue, red */
			rgb[0] = clamp((sample(p, 2, cx, cy) - s.black) *
			    s.luma);
			rgb[1] = clamp(l);
			rgb[2] = clamp((sample(p, 1, cx, cy) - s.black) *
			    s.luma);
			continue;
		}
		b = (sample(p, 1, cx, cy) - s.middle) * s.chroma;
		r = (sample(p, 2, cx, cy) - s.middle) * s.chroma;
		rgb[0] = clamp(l + 2 * (1 - s.kr) * r);
		rgb[1] = clamp(l - 2 * s.kr * (1 - s.kr) / kg * r -
		    2 * s.kb * (1 - s.kb) / kg * b);
		rgb[2] = clamp(l + 2 * (1 - s.kb) * b);
	}
}
