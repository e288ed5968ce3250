/*
 * tiff_code.h -- the pixels of a TIFF file, through libtiff.
 *
 * libtiff never sees a file as it came: it reads what tiff_write.h wrote from
 * it, where every directory holds what we put there.  Its rows are 8 bits RGB
 * on white, as stored (not turned).
 */
#ifndef INTAKE_FORMAT_RASTER_TIFF_CODE_H
#define INTAKE_FORMAT_RASTER_TIFF_CODE_H

#include "intake/format/page/dots.h"
#include "intake/format/page/picture.h"
#include "intake/format/page/whiten.h"
#include "intake/format/raster/tiff_page.h"
#include "vault/base/bytes.h"

struct tiff_reader;

/* Begin before the first directory of `file`, which stays the caller's. */
int tiff_reader_new(struct tiff_reader **out, const struct bytes *file,
    struct answer *a);
/* Step to the next directory, whose picture is `p` in the file as it came. */
int tiff_reader_next(struct tiff_reader *r, const struct tiff_page *p);
void tiff_reader_free(struct tiff_reader *r);	/* NULL is fine */

/* The rows of this picture, from the top, each to `row`; false ends early. */
typedef bool (*tiff_row)(void *arg, const uint8_t *rgb, uint32_t y);
int tiff_reader_rows(struct tiff_reader *r, tiff_row row, void *arg);

/* Does this picture have yellow dots?  *out and *count as png_dots() does. */
int tiff_reader_dots(struct tiff_reader *r, struct dots **out,
    uint32_t *count);

/* Learn what the paper of this picture is. */
int tiff_reader_whiten(struct tiff_reader *r, struct whiten **out);

/*
 * This picture alone, painted, without its dots, its paper white (NULL for
 * neither), as a TIFF file appended to `file`: 1 bit, 8 bits grey or RGB,
 * deflated.
 */
int tiff_reader_paint(struct tiff_reader *r, const struct ifd *t,
    const struct picture_boxes *boxes, const struct dots *dots,
    const struct whiten *white, struct bytes *file);

#endif
