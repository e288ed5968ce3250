/* jpeg_code.c -- see jpeg_code.h. */
#include "intake/format/image/jpeg_code.h"

#include <stdlib.h>
#include <string.h>

#include "intake/format/image/jpeg_session.h"
#include "intake/format/image/jpeg_walk.h"
#include "intake/format/tags/exif.h"

#define QUALITY 92		/* of a picture coded anew */

void
jpeg_orientation_segment(uint8_t out[JPEG_ORIENTATION_BYTES],
    unsigned orientation)
{
	memcpy(out, "Exif\0", 6);
	exif_only_orientation(out + 6, orientation);
}

static void
write_orientation(struct jpeg_session *s, unsigned orientation)
{
	uint8_t segment[JPEG_ORIENTATION_BYTES];

	if (orientation < 2 || orientation > 8)
		return;
	jpeg_orientation_segment(segment, orientation);
	jpeg_write_marker(&s->out, MARKER_APP0 + 1, segment, sizeof(segment));
}

void
jpeg_write_copy(struct jpeg_session *s, jvirt_barray_ptr *blocks,
    unsigned orientation)
{
	jpeg_session_out(s);
	jpeg_copy_critical_parameters(&s->in, &s->out);
	s->out.JFIF_minor_version = 1;
	/* Readers take CMYK with this marker as inverted: keep what was. */
	if (s->in.jpeg_color_space == JCS_CMYK)
		s->out.write_Adobe_marker = s->in.saw_Adobe_marker;
	s->out.restart_interval = s->in.restart_interval;
	/* The source's Huffman tables can tell the camera; these follow
	 * from the picture alone. */
	s->out.optimize_coding = TRUE;
	/* Also a progressive picture becomes sequential: the order of scans
	 * tells the program, and to keep one takes twice as long. */
	jpeg_write_coefficients(&s->out, blocks);
	write_orientation(s, orientation);
	jpeg_finish_compress(&s->out);
	(void)jpeg_finish_decompress(&s->in);
}

int
jpeg_copy(const struct doc *d, struct answer *a, unsigned orientation)
{
	struct jpeg_session *s;

	if ((s = jpeg_session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return jpeg_session_end(s, -1);
	jpeg_session_in(s, d, NULL);
	jpeg_write_copy(s, jpeg_read_coefficients(&s->in), orientation);
	return jpeg_session_end(s, 0);
}

int
jpeg_grid(const struct doc *d, struct answer *a, uint32_t *x, uint32_t *y)
{
	struct jpeg_session *s;

	*x = *y = DCTSIZE;
	if ((s = jpeg_session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return jpeg_session_end(s, -1);
	jpeg_session_in(s, d, NULL);
	*x = DCTSIZE * (uint32_t)s->in.max_h_samp_factor;
	*y = DCTSIZE * (uint32_t)s->in.max_v_samp_factor;
	return jpeg_session_end(s, 0);
}

/* Start decoding to grey, RGB, or CMYK (see next_row). */
static void
start_rows(struct jpeg_session *s)
{
	switch (s->in.jpeg_color_space) {
	case JCS_GRAYSCALE:
		s->in.out_color_space = JCS_GRAYSCALE;
		break;
	case JCS_CMYK:
	case JCS_YCCK:
		s->in.out_color_space = JCS_CMYK;
		break;
	case JCS_UNKNOWN:
		jpeg_session_fail(s, REASON_UNSUPPORTED, "unknown colours");
	default:
		s->in.out_color_space = JCS_RGB;
	}
	(void)jpeg_start_decompress(&s->in);
	s->row = malloc((size_t)s->in.output_width * 4);
	s->rgb = malloc((size_t)s->in.output_width * 4);
	if (s->row == NULL || s->rgb == NULL)
		jpeg_session_fail(s, REASON_LIMIT, "out of memory");
}

/*
 * Decode one row and return it as grey (when the picture is) or RGB.  CMYK
 * turns to RGB by the plain rule; Adobe's files hold it inverted.
 */
static JSAMPLE *
next_row(struct jpeg_session *s)
{
	size_t x, n = s->in.output_width;
	bool inverted = s->in.saw_Adobe_marker;

	(void)jpeg_read_scanlines(&s->in, &s->row, 1);
	if (s->in.out_color_space != JCS_CMYK)
		return s->row;
	for (x = 0; x < n; x++) {
		const JSAMPLE *from = s->row + 4 * x;
		unsigned k = inverted ? from[3] : 255u - from[3];
		size_t i;

		for (i = 0; i < 3; i++) {
			unsigned c = inverted ? from[i] : 255u - from[i];

			s->rgb[3 * x + i] = (JSAMPLE)(c * k / 255);
		}
	}
	return s->rgb;
}

static void
start_coding(struct jpeg_session *s)
{
	bool grey = s->in.out_color_space == JCS_GRAYSCALE;
	int i;

	jpeg_session_out(s);
	s->out.image_width = s->in.output_width;
	s->out.image_height = s->in.output_height;
	s->out.input_components = grey ? 1 : 3;
	s->out.in_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
	jpeg_set_defaults(&s->out);
	jpeg_set_quality(&s->out, QUALITY, TRUE);
	for (i = 0; i < s->out.num_components; i++) {
		s->out.comp_info[i].h_samp_factor = 1;
		s->out.comp_info[i].v_samp_factor = 1;
	}
	s->out.optimize_coding = TRUE;
	if (s->in.saw_JFIF_marker) {
		s->out.density_unit = s->in.density_unit;
		s->out.X_density = s->in.X_density;
		s->out.Y_density = s->in.Y_density;
	}
	jpeg_start_compress(&s->out, TRUE);
}

static void
hide_dots(const struct jpeg_session *s, const struct dots *dots, JSAMPLE *rgb,
    uint32_t y)
{
	uint32_t x, from;

	if (dots == NULL || !dots_in_row(dots, y))
		return;
	for (x = 0; x < s->in.output_width; x++)
		if (dots_hide(dots, y, x, &from))
			memcpy(rgb + 3 * (size_t)x, rgb + 3 * (size_t)from, 3);
}

int
jpeg_dots(const struct doc *d, struct answer *a, struct dots **out,
    uint32_t *count)
{
	struct jpeg_session *s;

	*out = NULL;
	*count = 0;
	if ((s = jpeg_session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return jpeg_session_end(s, -1);
	jpeg_session_in(s, d, NULL);
	if (s->in.num_components != 3)
		return jpeg_session_end(s, 0);
	if (dots_new(&s->dots, s->in.image_width, s->in.image_height) < 0)
		jpeg_session_fail(s, REASON_LIMIT, "out of memory");
	if (s->dots == NULL)
		return jpeg_session_end(s, 0);
	start_rows(s);
	while (s->in.output_scanline < s->in.output_height)
		if (!dots_row(s->dots, next_row(s)))
			return jpeg_session_end(s, 0);
	if ((*count = dots_find(s->dots)) > 0) {
		*out = s->dots;
		s->dots = NULL;		/* handed over */
	}
	return jpeg_session_end(s, 0);
}

int
jpeg_whiten(const struct doc *d, struct answer *a, struct whiten **out)
{
	struct jpeg_session *s;
	bool grey;

	*out = NULL;
	if ((s = jpeg_session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return jpeg_session_end(s, -1);
	jpeg_session_in(s, d, NULL);
	start_rows(s);
	grey = s->in.out_color_space == JCS_GRAYSCALE;
	if (whiten_new(&s->white, s->in.output_width, s->in.output_height,
	    grey ? &WHITEN_GREY : &WHITEN_RGB) < 0)
		jpeg_session_fail(s, REASON_LIMIT, "out of memory");
	while (s->in.output_scanline < s->in.output_height) {
		uint32_t y = s->in.output_scanline;

		whiten_see(s->white, y, next_row(s));
	}
	*out = s->white;
	s->white = NULL;		/* handed over */
	return jpeg_session_end(s, 0);
}

int
jpeg_repaint(const struct doc *d, struct answer *a,
    const struct picture_size *size, const struct dots *dots,
    const struct whiten *white, const struct picture_boxes *boxes)
{
	static const uint8_t black[3] = { 0, 0, 0 };
	struct jpeg_session *s;

	if ((s = jpeg_session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return jpeg_session_end(s, -1);
	jpeg_session_in(s, d, size);
	start_rows(s);
	start_coding(s);
	write_orientation(s, size->orientation);
	while (s->in.output_scanline < s->in.output_height) {
		uint32_t y = s->in.output_scanline;
		JSAMPLE *row = next_row(s);

		hide_dots(s, dots, row, y);
		if (white != NULL)
			whiten_row(white, y, row);
		picture_paint(boxes, row, y, black,
		    (size_t)s->out.input_components);
		(void)jpeg_write_scanlines(&s->out, &row, 1);
	}
	jpeg_finish_compress(&s->out);
	(void)jpeg_finish_decompress(&s->in);
	return jpeg_session_end(s, 0);
}

static void
spread_grey(struct jpeg_session *s)
{
	size_t x;

	for (x = 0; x < s->in.output_width; x++)
		memset(s->rgb + 3 * x, s->row[x], 3);
}

int
jpeg_show(const struct doc *d, struct answer *a, const struct dots *dots,
    const struct picture_size *size)
{
	struct jpeg_session *s;
	int r;

	if ((s = jpeg_session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return jpeg_session_end(s, -1);
	if (picture_safe_new(&s->safe, a) < 0 ||
	    picture_safe_page(s->safe, size) < 0)
		return jpeg_session_end(s, -1);
	jpeg_session_in(s, d, size);
	start_rows(s);
	while (s->in.output_scanline < s->in.output_height) {
		uint32_t y = s->in.output_scanline;
		JSAMPLE *row = next_row(s);

		hide_dots(s, dots, row, y);
		if (s->in.out_color_space == JCS_GRAYSCALE) {
			spread_grey(s);
			row = s->rgb;
		}
		picture_safe_row(s->safe, row);
	}
	(void)jpeg_finish_decompress(&s->in);
	r = picture_safe_end(s->safe);
	return jpeg_session_end(s, r);
}
