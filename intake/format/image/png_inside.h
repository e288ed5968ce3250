/* png_inside.h -- the words and profiles in a PNG's chunks, unpacked, for the
 * proof: struct format's inside() of PNG. */
#ifndef INTAKE_FORMAT_IMAGE_PNG_INSIDE_H
#define INTAKE_FORMAT_IMAGE_PNG_INSIDE_H

#include "intake/format/format.h"

int png_inside(const struct doc *d, struct answer *a);

#endif
