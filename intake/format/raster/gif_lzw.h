/*
 * gif_lzw.h -- the coded pixels of a GIF image (GIF89a specification,
 * appendix F).
 */
#ifndef INTAKE_FORMAT_RASTER_GIF_LZW_H
#define INTAKE_FORMAT_RASTER_GIF_LZW_H

#include "intake/format/raster/gif_walk.h"
#include "vault/base/bytes.h"

#define GIF_CODE_BITS_MAX 12

/*
 * gif_lzw_read(b, out, copy):
 * Decode image `b` into `out`, width x height indices in the order they are
 * stored (NULL: they are only counted); those that are missing are 0.  Append
 * to `copy` (or NULL) the same codes as sub-blocks, to the last one of the
 * picture and not a bit further.  False when the codes are none.
 */
bool gif_lzw_read(const struct gif_block *b, uint8_t *out,
    struct bytes *copy);

/* Append `n` indices below 1 << bits, coded, with the number of bits before. */
void gif_lzw_write(struct bytes *out, const uint8_t *p, uint64_t n,
    unsigned bits);

#endif
