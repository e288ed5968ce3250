/*
 * sound.h -- MP3, FLAC, Ogg, WAV, AIFF: the formats of sound that are plain
 * enough to be taken apart here.
 *
 * Cleaning is a remux: the coded sound is copied bit for bit, all else is
 * written anew or left out.  What an encoder wrote inside the coded sound
 * stays, and is told (MARK_IN_STREAM).  A sound is one page without words:
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
/* Nothing to redact: `clean`; else a refusal. */
int sound_apply(const struct doc *d, const struct edits *e, struct answer *a,
    int (*clean)(const struct doc *d, struct answer *a));
int sound_safe(const struct doc *d, struct answer *a);	/* refuses */

#endif
