/*
 * recode.h -- one track of a film, decoded, silent or blank where it shall be,
 * and coded anew.
 *
 * What is coded in frames that tell of each other cannot be made silent or
 * blank in place: the frames around a time would still hold some of it.  So
 * the whole track is coded from what was decoded, after that was changed; no
 * bit of the old coding is in it.  One thread, no clock, no version: the same
 * film and the same times give the same bytes.
 */
#ifndef INTAKE_FORMAT_FILM_RECODE_H
#define INTAKE_FORMAT_FILM_RECODE_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

#include "intake/format/film/film.h"
#include "intake/format/sound/mute.h"

#define FILM_GAP_SECONDS 3600	/* that a track of sound may leave out */

struct recode_sound;
struct recode_picture;

/* Where coded packets go; their times are in the coder's time base.  0 or
 * -1. */
struct recode_to {
	int (*put)(void *ctx, AVPacket *p);
	void *ctx;
};

/* What the times are of: from which time of the container on they count. */
struct recode_times {
	const struct edits *edits;
	int64_t start;		/* in microseconds */
	int64_t duration;	/* of all; 0: not known */
};

/* The coder for this track in that kind of file: of its own codec, or of one
 * that such files commonly have.  NULL: there is none. */
const AVCodec *recode_coder(const AVCodecParameters *par,
    const AVOutputFormat *o);

/*
 * The track coded anew, and its coder's context, which is opened.  -1 after a
 * refusal.  Packets of it go in one by one, NULL is the end.
 */
int recode_sound_open(struct recode_sound **out, const AVStream *from,
    const struct recode_times *times, const AVOutputFormat *o,
    struct answer *a);
AVCodecContext *recode_sound_coder(struct recode_sound *s);
int recode_sound_packet(struct recode_sound *s, const AVPacket *p,
    const struct recode_to *to, struct answer *a);
void recode_sound_free(struct recode_sound *s);

int recode_picture_open(struct recode_picture **out, const AVStream *from,
    const struct recode_times *times, const AVOutputFormat *o,
    struct answer *a);
AVCodecContext *recode_picture_coder(struct recode_picture *s);
int recode_picture_packet(struct recode_picture *s, const AVPacket *p,
    const struct recode_to *to, struct answer *a);
void recode_picture_free(struct recode_picture *s);

/* A decoder for a track: one thread.  NULL when there is none. */
AVCodecContext *recode_decoder(const AVStream *from);
/* A coder with what all have in common set, not opened. */
AVCodecContext *recode_encoder(const AVCodec *codec, const AVOutputFormat *o);

/* blank.c: does recode know how to paint on pictures of this kind? */
bool blank_can(enum AVPixelFormat format);
/* Black, from (x0, y0) up to (x1, y1) in pixels, rounded out to what the
 * picture's colours can tell apart. */
void blank_box(AVFrame *f, int x0, int y0, int x1, int y1);

#endif
