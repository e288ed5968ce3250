/*
 * heif_show.h -- the pixels of HEIC and AVIF, through libde265 and dav1d.
 */
#ifndef INTAKE_FORMAT_HEIF_HEIF_SHOW_H
#define INTAKE_FORMAT_HEIF_HEIF_SHOW_H

#include "intake/format/heif/items.h"

/* The safe copy: a page for each picture.  0, or -1 after a refusal. */
int heif_show(const struct heif *h, struct answer *a);

#endif
