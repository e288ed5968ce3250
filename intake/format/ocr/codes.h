/*
 * codes.h -- QR and bar codes, and DataMatrix, in a grey picture.  What they
 * say is told; nothing is done with it.
 */
#ifndef INTAKE_FORMAT_OCR_CODES_H
#define INTAKE_FORMAT_OCR_CODES_H

#include <leptonica/allheaders.h>
#include <stddef.h>

#define OCR_CODES_MAX 64u		/* on one page */
#define OCR_CODE_BYTES_MAX 4096u	/* of one; what is longer is cut */

struct code {
	const char *kind;	/* "QR code", "DataMatrix", "EAN-13" ... */
	char *text;		/* owned; any bytes */
	size_t len;
	int x0, y0, x1, y1;	/* pixels */
};

struct codes {
	struct code at[OCR_CODES_MAX];
	size_t n;
};

/* What cannot be looked for is not found. */
void codes_find(struct codes *c, PIX *grey);
void codes_free(struct codes *c);

#endif
