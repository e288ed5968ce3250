/*
 * png_code.h -- what is done to a PNG's picture, through libpng.
 *
 * No byte of the old file is copied: rows are decoded and coded anew, because
 * a compressed stream has room for more than the picture.  Output goes to
 * answer_file() as it comes.  All return 0, or -1 after answer_refuse(); what
 * was written before a refusal is worth nothing.
 */
#ifndef INTAKE_FORMAT_IMAGE_PNG_CODE_H
#define INTAKE_FORMAT_IMAGE_PNG_CODE_H

#include "intake/format/page/dots.h"
#include "intake/format/format.h"
#include "intake/format/page/picture.h"
#include "intake/format/page/whiten.h"

#define PNG_WHOLE_MAX ((uint64_t)1536 << 20)	/* bytes of an interlaced one */

/*
 * Look for a printer's dots: *out holds them when *count is not 0, else it is
 * NULL.  Pictures without colour are not looked at.
 */
int png_dots(const struct doc *d, struct answer *a, struct dots **out,
    uint32_t *count);

/*
 * The same picture: size, depth, colour type, palette and every pixel, but
 * for those of `dots` (NULL for none); not interlaced.  Beside it stand gAMA,
 * cHRM, sRGB and pHYs when the old file had them, and eXIf with the
 * orientation (2 to 8) alone.
 */
int png_copy(const struct doc *d, struct answer *a, const struct dots *dots,
    unsigned orientation);

/*
 * Painted, as 8 bits RGB or RGBA: a palette may have no black.  Where it is
 * wholly transparent, the colours that nobody sees become black too.
 */
int png_repaint(const struct doc *d, struct answer *a,
    const struct dots *dots, const struct whiten *white,
    const struct picture_size *size, const struct picture_boxes *boxes);

/* Learn what the paper is of what png_repaint() paints on. */
int png_whiten(const struct doc *d, struct answer *a, struct whiten **out);

/* The safe copy, on white. */
int png_show(const struct doc *d, struct answer *a, const struct dots *dots,
    const struct picture_size *size);

/* A PNG of rows that are here already: 8 bits RGB, `row(arg, y)` each once, in
 * order. */
int png_of_rows(struct answer *a, const struct picture_size *size,
    const uint8_t *(*row)(void *arg, uint32_t y), void *arg);

/* All its pixels, 4 bytes each, into `rgba`, which has room for that size. */
int png_rgba(const struct doc *d, struct answer *a, uint32_t width,
    uint32_t height, uint8_t *rgba);

#endif
