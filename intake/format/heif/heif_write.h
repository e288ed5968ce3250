/*
 * heif_write.h -- a HEIF file written anew from the pictures of another: items
 * that make a picture, their coded units, and the properties that decoding and
 * showing need.  Names, thumbnails, depths, gain maps and all other items stay
 * behind, and so does every byte of the old file that no such item owns.
 */
#ifndef INTAKE_FORMAT_HEIF_HEIF_WRITE_H
#define INTAKE_FORMAT_HEIF_HEIF_WRITE_H

#include "intake/format/heif/items.h"

/* Append the file.  0, or -1 after answer_refuse(). */
int heif_write(struct bytes *out, const struct heif *h, struct answer *a);

/* Append a kept item's bytes, as they stay.  0, or -1 after a refusal. */
int heif_payload(struct bytes *out, const struct heif *h,
    const struct heif_item *i, struct answer *a);

/* Is a property one that stays? */
bool heif_is_kept_property(const struct bmff *b);

#endif
