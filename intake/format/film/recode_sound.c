/* recode_sound.c -- a track of sound with silence in it; see recode.h. */
#include "intake/format/film/recode.h"

#include <libavutil/audio_fifo.h>
#include <libavutil/opt.h>
#include <libswresample/swresample.h>
#include <stdlib.h>
#include <string.h>

#define STEP 1024		/* samples of a packet where the coder takes any */
#define RATE_LEAST 64000	/* bit/s of each channel */
#define RATE_MOST 256000

struct recode_sound {
	AVCodecContext *dec, *enc;
	struct SwrContext *swr;
	AVAudioFifo *fifo;
	AVFrame *frame, *part;
	AVPacket *coded;
	struct mutes mutes;
	AVRational base;	/* of the packets' times */
	int64_t start;		/* the first sample's time */
	int64_t next;		/* the sample that comes next; its time */
	int64_t sent;		/* the sample that the coder gets next */
	int64_t end;		/* behind the last that is played; 0: unknown */
	bool early;		/* the file cannot say what comes too early */
	bool begun;
};

AVCodecContext *
recode_sound_coder(struct recode_sound *s)
{
	return s->enc;
}

void
recode_sound_free(struct recode_sound *s)
{
	if (s == NULL)
		return;
	mutes_free(&s->mutes);
	avcodec_free_context(&s->dec);
	avcodec_free_context(&s->enc);
	swr_free(&s->swr);
	av_audio_fifo_free(s->fifo);
	av_frame_free(&s->frame);
	av_frame_free(&s->part);
	av_packet_free(&s->coded);
	free(s);
}

/* --- opening --- */

/* The coder's form of samples that loses nothing of the decoder's; its first
 * where there is none. */
static enum AVSampleFormat
form_of(const AVCodec *codec, enum AVSampleFormat had)
{
	const enum AVSampleFormat *f = codec->sample_fmts;

	if (f == NULL)
		return had;
	for (; *f != AV_SAMPLE_FMT_NONE; f++)
		if (av_get_packed_sample_fmt(*f) ==
		    av_get_packed_sample_fmt(had))
			return *f;
	return codec->sample_fmts[0];
}

static int64_t
speed_of(const AVCodecParameters *par)
{
	int n = par->ch_layout.nb_channels;
	int64_t least = (int64_t)RATE_LEAST * n, most = (int64_t)RATE_MOST * n;

	return par->bit_rate < least ? least : par->bit_rate > most ? most :
	    par->bit_rate;
}

static int
open_coder(struct recode_sound *s, const AVCodecParameters *par,
    const AVOutputFormat *o)
{
	const AVCodec *codec = recode_coder(par, o);
	AVCodecContext *enc;

	if (codec == NULL || (s->enc = recode_encoder(codec, o)) == NULL)
		return -1;
	enc = s->enc;
	enc->sample_rate = par->sample_rate;
	enc->sample_fmt = form_of(codec, s->dec->sample_fmt);
	enc->bits_per_raw_sample = par->bits_per_raw_sample;
	enc->time_base = (AVRational){ 1, par->sample_rate };
	enc->bit_rate = speed_of(par);
	if (av_channel_layout_copy(&enc->ch_layout, &par->ch_layout) < 0)
		return -1;
	/* Channels that are only counted are those that usually come. */
	if (enc->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
		av_channel_layout_default(&enc->ch_layout,
		    par->ch_layout.nb_channels);
	return avcodec_open2(enc, codec, NULL) < 0 ? -1 : 0;
}

/* Times count from `start` of the container; players differ in whether a
 * small one is shown as none, so such a one lengthens what is silent. */
static int
choose(struct recode_sound *s, const struct recode_times *t, struct answer *a)
{
	uint64_t rate = (uint64_t)s->dec->sample_rate, samples = UINT64_MAX;
	size_t i;

	if (t->duration > 0)
		samples = (uint64_t)av_rescale(t->duration,
		    s->dec->sample_rate, 1000000);
	if (mutes_of(&s->mutes, t->edits, rate, samples, a) < 0)
		return -1;
	for (i = 0; i < s->mutes.n; i++)
		if (t->start > 0)
			s->mutes.list[i].to += (uint64_t)av_rescale(t->start,
			    s->dec->sample_rate, 1000000);
	return 0;
}

int
recode_sound_open(struct recode_sound **out, const AVStream *from,
    const struct recode_times *times, const AVOutputFormat *o,
    struct answer *a)
{
	struct recode_sound *s = calloc(1, sizeof(*s));

	*out = NULL;
	if (s == NULL || (s->frame = av_frame_alloc()) == NULL ||
	    (s->part = av_frame_alloc()) == NULL ||
	    (s->coded = av_packet_alloc()) == NULL) {
		recode_sound_free(s);
		return answer_refuse(a, REASON_LIMIT, "film: out of memory");
	}
	s->base = from->time_base;
	s->early = strcmp(o->name, "matroska") == 0 ||
	    strcmp(o->name, "webm") == 0 || strcmp(o->name, "avi") == 0 ||
	    strcmp(o->name, "asf") == 0;
	if (from->codecpar->sample_rate <= 0 ||
	    from->codecpar->ch_layout.nb_channels <= 0 ||
	    (s->dec = recode_decoder(from)) == NULL ||
	    open_coder(s, from->codecpar, o) < 0) {
		recode_sound_free(s);
		return answer_refuse(a, REASON_UNSUPPORTED, "film: sound "
		    "coded as %s cannot be made silent in parts",
		    avcodec_get_name(from->codecpar->codec_id));
	}
	if (choose(s, times, a) < 0) {
		recode_sound_free(s);
		return -1;
	}
	s->fifo = av_audio_fifo_alloc(s->enc->sample_fmt,
	    s->enc->ch_layout.nb_channels, STEP);
	if (s->fifo == NULL) {
		recode_sound_free(s);
		return answer_refuse(a, REASON_LIMIT, "film: out of memory");
	}
	*out = s;
	return 0;
}

/* --- coding --- */

static int
put_coded(struct recode_sound *s, const AVFrame *f,
    const struct recode_to *to)
{
	int r;

	if (avcodec_send_frame(s->enc, f) < 0)
		return -1;
	while ((r = avcodec_receive_packet(s->enc, s->coded)) >= 0) {
		/* What coders put before the sound, to warm up, would make it
		 * late. */
		if (s->early && s->enc->codec_id != AV_CODEC_ID_OPUS &&
		    s->coded->pts != AV_NOPTS_VALUE &&
		    s->coded->pts + s->coded->duration / 2 <= s->start)
			av_packet_unref(s->coded);
		else if (to->put(to->ctx, s->coded) < 0)
			return -1;
	}
	return r == AVERROR(EAGAIN) || r == AVERROR_EOF ? 0 : -1;
}

/* A frame of `n` samples in the coder's form, its room made. */
static int
make_part(struct recode_sound *s, int n)
{
	av_frame_unref(s->part);
	s->part->nb_samples = n;
	s->part->format = s->enc->sample_fmt;
	s->part->sample_rate = s->enc->sample_rate;
	if (av_channel_layout_copy(&s->part->ch_layout,
	    &s->enc->ch_layout) < 0)
		return -1;
	return av_frame_get_buffer(s->part, 0) < 0 ? -1 : 0;
}

/* Whole packets of what waits; at the end all of it that is played, which is
 * not known of the last packet before. */
static int
drain(struct recode_sound *s, const struct recode_to *to, bool all)
{
	int step = s->enc->frame_size > 0 ? s->enc->frame_size : STEP, n;

	while ((n = av_audio_fifo_size(s->fifo)) >= 2 * step ||
	    (all && n > 0)) {
		n = n < step ? n : step;
		if (all && s->end > s->start && s->end - s->sent < n)
			n = (int)(s->end - s->sent);
		if (n <= 0)
			return 0;
		if (make_part(s, n) < 0 || av_audio_fifo_read(s->fifo,
		    (void **)s->part->extended_data, n) < n)
			return -1;
		s->part->pts = s->sent;
		s->sent += n;
		if (put_coded(s, s->part, to) < 0)
			return -1;
	}
	return 0;
}

/* Silence, where the track says nothing for a time. */
static int
put_gap(struct recode_sound *s, int64_t n, const struct recode_to *to)
{
	int step;

	for (; n > 0; n -= step) {
		step = n < STEP ? (int)n : STEP;
		if (make_part(s, step) < 0 ||
		    av_samples_set_silence(s->part->extended_data, 0, step,
		    s->enc->ch_layout.nb_channels, s->enc->sample_fmt) < 0 ||
		    av_audio_fifo_write(s->fifo,
		    (void **)s->part->extended_data, step) < step ||
		    drain(s, to, false) < 0)
			return -1;
		s->next += step;
	}
	return 0;
}

/* The samples that shall be silent, of `n` that begin at s->next. */
static int
silence(struct recode_sound *s, int n)
{
	size_t i;

	for (i = 0; i < s->mutes.n; i++) {
		int64_t from = (int64_t)s->mutes.list[i].from - s->next;
		int64_t to = (int64_t)s->mutes.list[i].to - s->next;

		from = from > 0 ? from : 0;
		to = to < n ? to : n;
		if (from < to && av_samples_set_silence(
		    s->part->extended_data, (int)from, (int)(to - from),
		    s->enc->ch_layout.nb_channels, s->enc->sample_fmt) < 0)
			return -1;
	}
	return 0;
}

/* What was decoded in the coder's form; s->part. */
static int
convert(struct recode_sound *s)
{
	AVFrame *f = s->frame;

	if (f->sample_rate != s->enc->sample_rate ||
	    f->ch_layout.nb_channels != s->enc->ch_layout.nb_channels)
		return -1;
	if (f->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC &&
	    av_channel_layout_copy(&f->ch_layout, &s->enc->ch_layout) < 0)
		return -1;
	if (s->swr == NULL && (swr_alloc_set_opts2(&s->swr,
	    &s->enc->ch_layout, s->enc->sample_fmt, s->enc->sample_rate,
	    &f->ch_layout, (enum AVSampleFormat)f->format, f->sample_rate, 0,
	    NULL) < 0 || swr_init(s->swr) < 0))
		return -1;
	if (make_part(s, f->nb_samples) < 0)
		return -1;
	/* Another form in the middle is an error here. */
	return swr_convert_frame(s->swr, s->part, f) < 0 ||
	    s->part->nb_samples != f->nb_samples ? -1 : 0;
}

static int
take(struct recode_sound *s, const struct recode_to *to)
{
	int64_t rate = s->enc->sample_rate, at = s->next, gap;

	if (s->frame->best_effort_timestamp != AV_NOPTS_VALUE)
		at = av_rescale_q(s->frame->best_effort_timestamp, s->base,
		    s->enc->time_base);
	if (!s->begun) {
		s->begun = true;
		s->start = s->next = s->sent = at;
	}
	gap = at - s->next;
	if (gap > FILM_GAP_SECONDS * rate)
		return -1;
	/* Times are rounded in files; a real gap is longer. */
	if (gap > rate / 20 && put_gap(s, gap, to) < 0)
		return -1;
	if (convert(s) < 0 || silence(s, s->part->nb_samples) < 0 ||
	    av_audio_fifo_write(s->fifo, (void **)s->part->extended_data,
	    s->part->nb_samples) < s->part->nb_samples)
		return -1;
	s->next += s->part->nb_samples;
	return drain(s, to, false);
}

int
recode_sound_packet(struct recode_sound *s, const AVPacket *p,
    const struct recode_to *to, struct answer *a)
{
	int r;

	if (p != NULL && p->pts != AV_NOPTS_VALUE && p->duration > 0) {
		int64_t end = av_rescale_q(p->pts + p->duration, s->base,
		    s->enc->time_base);

		s->end = end > s->end ? end : s->end;
	}
	/* What cannot be decoded is not heard, and so not there. */
	if (avcodec_send_packet(s->dec, p) < 0 && p != NULL)
		return 0;
	while ((r = avcodec_receive_frame(s->dec, s->frame)) >= 0)
		if (take(s, to) < 0)
			goto fail;
	if (p == NULL && (drain(s, to, true) < 0 || put_coded(s, NULL, to) < 0))
		goto fail;
	return 0;
fail:
	return answer_refuse(a, REASON_UNSUPPORTED,
	    "film: its sound cannot be coded anew");
}
