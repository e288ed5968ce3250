/* jpeg_tables.h -- the Huffman tables that T.81 prints (K.3 to K.6). */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_TABLES_H
#define INTAKE_FORMAT_IMAGE_JPEG_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is the table one of the two for DC, or for AC? */
bool jpeg_tables_standard(const uint8_t counts[16], const uint8_t *symbols,
    size_t n, bool ac);

#endif
