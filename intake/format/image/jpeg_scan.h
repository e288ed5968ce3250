/*
 * jpeg_scan.h -- read the coded data of a sequential scan (T.81, F.2.2) for
 * one question: is it the picture and nothing but the picture?
 *
 * Numbers are passed over, not kept, which takes a tenth of the time of
 * decoding and needs no memory.
 */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_SCAN_H
#define INTAKE_FORMAT_IMAGE_JPEG_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JPEG_COMPONENTS_MAX 4
#define JPEG_CODE_BITS_MAX 16
#define JPEG_SYMBOLS_MAX 256

/* A Huffman table as it lies in a DHT segment. */
struct jpeg_table {
	const uint8_t *counts;	/* codes of each length, 16 bytes; or NULL */
	const uint8_t *symbols;
	size_t n;		/* symbols */
};

struct jpeg_scan {
	size_t components;
	struct {
		unsigned blocks;	/* of it in one MCU */
		unsigned dc, ac;	/* tables, 0 to 3 */
	} component[JPEG_COMPONENTS_MAX];
	struct jpeg_table dc[4], ac[4];
	uint32_t mcus;			/* in the picture */
	uint32_t restart;		/* MCUs between RST markers; 0: none */
};

/*
 * jpeg_scan_check(s, data, len, &used):
 * True when `data` begins with exactly the MCUs of the picture, restart
 * markers where and as they must be, every unused bit a 1 (F.1.2.3), then a
 * marker; *used is where that stands.  Also false when a table it uses is no
 * prefix code, or has codes the picture does not use and is not one of T.81's
 * own (K.3 to K.6): symbols nobody decodes could say anything.
 */
bool jpeg_scan_check(const struct jpeg_scan *s, const uint8_t *data,
    size_t len, size_t *used);

#endif
