/*
 * frame.c -- one picture of a film as a JPEG, to be looked at on a screen; see
 * film.h.
 *
 * The picture that is shown at a time, and its neighbours: which boxes are on
 * it in the redacted copy depends on when those are shown (recode.h).
 */
#include <string.h>

#include <libavutil/pixdesc.h>

#include "intake/format/film/recode.h"
#include "intake/format/film/streams.h"

#define QUALITY 4		/* of mjpeg's scale */
#define BEFORE 1000000		/* microseconds that are decoded before */

struct seen {
	AVFrame *at;		/* shown at the time */
	int64_t before;		/* when the one before it is first shown, */
	int64_t pts;		/* when it is, */
	int64_t next, after;	/* when the next is, and the one behind that */
};

/* --- decoding --- */

/* A decoded picture in its place; true once all is known. */
static bool
take(struct seen *s, AVFrame *f, int64_t target)
{
	int64_t pts = f->best_effort_timestamp;

	if (pts == AV_NOPTS_VALUE)
		return false;
	if (s->pts == AV_NOPTS_VALUE || pts <= target) {
		s->before = s->pts != AV_NOPTS_VALUE ? s->pts : pts;
		s->pts = pts;
		av_frame_unref(s->at);
		av_frame_move_ref(s->at, f);
		return false;
	}
	if (s->next == INT64_MAX) {
		s->next = pts;
		return false;
	}
	s->after = pts;
	return true;
}

static int
decode(struct film *f, AVCodecContext *dec, int stream, int64_t target,
    struct seen *s, struct answer *a)
{
	AVPacket *p = av_packet_alloc();
	AVFrame *frame = av_frame_alloc();
	bool done = false;
	int r = 0;

	while (p != NULL && frame != NULL && r == 0 && !done) {
		if ((r = film_packet(f, p, a)) == 0 &&
		    p->stream_index != stream) {
			av_packet_unref(p);
			continue;
		}
		(void)avcodec_send_packet(dec, r == 0 ? p : NULL);
		while (!done && avcodec_receive_frame(dec, frame) >= 0)
			done = take(s, frame, target);
		av_packet_unref(p);
	}
	av_packet_free(&p);
	av_frame_free(&frame);
	return r < 0 ? -1 : 0;
}

/* --- boxes --- */

static void
paint(struct seen *s, const struct edits *e, AVRational base, int64_t start)
{
	const AVRational us = { 1, 1000000 };
	int64_t from = av_rescale_q(s->before, base, us);
	int64_t to = s->after == INT64_MAX ? INT64_MAX :
	    av_rescale_q(s->after, base, us);
	size_t i;

	for (i = 0; e != NULL && i < e->ntimes; i++) {
		const struct edit_time *t = &e->times[i];
		int64_t end = (int64_t)t->to * 1000 + (start > 0 ? start : 0);

		if (t->x0 < t->x1 && from < end &&
		    to > (int64_t)t->from * 1000)
			blank_box(s->at, t->x0 / 100, t->y0 / 100,
			    t->x1 / 100 + (t->x1 % 100 != 0),
			    t->y1 / 100 + (t->y1 % 100 != 0));
	}
}

/* --- as a JPEG --- */

/* One number of a pixel, as 8 bits. */
static unsigned
get(const AVFrame *f, const AVPixFmtDescriptor *d, int i, int x, int y)
{
	const AVComponentDescriptor *c = &d->comp[i];
	bool less = (i == 1 || i == 2) &&
	    (d->flags & AV_PIX_FMT_FLAG_RGB) == 0;
	const uint8_t *p = f->data[c->plane] + (ptrdiff_t)(less ?
	    y >> d->log2_chroma_h : y) * f->linesize[c->plane] +
	    (less ? x >> d->log2_chroma_w : x) * c->step + c->offset;
	unsigned v = *p;

	if (c->depth + c->shift > 8)
		v = (d->flags & AV_PIX_FMT_FLAG_BE) != 0 ?
		    (unsigned)p[0] << 8 | p[1] : (unsigned)p[1] << 8 | p[0];
	return (v >> c->shift & ((1u << c->depth) - 1)) >> (c->depth - 8);
}

static uint8_t
clip(int v)
{
	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

/* A pixel as JPEG has it: brightness and two colours, 0 to 255 each. */
static void
pixel(uint8_t out[3], const AVFrame *f, const AVPixFmtDescriptor *d, int x,
    int y)
{
	int v[3] = { 0, 128, 128 }, i;

	for (i = 0; i < 3 && i < d->nb_components; i++)
		v[i] = (int)get(f, d, i, x, y);
	if ((d->flags & AV_PIX_FMT_FLAG_RGB) != 0) {
		out[0] = clip((299 * v[0] + 587 * v[1] + 114 * v[2]) / 1000);
		out[1] = clip(128 + (-169 * v[0] - 331 * v[1] + 500 * v[2]) /
		    1000);
		out[2] = clip(128 + (500 * v[0] - 419 * v[1] - 81 * v[2]) /
		    1000);
		return;
	}
	if (d->nb_components < 3)
		v[1] = v[2] = 128;	/* grey */
	if (f->color_range != AVCOL_RANGE_JPEG) {
		v[0] = (v[0] - 16) * 255 / 219;
		v[1] = 128 + (v[1] - 128) * 255 / 224;
		v[2] = 128 + (v[2] - 128) * 255 / 224;
	}
	for (i = 0; i < 3; i++)
		out[i] = clip(v[i]);
}

static AVFrame *
small(const AVFrame *f, int width)
{
	const AVPixFmtDescriptor *d = av_pix_fmt_desc_get(
	    (enum AVPixelFormat)f->format);
	AVFrame *out = av_frame_alloc();
	uint8_t v[3];
	int x, y, i;

	if (out == NULL)
		return NULL;
	out->format = AV_PIX_FMT_YUVJ444P;
	out->width = width < f->width ? width : f->width;
	out->height = (int)((int64_t)f->height * out->width / f->width);
	out->height = out->height > 0 ? out->height : 1;
	if (av_frame_get_buffer(out, 0) < 0) {
		av_frame_free(&out);
		return NULL;
	}
	for (y = 0; y < out->height; y++)
		for (x = 0; x < out->width; x++) {
			pixel(v, f, d, (int)((int64_t)x * f->width /
			    out->width), (int)((int64_t)y * f->height /
			    out->height));
			for (i = 0; i < 3; i++)
				out->data[i][(ptrdiff_t)y * out->linesize[i] +
				    x] = v[i];
		}
	return out;
}

static int
put_jpeg(const AVFrame *at, int width, struct answer *a)
{
	const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
	AVCodecContext *enc = codec == NULL ? NULL :
	    avcodec_alloc_context3(codec);
	AVPacket *p = av_packet_alloc();
	AVFrame *f = small(at, width);
	int r = -1;

	if (enc == NULL || p == NULL || f == NULL)
		goto done;
	enc->width = f->width;
	enc->height = f->height;
	enc->pix_fmt = AV_PIX_FMT_YUVJ444P;
	enc->color_range = AVCOL_RANGE_JPEG;
	enc->time_base = (AVRational){ 1, 25 };
	enc->thread_count = 1;
	enc->flags |= AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_QSCALE;
	enc->global_quality = f->quality = QUALITY * FF_QP2LAMBDA;
	f->pts = 0;
	if (avcodec_open2(enc, codec, NULL) < 0 ||
	    avcodec_send_frame(enc, f) < 0 ||
	    avcodec_receive_packet(enc, p) < 0)
		goto done;
	answer_file(a, p->data, (size_t)p->size);
	r = 0;
done:
	avcodec_free_context(&enc);
	av_packet_free(&p);
	av_frame_free(&f);
	return r == 0 ? 0 : answer_refuse(a, REASON_UNSUPPORTED,
	    "film: its picture cannot be shown");
}

const AVStream *
film_pictures(const struct film *f)
{
	unsigned i;

	for (i = 0; i < f->in->nb_streams; i++)
		if (film_stays(f->in->streams[i]) &&
		    f->in->streams[i]->codecpar->codec_type ==
		    AVMEDIA_TYPE_VIDEO)
			return f->in->streams[i];
	return NULL;
}

int
film_frame(struct film *f, const struct pictured *p, struct answer *a)
{
	struct seen s = { .at = av_frame_alloc(), .pts = AV_NOPTS_VALUE,
	    .next = INT64_MAX, .after = INT64_MAX };
	const AVStream *from = film_pictures(f);
	int64_t start = f->in->start_time != AV_NOPTS_VALUE ?
	    f->in->start_time : 0, us = (int64_t)p->page * 1000 + start;
	AVCodecContext *dec = NULL;
	int r;

	if (from == NULL || s.at == NULL) {
		r = answer_refuse(a, REASON_UNSUPPORTED,
		    "a sound has no picture");
		goto done;
	}
	if (!blank_can((enum AVPixelFormat)from->codecpar->format) ||
	    (dec = recode_decoder(from)) == NULL) {
		r = answer_refuse(a, REASON_UNSUPPORTED,
		    "film: its pictures cannot be decoded");
		goto done;
	}
	/* Where it cannot be gone to, all before it is decoded. */
	if (us > BEFORE)
		(void)av_seek_frame(f->in, -1, us - BEFORE,
		    AVSEEK_FLAG_BACKWARD);
	if ((r = decode(f, dec, from->index, av_rescale_q(us,
	    (AVRational){ 1, 1000000 }, from->time_base), &s, a)) < 0)
		goto done;
	if (s.at->width <= 0 || s.at->format != from->codecpar->format ||
	    av_frame_make_writable(s.at) < 0) {
		r = answer_refuse(a, REASON_DAMAGED,
		    "film: its pictures cannot be decoded");
		goto done;
	}
	paint(&s, p->edits, from->time_base, start);
	r = put_jpeg(s.at, (int)p->width, a);
done:
	av_frame_free(&s.at);
	avcodec_free_context(&dec);
	return r;
}
