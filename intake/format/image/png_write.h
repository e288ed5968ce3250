/* png_write.h -- chunks of a PNG, written. */
#ifndef INTAKE_FORMAT_IMAGE_PNG_WRITE_H
#define INTAKE_FORMAT_IMAGE_PNG_WRITE_H

#include "vault/base/bytes.h"

void png_put_signature(struct bytes *out);
/* A chunk with its length and checksum. */
void png_put(struct bytes *out, const char *type, const void *p, size_t len);

#endif
