/*
 * pdf_image.h -- what else lies in the compressed images of a PDF: EXIF, XMP,
 * comments and thumbnails in JPEG streams, boxes of words and comments in JPEG
 * 2000 ones, extensions in JBIG2 ones.
 */
#ifndef INTAKE_FORMAT_PDF_PDF_IMAGE_H
#define INTAKE_FORMAT_PDF_PDF_IMAGE_H

#include <stdbool.h>

#include "intake/format/format.h"

enum pdf_image_kind { PDF_IMAGE_JPEG, PDF_IMAGE_JP2, PDF_IMAGE_JBIG2 };

/*
 * pdf_image_strip(out, kind, p, len):
 * Append the image without anything that is not needed to draw it.  True when
 * it could be read to its end; else `out` is unusable.
 */
bool pdf_image_strip(struct bytes *out, enum pdf_image_kind kind,
    const uint8_t *p, size_t len);

/* A line of metadata for each part that pdf_image_strip() leaves out. */
void pdf_image_report(struct answer *a, enum pdf_image_kind kind,
    unsigned object, const uint8_t *p, size_t len);

/* pdf_jp2.c and pdf_jbig2.c. */
bool pdf_jp2_strip(struct bytes *out, const uint8_t *p, size_t len);
void pdf_jp2_report(struct answer *a, unsigned object, const uint8_t *p,
    size_t len);
bool pdf_jbig2_strip(struct bytes *out, const uint8_t *p, size_t len);

#endif
