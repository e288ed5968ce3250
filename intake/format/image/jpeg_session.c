/* jpeg_session.c -- see jpeg_session.h. */
#include "intake/format/image/jpeg_session.h"

#include <stdlib.h>

#include <jerror.h>

#include "intake/format/image/jpeg_code.h"

void
jpeg_session_fail(struct jpeg_session *s, enum exam_reason reason,
    const char *line)
{
	s->reason = reason;
	(void)snprintf(s->line, sizeof(s->line), "%s", line);
	longjmp(s->jump, 1);
}

static void __attribute__((noreturn))
on_error(j_common_ptr c)
{
	struct jpeg_session *s = (struct jpeg_session *)(void *)c->err;
	char line[JMSG_LENGTH_MAX];

	c->err->format_message(c, line);
	switch (c->err->msg_code) {
	case JERR_OUT_OF_MEMORY:
	case JERR_IMAGE_TOO_BIG:
	case JERR_WIDTH_OVERFLOW:
		jpeg_session_fail(s, REASON_LIMIT, line);
	case JERR_SOF_UNSUPPORTED:
	case JERR_BAD_PRECISION:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_CCIR601_NOTIMPL:
		jpeg_session_fail(s, REASON_UNSUPPORTED, line);
	default:
		jpeg_session_fail(s, REASON_DAMAGED, line);
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
	struct jpeg_session *s = (struct jpeg_session *)(void *)c->err;

	if (level >= 0)
		return;
	if (c->err->msg_code == JWRN_JPEG_EOF)
		s->ended_early = true;
	if (s->ended_early && (c->err->msg_code == JWRN_HIT_MARKER ||
	    (c->is_decompressor && s->in.progressive_mode)))
		jpeg_session_fail(s, REASON_DAMAGED,
		    "the picture's data is cut short");
}

static void
on_progress(j_common_ptr c)
{
	struct jpeg_session *s = (struct jpeg_session *)(void *)c->err;

	if (s->in.input_scan_number > JPEG_SCANS_MAX)
		jpeg_session_fail(s, REASON_LIMIT,
		    "more scans than any honest picture");
}

static void
out_begin(j_compress_ptr c)
{
	struct jpeg_session *s = (struct jpeg_session *)(void *)c->err;

	s->dest.next_output_byte = s->buffer;
	s->dest.free_in_buffer = JPEG_OUT_BYTES;
}

static boolean
out_full(j_compress_ptr c)
{
	struct jpeg_session *s = (struct jpeg_session *)(void *)c->err;

	answer_file(s->a, s->buffer, JPEG_OUT_BYTES);
	out_begin(c);
	return TRUE;
}

static void
out_end(j_compress_ptr c)
{
	struct jpeg_session *s = (struct jpeg_session *)(void *)c->err;

	answer_file(s->a, s->buffer, JPEG_OUT_BYTES - s->dest.free_in_buffer);
}

struct jpeg_session *
jpeg_session_new(struct answer *a)
{
	struct jpeg_session *s = calloc(1, sizeof(*s));

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

int
jpeg_session_end(struct jpeg_session *s, int r)
{
	if (s->reason != REASON_NONE)
		r = answer_refuse(s->a, s->reason, "JPEG: %s", s->line);
	/* Harmless on a structure that was never created: mem is NULL. */
	jpeg_destroy_decompress(&s->in);
	jpeg_destroy_compress(&s->out);
	picture_safe_free(s->safe);
	dots_free(s->dots);
	whiten_free(s->white);
	free(s->row);
	free(s->rgb);
	free(s);
	return r;
}

void
jpeg_session_in(struct jpeg_session *s, const struct doc *d,
    const struct picture_size *size)
{
	uint64_t pixels;

	if (d->len > UINT32_MAX)
		jpeg_session_fail(s, REASON_TOO_LARGE, "over 4 GiB");
	jpeg_create_decompress(&s->in);
	s->in.progress = &s->progress;
	jpeg_mem_src(&s->in, d->data, (unsigned long)d->len);
	(void)jpeg_read_header(&s->in, TRUE);
	pixels = (uint64_t)s->in.image_width * s->in.image_height;
	if (pixels > PIXELS_MAX)
		jpeg_session_fail(s, REASON_LIMIT, "too many pixels");
	if (size != NULL && (s->in.image_width != size->width ||
	    s->in.image_height != size->height))
		jpeg_session_fail(s, REASON_DAMAGED, "two frame headers disagree");
}

void
jpeg_session_out(struct jpeg_session *s)
{
	jpeg_create_compress(&s->out);
	s->out.dest = &s->dest;
}
