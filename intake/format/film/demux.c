/* demux.c -- see film.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "intake/format/film/streams.h"

#define IO_BYTES 65536
#define PROBE_BYTES ((int64_t)16 << 20)

static int
read_some(void *ctx, uint8_t *to, int size)
{
	struct film *f = ctx;
	size_t n = f->len - f->at < (size_t)size ? f->len - f->at :
	    (size_t)size;

	if (n == 0)
		return AVERROR_EOF;
	memcpy(to, f->data + f->at, n);
	f->at += n;
	return (int)n;
}

static int64_t
seek_to(void *ctx, int64_t at, int whence)
{
	struct film *f = ctx;
	int64_t base = whence == SEEK_CUR ? (int64_t)f->at :
	    whence == SEEK_END ? (int64_t)f->len : 0;

	if (whence == AVSEEK_SIZE)
		return (int64_t)f->len;
	if (at < -base || at > (int64_t)f->len - base)
		return AVERROR(EINVAL);
	f->at = (size_t)(base + at);
	return base + at;
}

static struct film *
film_new(const struct doc *d)
{
	struct film *f = calloc(1, sizeof(*f));
	uint8_t *buffer = av_malloc(IO_BYTES);

	if (f == NULL || buffer == NULL)
		goto fail;
	f->data = d->data;
	f->len = d->len;
	if ((f->io = avio_alloc_context(buffer, IO_BYTES, 0, f, read_some, NULL,
	    seek_to)) == NULL || (f->in = avformat_alloc_context()) == NULL)
		goto fail;
	f->in->pb = f->io;
	f->in->flags |= AVFMT_FLAG_CUSTOM_IO;
	f->in->max_streams = FILM_STREAMS_MAX;
	f->in->probesize = PROBE_BYTES;
	return f;
fail:
	if (f == NULL || f->io == NULL)
		av_free(buffer);
	film_close(f);
	return NULL;
}

/* It may name other files; there is no way to any. */
static int
open_none(AVFormatContext *s, AVIOContext **io, const char *url, int flags,
    AVDictionary **options)
{
	(void)s;
	(void)url;
	(void)flags;
	(void)options;
	*io = NULL;
	return AVERROR(EPERM);
}

int
film_open(struct film **out, const struct doc *d, const char *demuxer,
    struct answer *a)
{
	const AVInputFormat *input = av_find_input_format(demuxer);
	struct film *f = film_new(d);

	*out = NULL;
	if (f == NULL || input == NULL) {
		film_close(f);
		return answer_refuse(a, REASON_LIMIT, "film: out of memory");
	}
	f->in->io_open = open_none;
	/* It frees the context when it fails. */
	if (avformat_open_input(&f->in, "", input, NULL) < 0 ||
	    avformat_find_stream_info(f->in, NULL) < 0 ||
	    f->in->nb_streams == 0) {
		film_close(f);
		return answer_refuse(a, REASON_DAMAGED,
		    "film: it cannot be taken apart");
	}
	*out = f;
	return 0;
}

void
film_close(struct film *f)
{
	if (f == NULL)
		return;
	avformat_close_input(&f->in);
	if (f->io != NULL)
		av_freep(&f->io->buffer);
	avio_context_free(&f->io);
	free(f);
}

bool
film_stays(const AVStream *s)
{
	switch (s->codecpar->codec_type) {
	case AVMEDIA_TYPE_VIDEO:
		return (s->disposition & AV_DISPOSITION_ATTACHED_PIC) == 0;
	case AVMEDIA_TYPE_AUDIO:
	case AVMEDIA_TYPE_SUBTITLE:
		return true;
	default:
		return false;
	}
}

int
film_packet(struct film *f, AVPacket *p, struct answer *a)
{
	int r = av_read_frame(f->in, p);

	if (r >= 0)
		return 0;
	if (r == AVERROR_EOF)
		return 1;
	return answer_refuse(a, REASON_DAMAGED,
	    "film: it is broken in the middle");
}
