/*
 * film.h -- MP4 and QuickTime (M4A too), Matroska and WebM, AVI, ASF (WMV,
 * WMA).
 *
 * libavformat takes pictures, sound and subtitles out of the file, packet by
 * packet, and puts them into a new one of the same kind; what is made silent
 * or blank is coded anew, all else is not.  Tags, chapters, attachments, cover pictures, tracks of data (places,
 * sensors, time codes) stay behind.  What the new file still says of its
 * maker is neutralised in it (film_neutral()).
 *
 * What is told comes from two sides: libavformat's own reading, and a walk
 * over the file's boxes by allow-list, so that what libavformat passes over
 * is told as well.
 */
#ifndef INTAKE_FORMAT_FILM_FILM_H
#define INTAKE_FORMAT_FILM_FILM_H

#include "intake/format/format.h"

#define FILM_STREAMS_MAX 64u
#define FILM_PACKETS_MAX 20000000u
#define FILM_BOXES_MAX 200000u		/* boxes, elements, objects walked */
#define FILM_DEPTH_MAX 16u
#define FILM_SIDE_MAX 100000	/* pixels of a picture, to be boxed */

extern const struct format format_mp4;
extern const struct format format_matroska;
extern const struct format format_avi;
extern const struct format format_asf;
/* Ogg with times to redact: what format_ogg (sound.h) leaves to this. */
extern const struct format format_ogg_times;

/* A film in memory that grows while it is written. */
struct film_file {
	uint8_t *data;
	size_t len, cap;
};

/*
 * demux.c: film_open(): `demuxer` is libavformat's name of the one that reads
 * it; no other is tried.  0, or -1 after a refusal.
 */
struct film;
int film_open(struct film **out, const struct doc *d, const char *demuxer,
    struct answer *a);
void film_close(struct film *f);	/* NULL is fine */

/* What libavformat reads of tags, chapters, streams that do not stay, and
 * what is written inside the packets. */
int film_tell(struct film *f, struct answer *a);

/*
 * mux.c: write all that stays by the first of `muxers` (NULL ends) that takes
 * it.  With `e`, the tracks that its times are of are coded anew (recode.h),
 * and subtitles stay behind: they say what is said.
 */
int film_remux(struct film *f, const char *const *muxers,
    const struct edits *e, struct film_file *out, struct answer *a);

/* frame.c: the picture that is shown at a time, as a JPEG. */
int film_frame(struct film *f, const struct pictured *p, struct answer *a);

bool film_all_zero(const uint8_t *p, size_t len);

/*
 * The walks over boxes: what says something of the maker is told, or made
 * neutral in a file that libavformat wrote.
 */
void film_walk_mp4(const struct doc *d, struct answer *a);
void film_walk_matroska(const struct doc *d, struct answer *a);
void film_walk_avi(const struct doc *d, struct answer *a);
void film_walk_asf(const struct doc *d, struct answer *a);
void film_neutral_mp4(struct film_file *f);
void film_neutral_matroska(struct film_file *f);
void film_neutral_avi(struct film_file *f);
void film_neutral_asf(struct film_file *f);

#endif
