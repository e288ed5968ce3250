/*
 * jpeg_code.c -- see jpeg_code.h.
 *
 * libjpeg ends a failed call with longjmp(); so each public function sets one
 * jump, everything it allocates hangs on `struct session`, and after the jump
 * nothing is read but that.
 */
#include "intake/format/image/jpeg_code.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "intake/format/image/jpeg_walk.h"
#include "intake/format/tags/exif.h"

#define OUT_BYTES 65536
#define QUALITY 92		/* of a picture coded anew */

struct session {
	struct jpeg_error_mgr err;	/* first: libjpeg knows only this */
	jmp_buf jump;
	struct answer *a;
	struct jpeg_decompress_struct in;
	struct jpeg_compress_struct out;
	struct jpeg_progress_mgr progress;
	struct jpeg_destination_mgr dest;
	JOCTET buffer[OUT_BYTES];
	JSAMPLE *row;
	JSAMPLE *rgb;
	struct picture_safe *safe;
	bool ended_early;	/* the data ended before EOI */
	enum exam_reason reason;
	char line[JMSG_LENGTH_MAX];
};

static void __attribute__((noreturn))
give_up(struct session *s, enum exam_reason reason, const char *line)
{
	s->reason = reason;
	(void)snprintf(s->line, sizeof(s->line), "%s", line);
	longjmp(s->jump, 1);
}

static void __attribute__((noreturn))
on_error(j_common_ptr c)
{
	struct session *s = (struct session *)(void *)c->err;
	char line[JMSG_LENGTH_MAX];

	c->err->format_message(c, line);
	switch (c->err->msg_code) {
	case JERR_OUT_OF_MEMORY:
	case JERR_IMAGE_TOO_BIG:
	case JERR_WIDTH_OVERFLOW:
		give_up(s, REASON_LIMIT, line);
	case JERR_SOF_UNSUPPORTED:
	case JERR_BAD_PRECISION:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_CCIR601_NOTIMPL:
		give_up(s, REASON_UNSUPPORTED, line);
	default:
		give_up(s, REASON_DAMAGED, line);
	}
}

/*
 * Warnings are how libjpeg says that it went on with damaged data.  Small
 * damage decodes to the same pixels in the copy; a picture whose rest is
 * missing would be passed on as if it were whole, and is refused.
 */
static void
on_message(j_common_ptr c, int level)
{
	struct session *s = (struct session *)(void *)c->err;

	if (level >= 0)
		return;
	if (c->err->msg_code == JWRN_JPEG_EOF)
		s->ended_early = true;
	if (s->ended_early && (c->err->msg_code == JWRN_HIT_MARKER ||
	    (c->is_decompressor && s->in.progressive_mode)))
		give_up(s, REASON_DAMAGED, "the picture's data is cut short");
}

static void
on_progress(j_common_ptr c)
{
	struct session *s = (struct session *)(void *)c->err;

	if (s->in.input_scan_number > JPEG_SCANS_MAX)
		give_up(s, REASON_LIMIT, "more scans than any honest picture");
}

static void
out_begin(j_compress_ptr c)
{
	struct session *s = (struct session *)(void *)c->err;

	s->dest.next_output_byte = s->buffer;
	s->dest.free_in_buffer = OUT_BYTES;
}

static boolean
out_full(j_compress_ptr c)
{
	struct session *s = (struct session *)(void *)c->err;

	answer_file(s->a, s->buffer, OUT_BYTES);
	out_begin(c);
	return TRUE;
}

static void
out_end(j_compress_ptr c)
{
	struct session *s = (struct session *)(void *)c->err;

	answer_file(s->a, s->buffer, OUT_BYTES - s->dest.free_in_buffer);
}

static struct session *
session_new(struct answer *a)
{
	struct session *s = calloc(1, sizeof(*s));

	if (s == NULL) {
		(void)answer_refuse(a, REASON_LIMIT, "out of memory");
		return NULL;
	}
	s->a = a;
	s->in.err = s->out.err = jpeg_std_error(&s->err);
	s->err.error_exit = on_error;
	s->err.emit_message = on_message;
	s->progress.progress_monitor = on_progress;
	s->dest.init_destination = out_begin;
	s->dest.empty_output_buffer = out_full;
	s->dest.term_destination = out_end;
	return s;
}

/* The end of every session; `r` as it is, or the refusal that led here. */
static int
session_end(struct session *s, int r)
{
	if (s->reason != REASON_NONE)
		r = answer_refuse(s->a, s->reason, "JPEG: %s", s->line);
	/* Harmless on a structure that was never created: mem is NULL. */
	jpeg_destroy_decompress(&s->in);
	jpeg_destroy_compress(&s->out);
	picture_safe_free(s->safe);
	free(s->row);
	free(s->rgb);
	free(s);
	return r;
}

/* `size`, when given, is what rows and boxes were counted by: it must hold. */
static void
open_in(struct session *s, const struct doc *d,
    const struct picture_size *size)
{
	uint64_t pixels;

	if (d->len > UINT32_MAX)
		give_up(s, REASON_TOO_LARGE, "over 4 GiB");
	jpeg_create_decompress(&s->in);
	s->in.progress = &s->progress;
	jpeg_mem_src(&s->in, d->data, (unsigned long)d->len);
	(void)jpeg_read_header(&s->in, TRUE);
	pixels = (uint64_t)s->in.image_width * s->in.image_height;
	if (pixels > PIXELS_MAX)
		give_up(s, REASON_LIMIT, "too many pixels");
	if (size != NULL && (s->in.image_width != size->width ||
	    s->in.image_height != size->height))
		give_up(s, REASON_DAMAGED, "two frame headers disagree");
}

static void
open_out(struct session *s)
{
	jpeg_create_compress(&s->out);
	s->out.dest = &s->dest;
}

void
jpeg_orientation_segment(uint8_t out[JPEG_ORIENTATION_BYTES],
    unsigned orientation)
{
	memcpy(out, "Exif\0", 6);
	exif_only_orientation(out + 6, orientation);
}

static void
write_orientation(struct session *s, unsigned orientation)
{
	uint8_t segment[JPEG_ORIENTATION_BYTES];

	if (orientation < 2 || orientation > 8)
		return;
	jpeg_orientation_segment(segment, orientation);
	jpeg_write_marker(&s->out, MARKER_APP0 + 1, segment, sizeof(segment));
}

int
jpeg_copy(const struct doc *d, struct answer *a, unsigned orientation)
{
	jvirt_barray_ptr *blocks;
	struct session *s;

	if ((s = session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s, d, NULL);
	blocks = jpeg_read_coefficients(&s->in);
	open_out(s);
	jpeg_copy_critical_parameters(&s->in, &s->out);
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
	return session_end(s, 0);
}

int
jpeg_grid(const struct doc *d, struct answer *a, uint32_t *x, uint32_t *y)
{
	struct session *s;

	*x = *y = DCTSIZE;
	if ((s = session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s, d, NULL);
	*x = DCTSIZE * (uint32_t)s->in.max_h_samp_factor;
	*y = DCTSIZE * (uint32_t)s->in.max_v_samp_factor;
	return session_end(s, 0);
}

/* Start decoding to grey, RGB, or CMYK (see next_row). */
static void
start_rows(struct session *s)
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
		give_up(s, REASON_UNSUPPORTED, "unknown colours");
	default:
		s->in.out_color_space = JCS_RGB;
	}
	(void)jpeg_start_decompress(&s->in);
	s->row = malloc((size_t)s->in.output_width * 4);
	s->rgb = malloc((size_t)s->in.output_width * 4);
	if (s->row == NULL || s->rgb == NULL)
		give_up(s, REASON_LIMIT, "out of memory");
}

/*
 * Decode one row and return it as grey (when the picture is) or RGB.  CMYK
 * turns to RGB by the plain rule; Adobe's files hold it inverted.
 */
static JSAMPLE *
next_row(struct session *s)
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
start_coding(struct session *s)
{
	bool grey = s->in.out_color_space == JCS_GRAYSCALE;
	int i;

	open_out(s);
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

int
jpeg_repaint(const struct doc *d, struct answer *a,
    const struct picture_size *size, const struct picture_boxes *boxes)
{
	static const uint8_t black[3] = { 0, 0, 0 };
	struct session *s;

	if ((s = session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	open_in(s, d, size);
	start_rows(s);
	start_coding(s);
	write_orientation(s, size->orientation);
	while (s->in.output_scanline < s->in.output_height) {
		uint32_t y = s->in.output_scanline;
		JSAMPLE *row = next_row(s);

		picture_paint(boxes, row, y, black,
		    (size_t)s->out.input_components);
		(void)jpeg_write_scanlines(&s->out, &row, 1);
	}
	jpeg_finish_compress(&s->out);
	(void)jpeg_finish_decompress(&s->in);
	return session_end(s, 0);
}

static void
spread_grey(struct session *s)
{
	size_t x;

	for (x = 0; x < s->in.output_width; x++)
		memset(s->rgb + 3 * x, s->row[x], 3);
}

int
jpeg_show(const struct doc *d, struct answer *a,
    const struct picture_size *size)
{
	struct session *s;
	int r;

	if ((s = session_new(a)) == NULL)
		return -1;
	if (setjmp(s->jump) != 0)
		return session_end(s, -1);
	if (picture_safe_new(&s->safe, a) < 0 ||
	    picture_safe_page(s->safe, size) < 0)
		return session_end(s, -1);
	open_in(s, d, size);
	start_rows(s);
	while (s->in.output_scanline < s->in.output_height) {
		const JSAMPLE *row = next_row(s);

		if (s->in.out_color_space == JCS_GRAYSCALE) {
			spread_grey(s);
			row = s->rgb;
		}
		picture_safe_row(s->safe, row);
	}
	(void)jpeg_finish_decompress(&s->in);
	r = picture_safe_end(s->safe);
	return session_end(s, r);
}
