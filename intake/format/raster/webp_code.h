/*
 * webp_code.h -- the pixels of a WebP, through libwebp.
 *
 * All return 0, or -1 after answer_refuse().
 */
#ifndef INTAKE_FORMAT_RASTER_WEBP_CODE_H
#define INTAKE_FORMAT_RASTER_WEBP_CODE_H

#include "intake/format/raster/webp_walk.h"
#include "vault/base/bytes.h"

/* A chunk, padded. */
void webp_put(struct bytes *out, const char *type, const void *p, size_t len);

/*
 * Append the picture's chunks, painted and coded without loss.  Boxes are of
 * the canvas, on which it lies at (left, top); where it was coded with loss
 * they grow to its blocks of 16 pixels.  Its paper white when `whitened`.
 */
int webp_paint(struct bytes *out, const struct webp_image *im, uint32_t left,
    uint32_t top, const struct picture_boxes *boxes, bool whitened,
    struct answer *a);

/* The safe copy of a file that webp.c wrote: a page for each frame. */
int webp_show(const struct webp *p, const struct bytes *file,
    struct answer *a);

#endif
