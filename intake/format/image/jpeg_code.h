/*
 * jpeg_code.h -- what is done to a JPEG's picture, through libjpeg.
 *
 * Output goes to answer_file() as it comes.  All return 0, or -1 after
 * answer_refuse(); what was written before a refusal is worth nothing.
 */
#ifndef INTAKE_FORMAT_IMAGE_JPEG_CODE_H
#define INTAKE_FORMAT_IMAGE_JPEG_CODE_H

#include <stdbool.h>

#include "intake/format/format.h"
#include "intake/format/page/dots.h"
#include "intake/format/page/picture.h"
#include "intake/format/page/whiten.h"

#define JPEG_SCANS_MAX 500	/* of one picture; more is an attack on time */
#define JPEG_ORIENTATION_BYTES 32	/* of the segment below */

/*
 * The one EXIF segment a cleaned file may have: an IFD with Orientation (2 to
 * 8) alone, always these bytes.  The picture is turned by this number and not
 * by moving its coefficients, because only that keeps every pixel when the
 * sides are no multiples of the blocks.
 */
void jpeg_orientation_segment(uint8_t out[JPEG_ORIENTATION_BYTES],
    unsigned orientation);

/* The same picture, coefficient by coefficient, without any other segment. */
int jpeg_copy(const struct doc *d, struct answer *a, unsigned orientation);

/*
 * Painted with all other blocks as they are: for pictures that are grey,
 * YCbCr or RGB (jpeg_can_blacken()).  Boxes must be whole cells of the grid
 * (jpeg_grid()): a block is one cosine sum, so what lies below a box rings in
 * the rest of its block.
 */
bool jpeg_can_blacken(const struct doc *d, struct answer *a);
int jpeg_blacken(const struct doc *d, struct answer *a,
    const struct picture_size *size, const struct picture_boxes *boxes);

/* Painted, without its dots, its paper white (NULL for neither), and coded
 * anew as a whole. */
int jpeg_repaint(const struct doc *d, struct answer *a,
    const struct picture_size *size, const struct dots *dots,
    const struct whiten *white, const struct picture_boxes *boxes);

/* Learn what its paper is. */
int jpeg_whiten(const struct doc *d, struct answer *a, struct whiten **out);

/* Look for a printer's dots, as png_dots() does. */
int jpeg_dots(const struct doc *d, struct answer *a, struct dots **out,
    uint32_t *count);

/* The sides in pixels of a block in which pixels mix. */
int jpeg_grid(const struct doc *d, struct answer *a, uint32_t *x, uint32_t *y);

/* The safe copy. */
int jpeg_show(const struct doc *d, struct answer *a, const struct dots *dots,
    const struct picture_size *size);

#endif
