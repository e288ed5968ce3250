/* mux.c -- see film.h. */
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>

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

static int
add_stream(struct mux *m, const AVStream *from)
{
	const int shown = AV_DISPOSITION_DEFAULT | AV_DISPOSITION_FORCED;
	AVStream *to = avformat_new_stream(m->out, NULL);
	unsigned tag = from->codecpar->codec_tag;

	if (to == NULL ||
	    avcodec_parameters_copy(to->codecpar, from->codecpar) < 0)
		return -1;
	/* The tag stays if this kind of file knows it for this codec. */
	if (m->out->oformat->codec_tag != NULL &&
	    av_codec_get_id(m->out->oformat->codec_tag, tag) !=
	    to->codecpar->codec_id)
		to->codecpar->codec_tag = 0;
	to->time_base = from->time_base;
	to->sample_aspect_ratio = from->sample_aspect_ratio;
	to->avg_frame_rate = from->avg_frame_rate;
	to->disposition = from->disposition & shown;
	return copy_look(to, from);
}

static bool
takes(const AVOutputFormat *o, const struct film *f)
{
	unsigned i;

	for (i = 0; i < f->in->nb_streams; i++)
		if (film_stays(f->in->streams[i]) && avformat_query_codec(o,
		    f->in->streams[i]->codecpar->codec_id,
		    FF_COMPLIANCE_NORMAL) == 0)
			return false;
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
		m->to[i] = film_stays(f->in->streams[i]) ? n++ : -1;
		m->last[i] = AV_NOPTS_VALUE;
		if (m->to[i] >= 0 && add_stream(m, f->in->streams[i]) < 0)
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

static int
copy_packets(struct mux *m, struct film *f, struct answer *a)
{
	AVPacket *p = av_packet_alloc();
	unsigned n = 0;
	int r = -1, from;

	while (p != NULL && n++ < FILM_PACKETS_MAX &&
	    (r = film_packet(f, p, a)) == 0) {
		from = p->stream_index;
		if (from >= (int)FILM_STREAMS_MAX || m->to[from] < 0) {
			av_packet_unref(p);
			continue;
		}
		av_packet_rescale_ts(p, f->in->streams[from]->time_base,
		    m->out->streams[m->to[from]]->time_base);
		rise(m, p, from);
		p->stream_index = m->to[from];
		p->pos = -1;
		if (av_interleaved_write_frame(m->out, p) < 0) {
			r = answer_refuse(a, REASON_UNSUPPORTED,
			    "film: a part of it does not fit a new file");
			break;
		}
	}
	av_packet_free(&p);
	return r == 1 ? 0 : r < 0 ? -1 : answer_refuse(a, REASON_LIMIT,
	    "film: it has over %u packets", FILM_PACKETS_MAX);
}

static int
write_all(struct mux *m, struct film *f, const char *muxer, struct answer *a)
{
	AVDictionary *options = NULL;
	int r = -1;

	/* Options that a kind of file does not know are left in it. */
	(void)av_dict_set(&options, "write_tmcd", "0", 0);
	if (begin(m, f, av_guess_format(muxer, NULL, NULL)) < 0 ||
	    avformat_write_header(m->out, &options) < 0) {
		r = answer_refuse(a, REASON_UNSUPPORTED,
		    "film: what it holds does not fit a new file");
		goto done;
	}
	if ((r = copy_packets(m, f, a)) < 0)
		goto done;
	if (av_write_trailer(m->out) < 0)
		r = answer_refuse(a, REASON_LIMIT,
		    "film: the new file is too large");
	avio_flush(m->io);
done:
	av_dict_free(&options);
	return r;
}

int
film_remux(struct film *f, const char *const *muxers, struct film_file *out,
    struct answer *a)
{
	struct mux m = { .file = out };
	const AVOutputFormat *o;
	int r;

	for (; *muxers != NULL; muxers++)
		if ((o = av_guess_format(*muxers, NULL, NULL)) != NULL &&
		    takes(o, f))
			break;
	if (*muxers == NULL)
		return answer_refuse(a, REASON_UNSUPPORTED,
		    "film: it is coded in a way that cannot be copied");
	r = write_all(&m, f, *muxers, a);
	avformat_free_context(m.out);
	if (m.io != NULL)
		av_freep(&m.io->buffer);
	avio_context_free(&m.io);
	return r;
}
