/*
 * bmp_rows.h -- the pixels of a BMP: runs taken apart, rows as RGB.
 */
#ifndef INTAKE_FORMAT_RASTER_BMP_ROWS_H
#define INTAKE_FORMAT_RASTER_BMP_ROWS_H

#include "intake/format/raster/bmp_head.h"
#include "vault/base/bytes.h"

/*
 * bmp_runs(h, index, copy):
 * Take RLE4 or RLE8 apart into `index`, a byte for each pixel, from the lowest
 * row up (NULL: not wanted); append the runs to `copy` (or NULL) up to the end
 * of the picture, with the bytes that only fill zero.  Pixels that no run names
 * are 0.  False when a run leaves the picture.
 */
bool bmp_runs(const struct bmp_head *h, uint8_t *index, struct bytes *copy);

/* A row as it lies in the file as RGBA, not premultiplied. */
void bmp_rgba(const struct bmp_head *h, const uint8_t *row, uint8_t *rgba);

#endif
