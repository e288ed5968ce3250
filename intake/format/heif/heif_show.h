/*
 * heif_show.h -- the pixels of HEIC and AVIF, through libde265 and dav1d.
 * What is transparent is shown on white.
 */
#ifndef INTAKE_FORMAT_HEIF_HEIF_SHOW_H
#define INTAKE_FORMAT_HEIF_HEIF_SHOW_H

#include "intake/format/heif/items.h"

/* The safe copy: a page for each picture.  0, or -1 after a refusal. */
int heif_show(const struct heif *h, struct answer *a);

/*
 * Its first picture with the boxes of `e`, which was checked, as a PNG: what
 * is coded cannot be changed in part.  0, or -1 after a refusal.
 */
int heif_paint(const struct heif *h, const struct edits *e, struct answer *a);

#endif
