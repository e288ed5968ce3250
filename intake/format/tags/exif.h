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

#define EXIF_IFDS_MAX 32	/* directories followed */
#define EXIF_ENTRIES_MAX 2000	/* entries read in one directory */
#define EXIF_VALUES_MAX 16	/* numbers of one entry that are printed */

/*
 * exif_report(a, tiff, len): every entry as a metadata line, in the groups
 * EXIF, GPS, Interop and Thumbnail; at least one line, also for a structure
 * that cannot be read at all.
 */
void exif_report(struct answer *a, const uint8_t *tiff, size_t len);

/* Orientation of IFD0: 2 to 8; 1 when there is none or it makes no sense. */
unsigned exif_orientation(const uint8_t *tiff, size_t len);

#endif
