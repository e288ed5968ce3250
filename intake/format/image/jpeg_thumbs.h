/*
 * jpeg_thumbs.h -- small pictures inside a JPEG that show something else: what
 * was cropped or painted over later is often still to be seen there.
 */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_THUMBS_H
#define INTAKE_FORMAT_IMAGE_JPEG_THUMBS_H

#include "intake/format/format.h"

/* A mark for each thumbnail (EXIF's and Photoshop's) that is not the same
 * picture.  What cannot be decoded is passed over. */
void jpeg_thumbs(const struct doc *d, struct answer *a);

#endif
