/*
 * mute.h -- the stretches of a sound that become silent, counted in samples of
 * one channel; and how each kind of sound is made silent.
 *
 * What is coded in frames loses every frame that holds anything of a stretch,
 * and all of what another frame could be told of it; so a little more than
 * the stretch is silent there, and never less.
 */
#ifndef INTAKE_FORMAT_SOUND_MUTE_H
#define INTAKE_FORMAT_SOUND_MUTE_H

#include "intake/format/format.h"

#define SOUND_RATE_MAX (1u << 20)	/* samples of a channel in a second */
#define MP3_FRAMES_MAX 8000000u		/* of a sound that is made silent */

struct mute {
	uint64_t from, to;	/* samples */
};

struct mutes {
	struct mute *list;	/* in order; they do not touch */
	size_t n;
};

/*
 * mutes_of(m, e, rate, samples, a):
 * The times of `e` without a box, at `rate` samples a second, rounded out to
 * whole samples.  0; -1 after a refusal: a rate that none has, or a time that
 * begins behind the last of all `samples` and would hide nothing.
 */
int mutes_of(struct mutes *m, const struct edits *e, uint64_t rate,
    uint64_t samples, struct answer *a);
/* The same for what has no picture: a time with a box is a refusal. */
int mutes_alone(struct mutes *m, const struct edits *e, uint64_t rate,
    uint64_t samples, struct answer *a);
/* Is a sample of [from, to) to be silent? */
bool mutes_hit(const struct mutes *m, uint64_t from, uint64_t to);
void mutes_free(struct mutes *m);

/* Plain samples, each `frame` bytes for all channels; `silence` is what each
 * byte of a silent one is. */
struct pcm {
	uint64_t rate;
	size_t frame;
	uint8_t silence;
};

/* Put plain sound into the file, silent where it shall be. */
int mute_pcm(struct answer *a, const struct pcm *p, const uint8_t *data,
    size_t len, const struct edits *e);

/* mp3_mute.c: the frames of cleaned MP3, silent ones among them; -1 after a
 * refusal. */
int mp3_mute(const uint8_t *data, size_t len, const struct edits *e,
    struct answer *a);

/* flac_mute.c: FLAC of the same samples, coded anew. */
int flac_mute(const uint8_t *data, size_t len, const struct edits *e,
    struct bytes *out, struct answer *a);

#endif
