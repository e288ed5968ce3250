/*
 * psd_read.h -- a Photoshop document (Adobe's file format specification): its
 * sections, and the one picture that shows all layers together.
 */
#ifndef INTAKE_FORMAT_RASTER_PSD_READ_H
#define INTAKE_FORMAT_RASTER_PSD_READ_H

#include "intake/format/format.h"
#include "intake/format/page/picture.h"

#define PSD_HEAD_BYTES 26
#define PSD_CHANNELS_MAX 56u

enum psd_mode { PSD_BITMAP = 0, PSD_GREY = 1, PSD_INDEXED = 2, PSD_RGB = 3,
	PSD_CMYK = 4 };

struct psd {
	struct picture_size size;
	bool large;		/* PSB: wider counts */
	unsigned channels, depth, mode;
	const uint8_t *colours;	/* of PSD_INDEXED: 768 bytes */
	const uint8_t *resources, *layers;
	size_t resources_len, layers_len;
	unsigned coding;	/* 0: rows; 1: PackBits */
	const uint8_t *pixels;	/* behind the coding's number */
	size_t pixels_len;	/* those of the picture */
	uint32_t row_bytes;	/* of one channel */
	uint64_t rows;		/* of all channels */
};

bool psd_is_head(const struct doc *d);

/* 0, or -1 after answer_refuse(). */
int psd_read(struct psd *p, const struct doc *d, struct answer *a);

/* All rows of all channels; malloc()ed, NULL after a refusal. */
uint8_t *psd_rows(const struct psd *p, struct answer *a);

#endif
