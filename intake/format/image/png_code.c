/*
 * png_code.c -- see png_code.h.
 *
 * libpng ends a failed call through on_error(), which jumps: so each public
 * function sets one jump, everything it allocates hangs on `struct session`,
 * and after the jump nothing is read but that.
 */
#include "intake/format/image/png_code.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/tags/exif.h"

#define OUT_BYTES 65536		/* of one IDAT chunk */
#define LEVEL 6			/* of zlib */
#define REASON_LINE_MAX 128

struct session {
	jmp_buf jump;
	struct answer *a;
	const struct doc *d;
	size_t at;		/* bytes read */
	png_structp in, out;
	png_infop info, out_info;
	uint32_t width, height;
	size_t row_bytes;
	unsigned pixel_bits;
	uint8_t *row;		/* one, or all of an interlaced picture */
	bool whole;		/* `row` holds all */
	uint8_t *rgb;
	struct dots *dots;	/* while they are looked for */
	struct whiten *white;	/* the same, for paper */
	struct picture_safe *safe;
	enum exam_reason reason;
	char line[REASON_LINE_MAX];
};

static void __attribute__((noreturn))
give_up(struct session *s, enum exam_reason reason, const char *line)
{
	s->reason = reason;
	(void)snprintf(s->line, sizeof(s->line), "%s", line);
	longjmp(s->jump, 1);
}

static void __attribute__((noreturn))
on_error(png_structp png, png_const_charp message)
{
	struct session *s = png_get_error_ptr(png);

	give_up(s, REASON_DAMAGED, message);
}

/* Warnings are about chunks that are dropped, or repairs of no pixel. */
static void
on_warning(png_structp png, png_const_charp message)
{
	(void)png;
	(void)message;
}

static void
on_read(png_structp png, png_bytep to, size_t n)
{
	struct session *s = png_get_io_ptr(png);

	if (n > s->d->len - s->at)
		give_up(s, REASON_DAMAGED, "the picture's data is cut short");
	memcpy(to, s->d->data + s->at, n);
	s->at += n;
}

static void
on_write(png_structp png, png_bytep p, size_t n)
{
	struct session *s = png_get_io_ptr(png);

	answer_file(s->a, p, n);
}

static void
on_flush(png_structp png)
{
	(void)png;
}

static struct session *
session_new(const struct doc *d, struct answer *a)
{
	struct session *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		(void)answer_refuse(a, REASON_LIMIT, "out of memory");
		return NULL;
	}
	s->a = a;
	s->d = d;
	return s;
}

/* The end of every session; `r` as it is, or the refusal that led here. */
static int
session_end(struct session *s, int r)
{
	if (s->reason != REASON_NONE)
		r = answer_refuse(s->a, s->reason, "PNG: %s", s->line);
	png_destroy_read_struct(&s->in, &s->info, NULL);
	png_destroy_write_struct(&s->out, &s->out_info);
	picture_safe_free(s->safe);
	dots_free(s->dots);
	whiten_free(s->white);
	free(s->row);
	free(s->rgb);
	free(s);
	return r;
}

/* Chunks that libpng knows and this room does not want parsed. */
static void
ignore_chunks(png_structp png)
{
	static const uint8_t names[] =
	    "bKGD\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0sBIT\0sCAL\0sPLT\0sTER\0"
	    "tEXt\0tIME\0zTXt\0eXIf\0";

	png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, names,
	    (int)(sizeof(names) / 5));
}

static void
open_in(struct session *s)
{
	s->in = png_create_read_struct(PNG_LIBPNG_VER_STRING, s, on_error,
	    on_warning);
	if (s->in == NULL || (s->info = png_create_info_struct(s->in)) == NULL)
		give_up(s, REASON_LIMIT, "out of memory");
	png_set_read_fn(s->in, s, on_read);
	png_set_user_limits(s->in, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX);
	ignore_chunks(s->in);
	png_read_info(s->in, s->info);
	s->width = png_get_image_width(s->in, s->info);
	s->height = png_get_image_height(s->in, s->info);
	if ((uint64_t)s->width * s->height > PIXELS_MAX)
		give_up(s, REASON_LIMIT, "too many pixels");
}

/* 8 bits, RGB or RGBA. */
static void
flatten(struct session *s)
{
	png_set_expand(s->in);
	png_set_scale_16(s->in);
	png_set_gray_to_rgb(s->in);
}

/* After the last wish about rows: decode, whole when it is interlaced. */
static void
start_rows(struct session *s)
{
	bool whole = png_get_interlace_type(s->in, s->info) !=
	    PNG_INTERLACE_NONE;
	int passes = png_set_interlace_handling(s->in);
	uint64_t size;
	uint32_t y;

	png_read_update_info(s->in, s->info);
	s->row_bytes = png_get_rowbytes(s->in, s->info);
	s->pixel_bits = (unsigned)png_get_bit_depth(s->in, s->info) *
	    (unsigned)png_get_channels(s->in, s->info);
	size = whole ? (uint64_t)s->row_bytes * s->height : s->row_bytes;
	if (size > PNG_WHOLE_MAX)
		give_up(s, REASON_LIMIT, "an interlaced picture too large");
	/* Zero: what a pass leaves out must not be old memory. */
	if ((s->row = calloc(1, (size_t)size)) == NULL)
		give_up(s, REASON_LIMIT, "out of memory");
	s->whole = whole;
	for (; whole && passes > 0; passes--)
		for (y = 0; y < s->height; y++)
			png_read_row(s->in, s->row + y * s->row_bytes, NULL);
}

static uint8_t *
next_row(struct session *s, uint32_t y)
{
	if (s->whole)
		return s->row + y * s->row_bytes;
	png_read_row(s->in, s->row, NULL);
	return s->row;
}

/* One pixel to another place of its row, whatever its depth. */
static void
copy_pixel(uint8_t *row, unsigned bits, uint32_t to, uint32_t from)
{
	size_t n = bits / 8, t = (size_t)to * bits, f = (size_t)from * bits;
	unsigned mask, value;

	if (n > 0) {
		memcpy(row + to * n, row + from * n, n);
		return;
	}
	mask = (1u << bits) - 1;
	value = (unsigned)row[f / 8] >> (8 - bits - f % 8) & mask;
	row[t / 8] &= (uint8_t)~(mask << (8 - bits - t % 8));
	row[t / 8] |= (uint8_t)(value << (8 - bits - t % 8));
}

static void
hide_dots(const struct session *s, const struct dots *dots, uint8_t *row,
    uint32_t y)
{
	uint32_t x, from;

	if (dots == NULL || !dots_in_row(dots, y))
		return;
	for (x = 0; x < s->width; x++)
		if (dots_hide(dots, y, x, &from))
			copy_pixel(row, s->pixel_bits, x, from);
}

/* What says how the picture looks, in numbers; nothing with words. */
static void
copy_looks(struct session *s)
{
	png_fixed_point gamma, wx, wy, rx, ry, gx, gy, bx, by;
	png_uint_32 x, y;
	int intent, unit;

	if (s->in == NULL)
		return;
	if (png_get_valid(s->in, s->info, PNG_INFO_sRGB) &&
	    png_get_sRGB(s->in, s->info, &intent)) {
		/* It says all that gAMA and cHRM would. */
		png_set_sRGB(s->out, s->out_info, intent);
	} else {
		if (png_get_gAMA_fixed(s->in, s->info, &gamma))
			png_set_gAMA_fixed(s->out, s->out_info, gamma);
		if (png_get_cHRM_fixed(s->in, s->info, &wx, &wy, &rx, &ry,
		    &gx, &gy, &bx, &by))
			png_set_cHRM_fixed(s->out, s->out_info, wx, wy, rx,
			    ry, gx, gy, bx, by);
	}
	if (png_get_pHYs(s->in, s->info, &x, &y, &unit))
		png_set_pHYs(s->out, s->out_info, x, y, unit);
}

static void
copy_palette(struct session *s)
{
	png_colorp palette;
	png_bytep alphas = NULL;
	png_color_16p colour = NULL;
	int n;

	if (png_get_PLTE(s->in, s->info, &palette, &n) &&
	    png_get_color_type(s->in, s->info) == PNG_COLOR_TYPE_PALETTE)
		png_set_PLTE(s->out, s->out_info, palette, n);
	if (png_get_tRNS(s->in, s->info, &alphas, &n, &colour))
		png_set_tRNS(s->out, s->out_info, alphas, n, colour);
}

static void
open_out(struct session *s, int depth, int type, bool palette,
    unsigned orientation)
{
	uint8_t exif[EXIF_ORIENTATION_BYTES];

	s->out = png_create_write_struct(PNG_LIBPNG_VER_STRING, s, on_error,
	    on_warning);
	if (s->out == NULL ||
	    (s->out_info = png_create_info_struct(s->out)) == NULL)
		give_up(s, REASON_LIMIT, "out of memory");
	png_set_write_fn(s->out, s, on_write, on_flush);
	png_set_user_limits(s->out, PICTURE_SIDE_MAX, PICTURE_SIDE_MAX);
	png_set_compression_level(s->out, LEVEL);
	png_set_compression_buffer_size(s->out, OUT_BYTES);
	/* Colours pay for a filter; indexes and thin lines do not. */
	png_set_filter(s->out, PNG_FILTER_TYPE_BASE,
	    depth < 8 || type == PNG_COLOR_TYPE_PALETTE ? PNG_FILTER_NONE :
	    PNG_FAST_FILTERS);
	png_set_IHDR(s->out, s->out_info, s->width, s->height, depth, type,
	    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
	    PNG_FILTER_TYPE_DEFAULT);
	copy_looks(s);
	if (palette)
		copy_palette(s);
	if (orientation >= 2 && orientation <= 8) {
		exif_only_orientation(exif, orientation);
		png_set_eXIf_1(s->out, s->out_info, sizeof(exif), exif);
	}
	png_write_info(s->out, s->out_info);
}

int
png_copy(const struct doc *d, struct answer *a, const struct dots *dots,
    unsigned orientation)
{
	struct session *s;
	uint32_t y;

	if ((s = session_new(d, a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s);
	start_rows(s);
	open_out(s, png_get_bit_depth(s->in, s->info),
	    png_get_color_type(s->in, s->info), true, orientation);
	for (y = 0; y < s->height; y++) {
		uint8_t *row = next_row(s, y);

		hide_dots(s, dots, row, y);
		png_write_row(s->out, row);
	}
	png_write_end(s->out, NULL);
	return session_end(s, 0);
}

static void
drop_unseen(const struct session *s, uint8_t *row)
{
	uint32_t x;

	for (x = 0; x < s->width; x++)
		if (row[4 * (size_t)x + 3] == 0)
			memset(row + 4 * (size_t)x, 0, 3);
}

/* Rows were counted by `size`, from our own walk: libpng must agree. */
static void
same_size(struct session *s, const struct picture_size *size)
{
	if (s->width != size->width || s->height != size->height)
		give_up(s, REASON_DAMAGED, "two headers disagree");
}

int
png_whiten(const struct doc *d, struct answer *a, struct whiten **out)
{
	struct session *s;
	uint32_t y;

	*out = NULL;
	if ((s = session_new(d, a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s);
	flatten(s);
	start_rows(s);
	if (whiten_new(&s->white, s->width, s->height, s->pixel_bits == 32 ?
	    &WHITEN_RGBA : &WHITEN_RGB) < 0)
		give_up(s, REASON_LIMIT, "out of memory");
	for (y = 0; y < s->height; y++)
		whiten_see(s->white, y, next_row(s, y));
	*out = s->white;
	s->white = NULL;		/* handed over */
	return session_end(s, 0);
}

int
png_repaint(const struct doc *d, struct answer *a, const struct dots *dots,
    const struct whiten *white, const struct picture_size *size,
    const struct picture_boxes *boxes)
{
	static const uint8_t black[4] = { 0, 0, 0, 255 };
	struct session *s;
	unsigned channels;
	uint32_t y;

	if ((s = session_new(d, a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s);
	same_size(s, size);
	flatten(s);
	start_rows(s);
	channels = s->pixel_bits / 8;
	open_out(s, 8, channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA :
	    PNG_COLOR_TYPE_RGB, false, size->orientation);
	for (y = 0; y < s->height; y++) {
		uint8_t *row = next_row(s, y);

		hide_dots(s, dots, row, y);
		if (white != NULL)
			whiten_row(white, y, row);
		if (channels == 4)
			drop_unseen(s, row);
		picture_paint(boxes, row, y, black, channels);
		png_write_row(s->out, row);
	}
	png_write_end(s->out, NULL);
	return session_end(s, 0);
}

int
png_of_rows(struct answer *a, const struct picture_size *size,
    const uint8_t *(*row)(void *arg, uint32_t y), void *arg)
{
	struct session *s;
	uint32_t y;

	if ((s = session_new(NULL, a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	s->width = size->width;
	s->height = size->height;
	open_out(s, 8, PNG_COLOR_TYPE_RGB, false, size->orientation);
	for (y = 0; y < s->height; y++)
		png_write_row(s->out, row(arg, y));
	png_write_end(s->out, NULL);
	return session_end(s, 0);
}

/* The row as RGB on white paper. */
static const uint8_t *
on_white(struct session *s, const uint8_t *row)
{
	if (s->pixel_bits == 24)
		return row;
	picture_on_white(s->rgb, row, s->width);
	return s->rgb;
}

static void
start_rgb(struct session *s)
{
	flatten(s);
	start_rows(s);
	if ((s->rgb = malloc((size_t)s->width * 3)) == NULL)
		give_up(s, REASON_LIMIT, "out of memory");
}

int
png_show(const struct doc *d, struct answer *a, const struct dots *dots,
    const struct picture_size *size)
{
	struct session *s;
	uint32_t y;

	if ((s = session_new(d, a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s);
	same_size(s, size);
	if (picture_safe_new(&s->safe, a) < 0 ||
	    picture_safe_page(s->safe, size) < 0)
		return session_end(s, -1);
	start_rgb(s);
	for (y = 0; y < s->height; y++) {
		uint8_t *row = next_row(s, y);

		hide_dots(s, dots, row, y);
		picture_safe_row(s->safe, on_white(s, row));
	}
	return session_end(s, picture_safe_end(s->safe));
}

int
png_rgba(const struct doc *d, struct answer *a, uint32_t width,
    uint32_t height, uint8_t *rgba)
{
	struct session *s;
	uint32_t y;

	if ((s = session_new(d, a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s);
	if (s->width != width || s->height != height)
		give_up(s, REASON_DAMAGED, "two headers disagree");
	flatten(s);
	png_set_add_alpha(s->in, 255, PNG_FILLER_AFTER);
	start_rows(s);
	for (y = 0; y < height; y++)
		memcpy(rgba + 4 * (size_t)y * width, next_row(s, y),
		    4 * (size_t)width);
	return session_end(s, 0);
}

int
png_dots(const struct doc *d, struct answer *a, struct dots **out,
    uint32_t *count)
{
	struct session *s;
	uint32_t y;

	*out = NULL;
	*count = 0;
	if ((s = session_new(d, a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s);
	if ((png_get_color_type(s->in, s->info) & PNG_COLOR_MASK_COLOR) == 0)
		return session_end(s, 0);
	if (dots_new(&s->dots, s->width, s->height) < 0)
		give_up(s, REASON_LIMIT, "out of memory");
	if (s->dots == NULL)
		return session_end(s, 0);
	start_rgb(s);
	for (y = 0; y < s->height; y++)
		if (!dots_row(s->dots, on_white(s, next_row(s, y))))
			return session_end(s, 0);
	if ((*count = dots_find(s->dots)) > 0) {
		*out = s->dots;
		s->dots = NULL;		/* handed over */
	}
	return session_end(s, 0);
}
