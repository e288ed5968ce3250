/*
 * film_fixture.h -- small films made by libavformat: a track of plain sound
 * and everything around it that can hold the word "Felicity".
 */
#ifndef TESTS_INTAKE_FILM_FIXTURE_H
#define TESTS_INTAKE_FILM_FIXTURE_H

#include <libavformat/avformat.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "vault/base/bytes.h"
#include "vault/base/io.h"

#define FILM_NAME "Felicity"
#define FILM_PACKETS 20
#define FILM_SAMPLES 160	/* of each packet, 16 bits */

/* Packet `n` of the sound. */
static void
film_samples(int16_t s[FILM_SAMPLES], int n)
{
	for (int i = 0; i < FILM_SAMPLES; i++)
		s[i] = (int16_t)(i * 331 + n * 7919);
}

static int
film_add(AVFormatContext *f, enum AVMediaType type, enum AVCodecID codec)
{
	AVStream *s = avformat_new_stream(f, NULL);

	if (s == NULL)
		return -1;
	s->codecpar->codec_type = type;
	s->codecpar->codec_id = codec;
	s->time_base = (AVRational){ 1, 8000 };
	if (type == AVMEDIA_TYPE_ATTACHMENT) {
		s->codecpar->extradata = av_mallocz(64 +
		    AV_INPUT_BUFFER_PADDING_SIZE);
		memcpy(s->codecpar->extradata, "cover of " FILM_NAME, 17);
		s->codecpar->extradata_size = 64;
		(void)av_dict_set(&s->metadata, "filename", "c.txt", 0);
		(void)av_dict_set(&s->metadata, "mimetype", "text/plain", 0);
		return 0;
	}
	s->codecpar->sample_rate = 8000;
	s->codecpar->bits_per_coded_sample = 16;
	s->codecpar->block_align = 2;
	s->codecpar->bit_rate = 128000;
	s->codecpar->format = AV_SAMPLE_FMT_S16;
	av_channel_layout_default(&s->codecpar->ch_layout, 1);
	(void)av_dict_set(&s->metadata, "title", FILM_NAME, 0);
	(void)av_dict_set(&s->metadata, "handler_name", FILM_NAME, 0);
	return 0;
}

/* A file of libavformat's kind `muxer`, appended to `b`.  0 or -1. */
__attribute__((unused))
static int
make_film(struct bytes *b, const char *muxer)
{
	AVFormatContext *f = NULL;
	AVPacket *p = av_packet_alloc();
	char path[] = "/tmp/tipline-film.XXXXXX";
	int r = -1, fd = mkstemp(path);

	if (fd < 0 ||
	    avformat_alloc_output_context2(&f, NULL, muxer, NULL) < 0 ||
	    avio_open(&f->pb, path, AVIO_FLAG_WRITE) < 0 ||
	    film_add(f, AVMEDIA_TYPE_AUDIO, AV_CODEC_ID_PCM_S16LE) < 0 ||
	    (strcmp(muxer, "matroska") == 0 && film_add(f,
	    AVMEDIA_TYPE_ATTACHMENT, AV_CODEC_ID_TEXT) < 0))
		goto done;
	(void)av_dict_set(&f->metadata, "title", "A film of " FILM_NAME, 0);
	(void)av_dict_set(&f->metadata, "artist", FILM_NAME, 0);
	(void)av_dict_set(&f->metadata, "creation_time",
	    "2020-02-02T20:20:20Z", 0);
	if (avformat_write_header(f, NULL) < 0)
		goto done;
	for (int i = 0; i < FILM_PACKETS; i++) {
		int16_t samples[FILM_SAMPLES];

		film_samples(samples, i);
		if (av_new_packet(p, sizeof(samples)) < 0)
			goto done;
		memcpy(p->data, samples, sizeof(samples));
		p->pts = p->dts = i * FILM_SAMPLES;
		p->duration = FILM_SAMPLES;
		av_packet_rescale_ts(p, (AVRational){ 1, 8000 },
		    f->streams[0]->time_base);
		if (av_interleaved_write_frame(f, p) < 0)
			goto done;
	}
	if (av_write_trailer(f) < 0)
		goto done;
	(void)avio_closep(&f->pb);
	r = io_read_all(fd, b);
done:
	(void)unlink(path);
	(void)close(fd);
	av_packet_free(&p);
	avformat_free_context(f);
	return r;
}

#endif
