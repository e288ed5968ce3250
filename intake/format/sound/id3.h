/*
 * id3.h -- tags that stand before and behind sound: ID3v2.2 to 2.4, ID3v1,
 * APEv1 and 2, Lyrics3v2 (id3.org; hydrogenaud.io, "APEv2 specification").
 */
#ifndef INTAKE_FORMAT_SOUND_ID3_H
#define INTAKE_FORMAT_SOUND_ID3_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define ID3_FRAMES_MAX 5000u	/* frames of one tag that are told */

/* Bytes of the tag that begins at p, one of any kind; 0 when none does. */
size_t id3_here(const uint8_t *p, size_t len);

/*
 * Tell what the tag of `len` bytes (of id3_here()) holds: at least one
 * metadata line, also for one that cannot be read.
 */
void id3_report(struct answer *a, const uint8_t *p, size_t len);

/* Bytes at the very end of p that are tags (ID3v1, APE). */
size_t id3_behind(const uint8_t *p, size_t len);

#endif
