/*
 * jpeg_thumbs.c -- see jpeg_thumbs.h.
 *
 * Both pictures become 16 x 16 greys, which are compared by correlation: a
 * thumbnail may be lighter, softer or framed in black, and still be the same.
 */
#include "intake/format/image/jpeg_thumbs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/answer.h"
#include "intake/format/image/jpeg_report.h"
#include "intake/format/image/jpeg_session.h"
#include "intake/format/image/jpeg_walk.h"
#include "intake/format/tags/exif.h"
#include "intake/format/tags/numbers.h"

#define SIDE 16u
#define ALIKE 0.8		/* correlation of the same picture */
#define APART 12.0		/* greys on average, of flat pictures */
#define THUMB_PIXELS_MAX 4000000u
#define RESOURCE_THUMB 0x040c	/* Photoshop's, behind a header of 28 bytes */
#define RESOURCE_HEAD 28

struct tiny {
	uint32_t width, height;		/* of what it was made from */
	double grey[SIDE * SIDE];
};

/* Add a row to the cells it lies in; the picture is framed to `aspect`. */
struct frame {
	uint32_t x0, y0, width, height;
};

static struct frame
frame_of(uint32_t width, uint32_t height, double aspect)
{
	struct frame f = { 0, 0, width, height };

	if (aspect <= 0)
		return f;
	if (width > height * aspect * 1.03) {
		f.width = (uint32_t)(height * aspect);
		f.x0 = (width - f.width) / 2;
	} else if (width * 1.03 < height * aspect) {
		f.height = (uint32_t)(width / aspect);
		f.y0 = (height - f.height) / 2;
	}
	return f;
}

static void
add_row(double *sums, uint32_t *counts, const struct frame *f,
    const JSAMPLE *row, uint32_t y)
{
	uint32_t x, cell;

	if (y < f->y0 || y - f->y0 >= f->height)
		return;
	cell = (uint32_t)((uint64_t)(y - f->y0) * SIDE / f->height) * SIDE;
	for (x = 0; x < f->width; x++) {
		uint32_t at = cell + (uint32_t)((uint64_t)x * SIDE / f->width);

		sums[at] += row[f->x0 + x];
		counts[at]++;
	}
}

/* Decode as small as libjpeg can.  False when it cannot, or is too small. */
static bool
shrink(struct tiny *t, const uint8_t *p, size_t len, double aspect)
{
	struct doc d = { .data = p, .len = len };
	struct bytes none = BYTES_INIT(0);
	struct answer *own = NULL;
	struct jpeg_session *s = NULL;
	uint32_t counts[SIDE * SIDE] = { 0 };
	struct frame f;
	size_t i;

	if (answer_new_file(&own, &none) < 0)
		return false;
	if ((s = jpeg_session_new(own)) == NULL || setjmp(s->jump) != 0)
		goto failed;
	jpeg_session_in(s, &d, NULL);
	if (aspect > 0 && (uint64_t)s->in.image_width * s->in.image_height >
	    THUMB_PIXELS_MAX)
		goto failed;
	s->in.out_color_space = JCS_GRAYSCALE;
	if (s->in.jpeg_color_space != JCS_GRAYSCALE &&
	    s->in.jpeg_color_space != JCS_YCbCr)
		goto failed;
	s->in.scale_num = 1;
	s->in.scale_denom = s->in.image_width >= 8 * SIDE &&
	    s->in.image_height >= 8 * SIDE ? 8 : 1;
	s->in.dct_method = JDCT_IFAST;
	(void)jpeg_start_decompress(&s->in);
	if ((s->row = malloc(s->in.output_width)) == NULL)
		goto failed;
	t->width = s->in.output_width;
	t->height = s->in.output_height;
	f = frame_of(t->width, t->height, aspect);
	if (f.width < SIDE || f.height < SIDE)
		goto failed;
	memset(t->grey, 0, sizeof(t->grey));
	while (s->in.output_scanline < s->in.output_height) {
		uint32_t y = s->in.output_scanline;

		(void)jpeg_read_scanlines(&s->in, &s->row, 1);
		add_row(t->grey, counts, &f, s->row, y);
	}
	for (i = 0; i < SIDE * SIDE; i++)
		t->grey[i] /= counts[i] > 0 ? counts[i] : 1;
	(void)jpeg_session_end(s, 0);
	answer_free(own);
	return true;
failed:
	if (s != NULL)
		(void)jpeg_session_end(s, -1);
	answer_free(own);
	return false;
}

static bool
alike(const struct tiny *a, const struct tiny *b)
{
	double ma = 0, mb = 0, saa = 0, sbb = 0, sab = 0, far = 0;
	size_t i, n = SIDE * SIDE;

	for (i = 0; i < n; i++) {
		ma += a->grey[i] / (double)n;
		mb += b->grey[i] / (double)n;
		far += fabs(a->grey[i] - b->grey[i]) / (double)n;
	}
	for (i = 0; i < n; i++) {
		double x = a->grey[i] - ma, y = b->grey[i] - mb;

		saa += x * x;
		sbb += y * y;
		sab += x * y;
	}
	return far < APART || (saa > 0 && sbb > 0 &&
	    sab / sqrt(saa * sbb) >= ALIKE);
}

struct thumbs {
	const struct doc *d;
	struct answer *a;
	struct tiny whole;
	bool asked, known;	/* the picture itself was made small */
};

static void
compare(struct thumbs *t, const char *where, const uint8_t *p, size_t len)
{
	struct tiny small;

	if (!t->asked)
		t->known = shrink(&t->whole, t->d->data, t->d->len, 0);
	t->asked = true;
	if (!t->known || !shrink(&small, p, len,
	    (double)t->whole.width / t->whole.height) ||
	    alike(&t->whole, &small))
		return;
	answer_mark(t->a, MARK_THUMBNAIL, 1, "the thumbnail in %s (%zu bytes) "
	    "shows something else than the picture", where, len);
}

/* Photoshop's blocks: type 4 | id 2 | name | length 4 | data. */
static void
photoshop(struct thumbs *t, const uint8_t *p, size_t len)
{
	while (len >= 12 && memcmp(p, "8BIM", 4) == 0) {
		size_t head = 6 + ((size_t)p[6] + 2) / 2 * 2, n;
		unsigned id = be16(p + 4);

		if (len < head + 4)
			return;
		n = be32(p + head);
		head += 4;
		if (n > len - head)
			return;
		if (id == RESOURCE_THUMB && n > RESOURCE_HEAD)
			compare(t, "Photoshop's settings",
			    p + head + RESOURCE_HEAD, n - RESOURCE_HEAD);
		n += n & 1;
		if (n > len - head)
			return;
		p += head + n;
		len -= head + n;
	}
}

void
jpeg_thumbs(const struct doc *d, struct answer *a)
{
	static const char mark[] = "Photoshop 3.0";
	struct thumbs t = { .d = d, .a = a };
	struct jpeg_walk w = jpeg_walk(d->data, d->len);
	struct jpeg_segment s;

	while (jpeg_next(&w, &s) && s.marker != MARKER_SOS) {
		const uint8_t *tiff, *thumb;
		size_t len, n;

		if ((tiff = jpeg_exif(&s, &len)) != NULL) {
			if ((thumb = exif_thumbnail(tiff, len, &n)) != NULL)
				compare(&t, "EXIF", thumb, n);
		} else if (s.marker == MARKER_APP0 + 13 &&
		    s.len > sizeof(mark) &&
		    memcmp(s.data, mark, sizeof(mark)) == 0) {
			photoshop(&t, s.data + sizeof(mark),
			    s.len - sizeof(mark));
		}
	}
}
