/*
 * tiff_jpeg.h -- JPEG in the strips and tiles of a TIFF file (TIFF Technical
 * Note 2).
 */
#ifndef INTAKE_FORMAT_RASTER_TIFF_JPEG_H
#define INTAKE_FORMAT_RASTER_TIFF_JPEG_H

#include <stdbool.h>

#include "intake/format/tags/ifd.h"
#include "vault/base/bytes.h"

/*
 * Append one part to `out`: tables, frames and coded data as they are, no
 * other segment.  The tables that all parts share (entry JPEGTables; it may
 * have no value) go into each, so that the entry itself is not needed.
 */
bool tiff_jpeg_part(struct bytes *out, const uint8_t *data, size_t len,
    const struct ifd_entry *tables);

#endif
