/* mux.c -- see film.h. */
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>

#include "intake/format/film/recode.h"
#include "intake/format/film/streams.h"

#define IO_BYTES 65536
#define STEP ((size_t)64 << 20)	/* bytes the file grows by */

struct mux {
	struct film_file *file;
	size_t at;
	AVFormatContext *out;
	AVIOContext *io;
	int to[FILM_STREAMS_MAX];	/* its number there; -1: it stays behind */
	int64_t last[FILM_STREAMS_MAX];	/* the last decoding time there */
	const struct edits *edits;	/* NULL: nothing is coded anew */
	struct recode_sound *sound[FILM_STREAMS_MAX];	/* or NULL ... */
	struct recode_picture *picture[FILM_STREAMS_MAX];	/* ... or NULL */
	struct answer *a;
};

static bool
room(struct film_file *file, size_t end)
{
	size_t cap = (end / STEP + 1) * STEP;
	uint8_t *p;

	if (end <= file->cap)
		return true;
	if (end > CLEAN_MAX || (p = realloc(file->data, cap)) == NULL)
		return false;
	memset(p + file->cap, 0, cap - file->cap);
	file->data = p;
	file->cap = cap;
	return true;
}

static int
write_some(void *ctx, uint8_t *p, int size)
{
	struct mux *m = ctx;

	if (!room(m->file, m->at + (size_t)size))
		return AVERROR(ENOMEM);
	memcpy(m->file->data + m->at, p, (size_t)size);
	m->at += (size_t)size;
	if (m->at > m->file->len)
		m->file->len = m->at;
	return size;
}

static int64_t
seek_to(void *ctx, int64_t at, int whence)
{
	struct mux *m = ctx;
	int64_t base = whence == SEEK_CUR ? (int64_t)m->at :
	    whence == SEEK_END ? (int64_t)m->file->len : 0;

	if (whence == AVSEEK_SIZE)
		return (int64_t)m->file->len;
	if (at < -base || base + at > (int64_t)CLEAN_MAX)
		return AVERROR(EINVAL);
	m->at = (size_t)(base + at);
	return base + at;
}

/* What belongs to how it is shown: the turn, colours, depth. */
static bool
is_look(enum AVPacketSideDataType type)
{
	return type == AV_PKT_DATA_DISPLAYMATRIX ||
	    type == AV_PKT_DATA_STEREO3D || type == AV_PKT_DATA_SPHERICAL ||
	    type == AV_PKT_DATA_MASTERING_DISPLAY_METADATA ||
	    type == AV_PKT_DATA_CONTENT_LIGHT_LEVEL ||
	    type == AV_PKT_DATA_CPB_PROPERTIES;
}

static int
copy_look(AVStream *to, const AVStream *from)
{
	uint8_t *p;
	int i;

	for (i = 0; i < from->nb_side_data; i++) {
		const AVPacketSideData *s = &from->side_data[i];

		if (!is_look(s->type))
			continue;
		if ((p = av_stream_new_side_data(to, s->type, s->size)) == NULL)
			return -1;
		memcpy(p, s->data, s->size);
	}
	return 0;
}

/* --- which tracks come along, and how --- */

static bool
is_box(const struct edit_time *t)
{
	return t->x0 < t->x1 && t->y0 < t->y1;
}

/* Is one of the times of this kind of track? */
static bool
is_edited(const struct edits *e, enum AVMediaType type)
{
	size_t i;

	for (i = 0; e != NULL && i < e->ntimes; i++)
		if (type == (is_box(&e->times[i]) ? AVMEDIA_TYPE_VIDEO :
		    AVMEDIA_TYPE_AUDIO))
			return true;
	return false;
}

static bool
stays(const struct mux *m, const AVStream *s)
{
	return film_stays(s) && (m->edits == NULL ||
	    s->codecpar->codec_type != AVMEDIA_TYPE_SUBTITLE);
}

/* Every time must be of a track that is there, and a box of one alone. */
static int
check_tracks(const struct mux *m, const struct film *f)
{
	unsigned i, pictures = 0, sounds = 0;

	for (i = 0; i < f->in->nb_streams; i++)
		if (film_stays(f->in->streams[i])) {
			int type = f->in->streams[i]->codecpar->codec_type;

			pictures += type == AVMEDIA_TYPE_VIDEO;
			sounds += type == AVMEDIA_TYPE_AUDIO;
		}
	if (is_edited(m->edits, AVMEDIA_TYPE_AUDIO) && sounds == 0)
		return answer_refuse(m->a, REASON_NOT_REDACTED,
		    "film: it has no sound that could be silent");
	if (is_edited(m->edits, AVMEDIA_TYPE_VIDEO) && pictures != 1)
		return answer_refuse(m->a, REASON_NOT_REDACTED,
		    "film: it has %u tracks of pictures, and a box must be of "
		    "one", pictures);
	return 0;
}

/* A decoder and a coder for a track, when it is to be changed. */
static int
open_recode(struct mux *m, const struct film *f, unsigned i)
{
	const AVStream *from = f->in->streams[i];
	const struct recode_times times = { .edits = m->edits,
	    .start = f->in->start_time != AV_NOPTS_VALUE ?
	    f->in->start_time : 0, .duration = f->in->duration };
	enum AVMediaType type = from->codecpar->codec_type;

	if (!is_edited(m->edits, type))
		return 0;
	return type == AVMEDIA_TYPE_AUDIO ?
	    recode_sound_open(&m->sound[i], from, &times, m->out->oformat,
	    m->a) : recode_picture_open(&m->picture[i], from, &times,
	    m->out->oformat, m->a);
}

static const AVCodecContext *
coder_of(const struct mux *m, unsigned i)
{
	return m->sound[i] != NULL ? recode_sound_coder(m->sound[i]) :
	    m->picture[i] != NULL ? recode_picture_coder(m->picture[i]) : NULL;
}

static int
add_stream(struct mux *m, const AVStream *from, const AVCodecContext *coder)
{
	const int shown = AV_DISPOSITION_DEFAULT | AV_DISPOSITION_FORCED;
	AVStream *to = avformat_new_stream(m->out, NULL);
	unsigned tag = from->codecpar->codec_tag;

	if (to == NULL || (coder != NULL ?
	    avcodec_parameters_from_context(to->codecpar, coder) :
	    avcodec_parameters_copy(to->codecpar, from->codecpar)) < 0)
		return -1;
	/* The tag stays if this kind of file knows it for this codec. */
	if (coder == NULL && m->out->oformat->codec_tag != NULL &&
	    av_codec_get_id(m->out->oformat->codec_tag, tag) !=
	    to->codecpar->codec_id)
		to->codecpar->codec_tag = 0;
	to->time_base = coder != NULL ? coder->time_base : from->time_base;
	to->sample_aspect_ratio = from->sample_aspect_ratio;
	to->avg_frame_rate = from->avg_frame_rate;
	to->disposition = from->disposition & shown;
	return copy_look(to, from);
}

static bool
takes(const struct mux *m, const AVOutputFormat *o, const struct film *f)
{
	unsigned i;

	for (i = 0; i < f->in->nb_streams; i++) {
		const AVStream *s = f->in->streams[i];
		enum AVCodecID id = s->codecpar->codec_id;
		const AVCodec *coder;

		if (is_edited(m->edits, s->codecpar->codec_type) &&
		    (coder = recode_coder(s->codecpar, o)) != NULL)
			id = coder->id;
		if (stays(m, s) && avformat_query_codec(o, id,
		    FF_COMPLIANCE_NORMAL) == 0)
			return false;
	}
	return true;
}

static int
begin(struct mux *m, const struct film *f, const AVOutputFormat *o)
{
	uint8_t *buffer = av_malloc(IO_BYTES);
	unsigned i;
	int n = 0;

	if (buffer == NULL || (m->io = avio_alloc_context(buffer, IO_BYTES, 1,
	    m, NULL, write_some, seek_to)) == NULL) {
		av_free(buffer);
		return -1;
	}
	if (avformat_alloc_output_context2(&m->out, o, NULL, NULL) < 0)
		return -1;
	m->out->pb = m->io;
	m->out->flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO;
	for (i = 0; i < f->in->nb_streams; i++) {
		m->to[i] = stays(m, f->in->streams[i]) ? n++ : -1;
		m->last[i] = AV_NOPTS_VALUE;
		if (m->to[i] >= 0 && (open_recode(m, f, i) < 0 ||
		    add_stream(m, f->in->streams[i], coder_of(m, i)) < 0))
			return -1;
	}
	return n > 0 ? 0 : -1;
}

/* Decoding times must rise; where a file's own do not, by the least there is. */
static void
rise(struct mux *m, AVPacket *p, int from)
{
	bool same = (m->out->oformat->flags & AVFMT_TS_NONSTRICT) != 0;
	int64_t least;

	if (p->dts == AV_NOPTS_VALUE)
		return;
	if (m->last[from] != AV_NOPTS_VALUE) {
		least = m->last[from] + (same ? 0 : 1);
		if (p->dts < least)
			p->dts = least;
		if (p->pts != AV_NOPTS_VALUE && p->pts < p->dts)
			p->pts = p->dts;
	}
	m->last[from] = p->dts;
}

/* A packet of track `from` in `base`, to the new file. */
static int
put_packet(struct mux *m, AVPacket *p, int from, AVRational base)
{
	av_packet_rescale_ts(p, base,
	    m->out->streams[m->to[from]]->time_base);
	rise(m, p, from);
	p->stream_index = m->to[from];
	p->pos = -1;
	return av_interleaved_write_frame(m->out, p) < 0 ?
	    answer_refuse(m->a, REASON_UNSUPPORTED,
	    "film: a part of it does not fit a new file") : 0;
}

struct track {
	struct mux *m;
	int from;
	AVRational base;
};

static int
put_coded(void *ctx, AVPacket *p)
{
	struct track *t = ctx;

	return put_packet(t->m, p, t->from, t->base);
}

/* A packet of a track that is coded anew; NULL: its end. */
static int
recode(struct mux *m, int from, const AVPacket *p)
{
	struct track t = { m, from, coder_of(m, (unsigned)from)->time_base };
	const struct recode_to to = { put_coded, &t };

	return m->sound[from] != NULL ?
	    recode_sound_packet(m->sound[from], p, &to, m->a) :
	    recode_picture_packet(m->picture[from], p, &to, m->a);
}

static int
one_packet(struct mux *m, struct film *f, AVPacket *p)
{
	int from = p->stream_index;

	if (from >= (int)FILM_STREAMS_MAX || m->to[from] < 0)
		return 0;
	if (coder_of(m, (unsigned)from) != NULL)
		return recode(m, from, p);
	return put_packet(m, p, from, f->in->streams[from]->time_base);
}

static int
copy_packets(struct mux *m, struct film *f)
{
	AVPacket *p = av_packet_alloc();
	unsigned n = 0, i;
	int r = -1;

	while (p != NULL && n++ < FILM_PACKETS_MAX &&
	    (r = film_packet(f, p, m->a)) == 0) {
		if ((r = one_packet(m, f, p)) < 0)
			break;
		av_packet_unref(p);
	}
	av_packet_free(&p);
	if (r == 0)
		return answer_refuse(m->a, REASON_LIMIT,
		    "film: it has over %u packets", FILM_PACKETS_MAX);
	for (i = 0; r > 0 && i < FILM_STREAMS_MAX; i++)
		if (coder_of(m, i) != NULL && recode(m, (int)i, NULL) < 0)
			r = -1;
	return r < 0 ? -1 : 0;
}

static int
write_all(struct mux *m, struct film *f, const char *muxer)
{
	AVDictionary *options = NULL;
	int r = -1;

	/* Options that a kind of file does not know are left in it. */
	(void)av_dict_set(&options, "write_tmcd", "0", 0);
	if (begin(m, f, av_guess_format(muxer, NULL, NULL)) < 0 ||
	    avformat_write_header(m->out, &options) < 0) {
		r = answer_refuse(m->a, REASON_UNSUPPORTED,
		    "film: what it holds does not fit a new file");
		goto done;
	}
	if ((r = copy_packets(m, f)) < 0)
		goto done;
	if (av_write_trailer(m->out) < 0)
		r = answer_refuse(m->a, REASON_LIMIT,
		    "film: the new file is too large");
	avio_flush(m->io);
done:
	av_dict_free(&options);
	return r;
}

int
film_remux(struct film *f, const char *const *muxers, const struct edits *e,
    struct film_file *out, struct answer *a)
{
	struct mux m = { .file = out, .edits = e, .a = a };
	const AVOutputFormat *o;
	unsigned i;
	int r;

	if (e != NULL && check_tracks(&m, f) < 0)
		return -1;
	for (; *muxers != NULL; muxers++)
		if ((o = av_guess_format(*muxers, NULL, NULL)) != NULL &&
		    takes(&m, o, f))
			break;
	if (*muxers == NULL)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "film: it is coded in a way that cannot be copied");
	r = write_all(&m, f, *muxers);
	for (i = 0; i < FILM_STREAMS_MAX; i++) {
		recode_sound_free(m.sound[i]);
		recode_picture_free(m.picture[i]);
	}
	avformat_free_context(m.out);
	if (m.io != NULL)
		av_freep(&m.io->buffer);
	avio_context_free(&m.io);
	return r;
}
