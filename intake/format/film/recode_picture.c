/* recode_picture.c -- a track of pictures with blank boxes; see recode.h. */
#include "intake/format/film/recode.h"

#include <libavcodec/bsf.h>
#include <libavutil/opt.h>
#include <stdlib.h>
#include <string.h>

#define HELD 3			/* pictures that wait for those behind them */
#define DURATIONS 256		/* pictures that a coder holds back, at most */

/* A picture, and whether it is shown at one of the times of each box. */
struct held {
	AVFrame *frame;
	int64_t pts;
	bool *hit;		/* for each of the edits' times */
};

struct recode_picture {
	AVCodecContext *dec, *enc;
	AVBSFContext *filter;	/* takes out what a coder says of itself */
	AVPacket *coded;
	AVFrame *next;
	struct held held[HELD];	/* in the order they are shown */
	size_t nheld;
	size_t past;		/* of them, those that were coded already */
	const struct edits *edits;
	int64_t start;		/* of the times, in microseconds */
	AVRational base;
	int64_t last;		/* time of the last picture */
	struct { int64_t pts, duration; } durations[DURATIONS];
	size_t nth;
};

AVCodecContext *
recode_picture_coder(struct recode_picture *s)
{
	return s->enc;
}

void
recode_picture_free(struct recode_picture *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < HELD; i++) {
		av_frame_free(&s->held[i].frame);
		free(s->held[i].hit);
	}
	avcodec_free_context(&s->dec);
	avcodec_free_context(&s->enc);
	av_bsf_free(&s->filter);
	av_packet_free(&s->coded);
	av_frame_free(&s->next);
	free(s);
}

static bool
is_box(const struct edit_time *t)
{
	return t->x0 < t->x1 && t->y0 < t->y1;
}

/* --- opening --- */

/* Good pictures, quickly made; none that is told from a later one. */
static void
set_options(AVCodecContext *enc)
{
	enc->max_b_frames = 0;
	(void)av_opt_set(enc->priv_data, "preset", "veryfast", 0);
	(void)av_opt_set(enc->priv_data, "crf", "21", 0);
	(void)av_opt_set(enc->priv_data, "a53cc", "0", 0);
	(void)av_opt_set(enc->priv_data, "deadline", "good", 0);
	(void)av_opt_set(enc->priv_data, "cpu-used", "5", 0);
	(void)av_opt_set(enc->priv_data, "auto-alt-ref", "0", 0);
	(void)av_opt_set(enc->priv_data, "lag-in-frames", "0", 0);
}

static int
open_coder(struct recode_picture *s, const AVStream *from,
    const AVOutputFormat *o)
{
	const AVCodecParameters *par = from->codecpar;
	const AVCodec *codec = recode_coder(par, o);
	AVCodecContext *enc;

	if (codec == NULL || (s->enc = recode_encoder(codec, o)) == NULL)
		return -1;
	enc = s->enc;
	enc->width = par->width;
	enc->height = par->height;
	enc->pix_fmt = (enum AVPixelFormat)par->format;
	enc->time_base = from->time_base;
	enc->framerate = from->avg_frame_rate;
	enc->sample_aspect_ratio = par->sample_aspect_ratio;
	enc->color_range = par->color_range;
	enc->color_primaries = par->color_primaries;
	enc->color_trc = par->color_trc;
	enc->colorspace = par->color_space;
	enc->chroma_sample_location = par->chroma_location;
	if (strcmp(codec->name, "libx264") != 0 &&
	    strncmp(codec->name, "libvpx", 6) != 0) {
		/* These code by a quality of each picture. */
		enc->flags |= AV_CODEC_FLAG_QSCALE;
		enc->global_quality = 3 * FF_QP2LAMBDA;
	} else if (strcmp(codec->name, "libx264") != 0) {
		enc->qmax = 40;	/* "crf", within these */
	}
	set_options(enc);
	return avcodec_open2(enc, codec, NULL) < 0 ? -1 : 0;
}

/* x264 writes its version and settings into the first picture. */
static int
open_filter(struct recode_picture *s)
{
	const AVBitStreamFilter *f = av_bsf_get_by_name("filter_units");

	if (s->enc->codec_id != AV_CODEC_ID_H264)
		return 0;
	if (f == NULL || av_bsf_alloc(f, &s->filter) < 0 ||
	    avcodec_parameters_from_context(s->filter->par_in, s->enc) < 0 ||
	    av_opt_set(s->filter->priv_data, "remove_types", "6", 0) < 0)
		return -1;
	s->filter->time_base_in = s->enc->time_base;
	return av_bsf_init(s->filter) < 0 ? -1 : 0;
}

static int
make_room(struct recode_picture *s, const struct recode_times *t)
{
	size_t i;

	s->coded = av_packet_alloc();
	s->next = av_frame_alloc();
	for (i = 0; i < HELD; i++) {
		s->held[i].frame = av_frame_alloc();
		s->held[i].hit = calloc(t->edits->ntimes, sizeof(bool));
		if (s->held[i].frame == NULL || s->held[i].hit == NULL)
			return -1;
	}
	return s->coded == NULL || s->next == NULL ? -1 : 0;
}

static bool
outside(const struct edits *e, const AVCodecParameters *par)
{
	size_t i;

	for (i = 0; i < e->ntimes; i++)
		if (is_box(&e->times[i]) && (e->times[i].x1 <= 0 ||
		    e->times[i].y1 <= 0 ||
		    e->times[i].x0 >= 100 * (int64_t)par->width ||
		    e->times[i].y0 >= 100 * (int64_t)par->height))
			return true;
	return false;
}

static bool
behind(const struct recode_times *t)
{
	size_t i;

	for (i = 0; t->duration > 0 && i < t->edits->ntimes; i++)
		if (is_box(&t->edits->times[i]) &&
		    t->edits->times[i].from >= (uint64_t)t->duration / 1000)
			return true;
	return false;
}

int
recode_picture_open(struct recode_picture **out, const AVStream *from,
    const struct recode_times *times, const AVOutputFormat *o,
    struct answer *a)
{
	struct recode_picture *s;
	int r = 0;

	*out = NULL;
	if (outside(times->edits, from->codecpar))
		return answer_refuse(a, REASON_NOT_REDACTED,
		    "film: a box lies outside of the picture");
	if (behind(times))
		return answer_refuse(a, REASON_NOT_REDACTED,
		    "a time begins behind the end of the film");
	if ((s = calloc(1, sizeof(*s))) == NULL || make_room(s, times) < 0) {
		r = answer_refuse(a, REASON_LIMIT, "film: out of memory");
		goto done;
	}
	s->edits = times->edits;
	s->start = times->start;
	s->base = from->time_base;
	s->last = AV_NOPTS_VALUE;
	if (!blank_can((enum AVPixelFormat)from->codecpar->format) ||
	    (s->dec = recode_decoder(from)) == NULL ||
	    open_coder(s, from, o) < 0 || open_filter(s) < 0)
		r = answer_refuse(a, REASON_UNSUPPORTED, "film: pictures "
		    "coded as %s cannot be blanked",
		    avcodec_get_name(from->codecpar->codec_id));
done:
	if (r < 0)
		recode_picture_free(s);
	else
		*out = s;
	return r;
}

/* --- coding --- */

/* Coders forget how long a picture is shown; the last one's is the film's. */
static int
put_one(struct recode_picture *s, const struct recode_to *to)
{
	size_t i;

	for (i = 0; i < DURATIONS; i++)
		if (s->durations[i].pts == s->coded->pts &&
		    s->durations[i].duration > 0)
			s->coded->duration = s->durations[i].duration;
	return to->put(to->ctx, s->coded);
}

static int
put_filtered(struct recode_picture *s, bool end, const struct recode_to *to)
{
	int r;

	if (s->filter == NULL)
		return end ? 0 : put_one(s, to);
	if (av_bsf_send_packet(s->filter, end ? NULL : s->coded) < 0)
		return -1;
	while ((r = av_bsf_receive_packet(s->filter, s->coded)) >= 0)
		if (put_one(s, to) < 0)
			return -1;
	return r == AVERROR(EAGAIN) || r == AVERROR_EOF ? 0 : -1;
}

static int
put_coded(struct recode_picture *s, const AVFrame *f,
    const struct recode_to *to)
{
	int r;

	if (avcodec_send_frame(s->enc, f) < 0)
		return -1;
	while ((r = avcodec_receive_packet(s->enc, s->coded)) >= 0)
		if (put_filtered(s, false, to) < 0)
			return -1;
	if (r != AVERROR(EAGAIN) && r != AVERROR_EOF)
		return -1;
	return f == NULL ? put_filtered(s, true, to) : 0;
}

/* Nothing rides along with a picture: captions, what cameras measured. */
static void
undress(AVFrame *f)
{
	while (f->nb_side_data > 0)
		av_frame_remove_side_data(f, f->side_data[0]->type);
	av_dict_free(&f->metadata);
	f->pict_type = AV_PICTURE_TYPE_NONE;
	f->key_frame = 0;
}

/* Held picture `i` with its boxes: those shown with it, and with the ones
 * before and behind it. */
static int
code_held(struct recode_picture *s, size_t i, const struct recode_to *to)
{
	AVFrame *f = s->held[i].frame;
	size_t k, n;

	if (f->width != s->enc->width || f->height != s->enc->height ||
	    f->format != (int)s->enc->pix_fmt || av_frame_make_writable(f) < 0)
		return -1;
	for (k = 0; k < s->edits->ntimes; k++) {
		const struct edit_time *t = &s->edits->times[k];
		bool hit = false;

		for (n = i > 0 ? i - 1 : 0; n <= i + 1 && n < s->nheld; n++)
			hit = hit || s->held[n].hit[k];
		if (hit)
			blank_box(f, t->x0 / 100, t->y0 / 100,
			    t->x1 / 100 + (t->x1 % 100 != 0),
			    t->y1 / 100 + (t->y1 % 100 != 0));
	}
	undress(f);
	f->pts = s->held[i].pts;
	f->quality = s->enc->global_quality;
	s->durations[s->nth].pts = f->pts;
	s->durations[s->nth].duration = f->pkt_duration;
	s->nth = (s->nth + 1) % DURATIONS;
	return put_coded(s, f, to);
}

/* The last held picture is shown from its time up to `until`. */
static void
see(struct recode_picture *s, int64_t until)
{
	struct held *h;
	int64_t from, to;
	size_t k;

	if (s->nheld == 0)
		return;
	h = &s->held[s->nheld - 1];
	from = av_rescale_q(h->pts, s->base, (AVRational){ 1, 1000000 });
	to = until == INT64_MAX ? INT64_MAX :
	    av_rescale_q(until, s->base, (AVRational){ 1, 1000000 });
	for (k = 0; k < s->edits->ntimes; k++) {
		const struct edit_time *t = &s->edits->times[k];
		int64_t begin = (int64_t)t->from * 1000;
		int64_t end = (int64_t)t->to * 1000;

		/* A small start is shown as none, or as it is. */
		if (s->start > 0)
			end += s->start;
		h->hit[k] = is_box(t) && from < end && to > begin;
	}
}

/* The first held picture has been seen with both its neighbours. */
static void
forget_first(struct recode_picture *s)
{
	struct held first = s->held[0];

	av_frame_unref(first.frame);
	memmove(s->held, s->held + 1, (HELD - 1) * sizeof(s->held[0]));
	s->held[HELD - 1] = first;
	s->nheld--;
	s->past--;
}

/* s->next behind those that are held. */
static int
take(struct recode_picture *s, const struct recode_to *to)
{
	int64_t pts = s->next->best_effort_timestamp;
	AVFrame *empty;

	if (pts == AV_NOPTS_VALUE || (s->last != AV_NOPTS_VALUE &&
	    pts <= s->last))
		pts = s->last == AV_NOPTS_VALUE ? 0 : s->last + 1;
	s->last = pts;
	see(s, pts);
	/* Now all about the last is known: the one before it can go. */
	if (s->nheld >= 2 && s->past < s->nheld - 1) {
		if (code_held(s, s->nheld - 2, to) < 0)
			return -1;
		s->past++;
	}
	if (s->nheld == HELD)
		forget_first(s);
	empty = s->held[s->nheld].frame;
	s->held[s->nheld].frame = s->next;
	s->next = empty;
	s->held[s->nheld].pts = pts;
	memset(s->held[s->nheld].hit, 0, s->edits->ntimes * sizeof(bool));
	s->nheld++;
	return 0;
}

static int
finish(struct recode_picture *s, const struct recode_to *to)
{
	see(s, INT64_MAX);	/* players leave the last one there */
	for (; s->past < s->nheld; s->past++)
		if (code_held(s, s->past, to) < 0)
			return -1;
	return put_coded(s, NULL, to);
}

int
recode_picture_packet(struct recode_picture *s, const AVPacket *p,
    const struct recode_to *to, struct answer *a)
{
	int r;

	/* What cannot be decoded is not seen, and so not there. */
	if (avcodec_send_packet(s->dec, p) < 0 && p != NULL)
		return 0;
	while ((r = avcodec_receive_frame(s->dec, s->next)) >= 0)
		if (take(s, to) < 0)
			goto fail;
	if (p == NULL && finish(s, to) < 0)
		goto fail;
	return 0;
fail:
	return answer_refuse(a, REASON_UNSUPPORTED,
	    "film: its pictures cannot be coded anew");
}
