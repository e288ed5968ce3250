/*
 * tone_fixture.h -- small sounds and films of four seconds, made by libavcodec:
 * a low tone all the time, and from 2 s to 3 s a high one, which is what must
 * not be heard; a moving picture whose left upper quarter is white from 2 s to
 * 3 s.  And what an independent decoder hears and sees of a file.
 */
#ifndef TESTS_INTAKE_TONE_FIXTURE_H
#define TESTS_INTAKE_TONE_FIXTURE_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/opt.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/bytes.h"
#include "vault/base/io.h"

#define TONE_SECONDS 4
#define TONE_HIGH 3000.0	/* Hz */
#define TONE_WIDTH 64
#define TONE_HEIGHT 48
#define TONE_FPS 25

struct tone_file {
	AVFormatContext *f;
	AVPacket *p;
	AVFrame *frame;
};

/* Sample `n` of a channel: secret between 2 s and 3 s. */
static double
tone_at(int64_t n, int rate, int channel)
{
	double t = (double)n / rate, v;

	v = 0.2 * sin(2 * M_PI * (channel == 0 ? 440 : 660) * t);
	if (t >= 2 && t < 3)
		v += 0.4 * sin(2 * M_PI * TONE_HIGH * t);
	return v;
}

static void
tone_set(AVFrame *f, int c, int i, double v)
{
	int n = f->ch_layout.nb_channels;
	bool planar = av_sample_fmt_is_planar((enum AVSampleFormat)f->format);
	int at = planar ? i : i * n + c;
	uint8_t *p = planar ? f->data[c] : f->data[0];

	switch (av_get_packed_sample_fmt((enum AVSampleFormat)f->format)) {
	case AV_SAMPLE_FMT_U8:
		p[at] = (uint8_t)(128 + v * 127);
		break;
	case AV_SAMPLE_FMT_S16:
		((int16_t *)(void *)p)[at] = (int16_t)(v * 32767);
		break;
	case AV_SAMPLE_FMT_S32:
		((int32_t *)(void *)p)[at] = (int32_t)(v * 2147483647);
		break;
	case AV_SAMPLE_FMT_FLT:
		((float *)(void *)p)[at] = (float)v;
		break;
	default:
		abort();
	}
}

static int
tone_code(struct tone_file *t, AVCodecContext *enc, AVStream *s, bool end)
{
	if (avcodec_send_frame(enc, end ? NULL : t->frame) < 0)
		return -1;
	while (avcodec_receive_packet(enc, t->p) >= 0) {
		t->p->stream_index = s->index;
		av_packet_rescale_ts(t->p, enc->time_base, s->time_base);
		if (av_interleaved_write_frame(t->f, t->p) < 0)
			return -1;
	}
	return 0;
}

static AVCodecContext *
tone_open(struct tone_file *t, const char *coder, int rate, int channels)
{
	const AVCodec *codec = avcodec_find_encoder_by_name(coder);
	AVCodecContext *enc = avcodec_alloc_context3(codec);
	AVStream *s = avformat_new_stream(t->f, NULL);

	if (codec == NULL || enc == NULL || s == NULL)
		return NULL;
	if (codec->type == AVMEDIA_TYPE_AUDIO) {
		enc->sample_rate = rate;
		av_channel_layout_default(&enc->ch_layout, channels);
		enc->sample_fmt = codec->sample_fmts[0];
		enc->time_base = (AVRational){ 1, rate };
		enc->bit_rate = 64000 * channels;
	} else {
		enc->width = TONE_WIDTH;
		enc->height = TONE_HEIGHT;
		enc->pix_fmt = codec->pix_fmts != NULL ? codec->pix_fmts[0] :
		    AV_PIX_FMT_YUV420P;
		enc->time_base = (AVRational){ 1, TONE_FPS };
		enc->framerate = (AVRational){ TONE_FPS, 1 };
		enc->gop_size = 40;
		enc->bit_rate = 200000;
		(void)av_opt_set(enc->priv_data, "preset", "veryfast", 0);
		(void)av_opt_set(enc->priv_data, "deadline", "realtime", 0);
	}
	enc->thread_count = 1;
	if ((t->f->oformat->flags & AVFMT_GLOBALHEADER) != 0)
		enc->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
	if (avcodec_open2(enc, codec, NULL) < 0 ||
	    avcodec_parameters_from_context(s->codecpar, enc) < 0)
		return NULL;
	s->time_base = enc->time_base;
	return enc;
}

static int
tone_sound(struct tone_file *t, AVCodecContext *enc, AVStream *s)
{
	int step = enc->frame_size > 0 ? enc->frame_size : 1024, i, c;
	int64_t n, all = (int64_t)TONE_SECONDS * enc->sample_rate;

	for (n = 0; n < all; n += step) {
		av_frame_unref(t->frame);
		t->frame->nb_samples = all - n < step ? (int)(all - n) : step;
		t->frame->format = enc->sample_fmt;
		t->frame->sample_rate = enc->sample_rate;
		av_channel_layout_copy(&t->frame->ch_layout, &enc->ch_layout);
		if (av_frame_get_buffer(t->frame, 0) < 0)
			return -1;
		for (c = 0; c < enc->ch_layout.nb_channels; c++)
			for (i = 0; i < t->frame->nb_samples; i++)
				tone_set(t->frame, c, i, tone_at(n + i,
				    enc->sample_rate, c));
		t->frame->pts = n;
		if (tone_code(t, enc, s, false) < 0)
			return -1;
	}
	return tone_code(t, enc, s, true);
}

/* Dark and moving; white in the left upper quarter from 2 s to 3 s. */
static int
tone_pictures(struct tone_file *t, AVCodecContext *enc, AVStream *s)
{
	int n, x, y;

	for (n = 0; n < TONE_SECONDS * TONE_FPS; n++) {
		bool white = n >= 2 * TONE_FPS && n < 3 * TONE_FPS;

		av_frame_unref(t->frame);
		t->frame->format = enc->pix_fmt;
		t->frame->width = enc->width;
		t->frame->height = enc->height;
		if (av_frame_get_buffer(t->frame, 0) < 0)
			return -1;
		for (y = 0; y < enc->height; y++)
			for (x = 0; x < enc->width; x++)
				t->frame->data[0][y * t->frame->linesize[0] +
				    x] = white && x < enc->width / 2 &&
				    y < enc->height / 2 ? 235 :
				    (uint8_t)(40 + (x + n) % 32);
		for (x = 1; x < 3; x++)
			memset(t->frame->data[x], 128,
			    (size_t)t->frame->linesize[x] *
			    (size_t)(enc->height + 1) / 2);
		t->frame->pts = n;
		if (tone_code(t, enc, s, false) < 0)
			return -1;
	}
	return tone_code(t, enc, s, true);
}

/* A file of libavformat's kind `muxer`, appended to `b`; a coder that is NULL
 * has no track.  0 or -1. */
__attribute__((unused))
static int
make_tone(struct bytes *b, const char *muxer, const char *sound,
    const char *picture, int rate, int channels)
{
	struct tone_file t = { .p = av_packet_alloc(),
	    .frame = av_frame_alloc() };
	AVCodecContext *a = NULL, *v = NULL;
	char path[] = "/tmp/tipline-tone.XXXXXX";
	int r = -1, fd = mkstemp(path);

	if (fd < 0 ||
	    avformat_alloc_output_context2(&t.f, NULL, muxer, NULL) < 0 ||
	    avio_open(&t.f->pb, path, AVIO_FLAG_WRITE) < 0 ||
	    (picture != NULL && (v = tone_open(&t, picture, 0, 0)) == NULL) ||
	    (sound != NULL && (a = tone_open(&t, sound, rate, channels)) ==
	    NULL) || avformat_write_header(t.f, NULL) < 0 ||
	    (v != NULL && tone_pictures(&t, v, t.f->streams[0]) < 0) ||
	    (a != NULL && tone_sound(&t, a,
	    t.f->streams[t.f->nb_streams - 1]) < 0) ||
	    av_write_trailer(t.f) < 0)
		goto done;
	(void)avio_closep(&t.f->pb);
	r = io_read_all(fd, b);
done:
	(void)unlink(path);
	(void)close(fd);
	avcodec_free_context(&a);
	avcodec_free_context(&v);
	av_packet_free(&t.p);
	av_frame_free(&t.frame);
	avformat_free_context(t.f);
	return r;
}

/* What a file plays. */
struct played {
	double *high;		/* how loud the high tone is, by time */
	double *loud;		/* the loudest sample, by time */
	size_t n;		/* stretches of 10 ms */
	int64_t samples;
	int rate;
	uint8_t white[TONE_SECONDS * TONE_FPS + 10];	/* the brightest pixel */
	int pictures;		/* of the left upper quarter of each */
};

#define PLAYED_STEP 100		/* stretches a second */

static double
tone_get(const AVFrame *f, int i)
{
	bool planar = av_sample_fmt_is_planar((enum AVSampleFormat)f->format);
	int at = planar ? i : i * f->ch_layout.nb_channels;
	const void *p = f->data[0];

	switch (av_get_packed_sample_fmt((enum AVSampleFormat)f->format)) {
	case AV_SAMPLE_FMT_U8:
		return (((const uint8_t *)p)[at] - 128) / 128.0;
	case AV_SAMPLE_FMT_S16:
		return ((const int16_t *)p)[at] / 32768.0;
	case AV_SAMPLE_FMT_S32:
		return ((const int32_t *)p)[at] / 2147483648.0;
	case AV_SAMPLE_FMT_FLT:
		return ((const float *)p)[at];
	default:
		abort();
	}
}

/* The loudness of the high tone in each stretch of the left channel. */
static int
tone_measure(struct played *out, const double *s, int64_t n)
{
	int64_t step = out->rate / PLAYED_STEP, i, k;

	out->samples = n;
	out->n = (size_t)(n / step);
	out->high = calloc(out->n + 1, sizeof(double));
	out->loud = calloc(out->n + 1, sizeof(double));
	if (out->high == NULL || out->loud == NULL)
		return -1;
	for (i = 0; i < (int64_t)out->n; i++) {
		double re = 0, im = 0;

		for (k = 0; k < step; k++) {
			double v = s[i * step + k];
			double w = 2 * M_PI * TONE_HIGH * (double)k /
			    out->rate;

			re += v * cos(w);
			im += v * sin(w);
			if (fabs(v) > out->loud[i])
				out->loud[i] = fabs(v);
		}
		out->high[i] = 2 * hypot(re, im) / (double)step;
	}
	return 0;
}

static void
tone_look(struct played *out, const AVFrame *f)
{
	uint8_t most = 0;
	int x, y;

	/* The borders may be smeared by what is beside them. */
	for (y = 4; y < f->height / 2 - 4; y++)
		for (x = 4; x < f->width / 2 - 4; x++)
			if (f->data[0][y * f->linesize[0] + x] > most)
				most = f->data[0][y * f->linesize[0] + x];
	if (out->pictures < (int)sizeof(out->white))
		out->white[out->pictures++] = most;
}

static int
tone_decode(struct played *out, AVCodecContext *dec, const AVPacket *p,
    AVFrame *f, double **s, int64_t *n)
{
	(void)avcodec_send_packet(dec, p);
	while (avcodec_receive_frame(dec, f) >= 0) {
		if (dec->codec_type == AVMEDIA_TYPE_VIDEO) {
			tone_look(out, f);
			continue;
		}
		out->rate = f->sample_rate;
		*s = realloc(*s, (size_t)(*n + f->nb_samples) * sizeof(**s));
		if (*s == NULL)
			return -1;
		for (int i = 0; i < f->nb_samples; i++)
			(*s)[(*n)++] = tone_get(f, i);
	}
	return 0;
}

/* Decode it all.  0 or -1; played_free() afterwards. */
__attribute__((unused))
static int
play(struct played *out, const struct bytes *b)
{
	AVFormatContext *f = NULL;
	AVCodecContext *dec[2] = { NULL, NULL };
	AVPacket *p = av_packet_alloc();
	AVFrame *frame = av_frame_alloc();
	char path[] = "/tmp/tipline-tone.XXXXXX";
	double *s = NULL;
	int64_t n = 0;
	unsigned i;
	int r = -1, fd = mkstemp(path);

	*out = (struct played){ .rate = 0 };
	if (fd < 0 || io_write_all(fd, b->data, b->len) < 0 ||
	    avformat_open_input(&f, path, NULL, NULL) < 0 ||
	    avformat_find_stream_info(f, NULL) < 0 || f->nb_streams > 2)
		goto done;
	for (i = 0; i < f->nb_streams; i++) {
		const AVCodec *codec = avcodec_find_decoder(
		    f->streams[i]->codecpar->codec_id);

		dec[i] = avcodec_alloc_context3(codec);
		avcodec_parameters_to_context(dec[i],
		    f->streams[i]->codecpar);
		dec[i]->pkt_timebase = f->streams[i]->time_base;
		if (avcodec_open2(dec[i], codec, NULL) < 0)
			goto done;
	}
	while (av_read_frame(f, p) >= 0) {
		if (tone_decode(out, dec[p->stream_index], p, frame, &s,
		    &n) < 0)
			goto done;
		av_packet_unref(p);
	}
	for (i = 0; i < f->nb_streams; i++)
		(void)tone_decode(out, dec[i], NULL, frame, &s, &n);
	r = n > 0 ? tone_measure(out, s, n) : 0;
done:
	(void)unlink(path);
	(void)close(fd);
	free(s);
	avcodec_free_context(&dec[0]);
	avcodec_free_context(&dec[1]);
	av_packet_free(&p);
	av_frame_free(&frame);
	avformat_close_input(&f);
	return r;
}

__attribute__((unused))
static void
played_free(struct played *p)
{
	free(p->high);
	free(p->loud);
}

#endif
