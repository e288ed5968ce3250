/* jxl_size.h -- the first bits of a JPEG XL codestream (ISO/IEC 18181-1). */
#ifndef INTAKE_FORMAT_HEIF_JXL_SIZE_H
#define INTAKE_FORMAT_HEIF_JXL_SIZE_H

#include <stdbool.h>

#include "intake/format/page/picture.h"

/* The picture's size, and how it is turned.  False when it is no codestream. */
bool jxl_size(const uint8_t *p, size_t len, struct picture_size *size);

#endif
