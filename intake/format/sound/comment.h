/*
 * comment.h -- metadata as sound files write it: text of old encodings, and
 * Vorbis comments (xiph.org, "Ogg Vorbis I format specification: comment
 * field and header specification"), which FLAC, Ogg and Opus share.
 */
#ifndef INTAKE_FORMAT_SOUND_COMMENT_H
#define INTAKE_FORMAT_SOUND_COMMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"

#define COMMENT_FIELDS_MAX 5000u	/* of one header that are told */

void comment_latin1(struct answer *a, const char *group, const char *name,
    const uint8_t *p, size_t len);
void comment_utf8(struct answer *a, const char *group, const char *name,
    const uint8_t *p, size_t len);
/* UTF-16 with a byte order mark, or without one in the order said. */
void comment_utf16(struct answer *a, const char *group, const char *name,
    const uint8_t *p, size_t len, bool big);

/* A vendor string that is not empty, and each "NAME=value", as lines. */
void comment_report(struct answer *a, const char *group, const uint8_t *p,
    size_t len);

#endif
