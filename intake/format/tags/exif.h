/*
 * exif.h -- what a TIFF structure tells about a picture: EXIF (CIPA DC-008),
 * as it lies in JPEG APP1 segments and PNG eXIf chunks.
 *
 * Made to read damaged and hostile structures: what can be read is reported,
 * what points outside is named as damaged, circles end.
 */
#ifndef INTAKE_FORMAT_TAGS_EXIF_H
#define INTAKE_FORMAT_TAGS_EXIF_H

#include <stddef.h>
#include <stdint.h>

#include "intake/format/format.h"
#include "intake/format/tags/ifd.h"

#define EXIF_IFDS_MAX 32	/* directories followed */
#define EXIF_VALUES_MAX 16	/* numbers of one entry that are printed */
#define EXIF_ORIENTATION_BYTES 26	/* of exif_only_orientation() */

/*
 * exif_report(a, tiff, len): every entry as a metadata line, in the groups
 * EXIF, GPS, Interop and Thumbnail; at least one line, also for a structure
 * that cannot be read at all.
 */
void exif_report(struct answer *a, const uint8_t *tiff, size_t len);

/*
 * The same of one directory of a TIFF file, and of those it names: all but the
 * entries that `skip` knows to be the picture's.
 */
void exif_report_page(struct answer *a, const struct ifd *t, uint64_t at,
    bool (*skip)(uint16_t tag));

/* Orientation of IFD0: 2 to 8; 1 when there is none or it makes no sense. */
unsigned exif_orientation(const uint8_t *tiff, size_t len);

/*
 * The one EXIF structure a cleaned file may have: an IFD with Orientation (2 to
 * 8) alone, always these bytes.
 */
void exif_only_orientation(uint8_t out[EXIF_ORIENTATION_BYTES],
    unsigned orientation);
bool exif_is_only_orientation(const uint8_t *tiff, size_t len);

/* The small JPEG of IFD1, *n bytes; NULL when there is none. */
const uint8_t *exif_thumbnail(const uint8_t *tiff, size_t len, size_t *n);

#endif
