/* image.h -- the formats of this room. */
#ifndef INTAKE_FORMAT_IMAGE_IMAGE_H
#define INTAKE_FORMAT_IMAGE_IMAGE_H

#include "intake/format/format.h"

extern const struct format format_jpeg;
extern const struct format format_png;

#endif
