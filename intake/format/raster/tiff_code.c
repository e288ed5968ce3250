/* tiff_code.c -- see tiff_code.h. */
#include "intake/format/raster/tiff_code.h"

#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

#define ROWS_BYTES_MAX ((uint64_t)2 << 30)	/* decoded at a time */
#define ROWS_OF_STRIP 64	/* of a picture that is written */

/* Bytes as libtiff's file. */
struct stream {
	struct bytes *b;
	uint64_t at;
};

struct tiff_reader {
	struct answer *a;
	TIFF *tiff;
	struct bytes file;	/* borrowed bytes */
	struct stream in;
	bool begun;
	struct tiff_page page;
	uint32_t *pixels;	/* of one strip, or of a row of tiles */
	uint8_t *row;
};

static tsize_t
on_read(thandle_t h, void *to, tsize_t want)
{
	struct stream *s = (struct stream *)h;
	uint64_t left = s->at < s->b->len ? s->b->len - s->at : 0;
	uint64_t n = want > 0 ? (uint64_t)want : 0;

	n = n < left ? n : left;
	memcpy(to, s->b->data + s->at, (size_t)n);
	s->at += n;
	return (tsize_t)n;
}

static tsize_t
on_write(thandle_t h, void *from, tsize_t n)
{
	struct stream *s = (struct stream *)h;
	uint64_t end;
	uint8_t *room;

	if (n <= 0)
		return 0;
	end = s->at + (uint64_t)n;
	if (s->at > s->b->max || end > s->b->max)
		return 0;
	if (end > s->b->len) {
		size_t more = (size_t)(end - s->b->len);

		if (bytes_room(s->b, more, &room) < 0)
			return 0;
		memset(room, 0, more);
	}
	memcpy(s->b->data + s->at, from, (size_t)n);
	s->at = end;
	return n;
}

static toff_t
on_seek(thandle_t h, toff_t to, int whence)
{
	struct stream *s = (struct stream *)h;

	if (whence == SEEK_CUR)
		to += s->at;
	else if (whence == SEEK_END)
		to += s->b->len;
	s->at = to;
	return to;
}

static int
on_close(thandle_t h)
{
	(void)h;
	return 0;
}

static toff_t
on_size(thandle_t h)
{
	return ((struct stream *)h)->b->len;
}

static int
on_map(thandle_t h, void **at, toff_t *len)
{
	struct stream *s = (struct stream *)h;

	/* Without this, libtiff 4.5 refuses uncompressed tiles whose size is
	 * no multiple of 1024. */
	*at = s->b->data;
	*len = s->b->len;
	return 1;
}

static void
on_unmap(thandle_t h, void *at, toff_t len)
{
	(void)h;
	(void)at;
	(void)len;
}

static TIFF *
open_stream(struct stream *s, const char *mode)
{
	(void)TIFFSetErrorHandler(NULL);	/* stderr is nobody's */
	(void)TIFFSetWarningHandler(NULL);
	return TIFFClientOpen("tiff", mode, (thandle_t)s, on_read, on_write,
	    on_seek, on_close, on_size, on_map, on_unmap);
}

int
tiff_reader_new(struct tiff_reader **out, const struct bytes *file,
    struct answer *a)
{
	struct tiff_reader *r = calloc(1, sizeof(*r));

	*out = NULL;
	if (r == NULL)
		return answer_refuse(a, REASON_LIMIT, "out of memory");
	r->a = a;
	r->file = *file;
	r->in = (struct stream){ .b = &r->file };
	if ((r->tiff = open_stream(&r->in, "r")) == NULL) {
		free(r);
		return answer_refuse(a, REASON_DAMAGED,
		    "TIFF: its first picture cannot be read");
	}
	*out = r;
	return 0;
}

void
tiff_reader_free(struct tiff_reader *r)
{
	if (r == NULL)
		return;
	if (r->tiff != NULL)
		TIFFClose(r->tiff);
	free(r->pixels);
	free(r->row);
	free(r);
}

int
tiff_reader_next(struct tiff_reader *r, const struct tiff_page *p)
{
	uint64_t height = p->part_height, pixels;
	uint32_t width = 0, rows = 0;

	if (r->begun && TIFFReadDirectory(r->tiff) == 0)
		return answer_refuse(r->a, REASON_DAMAGED,
		    "TIFF: a picture cannot be read");
	r->begun = true;
	r->page = *p;
	(void)TIFFGetField(r->tiff, TIFFTAG_IMAGEWIDTH, &width);
	(void)TIFFGetField(r->tiff, TIFFTAG_IMAGELENGTH, &rows);
	if (width != p->size.width || rows != p->size.height)
		return answer_refuse(r->a, REASON_DAMAGED,
		    "TIFF: two readings of a picture's size disagree");
	pixels = (uint64_t)p->part_width * height;
	free(r->pixels);
	free(r->row);
	r->pixels = NULL;
	r->row = NULL;
	/* One tile behind the row of tiles, to decode into. */
	if (p->tiled)
		pixels += (uint64_t)p->size.width * height;
	if (pixels > ROWS_BYTES_MAX / sizeof(*r->pixels) ||
	    (r->pixels = malloc(pixels * sizeof(*r->pixels))) == NULL ||
	    (r->row = malloc((size_t)p->size.width * 3)) == NULL)
		return answer_refuse(r->a, REASON_LIMIT,
		    "TIFF: a strip or tile too large to be shown");
	return 0;
}

/* Pixels are premultiplied: on white they only lack what shines through. */
static const uint8_t *
on_white(struct tiff_reader *r, const uint32_t *pixels)
{
	uint8_t *to = r->row;
	uint32_t x;

	for (x = 0; x < r->page.size.width; x++) {
		uint32_t p = pixels[x], rest = 255 - TIFFGetA(p);
		uint32_t c[3] = {
			TIFFGetR(p) + rest, TIFFGetG(p) + rest,
			TIFFGetB(p) + rest
		};
		size_t i;

		for (i = 0; i < 3; i++)
			*to++ = (uint8_t)(c[i] < 255 ? c[i] : 255);
	}
	return r->row;
}

/* A row of tiles, from the top: libtiff gives each with its last row first. */
static bool
read_tiles(struct tiff_reader *r, uint32_t y)
{
	uint32_t w = r->page.size.width, tw = r->page.part_width;
	uint32_t th = r->page.part_height, x, i;
	uint32_t *tile = r->pixels + (size_t)w * th;

	for (x = 0; x < w; x += tw) {
		uint32_t n = w - x < tw ? w - x : tw;

		if (TIFFReadRGBATile(r->tiff, x, y, tile) == 0)
			return false;
		for (i = 0; i < th; i++)
			memcpy(r->pixels + (size_t)i * w + x,
			    tile + (size_t)(th - 1 - i) * tw,
			    n * sizeof(*tile));
		if (n < tw)
			break;
	}
	return true;
}

static bool
read_strip(struct tiff_reader *r, uint32_t y)
{
	return TIFFReadRGBAStrip(r->tiff, y, r->pixels) != 0;
}

int
tiff_reader_rows(struct tiff_reader *r, tiff_row row, void *arg)
{
	uint32_t h = r->page.size.height, step = r->page.part_height;
	uint32_t w = r->page.size.width, y, i;
	char why[1024];

	if (TIFFRGBAImageOK(r->tiff, why) == 0)
		return answer_refuse(r->a, REASON_UNSUPPORTED,
		    "TIFF: colours or compression that cannot be shown");
	for (y = 0; y < h; y += i) {
		uint32_t n = h - y < step ? h - y : step;

		if (!(r->page.tiled ? read_tiles(r, y) : read_strip(r, y)))
			return answer_refuse(r->a, REASON_DAMAGED,
			    "TIFF: its pixels cannot be decoded");
		for (i = 0; i < n; i++) {
			uint32_t from = r->page.tiled ? i : n - 1 - i;

			if (!row(arg, on_white(r, r->pixels +
			    (size_t)from * w), y + i))
				return 0;
		}
	}
	return 0;
}

static bool
row_to_dots(void *arg, const uint8_t *rgb, uint32_t y)
{
	(void)y;
	return dots_row(arg, rgb);
}

int
tiff_reader_dots(struct tiff_reader *r, struct dots **out, uint32_t *count)
{
	struct dots *d = NULL;
	int e;

	*out = NULL;
	*count = 0;
	if (dots_new(&d, r->page.size.width, r->page.size.height) < 0)
		return answer_refuse(r->a, REASON_LIMIT, "out of memory");
	if (d == NULL)
		return 0;
	if ((e = tiff_reader_rows(r, row_to_dots, d)) == 0 &&
	    (*count = dots_find(d)) > 0) {
		*out = d;
		return 0;
	}
	dots_free(d);
	return e;
}

static bool
row_to_whiten(void *arg, const uint8_t *rgb, uint32_t y)
{
	whiten_see(arg, y, rgb);
	return true;
}

int
tiff_reader_whiten(struct tiff_reader *r, struct whiten **out)
{
	struct whiten *w = NULL;
	int e;

	*out = NULL;
	if (whiten_new(&w, r->page.size.width, r->page.size.height,
	    &WHITEN_RGB) < 0)
		return answer_refuse(r->a, REASON_LIMIT, "out of memory");
	if ((e = tiff_reader_rows(r, row_to_whiten, w)) == 0)
		*out = w;
	else
		whiten_free(w);
	return e;
}

/* --- painting --- */

struct painter {
	struct tiff_reader *r;
	TIFF *to;
	const struct picture_boxes *boxes;
	const struct dots *dots;
	const struct whiten *white;
	uint8_t *row;
	unsigned bits;		/* of a pixel: 1, 8 or 24 */
	bool failed;
};

static void
pack(uint8_t *row, const uint8_t *rgb, uint32_t width, unsigned bits)
{
	uint32_t x;

	if (bits == 1)
		memset(row, 0, ((size_t)width + 7) / 8);
	for (x = 0; x < width; x++) {
		uint8_t grey = rgb[3 * (size_t)x];

		if (bits == 8)
			row[x] = grey;
		else if (grey >= 128)
			row[x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
}

static bool
row_painted(void *arg, const uint8_t *rgb, uint32_t y)
{
	static const uint8_t black[3] = { 0, 0, 0 };
	struct painter *p = arg;
	uint32_t x, from, width = p->r->page.size.width;
	uint8_t *own = p->r->row;	/* what `rgb` is: ours to change */

	for (x = 0; p->dots != NULL && x < width; x++)
		if (dots_hide(p->dots, y, x, &from))
			memcpy(own + 3 * (size_t)x, rgb + 3 * (size_t)from, 3);
	if (p->white != NULL)
		whiten_row(p->white, y, own);
	picture_paint(p->boxes, own, y, black, 3);
	if (p->bits < 24)
		pack(p->row, own, width, p->bits);
	p->failed = TIFFWriteScanline(p->to, p->bits < 24 ? p->row : own, y,
	    0) < 0;
	return !p->failed;
}

static void
copy_resolution(TIFF *to, const struct ifd *t, uint64_t at)
{
	struct ifd_entry x = ifd_find(t, at, TIFF_X_RESOLUTION);
	struct ifd_entry y = ifd_find(t, at, TIFF_Y_RESOLUTION);
	struct ifd_entry unit = ifd_find(t, at, TIFF_UNIT);

	if (x.value == NULL || x.count < 1 || y.value == NULL || y.count < 1)
		return;
	(void)TIFFSetField(to, TIFFTAG_XRESOLUTION, ifd_real(t, &x, 0));
	(void)TIFFSetField(to, TIFFTAG_YRESOLUTION, ifd_real(t, &y, 0));
	if (unit.value != NULL && unit.count > 0)
		(void)TIFFSetField(to, TIFFTAG_RESOLUTIONUNIT,
		    (unsigned)ifd_whole(t, &unit, 0));
}

static void
describe(TIFF *to, const struct tiff_page *p, unsigned bits)
{
	unsigned samples = bits == 24 ? 3 : 1;

	(void)TIFFSetField(to, TIFFTAG_IMAGEWIDTH, p->size.width);
	(void)TIFFSetField(to, TIFFTAG_IMAGELENGTH, p->size.height);
	(void)TIFFSetField(to, TIFFTAG_BITSPERSAMPLE, bits / samples);
	(void)TIFFSetField(to, TIFFTAG_SAMPLESPERPIXEL, samples);
	(void)TIFFSetField(to, TIFFTAG_PHOTOMETRIC,
	    samples == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
	(void)TIFFSetField(to, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
	(void)TIFFSetField(to, TIFFTAG_ORIENTATION, p->size.orientation);
	(void)TIFFSetField(to, TIFFTAG_ROWSPERSTRIP, ROWS_OF_STRIP);
	(void)TIFFSetField(to, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
	if (bits > 1)
		(void)TIFFSetField(to, TIFFTAG_PREDICTOR,
		    PREDICTOR_HORIZONTAL);
}

/* Grey pictures stay grey, and those of one bit keep one bit. */
static unsigned
bits_for(const struct tiff_page *p)
{
	if (p->photometric > PHOTOMETRIC_MINISBLACK)
		return 24;
	return p->bits == 1 ? 1 : 8;
}

int
tiff_reader_paint(struct tiff_reader *r, const struct ifd *t,
    const struct picture_boxes *boxes, const struct dots *dots,
    const struct whiten *white, struct bytes *file)
{
	struct stream out = { .b = file };
	struct painter p = {
		.r = r, .boxes = boxes, .dots = dots, .white = white,
		.bits = bits_for(&r->page),
	};
	int e = -1;

	p.row = malloc(r->page.size.width);
	p.to = open_stream(&out, t->wide ? (t->big ? "w8b" : "w8l") :
	    (t->big ? "wb" : "wl"));
	if (p.row == NULL || p.to == NULL)
		p.failed = true;
	else {
		describe(p.to, &r->page, p.bits);
		copy_resolution(p.to, t, r->page.at);
		e = tiff_reader_rows(r, row_painted, &p);
	}
	if (p.to != NULL) {
		if (!p.failed && e == 0 && TIFFFlush(p.to) == 0)
			p.failed = true;
		TIFFClose(p.to);
	}
	free(p.row);
	if (p.failed || bytes_ok(file) < 0)
		e = answer_refuse(r->a, REASON_LIMIT, "out of memory");
	return e;
}
