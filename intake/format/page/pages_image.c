/* pages_image.c -- pixels of a page to PNG-filtered or JPEG data. */
#include "intake/format/page/pages_image.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

#include "vault/base/err.h"

#define JPEG_QUALITY 85
#define FLAT_PART 3		/* flat: fewer than 1/3 of the pixels differ
				 * from their left neighbour; a full page of
				 * small print has 1/4, a photograph 2/3 */
#define DEFLATE_LEVEL 4

/* The rows of an RGB24 surface: native-endian 0xXXRRGGBB. */
struct pixels {
	const uint8_t *data;
	size_t stride;
	unsigned width, height;
};

static const uint32_t *
row_of(const struct pixels *px, unsigned y)
{
	return (const uint32_t *)(const void *)(px->data + y * px->stride);
}

/* Look once at every pixel: is there colour, and how much changes? */
static void
survey(const struct pixels *px, bool *grey, bool *flat)
{
	uint64_t changes = 0;
	uint32_t colour = 0;
	unsigned x, y;

	for (y = 0; y < px->height; y++) {
		const uint32_t *row = row_of(px, y);
		uint32_t before = row[0] & 0xffffff;

		for (x = 0; x < px->width; x++) {
			uint32_t p = row[x] & 0xffffff;

			changes += p != before;
			colour |= (p ^ (p >> 8)) & 0xffff;
			before = p;
		}
	}
	*grey = colour == 0;
	*flat = changes < (uint64_t)px->width * px->height / FLAT_PART;
}

/* One row as PNG wants it: two 4-bit greys a byte, or RGB. */
static void
pack_row(uint8_t *out, const uint32_t *row, unsigned width, bool grey)
{
	unsigned x;

	if (!grey) {
		for (x = 0; x < width; x++) {
			*out++ = (uint8_t)(row[x] >> 16);
			*out++ = (uint8_t)(row[x] >> 8);
			*out++ = (uint8_t)row[x];
		}
		return;
	}
	for (x = 0; x < width; x += 2) {
		unsigned high = ((row[x] & 255) * 15 + 127) / 255;
		unsigned low = x + 1 < width ?
		    ((row[x + 1] & 255) * 15 + 127) / 255 : 0;

		*out++ = (uint8_t)(high << 4 | low);
	}
}

struct png_out {
	struct bytes *to;
	size_t skip;		/* bytes of the chunk's frame still to pass */
	jmp_buf failed;
};

/*
 * libpng writes the signature in one call, and each chunk as head (8 bytes),
 * content, CRC (4 bytes): the head says whether what follows is image data.
 */
struct chunk {
	struct png_out *out;
	bool file;		/* all of it, not the image data alone */
	bool image;
	uint32_t left;
	bool in_chunk;
};

static void
png_collect(png_structp png, png_bytep p, size_t len)
{
	struct chunk *c = png_get_io_ptr(png);

	if (c->file) {
		if (bytes_add(c->out->to, p, len) < 0)
			png_error(png, "no room");
		return;
	}
	if (!c->in_chunk) {
		if (len != 8 || memcmp(p, "\x89PNG", 4) == 0)
			return;		/* the signature, or a CRC */
		c->left = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		    (uint32_t)p[2] << 8 | p[3];
		c->image = memcmp(p + 4, "IDAT", 4) == 0;
		c->in_chunk = c->left > 0;
		return;
	}
	if (c->image && bytes_add(c->out->to, p, len) < 0)
		png_error(png, "no room");
	c->left -= len < c->left ? (uint32_t)len : c->left;
	c->in_chunk = c->left > 0;
}

static void
png_failed(png_structp png, png_const_charp words)
{
	struct png_out *out = png_get_error_ptr(png);

	(void)words;
	longjmp(out->failed, 1);
}

static void
png_warned(png_structp png, png_const_charp words)
{
	(void)png;
	(void)words;
}

static int
encode_png(struct pages_image *im, const struct pixels *px, bool grey,
    bool file)
{
	struct png_out out = { .to = &im->data };
	struct chunk chunk = { .out = &out, .file = file };
	png_structp volatile png = NULL;
	png_infop volatile info = NULL;
	uint8_t *volatile row = NULL;
	volatile int r = ERR_NO_MEMORY;
	unsigned y;

	if (setjmp(out.failed) != 0)
		goto done;
	png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &out, png_failed,
	    png_warned);
	if (png == NULL || (info = png_create_info_struct(png)) == NULL ||
	    (row = malloc((size_t)px->width * 3)) == NULL)
		goto done;
	png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
	png_set_write_fn(png, &chunk, png_collect, NULL);
	png_set_compression_level(png, DEFLATE_LEVEL);
	png_set_filter(png, 0, grey ? PNG_FILTER_NONE : PNG_FILTER_SUB);
	png_set_IHDR(png, info, px->width, px->height, grey ? 4 : 8,
	    grey ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
	    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
	    PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (y = 0; y < px->height; y++) {
		pack_row(row, row_of(px, y), px->width, grey);
		png_write_row(png, row);
	}
	png_write_end(png, NULL);
	r = 0;
done:
	if (png != NULL) {
		png_structp p = png;
		png_infop i = info;

		png_destroy_write_struct(&p, &i);
	}
	free(row);
	return r < 0 ? err_set(r, "a page picture does not fit the memory; "
	    "try the document on a machine with more") : 0;
}

struct jpeg_failure {
	struct jpeg_error_mgr mgr;	/* first: libjpeg casts */
	jmp_buf failed;
	unsigned char *data;		/* libjpeg's own, from malloc */
	unsigned long len;
};

static void
jpeg_failed(j_common_ptr info)
{
	struct jpeg_failure *f = (struct jpeg_failure *)(void *)info->err;

	longjmp(f->failed, 1);
}

static int
encode_jpeg(struct pages_image *im, const struct pixels *px, bool grey)
{
	struct jpeg_compress_struct jpeg = { 0 };
	struct jpeg_failure failure = { .data = NULL };
	uint8_t *volatile row = NULL;
	volatile int r = ERR_NO_MEMORY;
	unsigned x;

	jpeg.err = jpeg_std_error(&failure.mgr);
	failure.mgr.error_exit = jpeg_failed;
	if (setjmp(failure.failed) != 0)
		goto done;
	jpeg_create_compress(&jpeg);
	if ((row = malloc((size_t)px->width * 3)) == NULL)
		goto done;
	jpeg_mem_dest(&jpeg, &failure.data, &failure.len);
	jpeg.image_width = px->width;
	jpeg.image_height = px->height;
	jpeg.input_components = grey ? 1 : 3;
	jpeg.in_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&jpeg);
	jpeg_set_quality(&jpeg, JPEG_QUALITY, TRUE);
	jpeg.comp_info[0].h_samp_factor = 1;	/* 4:4:4, for small letters */
	jpeg.comp_info[0].v_samp_factor = 1;
	jpeg_start_compress(&jpeg, TRUE);
	while (jpeg.next_scanline < jpeg.image_height) {
		const uint32_t *from = row_of(px, jpeg.next_scanline);
		JSAMPROW one = row;

		if (grey)
			for (x = 0; x < px->width; x++)
				row[x] = (uint8_t)from[x];
		else
			pack_row(row, from, px->width, false);
		jpeg_write_scanlines(&jpeg, &one, 1);
	}
	jpeg_finish_compress(&jpeg);
	r = bytes_add(&im->data, failure.data, failure.len);
done:
	jpeg_destroy_compress(&jpeg);
	free(row);
	free(failure.data);
	return r < 0 ? err_set(r, "a page picture does not fit the memory; "
	    "try the document on a machine with more") : 0;
}

static int
encode(struct pages_image *im, cairo_surface_t *s, bool file)
{
	struct pixels px;
	bool grey, flat;
	cairo_format_t format;

	bytes_reset(&im->data);
	if (cairo_surface_get_type(s) != CAIRO_SURFACE_TYPE_IMAGE)
		return err_set(ERR_FORMAT, "a page is no picture of pixels; "
		    "report this as a defect");
	cairo_surface_flush(s);
	format = cairo_image_surface_get_format(s);
	px.data = cairo_image_surface_get_data(s);
	px.width = (unsigned)cairo_image_surface_get_width(s);
	px.height = (unsigned)cairo_image_surface_get_height(s);
	px.stride = (size_t)cairo_image_surface_get_stride(s);
	if (px.data == NULL || px.width == 0 || px.height == 0 ||
	    (format != CAIRO_FORMAT_RGB24 && format != CAIRO_FORMAT_ARGB32))
		return err_set(ERR_FORMAT, "a page's picture is of no kind "
		    "that can be stored; report this as a defect");
	survey(&px, &grey, &flat);
	/* A JPEG's sides end at 65500; over that, only the other form holds it. */
	im->jpeg = !flat && px.width <= JPEG_MAX_DIMENSION &&
	    px.height <= JPEG_MAX_DIMENSION;
	im->width = px.width;
	im->height = px.height;
	im->colours = grey ? 1 : 3;
	im->bits = grey && !im->jpeg ? 4 : 8;
	return im->jpeg ? encode_jpeg(im, &px, grey) :
	    encode_png(im, &px, grey, file);
}

int
pages_image_encode(struct pages_image *im, cairo_surface_t *s)
{
	return encode(im, s, false);
}

int
pages_image_file(struct pages_image *im, cairo_surface_t *s)
{
	return encode(im, s, true);
}

void
pages_image_free(struct pages_image *im)
{
	bytes_free(&im->data);
}
