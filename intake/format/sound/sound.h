/*
 * sound.h -- MP3, FLAC, Ogg, WAV, AIFF: the formats of sound that are plain
 * enough to be taken apart here.
 *
 * Cleaning is a remux: the coded sound is copied bit for bit, all else is
 * written anew or left out.  What an encoder wrote inside the coded sound
 * stays, and is told (MARK_IN_STREAM).  Redacting makes times silent (mute.h).
 * A sound is one page without words:
 * nobody has listened to it, and whoever counts such pages says so.
 */
#ifndef INTAKE_FORMAT_SOUND_SOUND_H
#define INTAKE_FORMAT_SOUND_SOUND_H

#include "intake/format/format.h"

extern const struct format format_mp3;
extern const struct format format_flac;
extern const struct format format_ogg;
extern const struct format format_wav;
extern const struct format format_aiff;

/* What is the same for all of them, and for film. */
int sound_text(const struct doc *d, struct answer *a, bool layout);
/*
 * Times to be silent: `mute`, which leaves what clean() leaves, and silence.
 * None, and people said that the sound goes as it is (EDITS_UNREDACTED):
 * `clean`.  None, and nobody did: a refusal.
 */
int sound_apply(const struct doc *d, const struct edits *e, struct answer *a,
    int (*clean)(const struct doc *d, struct answer *a),
    int (*mute)(const struct doc *d, const struct edits *e,
    struct answer *a));
/* How long it plays, for people who work on it; nothing when it is not known. */
void sound_duration(struct answer *a, uint64_t samples, uint64_t rate);
int sound_safe(const struct doc *d, struct answer *a);	/* refuses */

#endif
