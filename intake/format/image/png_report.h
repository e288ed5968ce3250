/*
 * png_report.h -- all that a PNG file holds beside its picture.
 */
#ifndef INTAKE_FORMAT_IMAGE_PNG_REPORT_H
#define INTAKE_FORMAT_IMAGE_PNG_REPORT_H

#include "intake/format/format.h"

/* A line for each chunk that png_copy() (png_code.h) does not write. */
void png_report(const struct doc *d, struct answer *a);

/* How the first EXIF chunk says it is turned; 1 when there is none. */
unsigned png_orientation(const struct doc *d);

#endif
