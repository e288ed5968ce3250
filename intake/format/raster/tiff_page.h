/*
 * tiff_page.h -- one picture of a TIFF file as its directory describes it,
 * and the walk over the pictures of a file.
 */
#ifndef INTAKE_FORMAT_RASTER_TIFF_PAGE_H
#define INTAKE_FORMAT_RASTER_TIFF_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/format/format.h"
#include "intake/format/page/picture.h"
#include "intake/format/tags/ifd.h"

#define TIFF_SAMPLES_MAX 64u	/* of one pixel, and bits of one of them */

enum tiff_tag {
	TIFF_SUBFILE = 254, TIFF_WIDTH = 256, TIFF_HEIGHT = 257,
	TIFF_BITS = 258, TIFF_COMPRESSION = 259, TIFF_PHOTOMETRIC = 262,
	TIFF_FILL_ORDER = 266, TIFF_STRIPS = 273, TIFF_ORIENTATION = 274,
	TIFF_SAMPLES = 277, TIFF_ROWS = 278, TIFF_STRIP_BYTES = 279,
	TIFF_X_RESOLUTION = 282, TIFF_Y_RESOLUTION = 283, TIFF_PLANAR = 284,
	TIFF_T4 = 292, TIFF_T6 = 293, TIFF_UNIT = 296, TIFF_PREDICTOR = 317,
	TIFF_COLOURS = 320, TIFF_TILE_WIDTH = 322, TIFF_TILE_HEIGHT = 323,
	TIFF_TILES = 324, TIFF_TILE_BYTES = 325, TIFF_SUBIFDS = 330,
	TIFF_INKS = 332, TIFF_EXTRA = 338, TIFF_SAMPLE_FORMAT = 339,
	TIFF_JPEG_TABLES = 347, TIFF_YCBCR = 529, TIFF_SUBSAMPLING = 530,
	TIFF_POSITIONING = 531, TIFF_REFERENCE = 532, TIFF_DNG = 50706
};

enum tiff_compression { TIFF_PLAIN = 1, TIFF_OLD_JPEG = 6, TIFF_JPEG = 7 };

struct tiff_page {
	uint64_t at;		/* of the directory */
	struct picture_size size;
	unsigned compression, photometric;
	unsigned samples;
	unsigned bits;		/* of all samples of a pixel */
	bool even;		/* all samples have the same bits */
	bool planes;		/* each sample has parts of its own */
	bool tiled;
	uint32_t part_width, part_height;
	uint64_t parts;		/* strips or tiles; the entries name them all */
	struct ifd_entry offsets, counts;	/* counts may have no value */
	bool reduced;		/* a smaller one of another picture */
};

/* Where part i lies: false when it is not in the file. */
bool tiff_part(const struct ifd *t, const struct tiff_page *p, uint64_t i,
    const uint8_t **data, size_t *len);

struct tiff_walk {
	struct ifd ifd;
	uint64_t next;
	uint32_t n;		/* directories so far */
};

/* 0, or -1 after answer_refuse(). */
int tiff_walk(struct tiff_walk *w, const struct doc *d, struct answer *a);

/*
 * The next directory: 1 with `p` filled, 0 behind the last, -1 after
 * answer_refuse() when it describes no picture that can be handled.
 */
int tiff_next(struct tiff_walk *w, struct tiff_page *p, struct answer *a);

/* Same, but pictures that are only smaller ones of others are passed over. */
int tiff_next_page(struct tiff_walk *w, struct tiff_page *p,
    struct answer *a);

#endif
