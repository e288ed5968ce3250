/*
 * jpeg_plain.h -- the short way to a clean JPEG, for what most are: one
 * sequential scan, Huffman coded, grey or YCbCr.
 *
 * A new header is written from the old one's numbers, then the coded data is
 * copied, once it is proven to be the picture alone (jpeg_scan.h).  All else,
 * and all that is not by the book, takes the way through libjpeg.
 */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_PLAIN_H
#define INTAKE_FORMAT_IMAGE_JPEG_PLAIN_H

#include <stdbool.h>

#include "intake/format/format.h"

/* True with the file written; false with nothing written. */
bool jpeg_plain_copy(const struct doc *d, struct answer *a,
    unsigned orientation);

#endif
