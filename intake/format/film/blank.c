/* blank.c -- black boxes on decoded pictures; see recode.h. */
#include "intake/format/film/recode.h"

#include <libavutil/pixdesc.h>
#include <string.h>

bool
blank_can(enum AVPixelFormat format)
{
	const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(format);
	const uint64_t not = AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
	    AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_FLOAT |
	    AV_PIX_FMT_FLAG_BAYER;
	int i;

	if (d == NULL || (d->flags & not) != 0)
		return false;
	/* Each colour in bytes of its own: 8 bits, or 9 to 16. */
	for (i = 0; i < d->nb_components; i++)
		if (d->comp[i].depth < 8 || d->comp[i].depth > 16)
			return false;
	return true;
}

/* What black is, in this colour. */
static unsigned
black(const AVFrame *f, const AVPixFmtDescriptor *d, int i)
{
	int depth = d->comp[i].depth;
	bool alpha = (d->flags & AV_PIX_FMT_FLAG_ALPHA) != 0 &&
	    i == d->nb_components - 1;

	if (alpha)
		return (1u << depth) - 1;
	if ((d->flags & AV_PIX_FMT_FLAG_RGB) != 0)
		return 0;
	if (i > 0)
		return 1u << (depth - 1);
	return f->color_range == AVCOL_RANGE_JPEG ? 0 : 16u << (depth - 8);
}

static void
put(uint8_t *p, const AVPixFmtDescriptor *d, int i, unsigned v)
{
	v <<= d->comp[i].shift;
	if (d->comp[i].depth + d->comp[i].shift <= 8) {
		*p = (uint8_t)v;
	} else if ((d->flags & AV_PIX_FMT_FLAG_BE) != 0) {
		p[0] = (uint8_t)(v >> 8);
		p[1] = (uint8_t)v;
	} else {
		p[0] = (uint8_t)v;
		p[1] = (uint8_t)(v >> 8);
	}
}

static int
between(int v, int max)
{
	return v < 0 ? 0 : v > max ? max : v;
}

void
blank_box(AVFrame *f, int x0, int y0, int x1, int y1)
{
	const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(
	    (enum AVPixelFormat)f->format);
	int wide = 1 << d->log2_chroma_w, high = 1 << d->log2_chroma_h;
	int i, x, y;

	x0 = between(x0, f->width) / wide * wide;
	y0 = between(y0, f->height) / high * high;
	x1 = between((between(x1, f->width) + wide - 1) / wide * wide,
	    f->width);
	y1 = between((between(y1, f->height) + high - 1) / high * high,
	    f->height);
	for (i = 0; i < d->nb_components; i++) {
		const AVComponentDescriptor *c = &d->comp[i];
		bool less = (i == 1 || i == 2) &&
		    (d->flags & AV_PIX_FMT_FLAG_RGB) == 0;
		int w = less ? d->log2_chroma_w : 0;
		int h = less ? d->log2_chroma_h : 0;
		unsigned v = black(f, d, i);

		for (y = y0 >> h; y < (y1 + (1 << h) - 1) >> h; y++)
			for (x = x0 >> w; x < (x1 + (1 << w) - 1) >> w; x++)
				put(f->data[c->plane] +
				    (ptrdiff_t)y * f->linesize[c->plane] +
				    x * c->step + c->offset, d, i, v);
	}
}
