/* heif.h -- the formats of this room: pictures in boxes. */
#ifndef INTAKE_FORMAT_HEIF_HEIF_H
#define INTAKE_FORMAT_HEIF_HEIF_H

#include "intake/format/format.h"

extern const struct format format_heic;
extern const struct format format_avif;
extern const struct format format_jxl;

#endif
