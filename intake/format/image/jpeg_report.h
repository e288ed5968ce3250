/*
 * jpeg_report.h -- all that a JPEG file holds beside its picture.
 */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_REPORT_H
#define INTAKE_FORMAT_IMAGE_JPEG_REPORT_H

#include <stdbool.h>

#include "intake/format/format.h"
#include "intake/format/image/jpeg_walk.h"

/*
 * A line for each item.  No metadata, because decoding needs them or they
 * tell nothing: the JFIF header, Adobe's colour transform, and an EXIF
 * segment that holds Orientation alone (jpeg_code.h).
 */
void jpeg_report(const struct doc *d, struct answer *a);

/* The TIFF structure in an EXIF segment; NULL when the segment is none. */
const uint8_t *jpeg_exif(const struct jpeg_segment *s, size_t *len);

#endif
