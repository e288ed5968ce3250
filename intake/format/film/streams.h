/* streams.h -- an open film, shared by demux.c and mux.c. */
#ifndef INTAKE_FORMAT_FILM_STREAMS_H
#define INTAKE_FORMAT_FILM_STREAMS_H

#include <libavformat/avformat.h>

#include "intake/format/film/film.h"

struct film {
	const uint8_t *data;
	size_t len, at;
	AVFormatContext *in;
	AVIOContext *io;
};

/* Pictures, sound, subtitles; not covers, not data, not attachments. */
bool film_stays(const AVStream *s);

/* The track of pictures that is shown; NULL when there is none. */
const AVStream *film_pictures(const struct film *f);

/* The next packet of any stream; 0, 1 at the end, -1 after a refusal. */
int film_packet(struct film *f, AVPacket *p, struct answer *a);

#endif
