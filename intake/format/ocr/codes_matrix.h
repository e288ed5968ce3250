/*
 * codes_matrix.h -- DataMatrix, by libdmtx, which is slow: it is shown only
 * the parts of a picture that may be one.  What codes.c and codes_matrix.c
 * share.
 */
#ifndef INTAKE_FORMAT_OCR_CODES_MATRIX_H
#define INTAKE_FORMAT_OCR_CODES_MATRIX_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/format/ocr/codes.h"

#define OCR_MATRIX_PARTS_MAX 24u	/* parts of a page that are tried */
#define OCR_MATRIX_MSEC 200L		/* for each of them */

/* `small` is the picture times `scale`. */
void codes_find_matrix(struct codes *c, PIX *small, double scale);

/* Copies; false when it is there already or there are too many. */
bool codes_add(struct codes *c, const char *kind, const void *p, size_t len,
    const struct code *box);
/* The pixels, a byte each, row by row; the caller frees them; NULL. */
uint8_t *codes_rows(PIX *grey);

#endif
