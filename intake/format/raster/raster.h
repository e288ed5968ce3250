/* raster.h -- the formats of this room: pictures that are rows of pixels. */
#ifndef INTAKE_FORMAT_RASTER_RASTER_H
#define INTAKE_FORMAT_RASTER_RASTER_H

#include "intake/format/format.h"

extern const struct format format_tiff;
extern const struct format format_gif;
extern const struct format format_bmp;
extern const struct format format_webp;
extern const struct format format_pnm;
extern const struct format format_psd;

#endif
