/*
 * film_kind.h -- which films there are, told without a library: what the main
 * program knows of them, to hand them to the program that has one.
 */
#ifndef INTAKE_FORMAT_FILM_KIND_FILM_KIND_H
#define INTAKE_FORMAT_FILM_KIND_FILM_KIND_H

#include "intake/format/format.h"

bool film_is_mp4(const struct doc *d);	/* ISO/IEC 14496-12, QuickTime */
bool film_is_matroska(const struct doc *d);	/* RFC 9559; WebM too */
bool film_is_avi(const struct doc *d);	/* RIFF of type AVI */
bool film_is_asf(const struct doc *d);	/* Advanced Systems Format 1.20 */

extern const char *const film_mp4_mimes[];
extern const char *const film_matroska_mimes[];
extern const char *const film_avi_mimes[];
extern const char *const film_asf_mimes[];

/* Rows for a program that has no more than the above. */
extern const struct format film_mp4_elsewhere;
extern const struct format film_matroska_elsewhere;
extern const struct format film_avi_elsewhere;
extern const struct format film_asf_elsewhere;

#endif
