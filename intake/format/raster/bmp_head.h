/*
 * bmp_head.h -- the headers of a BMP file: OS/2's (12 and 64 bytes), Windows'
 * (40 to 124), and what is a picture's in them.
 */
#ifndef INTAKE_FORMAT_RASTER_BMP_HEAD_H
#define INTAKE_FORMAT_RASTER_BMP_HEAD_H

#include "intake/format/format.h"
#include "intake/format/page/picture.h"

#define BMP_COLOURS_MAX 256u

enum bmp_coding { BMP_ROWS = 0, BMP_RLE8 = 1, BMP_RLE4 = 2, BMP_MASKS = 3,
	BMP_ALPHA_MASKS = 6 };

struct bmp_head {
	struct picture_size size;
	bool top_down;
	unsigned bits;			/* of a pixel */
	enum bmp_coding coding;
	uint32_t masks[4];		/* red, green, blue, alpha */
	uint32_t x_density, y_density;	/* pixels per metre */
	const uint8_t *colours;
	unsigned ncolours, colour_bytes;	/* 3 or 4 each */
	size_t head_bytes;		/* both headers, masks, colours */
	const uint8_t *pixels;
	size_t pixel_bytes;		/* those it says it has, in the file */
	uint32_t stride;		/* bytes of a row; 0 when coded by runs */
	size_t profile_at, profile_bytes;	/* 0 for none */
};

/* Is there a file header, and an information header that makes sense? */
bool bmp_is_head(const struct doc *d);

/* 0, or -1 after answer_refuse(). */
int bmp_head(struct bmp_head *h, const struct doc *d, struct answer *a);

#endif
